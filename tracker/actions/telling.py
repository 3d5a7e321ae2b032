"""Tell people: announcements go where the routes say unless a silence hides them, and are followed up later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tracker.actions.announcing import LATE, Announcement, Routed, messages_for
from tracker.domain.routing import Route, Routing
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.holding import merged
from tracker.engine.routing import (
    Way,
    escalated_to,
    fits,
    follows_up,
    goes_by_status,
    quiet_until,
    same_for_all,
    ways,
)
from tracker.store.acknowledgement_rows import load_acknowledgements
from tracker.store.commits import Commit
from tracker.store.episode_statuses import load_episode_statuses
from tracker.store.follow_up_rows import FollowUp, FollowUpKind, load_follow_ups, set_follow_ups, stop_follow_ups
from tracker.store.outbox_rows import Message, enqueue
from tracker.store.silence_rows import note_hidden, silences_in_force
from tracker.store.waiting_rows import add_alerts, find_held


def tell(
    commit: Commit, announcements: Sequence[Announcement], routing: Routing, now: datetime, late: timedelta = LATE
) -> list[Message]:
    """Put announcements into the outbox for everybody the routes name, and note what is to come of them.

    What a silence hides goes nowhere and is noted as hidden. Returns the messages.
    """
    if not announcements:
        return []
    heard = _with_statuses(commit.connection, _not_silenced(commit, announcements, now), routing)
    alike = same_for_all(routing)
    routed = [
        Routed(each, alike or ways(routing, each.promise, (each.notice.status, *each.statuses), now))
        for each in heard
    ]
    if follows_up(routing):
        routed = _with_escalated(commit.connection, routed, routing, now)
    messages = messages_for(routed, now, late, names_routes=bool(routing.routes))
    put_out(commit, messages)
    if follows_up(routing):
        follow_later(commit.connection, routed, now)
    return messages


def _with_escalated(
    connection: Connection, routed: Sequence[Routed], routing: Routing, now: datetime
) -> list[Routed]:
    """Add whom an alarm was escalated to: whoever was told of it hears how it goes on and ends."""
    done = load_follow_ups(connection, {episode for each in routed for episode in each.announcement.episodes})
    told: dict[int, set[str]] = {}
    for follow_up in done:
        if follow_up.kind is FollowUpKind.ESCALATION and follow_up.done:
            told.setdefault(follow_up.episode, set()).add(follow_up.route)
    found: list[Routed] = []
    for each in routed:
        names = {name for episode in each.announcement.episodes for name in told.get(episode, ())}
        more = tuple(_escalated_ways(each, names, routing, now)) if names else ()
        found.append(replace(each, ways=(*each.ways, *more)))
    return found


def _escalated_ways(routed: Routed, names: set[str], routing: Routing, now: datetime) -> Iterator[Way]:
    reached = {way.target for way in routed.ways}
    promise = routed.announcement.promise
    for route in routing.routes:
        if route.name not in names:
            continue
        for target in escalated_to(routing, route, promise):
            if target not in reached:
                reached.add(target)
                yield Way(target, route, quiet_until(route, promise, now))


def put_out(commit: Commit, messages: Sequence[Message]) -> None:
    """Put messages into the outbox; one that is held joins what already waits there for the same end of quiet."""
    fresh: list[Message] = []
    for message in messages:
        held = message.not_before and find_held(commit.connection, message.target, message.not_before)
        if not held:
            fresh.append(message)
            continue
        notices = merged(held.payload.notices, message.payload.notices)
        add_alerts(commit, held, replace(held.payload, notices=notices), message.alerts)
    enqueue(commit, fresh)


def follow_later(connection: Connection, routed: Iterable[Routed], now: datetime) -> None:
    """Note when open alarms are to be told again or escalated, counted from when people hear of them."""
    by_episode = {episode: (each, status) for each in routed for episode, status in _episodes(each.announcement)}
    open_ones = {episode: each for episode, (each, status) in by_episode.items() if status in ALARMS}
    stop_follow_ups(connection, by_episode.keys() - open_ones.keys())
    taken = load_acknowledgements(connection, open_ones)
    known = {
        (each.episode, each.route, each.kind): (each, at)
        for each, at in load_follow_ups(connection, open_ones).items()
    }
    wanted: list[tuple[FollowUp, datetime | None]] = []
    for episode, each in open_ones.items():
        if episode in taken:
            continue
        for route, heard in _routes(each, now):
            for new, at in first_follow_ups(episode, route, heard):
                before, waits = known.get((episode, route.name, new.kind), (new, None))
                if new.kind is FollowUpKind.ESCALATION and (waits is not None or before.done):
                    continue  # its time runs already, or it is done
                if before.done < (route.remind_limit if new.kind is FollowUpKind.REMINDER else 1):
                    wanted.append((before, at))
    set_follow_ups(connection, wanted)


def _episodes(told: Announcement) -> Iterator[tuple[int, Status]]:
    """Yield the episodes that an announcement tells of, each with how it stands."""
    if told.episode is not None:
        yield told.episode, told.notice.status
    yield from told.beside


def first_follow_ups(episode: int, route: Route, heard: datetime) -> list[tuple[FollowUp, datetime]]:
    """Return what is to come of an alarm by a route, counted from when people heard of it."""
    found = []
    if route.remind is not None:
        found.append((FollowUp(episode, route.name, FollowUpKind.REMINDER), heard + route.remind))
    if route.escalate_after is not None:
        found.append((FollowUp(episode, route.name, FollowUpKind.ESCALATION), heard + route.escalate_after))
    return found


def _routes(routed: Routed, now: datetime) -> list[tuple[Route, datetime]]:
    """Return the routes that an announcement takes, each with when its people hear of it."""
    found = {way.route.name: (way.route, way.held or now) for way in routed.ways}
    return list(found.values())


def _not_silenced(commit: Commit, announcements: Sequence[Announcement], now: datetime) -> list[Announcement]:
    silences = silences_in_force(commit.connection, now)
    if not silences:
        return list(announcements)
    heard: list[Announcement] = []
    hidden: list[tuple[int, int]] = []
    for each in announcements:
        by = next((one for one in silences if fits(one.silence.matcher, each.promise, None)), None)
        if by is None:
            heard.append(each)
        else:
            hidden += [(alert, by.id) for alert in each.alerts]
    note_hidden(commit, hidden)
    return heard


def _with_statuses(
    connection: Connection, announcements: Sequence[Announcement], routing: Routing
) -> list[Announcement]:
    """Give announcements the statuses that their episodes have had, where some route looks at the status."""
    if not goes_by_status(routing):
        return list(announcements)
    had = load_episode_statuses(connection, (episode for each in announcements for episode in each.episodes))
    found = []
    for each in announcements:
        before = (status for episode in each.episodes for status in had.get(episode, ()))
        found.append(each._replace(statuses=tuple(dict.fromkeys((*each.statuses, *before)))))
    return found
