"""Does a criterion ask about this account: fields, words, units, nature and grade."""

from __future__ import annotations

import re

from tests.oracle.accounts import Told
from tracker.domain.criteria import Criterion, FieldTest, WordTest
from tracker.domain.folding import canonical, fold, holding_places
from tracker.domain.promises import Names
from tracker.domain.reports import DECIDING_NATURES
from tracker.domain.values import Interval


def matches(criterion: Criterion, told: Told, names: Names) -> bool:
    """Say whether every test on the account's fields and words passes; words alone stay suspected."""
    if not all(_passes(test, told, names) for test in criterion.match):
        return False
    return criterion.words is None or (told.report.trust_text and _words_pass(criterion.words, told))


def may_decide(criterion: Criterion, told: Told) -> bool:
    """Say whether the nature decides for this criterion and the grade is good enough."""
    if criterion.least_grade is not None and not told.grade.meets(criterion.least_grade):
        return False
    return told.fact.nature in DECIDING_NATURES or told.fact.nature in criterion.also_accept


def _field(field: str, told: Told, names: Names) -> tuple[str, ...]:
    """Return the values under which a field may be found; none where it is missing."""
    fact, report = told.fact, told.report
    if field == "place":
        return holding_places(names, fact.place) if fact.place else ()
    if field == "tags":
        return tuple(fold(tag) for tag in report.tags)
    plain = {
        "source": report.source,
        "indicator": fact.indicator,
        "event": fact.event,
        "actor": fact.actor,
        "target": fact.target,
        "nature": fact.nature.value,
        "unit": fact.unit,
        "language": report.language,
        "code": fact.code,
    }[field]
    return (canonical(names, field, plain),) if plain else ()


def _passes(test: FieldTest, told: Told, names: Names) -> bool:
    values = _field(test.field, told, names)
    if not values:
        return False
    wanted = any(value in test.any_of for value in values)
    begins = any(value.startswith(test.starts) for value in values) if test.starts else False
    if test.other_than:
        return not any(value in test.other_than for value in values)
    return wanted or begins


def _words_pass(words: WordTest, told: Told) -> bool:
    text = fold(f"{told.report.title} {told.report.text}")
    if words.any_of and not any(_occurs(phrase, text) for phrase in words.any_of):
        return False
    if not all(_occurs(phrase, text) for phrase in words.all_of):
        return False
    return not any(_occurs(phrase, text) for phrase in words.none_of)


def _occurs(phrase: str, text: str) -> bool:
    stem = phrase.endswith("*")
    pattern = r"\b" + re.escape(phrase.rstrip("*")) + ("" if stem else r"\b")
    return re.search(pattern, text) is not None


def amount(criterion: Criterion, told: Told, names: Names) -> Interval | None:
    """Return the figure in the criterion's unit; None where there is none or it cannot be compared."""
    value = told.fact.value
    factor = factor_of(criterion, told, names)
    if value is None or factor is None:
        return None
    held = value.interval
    return Interval(held.low * factor, held.high * factor, held.low_open, held.high_open)


def factor_of(criterion: Criterion, told: Told, names: Names) -> float | None:
    """Return what turns the reported unit into the criterion's; None where nothing does."""
    if criterion.unit is None or told.fact.unit is None:
        return 1.0
    unit = canonical(names, "unit", told.fact.unit)
    if unit == canonical(names, "unit", criterion.unit):
        return 1.0
    return criterion.convert.get(unit)
