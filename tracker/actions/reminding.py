"""Remind people of alarms that last, and escalate those that nobody acknowledged in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.actions.announcing import Announcement, Routed, messages_for
from tracker.actions.as_it_stands import Stands
from tracker.actions.telling import put_out
from tracker.domain.alerts import Why
from tracker.domain.routing import Route, Routing
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
        elif stands.status is episode.status and what.episode not in told:
            route = _route(this.routing, stands, what)
            if route is None or any(fits(each, stands.promise, None) for each in silences):
                later.append((what, None))  # the end of the silence tells, and counts anew
            elif (until := quiet_until(route, stands.promise, this.now)) is not None:
                later.append((what, until))
            else:
                ready.append(_Ready(what, episode, route, stands))
    done = _told(this, ready)
    set_follow_ups(connection, [*later, *(_next(each, this.now) for each in ready)])
    return done


def _route(routing: Routing, stands: Stands, what: FollowUp) -> Route | None:
    """Return the route of a follow-up as the settings have it today; None if it is gone or no longer does this."""
    for route in routes_of(routing, stands.promise, (stands.status,)):
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
    """Put the messages of what is due into the outbox, each recipient being told once of each."""
    again = _alerts(this.commit, ready)
    numbers = alerts_again(this.commit, again)
    carried = carried_already(this.commit.connection, numbers.values())
    routed: list[Routed] = []
    for due, each in zip(ready, again, strict=True):
        number, promise = numbers[each], due.stands.promise
        if each.why is Why.REMINDER:
            targets = targets_of(this.routing, due.route, promise) or this.routing.last_resort
            via = f"reminder {due.what.done + 1} of {due.route.remind_limit}"
        else:
            targets, via = escalated_to(this.routing, due.route, promise), "not acknowledged in time"
        ways = tuple(Way(one, due.route) for one in targets if one not in carried[number])
        carried[number].update(targets)
        notice = due.stands.told(each.why, old=None, public_url=this.public_url)
        notice = replace(notice, via=via, since=due.episode.since)
        routed.append(Routed(Announcement(notice, (number,), due.episode.id, promise), ways))
    messages = messages_for(routed, this.now, names_routes=bool(this.routing.routes))
    put_out(this.commit, messages)
    reminded = sum(each.why is Why.REMINDER for each in again)
    return Reminded(reminded, len(ready) - reminded, len(messages))


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
