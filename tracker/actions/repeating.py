"""Which promises, and which parts of them, people have to be told of again now that a silence is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from tracker.domain.alerts import Why
from tracker.domain.promises import Promise
from tracker.domain.statuses import Status
from tracker.engine.routing import fits
from tracker.store.acknowledgement_rows import load_acknowledgements, load_open_episodes
from tracker.store.silence_rows import PutSilence, silences_in_force
from tracker.store.told_rows import EpisodeOf, ToldAlert, load_hidden_episodes, load_told


@dataclass(frozen=True, slots=True)
class Repeat:
    """A promise or part to be told of again, because of which silence, and the status people know (None: none)."""

    promise: str
    episode: int
    judged: int
    silence: int
    known: Status | None
    instance: str = ""


def to_repeat(
    connection: Connection, woken: Sequence[PutSilence], promises: Mapping[str, Promise], now: datetime
) -> tuple[Repeat, ...]:
    """Return what is still true of what these silences hid, each promise and part once.

    That is every open alarm that they match and nobody acknowledged, and whatever changed unseen of an alarm that
    people knew of. What another silence still hides stays hidden until that is over too, and what began and ended
    unseen is never told.
    """
    still = silences_in_force(connection, now)
    found: dict[tuple[str, str], Repeat] = {}
    for silence in woken:
        lasting = {
            each.id: EpisodeOf(each.id, each.promise, each.judged, each.instance)
            for each in load_open_episodes(connection)
            if each.promise in promises and fits(silence.silence.matcher, promises[each.promise], None)
        }
        hidden = {each.id: each for each in load_hidden_episodes(connection, silence.id)}
        told = load_told(connection, {*lasting, *hidden})
        taken = load_acknowledgements(connection, lasting)
        for number, each in sorted((lasting | hidden).items()):
            promise = promises[each.promise]
            if any(fits(other.silence.matcher, promise, None) for other in still):
                continue
            alerts = told.get(number, [])
            if _is_news(alerts, silence, lasts=number in lasting, taken=number in taken):
                known = [alert.status for alert in alerts if not alert.hidden]
                last = known[-1] if known else None
                about = each.promise, each.instance
                found[about] = Repeat(each.promise, number, each.judged, silence.id, last, each.instance)
    return tuple(found.values())


def _is_news(alerts: Sequence[ToldAlert], silence: PutSilence, *, lasts: bool, taken: bool) -> bool:
    """Say whether people have to be told of an episode again after a silence."""
    changes = [alert for alert in alerts if alert.why not in (Why.REMINDER, Why.ESCALATED)]
    if not changes or any(each.why is Why.REPEATED and each.number == silence.id for each in changes):
        return False
    if changes[-1].hidden:
        return lasts or any(not alert.hidden for alert in changes)
    return lasts and not taken and changes[-1].at < silence.over_at
