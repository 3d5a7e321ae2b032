"""Planning: what differs in meaning between two versions of a promise, and between the alerts they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tracker.domain.plans import AlertChanges, Difference, MovedAlert, PastAlert
from tracker.domain.promises import Names, Promise
from tracker.domain.sources import Source
from tracker.domain.statuses import Status
from tracker.engine.meanings import meaning_of
from tracker.engine.meanings_around import meaning_of_names, meaning_of_sources
from tracker.engine.told_once import once_for_each
from tracker.engine.told_parts import Derived, Named, Usual

_LONGEST = 200


def differences(old: Promise, new: Promise) -> tuple[Difference, ...]:
    """Return where two promises differ in meaning, under the keys of a rule file and in its words.

    Readings, steps, criteria and everything else that has a name are held against their namesakes. Each promise's
    dates are told in its own zone. What all promisors of `each` share is told once.
    """
    return once_for_each(tuple(_differing(meaning_of(old), meaning_of(new), "")), old, new)


def differences_of_names(old: Names, new: Names) -> tuple[Difference, ...]:
    """Return where two sets of names differ."""
    return tuple(_differing(meaning_of_names(old), meaning_of_names(new), ""))


def differences_of_sources(old: Mapping[str, Source], new: Mapping[str, Source]) -> tuple[Difference, ...]:
    """Return where two sets of sources, by id, differ."""
    return tuple(_differing(meaning_of_sources(old), meaning_of_sources(new), ""))


def _differing(old: object, new: object, path: str) -> Iterator[Difference]:
    old, new = _beside(old, new), _beside(new, old)
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _differing(old.get(key), new.get(key), f"{path}.{key}" if path else key)
        return
    yield Difference(path, _text(old), _text(new))


def _beside(one: object, other: object) -> object:
    """Return nothing as no named things where there are some on the other side: each is told by itself then."""
    return Named() if one is None and isinstance(other, Named) else one


def _text(meaning: object) -> str:
    """Return a meaning on one line, cut where it would be a page."""
    text = _whole(meaning)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _whole(meaning: object) -> str:
    if isinstance(meaning, Mapping):
        told = {key: each for key, each in meaning.items() if each and not isinstance(each, Usual | Derived)}
        return f"{{{', '.join(f'{key}: {_whole(each)}' for key, each in told.items())}}}"
    return "" if meaning is None else str(meaning)


def alert_changes(old: Sequence[PastAlert], new: Sequence[PastAlert]) -> AlertChanges:
    """Return which alerts an edit brings, takes away or moves; both sequences are in order of time.

    Alerts of one status and part are paired in order: those at the same instant stay, of the others each pair is
    moved, and what finds no partner is gained or lost.
    """
    gained: list[PastAlert] = []
    lost: list[PastAlert] = []
    moved: list[MovedAlert] = []
    stay = {(_of(each), each.at) for each in old} & {(_of(each), each.at) for each in new}
    for what in dict.fromkeys(_of(each) for each in (*old, *new)):
        before = [each for each in old if _of(each) == what and (what, each.at) not in stay]
        after = [each for each in new if _of(each) == what and (what, each.at) not in stay]
        moved += [MovedAlert(a.at, b.at, a.status, a.part) for a, b in zip(before, after, strict=False)]
        lost += before[len(after) :]
        gained += after[len(before) :]
    return AlertChanges(
        tuple(sorted(gained, key=lambda each: each.at)),
        tuple(sorted(lost, key=lambda each: each.at)),
        tuple(sorted(moved, key=lambda each: each.new)),
    )


def _of(alert: PastAlert) -> tuple[Status, str]:
    return alert.status, alert.part


def first_divergence(
    old: Sequence[tuple[datetime, object]], new: Sequence[tuple[datetime, object]]
) -> datetime | None:
    """Return the first instant at which two courses (instant, what stands from then on) differ, None if never."""
    instants = sorted({at for at, _ in (*old, *new)})
    return next((at for at in instants if _standing(old, at) != _standing(new, at)), None)


def _standing(course: Sequence[tuple[datetime, object]], at: datetime) -> object:
    stands: object = None
    for since, what in course:
        if since > at:
            break
        stands = what
    return stands
