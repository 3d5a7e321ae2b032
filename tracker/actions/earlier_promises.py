"""What alerts say of the earlier promises of the same actor: looked up once for all alerts of a commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from tracker.actions.announcing import Announcement
from tracker.domain.actors import DECIDED
from tracker.domain.alerts import Transition
from tracker.domain.promises import Kind
from tracker.engine.actor_records import earlier_words, promisors
from tracker.engine.earlier import Earlier, Stretch
from tracker.store.actor_rows import load_stands_of
from tracker.store.promise_rows import Logged, load_names
from tracker.store.store import Store

MOST_ACTORS = 3
"""Records on the one line of a promise that several actors made."""


def with_records(
    store: Store, connection: Connection, announcements: Sequence[Announcement], moves: Iterable[Transition]
) -> list[Announcement]:
    """Give each announcement the line on its actors' earlier promises, where any were decided before it.

    To be called before the commit writes its verdicts: `moves` are those transitions. Costs one look into the
    store for all announcements together; no announcements cost nothing.
    """
    asked = [(each.notice.promise, each.notice.at) for each in announcements]
    return [
        replace(each, notice=replace(each.notice, record=line)) if line else each
        for each, line in zip(announcements, _lines(store, connection, asked, moves), strict=True)
    ]


def records_before(store: Store, connection: Connection, promises: Sequence[str], at: datetime) -> dict[str, str]:
    """Return the line on earlier promises for each of these promises at an instant, empty where there is none."""
    return dict(zip(promises, _lines(store, connection, [(each, at) for each in promises], ()), strict=True))


def record_before(store: Store, promise_id: str, at: datetime) -> str:
    """Return the line on earlier promises that an alert about a promise would show at an instant, or nothing."""
    with store.read() as connection:
        return _lines(store, connection, [(promise_id, at)], ())[0]


def _lines(
    store: Store, connection: Connection, asked: Sequence[tuple[str, datetime]], moves: Iterable[Transition]
) -> list[str]:
    if not asked:
        return []
    seq, logged = store.shelf.fresh(connection)
    names = load_names(connection)
    named = {promise_id: promisors(logged[promise_id].promise, names) for promise_id, _ in asked}
    actors = sorted({actor for those in named.values() for actor in those})
    bound = store.actors.promises_of(actors, logged, seq, names)
    stretches = _stretches(connection, {promise for those in bound.values() for promise in those}, moves)
    if not stretches:
        return [""] * len(asked)
    earlier = {actor: Earlier(_of_actor(those, stretches, logged)) for actor, those in bound.items()}
    return [_line(promise_id, at, named[promise_id], earlier) for promise_id, at in asked]


def _line(promise_id: str, at: datetime, named: Mapping[str, str], earlier: Mapping[str, Earlier]) -> str:
    lines = {
        name: earlier_words(*earlier[actor].before(at, apart_from=promise_id)) for actor, name in named.items()
    }
    shown = {name: line for name, line in lines.items() if line}
    parts = [f"{name}: {line}" if len(named) > 1 else line for name, line in list(shown.items())[:MOST_ACTORS]]
    if len(shown) > MOST_ACTORS:
        parts.append(f"and {len(shown) - MOST_ACTORS} more")
    return "; ".join(parts)


def _of_actor(
    bound: Mapping[str, str], stretches: Mapping[tuple[str, str], list[Stretch]], logged: Mapping[str, Logged]
) -> list[Stretch]:
    return [
        stretch
        for promise, instance in bound.items()
        if logged[promise].promise.kind is not Kind.CLAIM
        for stretch in stretches.get((promise, instance), ())
    ]


def _stretches(
    connection: Connection, promises: set[str], moves: Iterable[Transition]
) -> dict[tuple[str, str], list[Stretch]]:
    """Return when each promise and instance stood decided: as stored, and as it moves in this commit."""
    found: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for stand in load_stands_of(connection, sorted(promises), DECIDED):
        found[stand.promise, stand.instance].append(Stretch(stand.promise, stand.status, stand.since))
    for move in moves:
        if move.reading is not None or move.old is move.new:
            continue
        own = found.get((move.promise, move.instance))
        if own and own[-1].end is None:
            own[-1] = replace(own[-1], end=max(move.at, own[-1].start))
        if move.new in DECIDED and move.promise in promises:
            found[move.promise, move.instance].append(Stretch(move.promise, move.new, move.at))
    return found
