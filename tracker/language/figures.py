"""Exact numbers from text, and the small arithmetic that rules may do with their parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction

from tracker.language.nodes import Argument

_LONGEST = 400
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?")
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|\{([^{}]*)\}|([-+*/()]))")
_DEEPEST = 20
PARAM = re.compile(r"\{\s*(?!\d+(?:,\d*)?\s*\})([^{}\s]+)\s*\}")
"""A parameter inside a rule's text; a number in braces says how often something repeats in a pattern."""


class BadNumber(ValueError):
    """A text that is no number, with the cure."""

    def __init__(self, message: str, hint: str = "write digits, with a point for decimals") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class _DependsOnArguments(BadNumber):
    """A formula that fails with these arguments and may do with others."""


def read_number(text: str) -> Fraction:
    """Read a decimal number exactly; raises BadNumber for anything else, infinities and not-a-number included."""
    text = text.strip()
    if len(text) > _LONGEST:
        raise BadNumber("this number is too long")
    if not _NUMBER.fullmatch(text):
        raise BadNumber(*_not_a_number(text))
    number = Fraction(text)
    finite(number)
    return number


def _not_a_number(text: str) -> tuple[str, str]:
    if text.lower().lstrip("+-.") in {"nan", "inf", "infinity"}:
        return "this is not a finite number", "leave the value out if it is unknown"
    if re.fullmatch(r"[-+]?\d{1,3}(?:[ ,_'’ ]\d{3})+(?:\.\d+)?", text):
        return "a number cannot hold separators", f"write {re.sub(r'[^0-9.+-]', '', text)}"
    if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3}){2,}", text):
        return "a number cannot hold separators", f"write {text.replace('.', '')}"
    if found := re.fullmatch(r"([-+]?\d{1,3}(?:\.\d{3})*|[-+]?\d+),(\d+)", text):
        return "decimals stand behind a point", f"write {found[1].replace('.', '')}.{found[2]}"
    if text.endswith("%"):
        return "a percentage cannot stand here", "write the number without %"
    return "this is not a number", "write digits, with a point for decimals"


def finite(number: Fraction) -> float:
    """Round an exact number once to the nearest float; raises BadNumber if it is too large for one."""
    try:
        rounded = float(number)
    except OverflowError:
        rounded = math.inf
    if math.isinf(rounded):
        raise _DependsOnArguments("this number is too large")
    return rounded


def evaluate(text: str, args: Mapping[str, Argument]) -> Fraction:
    """Evaluate numbers and `{parameters}` with + - * / and brackets, exactly; raises BadNumber."""
    if len(text) > _LONGEST:
        raise BadNumber("this formula is too long")
    return _Sum(text, args).result()


def check_formula(text: str) -> None:
    """Raise BadNumber if the text could not be evaluated whatever its parameters are."""
    ones = dict.fromkeys(PARAM.findall(text), Fraction(1))
    try:
        evaluate(text, ones)
    except _DependsOnArguments:
        return


class _Sum:
    """A parser by recursive descent: sums of products of signed atoms."""

    def __init__(self, text: str, args: Mapping[str, Argument]) -> None:
        self.args = args
        self.parts = _tokens(text)
        self.next = 0
        self.depth = 0

    def result(self) -> Fraction:
        number = self.sum()
        if self.peek() is not None:
            raise BadNumber(f"`{self.peek()}` is not expected here in a formula", _HINT)
        finite(number)
        return number

    def peek(self) -> str | None:
        return self.parts[self.next] if self.next < len(self.parts) else None

    def take(self) -> str:
        part = self.peek()
        if part is None:
            raise BadNumber("the formula ends too early", _HINT)
        self.next += 1
        return part

    def sum(self) -> Fraction:
        number = self.product()
        while self.peek() in ("+", "-"):
            number = number + self.product() if self.take() == "+" else number - self.product()
        return number

    def product(self) -> Fraction:
        number = self.atom()
        while self.peek() in ("*", "/"):
            if self.take() == "*":
                number *= self.atom()
            elif (divisor := self.atom()) == 0:
                raise _DependsOnArguments("the formula divides by zero", _HINT)
            else:
                number /= divisor
        return number

    def atom(self) -> Fraction:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadNumber("the formula is nested too deeply", _HINT)
        try:
            return self.signed(self.take())
        finally:
            self.depth -= 1

    def signed(self, part: str) -> Fraction:
        if part == "-":
            return -self.atom()
        if part == "(":
            number = self.sum()
            if self.take() != ")":
                raise BadNumber("a bracket is not closed in the formula", _HINT)
            return number
        if part.startswith("{"):
            return self.param(part[1:-1].strip())
        if part in ("+", "*", "/", ")"):
            raise BadNumber(f"`{part}` is not expected here in a formula", _HINT)
        return Fraction(part)

    def param(self, name: str) -> Fraction:
        value = self.args.get(name)
        if not isinstance(value, Fraction):
            raise BadNumber(f"the parameter `{name}` is not a number", "give it `type: number`")
        return value


_HINT = "use numbers, {parameters}, + - * / and ( )"


def _tokens(text: str) -> list[str]:
    parts: list[str] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            sign = text[at:].strip()[:1]
            separates = sign == "," and re.fullmatch(r"\d+(?:\.\d+)?", parts[-1] if parts else "")
            hint = "write numbers without commas: 1000, and 0.5 with a point" if separates else _HINT
            raise BadNumber(f"`{sign}` cannot stand in a formula", hint)
        parts.append(found.group().strip())
        at = found.end()
    return parts
