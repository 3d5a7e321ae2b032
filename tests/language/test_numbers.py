"""Numbers as people read them: one way everywhere, with every digit that counts."""

from __future__ import annotations

import pytest

from tracker.domain.counting import counted
from tracker.domain.numbers import number_words
from tracker.domain.values import Qualifier, Value
from tracker.language.loading import load_rules


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((0, "0"), (7, "7"), (999, "999"), (1200, "1,200"), (1234567, "1,234,567"), (-45000, "-45,000")),
        *((123456789012345, "123,456,789,012,345"), (1e15, "1e+15"), (1e300, "1e+300")),
        *(
            (2.5, "2.5"),
            (0.1 + 0.2, "0.3"),
            (1234567.25, "1,234,567.25"),
            (0.000001, "0.000001"),
            (1e-12, "1e-12"),
        ),
        *((999999.9999999999, "1,000,000"), (-0.5, "-0.5")),
    ],
)
def test_a_number_has_its_thousands_parted_and_all_its_digits(number: float, words: str) -> None:
    assert number_words(number) == words


def test_a_reported_figure_is_written_so() -> None:
    assert str(Value(1234567, Qualifier.AT_LEAST)) == "at least 1,234,567"
    assert str(Value(1200, Qualifier.RANGE, 12000)) == "1,200 to 12,000"


def test_a_threshold_is_written_so() -> None:
    rules = """
statements: {s: {by: Town, date: 2024-01-01}}
promises:
  - id: p
    title: T
    said: s
    kind: achieve
    due: 2024-12-31
    criteria:
      many: {match: {indicator: panels}, highest: {at_least: 1200}}
      most: {match: {indicator: panels}, latest: {more_than: 50%, of: 40000}}
    kept_when: [many, most]
"""
    (promise,) = load_rules({"a.yaml": rules.encode()}).rules.promises
    told = [each.comparison.told for each in promise.readings[0].criteria.values() if each.comparison]
    assert told == ["at least 1,200", "more than 50% of 40,000"]


def test_things_are_counted_so() -> None:
    assert counted(12000, "report") == "12,000 reports"
