"""What comes of open alarms by time alone: reminders, escalation, and what is still true after a silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.actions.announcing import Announcement
from tracker.actions.as_it_stands import Stands, as_they_stand, one_of
from tracker.actions.reminding import HOLD, Pass, remind
from tracker.actions.repeating import Repeat, to_repeat
from tracker.actions.telling import first_follow_ups, tell
from tracker.domain.alerts import Notice, Why
from tracker.domain.routing import Routing, Silence
from tracker.domain.statuses import ALARMS
from tracker.domain.verdicts import Verdict
from tracker.engine.routing import follows_up, routes_of
from tracker.store.acknowledgement_rows import load_acknowledgements, load_open_episodes
from tracker.store.follow_up_rows import (
    is_anything_due,
    load_due_follow_ups,
    load_follow_ups,
    set_follow_ups,
)
from tracker.store.silence_rows import load_woken, wake_later
from tracker.store.store import Store
from tracker.store.told_rows import Again, alerts_again, load_latest_verdicts

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What a pass did: alarms people were reminded of, escalated, told again after a silence; and messages."""

    reminded: int = 0
    escalated: int = 0
    repeated: int = 0
    messages: int = 0


def follow_up(store: Store, now: datetime, routing: Routing, *, public_url: str = "") -> FollowedUp:
    """Tell people what is due by time alone; `now` is aware UTC. An idle pass is two looks into an index.

    Nobody is reminded of an alarm that is over, acknowledged or silenced, or by a route that is gone. Reminders
    missed while nothing ran are made up for by one. What falls into quiet hours comes at their end.
    """
    now = store.no_earlier_than_knowledge(now)
    with store.read() as connection:
        if not is_anything_due(connection, now):
            return FollowedUp()
        due = load_due_follow_ups(connection, now, BATCH)
        promises = {name: each.promise for name, each in store.shelf.fresh(connection)[1].items()}
        again = to_repeat(connection, load_woken(connection, now), promises, now)
        episodes = {each.episode for each in due} | {each.episode for each in again}
        concerned = {each.promise for each in load_open_episodes(connection, ids=episodes)}
    stand = as_they_stand(store, concerned | {each.promise for each in again}, now)
    with store.write(now, "follow up") as commit:
        open_now = {each.id: each for each in load_open_episodes(commit.connection, ids=episodes)}
        this = Pass(commit, now, routing, public_url, open_now, stand)
        # Read again under the lock: another process may have told of them.
        woken = {each.id: each.silence for each in load_woken(commit.connection, now)}
        repeated, messages = _repeat(this, [each for each in again if each.silence in woken], woken)
        unjudged = {each.silence for each in again if each.promise not in stand}
        wake_later(commit.connection, {each: now + HOLD if each in unjudged else None for each in woken})
        done = remind(this, due, {each.episode for each in again})
    return FollowedUp(done.reminded, done.escalated, repeated, messages + done.messages)


def arm(store: Store, now: datetime, routing: Routing) -> int:
    """See at a start that open alarms are followed up by the routes of today; return how many are newly so."""
    if not follows_up(routing):
        return 0
    with store.read() as connection:
        lasting = load_open_episodes(connection)
    if not lasting:
        return 0
    ids = [each.id for each in lasting]
    with store.write(now, "follow up") as commit:
        logged = store.shelf.fresh(commit.connection)[1]
        taken = load_acknowledgements(commit.connection, ids)
        known = {(each.episode, each.route, each.kind) for each in load_follow_ups(commit.connection, ids)}
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


def _repeat(this: Pass, again: Sequence[Repeat], woken: Mapping[int, Silence]) -> tuple[int, int]:
    """Tell again what is still true; return of how many promises, and in how many messages."""
    latest = load_latest_verdicts(this.commit.connection, (each.judged for each in again))
    ready: dict[Again, tuple[Repeat, Stands, Verdict]] = {}
    for each in again:
        stands = this.stand.get(each.promise)
        verdict = None if stands is None else stands.of(each.instance)
        if stands is None or verdict is None or each.judged not in latest:
            continue
        if latest[each.judged][1] is not verdict.status:
            continue  # it is about to be judged anew, and that will be told
        if (each.episode in this.open_now) is (verdict.status in ALARMS):
            alert = Again(latest[each.judged][0], each.episode, Why.REPEATED, each.silence)
            ready[alert] = (each, stands, verdict)
    numbers = alerts_again(this.commit, list(ready))
    by_promise: dict[tuple[str, int], list[Announcement]] = {}
    for alert, (each, stands, verdict) in ready.items():
        told = _after_silence(this, each, stands, verdict, woken[each.silence])
        made = Announcement(told, (numbers[alert],), each.episode, stands.promise)
        by_promise.setdefault((each.promise, each.silence), []).append(made)
    repeated = [one_of(some, this.stand[promise]) for (promise, _), some in by_promise.items()]
    return len(repeated), len(tell(this.commit, repeated, this.routing, this.now))


def _after_silence(this: Pass, each: Repeat, stands: Stands, verdict: Verdict, silence: Silence) -> Notice:
    """Return what is told once a silence is over: that the alarm lasts, or that it ended unheard."""
    why = Why.REPEATED if verdict.status in ALARMS else Why.RESOLVED
    told = stands.told(verdict, why, old=each.known, public_url=this.public_url)
    lasting = this.open_now.get(each.episode)
    return replace(
        told,
        silenced=f"a silence of {silence.by}: {silence.reason}",
        since=None if lasting is None else lasting.since,
    )
