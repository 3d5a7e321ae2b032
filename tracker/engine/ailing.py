"""What a source ails from, and whether it has recovered, in words for whoever looks after it."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.domain.liveness import Ailment, Rhythm, Symptom, Vitals
from tracker.engine.rhythm import longest_silence, most_bare
from tracker.engine.wording import length_words, minute, percent_words

FEWEST_ANSWERS = 3
"""Healthy answers without news (or without facts) before anything is concluded from them."""

FEWEST_RENAMED = 5
MOSTLY = 0.8
"""An answer of five items or more, at least four fifths of which are known under other ids, has new ids."""

_LONGEST_ERROR = 200


def symptoms(
    vitals: Vitals, rhythm: Rhythm | None, every: timedelta, grace: timedelta, now: datetime
) -> list[Symptom]:
    """Return what a source ails from at `now`; `grace` is how long after a success it still counts as heard."""
    found = [_failing(vitals, every, grace, now), _renamed(vitals)]
    if rhythm is not None and vitals.failing_since is None:
        found += [_silent(vitals, rhythm, every, now), _without_facts(vitals, rhythm)]
    return [each for each in found if each is not None]


def is_over(symptom: Symptom, vitals: Vitals) -> bool:
    """Say whether a source has recovered: a weaker symptom is not enough, the contrary must have been seen."""
    match symptom.ailment:
        case Ailment.FAILING:
            return vitals.failing_since is None and _is_after(vitals.last_success, symptom.since)
        case Ailment.SILENT:
            return _is_after(vitals.last_news, symptom.since)
        case Ailment.WITHOUT_FACTS:
            return _is_after(vitals.last_fact, symptom.since)
        case Ailment.RENAMED:
            return vitals.steady


def recovery_words(symptom: Symptom, vitals: Vitals) -> str:
    """Return that a source has recovered, in a sentence that begins after its name."""
    match symptom.ailment:
        case Ailment.FAILING:
            since = vitals.listened_since or vitals.last_success or symptom.since
            away = length_words(since - symptom.since)
            return f"answers again since {minute(since, 'UTC')}, after {away}"
        case Ailment.SILENT:
            since = vitals.last_news or symptom.since
            return f"brings something new again, after {length_words(since - symptom.since)} without"
        case Ailment.WITHOUT_FACTS:
            since = vitals.last_fact or symptom.since
            return f"brings mapped facts again since {minute(since, 'UTC')}"
        case Ailment.RENAMED:
            return "keeps the ids of its items again"


def counts_as_renamed(offered: int, renamed: int) -> bool:
    """Say whether so many `renamed` items (old ones with new ids) among the `offered` are a change of ids."""
    return offered >= FEWEST_RENAMED and renamed >= MOSTLY * offered


def _failing(vitals: Vitals, every: timedelta, grace: timedelta, now: datetime) -> Symptom | None:
    """A failure is told once it has become a hole, and the source itself failed for most of it."""
    since, heard = vitals.failing_since, vitals.last_success
    if since is None or now - since < grace - every or (heard is not None and now - heard <= grace):
        return None
    last = f"last heard on {minute(heard, 'UTC')}" if heard else "it never answered yet"
    error = " ".join(vitals.error.split())[:_LONGEST_ERROR] or "no reason given"
    says = f"does not answer since {minute(since, 'UTC')} ({last}): {error}"
    return Symptom(Ailment.FAILING, since, says)


def _silent(vitals: Vitals, rhythm: Rhythm, every: timedelta, now: datetime) -> Symptom | None:
    if vitals.last_news is None or vitals.answers < FEWEST_ANSWERS:
        return None
    heard_since = max(vitals.last_news, vitals.listened_since or vitals.last_news)
    if now - heard_since <= longest_silence(rhythm, every):
        return None
    says = (
        f"answers, but brought nothing new since {minute(vitals.last_news, 'UTC')}"
        f" ({length_words(now - vitals.last_news)});"
        f" usually something new comes within {length_words(rhythm.usual)}"
    )
    return Symptom(Ailment.SILENT, vitals.last_news, says)


def _without_facts(vitals: Vitals, rhythm: Rhythm) -> Symptom | None:
    most = most_bare(rhythm)
    if (
        most is None
        or vitals.bare_items <= most
        or vitals.bare_answers < FEWEST_ANSWERS
        or vitals.last_fact is None
    ):
        return None
    says = (
        f"brought {vitals.bare_items} items since {minute(vitals.last_fact, 'UTC')},"
        f" none of which holds a mapped fact; usually {percent_words(rhythm.share)} of them do"
    )
    return Symptom(Ailment.WITHOUT_FACTS, vitals.last_fact, says)


def _renamed(vitals: Vitals) -> Symptom | None:
    if vitals.renamed_at is None:
        return None
    says = (
        f"gave all its {vitals.offered} items new ids on {minute(vitals.renamed_at, 'UTC')}:"
        " what was reported before stands there a second time"
    )
    return Symptom(Ailment.RENAMED, vitals.renamed_at, says)


def _is_after(instant: datetime | None, since: datetime) -> bool:
    return instant is not None and instant > since
