"""Exact numbers and the small arithmetic of rules."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.language.figures import BadNumber, check_formula, evaluate, finite, read_number

numbers = st.integers(-999, 999)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back_exactly(number: float) -> None:
    assert finite(read_number(repr(number))) == number


def test_decimals_are_exact_before_they_are_rounded_once() -> None:
    assert read_number("0.1") * 3 == Fraction(3, 10)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "NaN",
        ".inf",
        "-Infinity",
        "1e999",
        "1" + "0" * 400,
        "4,408",
        "4_408",
        "0x10",
        "1/2",
        "ten",
        "50%",
    ],
)
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(BadNumber):
        read_number(text)


@given(st.text())
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    for read in (read_number, check_formula):
        with suppress(BadNumber):
            read(text)


@given(numbers, numbers, numbers)
def test_formulas_bind_as_in_school(a: int, b: int, c: int) -> None:
    args = {name: Fraction(value) for name, value in zip("abc", (a, b, c), strict=True)}
    assert evaluate("{a} + {b} * {c}", args) == a + b * c
    assert evaluate("({a} - {b}) * -{c}", args) == (a - b) * -c
    assert evaluate("{a}-{b}-{c}", args) == a - b - c


def test_division_is_exact() -> None:
    assert evaluate("1 / 3 * {n}", {"n": Fraction(3)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "(1",
        "1)",
        "1 2",
        "* 2",
        "1 / 0",
        "2 ** 3",
        "__import__('os')",
        "{who}",
        "{text}",
        "1e5",
        "-" * 100 + "1",
        "(" * 100 + "1" + ")" * 100,
        "9" * 399 + "*" + "9" * 399,
    ],
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(BadNumber):
        evaluate(text, {"text": "words"})


def test_a_formula_is_checked_before_its_arguments_are_known() -> None:
    check_formula("1 / ({a} - 1)")
    with pytest.raises(BadNumber):
        check_formula("1 / ({a} - ")
