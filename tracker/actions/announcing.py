"""From alerts to messages: one for each alert in its turn, one for all of them after an outage or in a flood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker.domain.alerts import DeliveryKind, Notice, Target, Why
from tracker.domain.statuses import ALARMS
from tracker.store.outbox_rows import Message, Payload

LATE = timedelta(minutes=10)
"""A transition told later than this after its instant was missed: it is told together with the others."""

FLOOD = 10
"""More alerts than this at once are told together."""


class Announcement(NamedTuple):
    """What people are told of one promise after it was judged; `alerts` are the ids of all it stands for."""

    notice: Notice
    alerts: tuple[int, ...]
    episode: int | None


def messages_for(
    announcements: Sequence[Announcement], targets: Iterable[Target], now: datetime, late: timedelta = LATE
) -> list[Message]:
    """Lay announcements out as messages to every target.

    New promises share one message. Alerts that come late, or more than a handful at once, share another. An alert
    alone becomes the root of its episode's thread, or a reply there; a shared message never does.
    """
    new = [each for each in announcements if each.notice.why is Why.BASELINE]
    told = [each for each in announcements if each.notice.why is not Why.BASELINE]
    flood = len(told) > FLOOD
    missed = [each for each in told if flood or now - each.notice.at > late]
    alone = [each for each in told if not flood and now - each.notice.at <= late]
    groups = [[each] for each in alone] + [sorted(group, key=_weight) for group in (missed, new) if group]
    shaped = [_shared(group) for group in groups]
    return [_message(target, *shape) for target in dict.fromkeys(targets) for shape in shaped]


Shape = tuple[Payload, tuple[int, ...], int | None]


def _shared(group: Sequence[Announcement]) -> Shape:
    alerts = tuple(alert for each in group for alert in each.alerts)
    episode = group[0].episode if len(group) == 1 else None
    return Payload(tuple(each.notice for each in group)), alerts, episode


def _message(target: Target, payload: Payload, alerts: tuple[int, ...], episode: int | None) -> Message:
    dedupe = f"alert:{min(alerts)}:{target.destination}:{target.recipient}"
    return Message(DeliveryKind.ALERT, target, dedupe, payload, episode, alerts)


def _weight(each: Announcement) -> tuple[bool, str]:
    return each.notice.status not in ALARMS, each.notice.promise
