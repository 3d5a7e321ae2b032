"""Comparisons of a criterion: thresholds computed exactly and rounded once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from tracker.domain.values import Comparison, Interval
from tracker.language import shapes
from tracker.language.figures import BadNumber, finite
from tracker.language.forms import NAME, Form, exact_number, percent_of
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.nodes import Items, Node
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.parted_numbers import is_parted

Figure: TypeAlias = tuple[Fraction, bool]
"""A number and whether it was written as a percentage (then divided by 100)."""


def _between(node: Node, page: Page) -> tuple[Figure, Figure]:
    if not isinstance(node, Items) or len(node.items) != 2 or is_parted(node.items):
        parted = isinstance(node, Items) and is_parted(node.items)
        hint = "write numbers without commas: `between: [1000, 2000]`" if parted else "write `between: [10, 20]`"
        raise Wrong(node, "expected two numbers", hint)
    low, high = (percent_of(item) for item in node.items)
    return low, high


_FIGURE: Form[Figure] = Form(
    "number, or percentage with `of`", lambda node, page: percent_of(node), shapes.PERCENT
)
_COUNT: Form[Figure] = Form("number", lambda node, page: (exact_number(node), False), shapes.NUMBER)
_PAIR: Form[tuple[Figure, Figure]] = Form("`[low, high]`", _between, shapes.many(shapes.PERCENT))


def _operators(form: Form[Figure]) -> tuple[Key[Figure], ...]:
    return (
        Key("more_than", form, "The figure is greater than this."),
        Key("at_least", form, "The figure is this or greater."),
        Key("less_than", form, "The figure is less than this."),
        Key("at_most", form, "The figure is this or less."),
        Key("equals", form, "The figure is exactly this."),
    )


BETWEEN = Key("between", _PAIR, "The figure lies between the two, both included.")
OF: Key[Fraction] = Key(
    "of",
    Form("number", lambda node, page: exact_number(node), shapes.NUMBER),
    "The whole that a percentage is a share of.",
)
UNIT = Key("unit", NAME, "The unit of the figure; figures in another unit are not comparable.")

LIMIT_KEYS: tuple[Key[Any], ...] = (*_operators(_FIGURE)[:4], OF, UNIT)
"""What a limit compares by: everything on one side of a threshold."""
LATEST = Record("a comparison of figures", (*_operators(_FIGURE), BETWEEN, OF, UNIT))
COUNT = Record("`count`", (*_operators(_COUNT), BETWEEN))
CHANGE = Record("a comparison of changes", (*_operators(_FIGURE), BETWEEN, OF, UNIT))


@dataclass(frozen=True, slots=True)
class Threshold:
    """A comparison with the unit that was written beside it."""

    comparison: Comparison
    unit: str | None = None
    is_share: bool = False
    """A percentage without `of`: of a change, a share of the baseline."""


def _threshold(record: Record, node: Node, page: Page) -> Threshold:
    return threshold_in(read_record(record, node, page), node, record)


def threshold_in(fields: Fields, node: Node, record: Record | None = None) -> Threshold:
    """Return the one comparison among the fields of a record (of a limit without one); raises Wrong or Failed."""
    keys: tuple[Key[Any], ...] = LIMIT_KEYS if record is None else record.keys
    chosen = [key for key in keys if key not in (OF, UNIT) and key.name in fields.table.entries]
    if fields.complete and len(chosen) != 1:
        what = "no comparison" if not chosen else "more than one comparison"
        hint = "write one of " + ", ".join(key.name for key in keys if key not in (OF, UNIT))
        raise Wrong(node, f"{what} is given", hint, "comparison")
    if not fields.complete:
        raise Failed
    name = chosen[0].name
    pair = fields.get(BETWEEN)
    figures = pair if pair is not None else (fields.need(chosen[0]),)
    whole = fields.get(OF)
    is_share = record is CHANGE and whole is None and all(percent for _, percent in figures)
    try:
        comparison = _compared(name, figures, Fraction(1) if is_share else whole, node)
    except BadNumber as bad:
        raise Wrong(node, bad.message, bad.hint) from None
    return Threshold(comparison, fields.get(UNIT), is_share)


def _compared(name: str, figures: tuple[Figure, ...], whole: Fraction | None, node: Node) -> Comparison:
    if whole is not None and not all(percent for _, percent in figures):
        raise Wrong(node, "`of` goes with percentages", "write `more_than: 50%` or leave `of` out")
    if whole is None and any(percent for _, percent in figures):
        raise Wrong(node, "a percentage needs `of`", "say of what: `of: 36`; or write the number without %")
    bounds = [finite(number * whole if whole is not None and percent else number) for number, percent in figures]
    if bounds[0] > bounds[-1]:
        raise Wrong(node, "`between` has its greater number first", "swap the two")
    words = " and ".join(_figure_words(figure, whole) for figure in figures)
    return Comparison(_interval_of(name, bounds), f"{name.replace('_', ' ')} {words}")


def _interval_of(kind: str, bounds: list[float]) -> Interval:
    match kind:
        case "more_than":
            return Interval(bounds[0], math.inf, low_open=True)
        case "at_least":
            return Interval(bounds[0], math.inf)
        case "less_than":
            return Interval(-math.inf, bounds[0], high_open=True)
        case "at_most":
            return Interval(-math.inf, bounds[0])
        case _:
            return Interval(bounds[0], bounds[-1])


def _figure_words(figure: Figure, whole: Fraction | None) -> str:
    number, percent = figure
    if not percent or whole is None:
        return plain(number)
    return f"{plain(number * 100)}%" + ("" if whole == 1 else f" of {plain(whole)}")


def plain(number: Fraction) -> str:
    """Return a number as rule files hold it: whole numbers without a point."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


LATEST_FORM: Form[Threshold] = Form(
    "comparison", lambda node, page: _threshold(LATEST, node, page), shapes.record(LATEST.name)
)
CHANGE_FORM: Form[Threshold] = Form(
    "comparison", lambda node, page: _threshold(CHANGE, node, page), shapes.record(CHANGE.name)
)
COUNT_FORM: Form[Threshold] = Form(
    "comparison", lambda node, page: _threshold(COUNT, node, page), shapes.record(COUNT.name)
)
