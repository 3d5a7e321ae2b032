"""What a week holds for one subscriber: a pure function of standings, transitions and the sources' health."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from tracker.domain.alerts import Subscriber, Transition
from tracker.domain.counting import counted
from tracker.domain.digests import Change, Cited, SourceHealth, Standing, StatusCount, Week
from tracker.domain.instants import Span
from tracker.domain.statuses import ALARMS, GROUPS, Group, Status
from tracker.engine.digest_parts import parts_words, under_their_promises
from tracker.engine.most_telling import MOST_TELLING

DAYS_AHEAD = 14

_GRAVEST = (Group.NOT_KEPT, Group.ACT, Group.CANNOT_TELL)

LONGEST_TITLE = 70
"""Of a title in the headline, so that what became of the promise still fits into a subject."""

FOR_A_PERSON = frozenset({Status.REVIEW, Status.DISPUTED, Status.UNVERIFIABLE})
"""Statuses that only somebody who looks closer can settle."""

STILL_OPEN = frozenset(status for status, group in GROUPS.items() if group is Group.WATCH) | {Status.AT_RISK}

NOTHING_CITED: Mapping[tuple[str, str], Cited] = MappingProxyType({})

Key = tuple[str, str, str | None]
Path = tuple[Status | None, tuple[Status, ...]]
"""A promise's status before the week, and those since."""


def build_week(
    period: Span,
    standings: Iterable[Standing],
    transitions: Iterable[Transition],
    sources: Iterable[SourceHealth],
    subscriber: Subscriber,
    cited: Mapping[tuple[str, str], Cited] = NOTHING_CITED,
    parts: Iterable[Standing] = (),
) -> Week:
    """Return what a subscriber should read about `period` (its end excluded).

    `standings` are the present headlines and `parts` the parts that changed since the start: these are told under
    their promise and counted nowhere. `transitions` those from the start of the period on, in the order they
    were recorded; later ones than the period are taken back, so a digest caught up late speaks of its own week.
    `cited` leads to the reports that decide, by promise and the name its verdict gives them.
    """
    transitions = tuple(transitions)
    present = {(row.promise, row.instance): row for row in standings if wants(subscriber, row)}
    moves = [move for move in transitions if (move.promise, move.instance) in present and move.at >= period.start]
    then = _taken_back(present, [move for move in moves if move.at >= period.end])
    inside = [move for move in moves if move.at < period.end]
    paths = _paths(inside)
    then = {key: replace(row, cited=_cited(row.promise, row.deciding, cited)) for key, row in then.items()}
    changed = under_their_promises(
        _changes(then, inside, paths, cited), _changes_of_parts(parts, transitions, period, subscriber, cited)
    )
    health = tuple(sources)
    silent = tuple(source for source in health if source.silent)
    partly = tuple(sorted((each for each in health if each.partly), key=lambda each: (each.share, each.source)))
    rows = tuple(then.values())
    added = sum(1 for (_, _, reading), (old, _) in paths.items() if reading is None and old is None)
    return Week(
        period=period,
        headline=headline(changed, len(rows), added, len(health), len(silent), len(partly)),
        reader=replace(subscriber, address=""),
        total=len(rows),
        added=added,
        counts=_counts(rows, paths),
        changed=changed,
        passed=_passed(rows, period),
        due_soon=_due_soon(rows, period.end),
        review=tuple(sorted((row for row in rows if row.status in FOR_A_PERSON), key=_by_weight)),
        silent=tuple(sorted(silent, key=lambda source: source.source)),
        partly=partly,
        sources=len(health),
        days_ahead=DAYS_AHEAD,
    )


def wants(subscriber: Subscriber, row: Standing) -> bool:
    """Say whether a subscriber follows a promise: one of the tags and one of the actors, where any are named."""
    by_tag = not subscriber.tags or bool(set(subscriber.tags) & set(row.tags))
    by_actor = not subscriber.actors or bool(set(subscriber.actors) & set(row.by))
    return by_tag and by_actor


def headline(changed: Sequence[Change], total: int, added: int, sources: int, silent: int, partly: int) -> str:
    """Return the one sentence on what changed most, or what an empty week has to say."""
    moved = [change for change in changed if not change.reading and not change.part]
    parts = [change for change in changed if change.part]
    health = _health(sources, silent, partly)
    if not changed and added:
        return f"{counted(added, 'promise')} joined the log and nothing else changed; {health}."
    if not changed and not total:
        return f"Nothing changed: there is no promise to follow yet, {health}."
    if not changed:
        return (
            f"Nothing changed: {counted(total, 'promise')} stand{'s' if total == 1 else ''} as before, {health}."
        )
    if not moved and parts:
        return parts_words(parts)
    if not moved:
        return f"No headline changed, but {counted(len(changed), 'reading')} did, and {health}."
    return _moved_words(moved, len(parts))


def _moved_words(moved: Sequence[Change], parts: int) -> str:
    """Return the worst that came about, then the alarm that came about most often, then how many others moved."""
    tally = Counter(change.new for change in moved)
    worst = min(tally, key=lambda status: (_gravity(status), -tally[status], MOST_TELLING.index(status)))
    told = {worst}
    leading = [change for change in moved if change.new is worst]
    is_one = len(leading) == 1
    named = f"“{_short(leading[0].standing.title)}” is" if is_one else f"{len(leading)} promises are"
    first = f"{named} now {_word(worst)}"
    further = [status for status in tally if status in ALARMS and status is not worst]
    if further:
        most = min(further, key=lambda status: (-tally[status], MOST_TELLING.index(status)))
        told.add(most)
        first = f"{first}, {counted(tally[most], 'promise')} {'is' if tally[most] == 1 else 'are'} {_word(most)}"
    others = sum(count for status, count in tally.items() if status not in told)
    if parts:
        more = f"{counted(others, 'other promise')} and " if others else ""
        return f"{first}, and {more}{counted(parts, 'part')} of promises changed."
    if others:
        return f"{first}, and {counted(others, 'other promise')} changed."
    return f"{first}; nothing else changed." if is_one or further else f"{first}: the change of the week."


def _gravity(status: Status) -> int:
    """Return how bad it is: broken, then what else is not kept, then what asks for somebody, then the rest."""
    if status is Status.BROKEN:
        return 0
    group = GROUPS[status]
    return _GRAVEST.index(group) + 1 if group in _GRAVEST else len(_GRAVEST) + 1


def _word(status: Status) -> str:
    return status.replace("_", " ")


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _health(sources: int, silent: int, partly: int) -> str:
    if not sources:
        return "no sources are configured"
    if sources == 1 and not silent:
        return f"the one source was heard{', but not all the time' * bool(partly)}"
    which = f"{sources - silent} of {counted(sources, 'source')}" if silent else f"all {sources} sources"
    return f"{which} were heard{f', {partly} of them not all the time' if partly else ''}"


def _paths(moves: Iterable[Transition]) -> dict[Key, Path]:
    paths: dict[Key, Path] = {}
    for move in moves:
        key = (move.promise, move.instance, move.reading)
        old, steps = paths.get(key, (move.old, ()))
        # A flag can change without the status: such a transition adds no step.
        if move.new is not (steps[-1] if steps else old):
            paths[key] = old, (*steps, move.new)
    return paths


def _taken_back(
    present: Mapping[tuple[str, str], Standing], later: Sequence[Transition]
) -> dict[tuple[str, str], Standing]:
    """Return the standings as they were before `later`; promises that are younger are left out."""
    then = dict(present)
    for move in reversed(later):
        row = then.get((move.promise, move.instance))
        if row is None:
            continue
        if move.reading is not None:
            before = {name: status for name, status in row.readings.items() if name != move.reading}
            if move.old is not None:
                before[move.reading] = move.old
            then[row.promise, row.instance] = _as_of(row, row.status, before)
        elif move.old is None:
            del then[row.promise, row.instance]
        else:
            then[row.promise, row.instance] = _as_of(row, move.old, row.readings)
    return then


def _as_of(row: Standing, status: Status, readings: Mapping[str, Status]) -> Standing:
    as_before = replace(row, status=status, readings=readings, late_since=None)
    # The present reason speaks of the present status, so an earlier one goes without.
    return as_before if status is row.status else replace(as_before, reason="", deciding=())


def _cited(promise: str, names: Iterable[str], cited: Mapping[tuple[str, str], Cited]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(cited[promise, name] for name in names if (promise, name) in cited))


def _changes(
    rows: Mapping[tuple[str, str], Standing],
    moves: Sequence[Transition],
    paths: Mapping[Key, Path],
    cited: Mapping[tuple[str, str], Cited],
) -> list[Change]:
    last = {(move.promise, move.instance, move.reading): move for move in moves}
    changes = []
    for key, (old, steps) in paths.items():
        promise, instance, reading = key
        row = rows.get((promise, instance))
        if row is None or (old is None and len(steps) == 1 and steps[-1] not in ALARMS):
            continue  # a new promise is counted as new; it is news only once it moved or if it alarms at once
        if reading is not None and (promise, instance, None) in paths:
            continue  # the headline's own line shows each reading
        move = last[key]
        told = (move.cause, _cited(promise, move.deciding, cited)) if move.cause else (row.reason, row.cited)
        changes.append(Change(row, old, steps, move.at, told[0], reading or "", told[1]))
    return sorted(changes, key=lambda change: (bool(change.reading), MOST_TELLING.index(change.new), change.at))


def _changes_of_parts(
    rows: Iterable[Standing],
    transitions: Iterable[Transition],
    period: Span,
    subscriber: Subscriber,
    cited: Mapping[tuple[str, str], Cited],
) -> list[Change]:
    """Return what came about of parts, where that begins, changes or ends an alarm."""
    present = {(row.promise, row.instance): row for row in rows if wants(subscriber, row)}
    moves = [each for each in transitions if (each.promise, each.instance) in present and each.at >= period.start]
    then = _taken_back(present, [each for each in moves if each.at >= period.end])
    inside = [each for each in moves if each.at < period.end and not each.is_baseline]
    paths = {key: path for key, path in _paths(inside).items() if ALARMS & {path[0], *path[1]}}
    last = {(each.promise, each.instance, each.reading): each for each in inside}
    return [
        Change(
            then[key[:2]], old, steps, last[key].at, last[key].cause, "", _cited(key[0], last[key].deciding, cited)
        )
        for key, (old, steps) in paths.items()
        if key[:2] in then
    ]


def _counts(rows: Sequence[Standing], paths: Mapping[Key, Path]) -> tuple[StatusCount, ...]:
    now = Counter(row.status for row in rows)
    before = Counter(now)
    for (_, _, reading), (old, steps) in paths.items():
        if reading is None:
            before[steps[-1]] -= 1
            if old is not None:
                before[old] += 1
    seen = [status for status in MOST_TELLING if now[status] or before[status]]
    return tuple(StatusCount(status, now[status], before[status]) for status in seen)


def _due_soon(rows: Sequence[Standing], end: datetime) -> tuple[Standing, ...]:
    horizon = end + timedelta(days=DAYS_AHEAD)
    soon = [(row.due, row) for row in rows if row.due and row.status in STILL_OPEN and end < row.due <= horizon]
    return tuple(row for _, row in sorted(soon, key=lambda pair: (pair[0], pair[1].promise)))


def _passed(rows: Iterable[Standing], period: Span) -> tuple[Standing, ...]:
    """Return what fell due in the period and may still be heard of."""
    awaited = [(row.due, row) for row in rows if row.due and row.status is Status.AWAITING]
    fell = [(due, row) for due, row in awaited if period.start <= due < period.end]
    return tuple(row for _, row in sorted(fell, key=lambda pair: (pair[0], pair[1].promise)))


def _by_weight(row: Standing) -> tuple[int, str]:
    return MOST_TELLING.index(row.status), row.promise
