"""Triggers: the instances of a conditional promise, one for each time its trigger turned true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.domain.criteria import Condition, Op, Reducer
from tracker.domain.instants import Span
from tracker.domain.promises import Kind, Promise, Reading, Trigger
from tracker.domain.values import Truth
from tracker.engine.hearing import Hearing
from tracker.engine.listening import Ears
from tracker.engine.occurrences import occurrences
from tracker.engine.pieces import Piece
from tracker.engine.roles import NEITHER
from tracker.engine.single import Material


@dataclass(frozen=True, slots=True)
class Triggered:
    """An instance: its name (a day), the reading with its own dates, and what made its condition go, if it has."""

    name: str
    reading: Reading
    gone: tuple[Piece, ...] | None = None


def instances_of_triggers(
    promise: Promise, reading: Reading, material: Material, ears: Ears
) -> tuple[Triggered, ...]:
    """Return every instance there is at the view, in order of time."""
    trigger = promise.trigger
    if trigger is None:
        return ()
    hearing = material.hearing(promise, reading, ears)
    if trigger.unless is not None and trigger.by is not None:
        return (_unless(promise, reading, trigger, trigger.unless, trigger.by, hearing),)
    if trigger.when is None:
        return ()
    found: dict[str, Triggered] = {}
    for span in _turns(hearing, trigger.when):
        day = _day(span.end, promise.tz)
        if day not in found:
            found[day] = Triggered(day, _opened(promise, reading, trigger, span))
    return tuple(found.values())


def _unless(
    promise: Promise, reading: Reading, trigger: Trigger, unless: Condition, by: datetime, hearing: Hearing
) -> Triggered:
    """The one instance is open from `opens` and void if the condition comes true by the date."""
    latch = hearing.first(Truth.TRUE, unless, NEITHER, confirmed=False, until=by, measured=True)
    if trigger.within is not None:
        reading = _ending(promise, reading, trigger.within.after(by, promise.tz))
    return Triggered(_day(by, promise.tz), reading, None if latch is None else latch.pieces)


def _turns(hearing: Hearing, condition: Condition) -> Iterator[Span]:
    """Yield the span of each time the condition turns true; a bare `happened` does so at every occurrence."""
    if condition.op is Op.CRITERION:
        criterion = hearing.reading.criteria[condition.name]
        if criterion.reducer is Reducer.HAPPENED and criterion.sources == 1:
            seen = occurrences(hearing.admitted[condition.name].pieces)
            yield from sorted((told[0].when for told in seen), key=lambda when: (when.end, when.start))
            return
    was_true = False
    for instant in hearing.instants(condition, None, hearing.view.at):
        state = hearing.state(condition, NEITHER, instant, confirmed=False)
        is_true = state.truth is Truth.TRUE
        if is_true and not was_true:
            yield _span(state.pieces, instant)
        was_true = is_true


def _span(pieces: Sequence[Piece], instant: datetime) -> Span:
    completing = [piece.when for piece in pieces if piece.when.end == instant]
    return completing[-1] if completing else Span(instant, instant)


def _opened(promise: Promise, reading: Reading, trigger: Trigger, span: Span) -> Reading:
    opened = replace(reading, opens=max(reading.opens, span.start))
    if trigger.within is None:
        return opened
    return _ending(promise, opened, trigger.within.after(span.end, promise.tz))


def _ending(promise: Promise, reading: Reading, end: datetime) -> Reading:
    return replace(reading, due=end) if promise.kind is Kind.ACHIEVE else replace(reading, until=end)


def _day(instant: datetime, tz: str) -> str:
    return instant.astimezone(ZoneInfo(tz)).date().isoformat()
