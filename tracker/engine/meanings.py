"""What a promise means, in the words and under the keys of a rule file, so that two versions can be compared.

A meaning is a mapping of keys to texts or further mappings; None stands for what is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from tracker.domain.criteria import Conditions, Criterion, WordTest
from tracker.domain.numbers import number_words
from tracker.domain.promises import Amendment, Promise, Reading, Ruling, Statement, Trigger
from tracker.engine.told_parts import (
    Derived,
    Named,
    condition_words,
    field_words,
    first_words,
    last_words,
    length_words,
    period_words,
    share_words,
    stretch_words,
    usual,
    yes_or_no,
)
from tracker.language.limits import OVER, WITHIN

Meaning: TypeAlias = dict[str, object]

_CONDITIONS = ("kept_when", "partly_when", "broken_when", "at_risk_when", "undone_when", "cannot_verify_when")
_INHERITED = (
    *("said", "statement", "opens", "wait_for_reports", "needs", "coverage"),
    *("owner", "tags", "priority", "interest", "tz"),
)
"""What a step takes over from its promise, and does not repeat where it is the same."""


def meaning_of(promise: Promise) -> Meaning:
    """Return what a promise means; dates are told in its own zone."""
    tz = promise.tz
    named = Named({each.name: _reading(each, promise) for each in promise.readings if each.name})
    steps = Named({_short(each, promise): _step(each, promise) for each in promise.steps})
    return {
        "title": promise.title,
        "said": promise.statement.id if promise.statement.id != promise.id else None,
        "statement": _statement(promise.statement),
        "kind": promise.kind.value,
        "opens": first_words(promise.opens, tz),
        "due": last_words(promise.due, tz),
        "until": last_words(promise.until, tz),
        "review_by": last_words(promise.review_by, tz),
        "every": period_words(promise.every),
        "tolerate": usual(share_words(promise.tolerate), "100%"),
        **_trigger(promise.trigger, tz),
        "proof_every": length_words(promise.proof_every),
        "wait_for_reports": usual(length_words(promise.wait_for_reports) or "", "3 days"),
        "undone_within": length_words(promise.undone_within),
        "needs": _listed(promise.needs),
        "coverage": usual(share_words(promise.coverage_share), "90%"),
        "owner": promise.owner or None,
        "tags": _listed(promise.tags),
        "priority": usual(promise.priority.value, "normal"),
        "interest": Named({name: each.value for name, each in promise.interest.items()}) or None,
        "tz": tz,
        "rule": promise.rule or None,
        **_sole(promise),
        "readings": named or None,
        "each": _listed(promise.each),
        "steps": steps or None,
        "amendments": Named({str(n): _amendment(each, promise) for n, each in enumerate(promise.amendments, 1)}),
        "rulings": Named({str(n): _ruling(each, tz) for n, each in enumerate(promise.rulings, 1)}),
        "supersedes": promise.supersedes or None,
        "beside": Derived({name: name for name in promise.beside}),
    }


def _listed(names: tuple[str, ...]) -> str | None:
    return ", ".join(names) or None


def _short(step: Promise, promise: Promise) -> str:
    return step.id.removeprefix(f"{promise.id}/")


def _step(step: Promise, promise: Promise) -> Meaning:
    above, own = meaning_of(replace(promise, steps=())), meaning_of(step)
    return {key: None if key in _INHERITED and each == above[key] else each for key, each in own.items()}


def _statement(statement: Statement) -> Meaning:
    return {
        "by": ", ".join(statement.by),
        "date": statement.said_on.isoformat(),
        "quote": statement.quote or None,
        "link": statement.link or None,
    }


def _trigger(trigger: Trigger | None, tz: str) -> Meaning:
    if trigger is None:
        return {}
    unless = {"unless": condition_words(trigger.unless), "by": last_words(trigger.by, tz)}
    return {
        "when": unless if trigger.unless is not None else condition_words(trigger.when),
        "within": length_words(trigger.within),
    }


def _sole(promise: Promise) -> Meaning:
    """Return what a promise says itself where it has no named readings."""
    unnamed = [each for each in promise.readings if not each.name]
    return {key: value for each in unnamed for key, value in _reading(each, promise).items()}


def _reading(reading: Reading, promise: Promise) -> Meaning:
    """Return a reading; its dates only where they are not the promise's."""
    tz, criteria = promise.tz, dict(reading.criteria)
    conditions = _conditions(reading.conditions)
    limit = _limit(criteria)
    if limit is not None:
        criteria = {name: each for name, each in criteria.items() if name not in (WITHIN, OVER)}
        own = {"kept_when": WITHIN, "broken_when": OVER}
        conditions = {key: None if own.get(key) == each else each for key, each in conditions.items()}
    dates: Meaning = {}
    if reading.opens != promise.opens:
        dates["opens"] = first_words(reading.opens, tz)
    if reading.due_before is not None:
        dates["due"] = f"before {reading.due_before}"
    elif reading.due != promise.due:
        dates["due"] = last_words(reading.due, tz) or "none"
    if reading.until != promise.until:
        dates["until"] = last_words(reading.until, tz) or "none"
    return {
        **dates,
        "limit": limit,
        "criteria": Named({name: _criterion(each, tz) for name, each in criteria.items()}) or None,
        **conditions,
        "progress_by": reading.progress_by,
        "partly_from": None if reading.partly_from is None else share_words(reading.partly_from),
    }


def _conditions(conditions: Conditions) -> Meaning:
    return {key: condition_words(getattr(conditions, key)) for key in _CONDITIONS}


def _limit(criteria: Mapping[str, Criterion]) -> Meaning | None:
    """Return the short form that two criteria were made from, if they were."""
    within, over = criteria.get(WITHIN), criteria.get(OVER)
    if within is None or over is None or None in (within.comparison, over.comparison):
        return None
    if f"not {_words(within)}" != _words(over):
        return None
    whole = _criterion(within, "UTC")
    match = whole["match"]
    fields = match if isinstance(match, dict) else {}
    return {**fields, "figure": _asked(within), "sources": whole["sources"], "grade": whole["grade"]}


def _words(criterion: Criterion) -> str:
    return "" if criterion.comparison is None else criterion.comparison.words


def _criterion(criterion: Criterion, tz: str) -> Meaning:
    baseline = criterion.baseline
    stood = None if baseline is None else number_words(baseline.value)
    if baseline is not None and baseline.at is not None:
        stood = f"{stood} on {last_words(baseline.at, tz)}"
    match: Meaning = {test.field: field_words(test) for test in criterion.match}
    return {
        "match": {**match, **({} if criterion.words is None else {"words": _word_test(criterion.words)})},
        criterion.reducer.value: _asked(criterion),
        "baseline": stood,
        "sources": usual(str(criterion.sources), "1"),
        "grade": None if criterion.least_grade is None else str(criterion.least_grade),
        "also_accept": ", ".join(sorted(each.value for each in criterion.also_accept)) or None,
        "own_word_counts": yes_or_no(criterion.own_word_counts),
        "over": stretch_words(criterion.over, tz),
        "for_at_least": length_words(criterion.for_at_least),
        "about": share_words(criterion.about) if criterion.about else None,
        "convert": Named({unit: number_words(each) for unit, each in criterion.convert.items()}) or None,
    }


def _asked(criterion: Criterion) -> str:
    """Return what is asked of the reduced figure, with its unit."""
    words = _words(criterion) or "once"
    if criterion.relative:
        words += " of the baseline"
    if criterion.unit is None:
        return words
    return f"{words} {criterion.unit}" if words[-1:].isdigit() else f"{words}, in {criterion.unit}"


def _word_test(words: WordTest) -> Meaning:
    return {
        "any_of": _listed(words.any_of),
        "all_of": _listed(words.all_of),
        "none_of": _listed(words.none_of),
        "pattern": _listed(words.patterns),
    }


def _amendment(amendment: Amendment, promise: Promise) -> Meaning:
    tz = promise.tz
    return {
        "announced": last_words(amendment.announced, tz),
        "due": last_words(amendment.due, tz),
        "until": last_words(amendment.until, tz),
        "amount": amendment.amount or None,
        "for_param": amendment.for_param or None,
        "moved_by": amendment.moved_by.value,
        "by": _listed(amendment.by),
        "readings": Derived({each.name or "all": _reading(each, promise) for each in amendment.readings}),
    }


def _ruling(ruling: Ruling, tz: str) -> Meaning:
    return {
        "status": ruling.status.value,
        "instance": ruling.instance or None,
        "reading": ruling.reading or None,
        "reason": ruling.reason,
        "by": ruling.by,
        "on": first_words(ruling.made, tz),
        "until": last_words(ruling.expires, tz),
    }
