"""Remind people of alarms that last, and escalate those that nobody acknowledged in time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.actions.announcing import Announcement, Routed, messages_for
from tracker.actions.as_it_stands import Stands, one_of
from tracker.actions.telling import put_out
from tracker.domain.alerts import Target, Why
from tracker.domain.routing import Route, Routing
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Verdict
from tracker.engine.routing import Way, escalated_to, fits, quiet_until, routes_of, targets_of
from tracker.store.acknowledgement_rows import OpenEpisode, load_acknowledgements
from tracker.store.commits import Commit
from tracker.store.follow_up_rows import FollowUp, FollowUpKind, load_follow_ups, set_follow_ups
from tracker.store.silence_rows import silences_in_force
from tracker.store.told_rows import Again, alerts_again, carried_already, load_latest_verdicts, load_told

HOLD = timedelta(hours=1)
"""How long a promise that cannot be judged is left alone."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass goes by: its commit and instant, the routes, alarms open now, and how promises stand."""

    commit: Commit
    now: datetime
    routing: Routing
    public_url: str
    open_now: Mapping[int, OpenEpisode]
    stand: Mapping[str, Stands]


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many alarms people were reminded of, how many were escalated, and in how many messages."""

    reminded: int = 0
    escalated: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A thing to do now about an open alarm by a route of the settings."""

    what: FollowUp
    episode: OpenEpisode
    route: Route
    stands: Stands
    verdict: Verdict
    """How the whole or the part stands that the episode is of."""


def remind(this: Pass, due: Sequence[FollowUp], told: Collection[int]) -> Reminded:
    """Do what is due, and note when more is. Episodes that were `told` of in this pass wait for the next."""
    connection = this.commit.connection
    # Read again under the lock: somebody may have acknowledged, or a repeat just told may have put it off.
    present = {
        (each.episode, each.route, each.kind): (each, at)
        for each, at in load_follow_ups(connection, {each.episode for each in due}).items()
    }
    taken = load_acknowledgements(connection, {each.episode for each in due})
    silences = [each.silence.matcher for each in silences_in_force(connection, this.now)]
    later: list[tuple[FollowUp, datetime | None]] = []
    ready: list[_Ready] = []
    for was in due:
        what, at = present[was.episode, was.route, was.kind]
        if at is None or at > this.now:
            continue
        episode = this.open_now.get(what.episode)
        stands = this.stand.get(episode.promise) if episode else None
        if episode is None or what.episode in taken:
            later.append((what, None))
        elif stands is None:
            later.append((what, this.now + HOLD))
        elif (
            (verdict := stands.of(episode.instance)) is not None
            and verdict.status is episode.status
            and what.episode not in told
        ):
            route = _route(this.routing, stands, verdict.status, what)
            if route is None or any(fits(each, stands.promise, None) for each in silences):
                later.append((what, None))  # the end of the silence tells, and counts anew
            elif (until := quiet_until(route, stands.promise, this.now)) is not None:
                later.append((what, until))
            else:
                ready.append(_Ready(what, episode, route, stands, verdict))
    done = _told(this, ready)
    set_follow_ups(connection, [*later, *(_next(each, this.now) for each in ready)])
    return done


def _route(routing: Routing, stands: Stands, status: Status, what: FollowUp) -> Route | None:
    """Return the route of a follow-up as the settings have it today; None if it is gone or no longer does this."""
    for route in routes_of(routing, stands.promise, (status,)):
        if route.name == what.route:
            wanted = route.remind if what.kind is FollowUpKind.REMINDER else route.escalate_after
            return None if wanted is None else route
    return None


def _next(done: _Ready, now: datetime) -> tuple[FollowUp, datetime | None]:
    what = replace(done.what, done=done.what.done + 1)
    if what.kind is FollowUpKind.ESCALATION or done.route.remind is None:
        return what, None
    return what, now + done.route.remind if what.done < done.route.remind_limit else None


def _told(this: Pass, ready: Sequence[_Ready]) -> Reminded:
    """Put the messages of what is due into the outbox, each recipient being told once of each.

    What is due of one promise by one route, the whole and its parts, is one message.
    """
    again = _alerts(this.commit, ready)
    numbers = alerts_again(this.commit, again)
    carried = carried_already(this.commit.connection, numbers.values())
    together: dict[tuple[str, str, FollowUpKind], list[tuple[_Ready, int]]] = {}
    for due, each in zip(ready, again, strict=True):
        key = due.episode.promise, due.route.name, due.what.kind
        together.setdefault(key, []).append((due, numbers[each]))
    routed: list[Routed] = []
    for group in together.values():
        by_untold: dict[Target, list[tuple[_Ready, int]]] = {}
        for due, number in group:
            for target in _targets(this.routing, due):
                if target not in carried[number]:
                    by_untold.setdefault(target, []).append((due, number))
                    carried[number].add(target)
        for told, targets in _alike(by_untold):
            ways = tuple(Way(target, told[0][0].route) for target in targets)
            routed.append(Routed(_announced(this, told), ways))
    messages = messages_for(routed, this.now, names_routes=bool(this.routing.routes))
    put_out(this.commit, messages)
    reminded = sum(each.why is Why.REMINDER for each in again)
    return Reminded(reminded, len(ready) - reminded, len(messages))


def _targets(routing: Routing, due: _Ready) -> Iterator[Target]:
    promise = due.stands.promise
    if due.what.kind is FollowUpKind.ESCALATION:
        yield from escalated_to(routing, due.route, promise)
    else:
        yield from targets_of(routing, due.route, promise) or routing.last_resort


def _alike(
    by_target: Mapping[Target, list[tuple[_Ready, int]]],
) -> Iterator[tuple[list[tuple[_Ready, int]], list[Target]]]:
    """Yield what is told with everybody who is told exactly that."""
    found: dict[tuple[int, ...], tuple[list[tuple[_Ready, int]], list[Target]]] = {}
    for target, told in by_target.items():
        found.setdefault(tuple(number for _, number in told), (told, []))[1].append(target)
    yield from found.values()


def _announced(this: Pass, told: Sequence[tuple[_Ready, int]]) -> Announcement:
    """Return what is due of one promise by one route as one announcement."""
    found = []
    for due, number in told:
        is_reminder = due.what.kind is FollowUpKind.REMINDER
        why = Why.REMINDER if is_reminder else Why.ESCALATED
        via = f"reminder {due.what.done + 1} of {due.route.remind_limit}"
        made = due.stands.told(due.verdict, why, old=None, public_url=this.public_url)
        made = replace(made, via=via if is_reminder else "not acknowledged in time", since=due.episode.since)
        found.append(Announcement(made, (number,), due.episode.id, due.stands.promise))
    return one_of(found, told[0][0].stands)


def _alerts(commit: Commit, ready: Sequence[_Ready]) -> list[Again]:
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
