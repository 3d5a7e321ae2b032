"""What comes of open alarms by time alone: reminders, escalation, and what is still true after a silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tracker.actions.announcing import Announcement, Routed, messages_for
from tracker.actions.as_it_stands import Stands, as_they_stand
from tracker.actions.repeating import Repeat, to_repeat
from tracker.actions.telling import first_follow_ups, put_out, tell
from tracker.domain.alerts import Why
from tracker.domain.routing import Route, Routing
from tracker.domain.statuses import ALARMS
from tracker.engine.routing import Way, escalated_to, fits, follows_up, quiet_until, routes_of, targets_of
from tracker.store.acknowledgement_rows import OpenEpisode, load_acknowledgements, load_open_episodes
from tracker.store.commits import Commit
from tracker.store.follow_up_rows import (
    FollowUp,
    FollowUpKind,
    is_anything_due,
    load_due_follow_ups,
    load_follow_ups,
    set_follow_ups,
)
from tracker.store.silence_rows import load_woken, note_followed_up, silences_in_force
from tracker.store.store import Store
from tracker.store.told_rows import Again, alerts_again, carried_already, load_latest_verdicts, load_told

BATCH = 10_000
HOLD = timedelta(hours=1)
"""How long a promise that cannot be judged is left alone."""


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What a pass did: alarms people were reminded of, escalated, told again after a silence; and messages."""

    reminded: int = 0
    escalated: int = 0
    repeated: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class _Due:
    """A thing to do about an open alarm by a route of the settings."""

    what: FollowUp
    episode: OpenEpisode
    route: Route
    stands: Stands


def follow_up(store: Store, now: datetime, routing: Routing, *, public_url: str = "") -> FollowedUp:
    """Tell people what is due by time alone; `now` is aware UTC. An idle pass is two looks into an index.

    Nobody is reminded of an alarm that is over, acknowledged or silenced, or by a route that is gone. Reminders
    missed while nothing ran are made up for by one. What falls into quiet hours comes at their end.
    """
    now = store.no_earlier_than_knowledge(now)
    with store.read() as connection:
        if not is_anything_due(connection, now):
            return FollowedUp()
        woken = load_woken(connection, now)
        due = load_due_follow_ups(connection, now, BATCH)
        logged = store.shelf.fresh(connection)[1]
        again = to_repeat(connection, woken, {name: each.promise for name, each in logged.items()}, now)
        promises = {each.promise for each in load_open_episodes(connection, ids=(each.episode for each in due))}
    stand = as_they_stand(store, promises | {each.promise for each in again}, now)
    with store.write(now, "follow up") as commit:
        open_now = {each.id: each for each in load_open_episodes(commit.connection)}
        # Read again under the lock: another process may have told of them.
        over = {each.id for each in load_woken(commit.connection, now)}
        again = tuple(each for each in again if each.silence in over)
        told = _repeated(commit, again, open_now, stand, routing, now, public_url)
        note_followed_up(commit.connection, (each.id for each in woken))
        return replace(
            _followed_up(commit, due, open_now, stand, routing, now, public_url, {each.episode for each in again}),
            repeated=len(told),
        )


def arm(store: Store, now: datetime, routing: Routing) -> int:
    """See at a start that open alarms are followed up by the routes of today; return how many are newly so."""
    if not follows_up(routing):
        return 0
    with store.read() as connection:
        lasting = load_open_episodes(connection)
    if not lasting:
        return 0
    with store.write(now, "follow up") as commit:
        logged = store.shelf.fresh(commit.connection)[1]
        taken = load_acknowledgements(commit.connection, (each.id for each in lasting))
        known = {
            (each.episode, each.route, each.kind) for each in load_follow_ups(commit.connection, _ids(lasting))
        }
        wanted = [
            (new, at)
            for each in lasting
            if each.id not in taken and each.promise in logged
            for route in routes_of(routing, logged[each.promise].promise, (each.status,))
            for new, at in first_follow_ups(each.id, route, now)
            if (new.episode, new.route, new.kind) not in known
        ]
        set_follow_ups(commit.connection, wanted)
        return len(wanted)


def _ids(episodes: Sequence[OpenEpisode]) -> list[int]:
    return [each.id for each in episodes]


def _repeated(
    commit: Commit,
    again: Sequence[Repeat],
    open_now: Mapping[int, OpenEpisode],
    stand: Mapping[str, Stands],
    routing: Routing,
    now: datetime,
    public_url: str,
) -> list[Announcement]:
    latest = load_latest_verdicts(commit.connection, (each.judged for each in again))
    ready: dict[Again, tuple[Repeat, Stands]] = {}
    for each in again:
        stands = stand.get(each.promise)
        if stands is None or each.judged not in latest or latest[each.judged][1] is not stands.status:
            continue  # it is about to be judged anew, and that will be told
        if (each.episode in open_now) is (stands.status in ALARMS):
            ready[Again(latest[each.judged][0], each.episode, Why.REPEATED, each.silence)] = (each, stands)
    numbers = alerts_again(commit, list(ready))
    told = [
        Announcement(
            stands.told(Why.REPEATED, old=each.known, public_url=public_url),
            (numbers[alert],),
            each.episode,
            stands.promise,
        )
        for alert, (each, stands) in ready.items()
    ]
    tell(commit, told, routing, now)
    return told


def _followed_up(
    commit: Commit,
    due: Sequence[FollowUp],
    open_now: Mapping[int, OpenEpisode],
    stand: Mapping[str, Stands],
    routing: Routing,
    now: datetime,
    public_url: str,
    told: set[int],
) -> FollowedUp:
    connection = commit.connection
    silences = silences_in_force(connection, now)
    taken = load_acknowledgements(connection, {each.episode for each in due})
    # Read again: somebody may have acknowledged, or a repeat just told may have put it off.
    present = {(each.episode, each.route, each.kind): (each, at) for each, at in _present(connection, due).items()}
    later: list[tuple[FollowUp, datetime | None]] = []
    ready: list[_Due] = []
    for was in due:
        what, at = present[was.episode, was.route, was.kind]
        if at is None or at > now:
            continue
        episode = open_now.get(what.episode)
        stands = stand.get(episode.promise) if episode else None
        if episode is None or what.episode in taken:
            later.append((what, None))
        elif stands is None:
            later.append((what, now + HOLD))
        elif stands.status is episode.status and what.episode not in told:
            route = next(
                (r for r in routes_of(routing, stands.promise, (episode.status,)) if r.name == what.route), None
            )
            silenced = any(fits(each.silence.matcher, stands.promise, None) for each in silences)
            if route is None or silenced or _span(route, what) is None:
                later.append((what, None))
            elif (until := quiet_until(route, stands.promise, now)) is not None:
                later.append((what, until))
            else:
                ready.append(_Due(what, episode, route, stands))
    done = _told(commit, ready, routing, now, public_url)
    set_follow_ups(connection, [*later, *(_next(each, now) for each in ready)])
    return done


def _present(connection: Connection, due: Sequence[FollowUp]) -> Mapping[FollowUp, datetime | None]:
    return load_follow_ups(connection, {each.episode for each in due})


def _span(route: Route, what: FollowUp) -> timedelta | None:
    return route.remind if what.kind is FollowUpKind.REMINDER else route.escalate_after


def _next(due: _Due, now: datetime) -> tuple[FollowUp, datetime | None]:
    done = replace(due.what, done=due.what.done + 1)
    if due.what.kind is FollowUpKind.ESCALATION or due.route.remind is None:
        return done, None
    return done, now + due.route.remind if done.done < due.route.remind_limit else None


def _told(commit: Commit, ready: Sequence[_Due], routing: Routing, now: datetime, public_url: str) -> FollowedUp:
    """Put the messages of what is due into the outbox, each recipient being told once of each."""
    again = _alerts(commit, ready)
    numbers = alerts_again(commit, again)
    carried = carried_already(commit.connection, numbers.values())
    routed: list[Routed] = []
    for due, each in zip(ready, again, strict=True):
        number = numbers[each]
        promise = due.stands.promise
        if each.why is Why.REMINDER:
            targets = targets_of(routing, due.route, promise) or routing.last_resort
            via = f"reminder {due.what.done + 1} of {due.route.remind_limit}"
        else:
            targets, via = escalated_to(routing, due.route, promise), "not acknowledged in time"
        ways = tuple(Way(one, due.route) for one in targets if one not in carried[number])
        carried[number].update(targets)
        notice = due.stands.told(each.why, old=None, public_url=public_url, via=via)
        routed.append(Routed(Announcement(notice, (number,), due.episode.id, promise), ways))
    messages = messages_for(routed, now, names_routes=bool(routing.routes))
    put_out(commit, messages)
    reminded = sum(each.why is Why.REMINDER for each in again)
    return FollowedUp(reminded, len(ready) - reminded, 0, len(messages))


def _alerts(commit: Commit, ready: Sequence[_Due]) -> list[Again]:
    """Return the alerts of what is due: reminders are numbered within an episode, an escalation is one for all."""
    latest = load_latest_verdicts(commit.connection, (each.episode.judged for each in ready))
    told = load_told(commit.connection, (each.episode.id for each in ready))
    found: list[Again] = []
    for each in ready:
        episode = each.episode
        if each.what.kind is FollowUpKind.ESCALATION:
            found.append(Again(episode.opened_verdict, episode.id, Why.ESCALATED))
        else:
            number = 1 + sum(alert.why is Why.REMINDER for alert in told[episode.id])
            found.append(Again(latest[episode.judged][0], episode.id, Why.REMINDER, number))
    return found
