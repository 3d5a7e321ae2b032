"""From alerts to messages: one for each alert in its turn, one for all of them after an outage or in a flood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain.alerts import DeliveryKind, Notice, Target, Why
from tracker.domain.statuses import ALARMS
from tracker.store.outbox_rows import Message, Payload

LATE = timedelta(minutes=10)
"""A transition told later than this after its instant was missed: it is told together with the others."""

FLOOD = 10
"""More alerts than this at once are told together."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What people are told of one promise after it was judged; `alerts` are the ids of all it stands for."""

    notice: Notice
    alerts: tuple[int, ...]
    episode: int | None


def messages_for(
    announcements: Sequence[Announcement], targets: Iterable[Target], now: datetime, late: timedelta = LATE
) -> list[Message]:
    """Lay announcements out as messages to every target.

    New promises share one message. More than a handful of alerts at once share another, and so do all if one of
    them was missed: that was an outage, and people get one message after it. An alert alone becomes the root of
    its episode's thread, or a reply there; a shared message never does.
    """
    new = [each for each in announcements if each.notice.why is Why.BASELINE]
    told = [each for each in announcements if each.notice.why is not Why.BASELINE]
    together = len(told) > FLOOD or any(_was_missed(each, now, late) for each in told)
    alone = [] if together else told
    shared = told if together else []
    groups = [[each] for each in alone] + [sorted(group, key=_weight) for group in (shared, new) if group]
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


def _was_missed(each: Announcement, now: datetime, late: timedelta) -> bool:
    """Say whether it comes late, or stands for what came before it and nobody saw."""
    return now - each.notice.at > late or len(each.alerts) > 1


def _weight(each: Announcement) -> tuple[bool, str]:
    return each.notice.status not in ALARMS, each.notice.promise
