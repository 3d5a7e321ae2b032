"""The forms that a button opens: what each asks, filled with what is known of the promise or the item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.actions.asked_lines import asked_lines
from tracker.actions.deciding import find_item, how_it_stands
from tracker.actions.look_up import find_promise
from tracker.domain.criteria import Criterion
from tracker.domain.errors import BadInput, Changed
from tracker.domain.interactions import (
    SNOOZES,
    Answered,
    Choice,
    Deed,
    DisputeForm,
    EvidenceForm,
    Interaction,
    RejectForm,
    SnoozeForm,
)
from tracker.domain.promises import Promise
from tracker.store.showing_rows import load_listed
from tracker.store.store import Store

MOST_SUBJECTS = 100

Offer = Callable[[Store, Interaction, str, datetime], Answered]


def promise_in_force(store: Store, promise_id: str) -> Promise:
    """Return a promise that is judged; raises Unknown, or BadInput for one that was taken out of the rules."""
    with store.read() as connection:
        logged = find_promise(store, connection, promise_id)
    if logged.retired:
        raise BadInput(f"{promise_id} is judged no more", "it was taken out of the rules")
    return logged.promise


def subjects_of(promise: Promise) -> tuple[Choice, ...]:
    """Return what a promise's criteria look for, each as a choice: its name and the plain values it asks for."""
    found: dict[str, Choice] = {}
    for key, criterion in _criteria(promise):
        plain = [test.any_of[0] for test in criterion.match if len(test.any_of) == 1]
        unit = f" ({criterion.unit})" if criterion.unit else ""
        found.setdefault(key, Choice(key, f"{criterion.name}: {', '.join(plain)}{unit}"))
    return tuple(found.values())[:MOST_SUBJECTS]


def criterion_of(promise: Promise, subject: str) -> Criterion | None:
    """Return the criterion behind a choice of `subjects_of`."""
    return next((criterion for key, criterion in _criteria(promise) if key == subject), None)


def _criteria(promise: Promise) -> Iterator[tuple[str, Criterion]]:
    """Yield the criteria that ask for an indicator or an event, of the promise and its steps."""
    for reading in promise.readings:
        for criterion in reading.criteria.values():
            if any(test.field in ("indicator", "event") and test.any_of for test in criterion.match):
                yield f"{promise.id}#{criterion.name}", criterion
    for step in promise.steps:
        yield from _criteria(step)


def _snooze(store: Store, asked: Interaction, tz: str, _now: datetime) -> Answered:
    promise = promise_in_force(store, asked.subject)
    spans = tuple(Choice(key, words) for key, (words, _) in SNOOZES.items())
    return Answered(form=SnoozeForm(promise.id, promise.title, spans, tz=tz, span="1d"))


def _evidence(store: Store, asked: Interaction, tz: str, now: datetime) -> Answered:
    promise = promise_in_force(store, asked.subject)
    today = now.astimezone(ZoneInfo(tz)).date()
    return Answered(form=EvidenceForm(promise.id, promise.title, subjects_of(promise), today))


def _dispute(store: Store, asked: Interaction, _tz: str, _now: datetime) -> Answered:
    promise = promise_in_force(store, asked.subject)
    with store.read() as connection:
        logged = find_promise(store, connection, promise.id)
        status = load_listed(connection, {promise.id: logged})[promise.id].status
    stands = status.value.replace("_", " ") if status else "not judged yet"
    return Answered(form=DisputeForm(promise.id, promise.title, stands))


def _reject(store: Store, asked: Interaction, _tz: str, _now: datetime) -> Answered:
    with store.read() as connection:
        item = find_item(connection, int(asked.subject))
    if not item.is_open:
        raise Changed(f"item {item.id} is decided: {how_it_stands(item)}")
    (line,) = asked_lines(store, [item.id])
    return Answered(form=RejectForm(item.id, item.version, line.sentence))


OFFERS: Mapping[Deed, Offer] = {
    Deed.SNOOZE: _snooze,
    Deed.ADD_EVIDENCE: _evidence,
    Deed.DISPUTE: _dispute,
    Deed.REJECT: _reject,
}
