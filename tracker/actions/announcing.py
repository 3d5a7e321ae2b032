"""From alerts to messages: one for each alert in its turn, one for all of them after an outage or in a flood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker.domain.alerts import DeliveryKind, Notice, Target, Why
from tracker.domain.promises import Promise
from tracker.domain.statuses import ALARMS, Status
from tracker.engine.holding import merged
from tracker.engine.most_telling import MOST_TELLING
from tracker.engine.routing import Way, group_key
from tracker.engine.wording import minute
from tracker.store.outbox_rows import Message, Payload

LATE = timedelta(minutes=10)
"""A transition told later than this after its instant was missed: it is told together with the others."""

FLOOD = 10
"""More messages than this at once to one recipient are one."""


class Beside(NamedTuple):
    """An episode of another part that the same message tells of, and how that part stands now."""

    episode: int
    status: Status


class Announcement(NamedTuple):
    """What people are told of one promise after it was judged; `alerts` are the ids of all it stands for.

    `statuses` are those that its episodes have had before, where they bear on who is told.
    """

    notice: Notice
    alerts: tuple[int, ...]
    episode: int | None
    promise: Promise
    statuses: tuple[Status, ...] = ()
    is_old_news: bool = False
    """It rests on reports that were published long before they were stored: somebody fills the past in."""
    catches_up: bool = False
    """It stands for changes before the last one, which nobody saw."""
    beside: tuple[Beside, ...] = ()
    """What else of the promise it tells of; the headline, or the worst part, is `episode`."""

    @property
    def episodes(self) -> tuple[int, ...]:
        """Return every episode that it tells of."""
        own = () if self.episode is None else (self.episode,)
        return (*own, *(each.episode for each in self.beside))


def as_one(some: Iterable[Announcement], *, unnamed: Collection[str] = ()) -> Announcement:
    """Return the announcements of one promise as one: the whole speaks, else the part that stands worst.

    The others are named beside it, but for the parts that are `unnamed`, and all their alerts are told by it.
    """
    lead, *rest = sorted(some, key=_speaks_first)
    if not rest:
        return lead
    others = [Beside(each.episode, each.notice.status) for each in rest if each.episode is not None]
    named = tuple(each.notice for each in rest if each.notice.instance not in unnamed)
    statuses = dict.fromkeys(status for each in (lead, *rest) for status in (*each.statuses, each.notice.status))
    return lead._replace(
        notice=replace(lead.notice, parts=named),
        alerts=tuple(alert for each in (lead, *rest) for alert in each.alerts),
        statuses=tuple(each for each in statuses if each in ALARMS and each is not lead.notice.status),
        catches_up=any(each.catches_up for each in (lead, *rest)),
        beside=(*lead.beside, *others),
    )


def _speaks_first(each: Announcement) -> tuple[bool, bool, int]:
    status = each.notice.status
    return each.notice.instance != "", status not in ALARMS, MOST_TELLING.index(status)


@dataclass(frozen=True, slots=True)
class Routed:
    """An announcement with everybody it goes to."""

    announcement: Announcement
    ways: tuple[Way, ...]


def messages_for(
    routed: Sequence[Routed], now: datetime, late: timedelta = LATE, *, names_routes: bool = False
) -> list[Message]:
    """Lay announcements out as messages to everybody they go to.

    New promises share one message. More than a handful of alerts at once share another, and so do all if one of
    them was missed: that was an outage, and people get one message after it. So do those that their route groups,
    and several that somebody brings about by filling the past in.
    An alert alone becomes the root of its episode's thread, or a reply there; a shared message never does. What
    quiet hours hold is one message for each recipient and end of the quiet.
    `names_routes` lets each notice say by which route it comes.
    """
    by_target: dict[Target, list[tuple[Announcement, Way]]] = {}
    for each in routed:
        for way in each.ways:
            by_target.setdefault(way.target, []).append((each.announcement, way))
    laid = _Layouts(names_routes)
    return [
        message
        for target, some in by_target.items()
        for message in (
            *_held(target, [pair for pair in some if pair[1].held is not None], laid),
            *_at_once(target, [pair for pair in some if pair[1].held is None], laid, now, late),
        )
    ]


class _Layouts:
    """Payloads by what they carry: recipients of the same share one, so that it is written out once."""

    def __init__(self, names_routes: bool) -> None:
        self._names_routes = names_routes
        self._made: dict[tuple[object, ...], Payload] = {}

    def of(self, pairs: Sequence[tuple[Announcement, Way]]) -> Payload:
        key = tuple((id(announcement), way.route.name) for announcement, way in pairs)
        if key not in self._made:
            self._made[key] = Payload(tuple(self.notice(*pair) for pair in pairs))
        return self._made[key]

    def notice(self, announcement: Announcement, way: Way) -> Notice:
        """Return the notice as it goes this way."""
        notice = announcement.notice
        if not self._names_routes:
            return notice
        held = f", held by quiet hours until {_until(way)}" if way.held is not None else ""
        more = f", {notice.via}" if notice.via else ""
        return replace(notice, via=f"{way.route.name}{more}{held}")


def _at_once(
    target: Target, pairs: Sequence[tuple[Announcement, Way]], laid: _Layouts, now: datetime, late: timedelta
) -> Iterator[Message]:
    new = [pair for pair in pairs if pair[0].notice.why is Why.BASELINE]
    told = [pair for pair in pairs if pair[0].notice.why is not Why.BASELINE]
    groups = _groups(told)
    together = len(groups) > FLOOD or any(_was_missed(pair[0], now, late) for pair in told)
    past = [pair for pair in told if pair[0].is_old_news]
    if not together and len(past) > 1:
        groups = _groups([pair for pair in told if not pair[0].is_old_news])
        shared = [past, new]
    else:
        groups, shared = ([], [told, new]) if together else (groups, [new])
    together_told = (sorted(group, key=_weight) for group in shared if group)
    yield from (_message(target, group, laid) for group in (*groups, *together_told))


def _was_missed(each: Announcement, now: datetime, late: timedelta) -> bool:
    """Say whether it comes late, or stands for what came before it and nobody saw."""
    return now - each.notice.at > late or each.catches_up


def _groups(pairs: Iterable[tuple[Announcement, Way]]) -> list[list[tuple[Announcement, Way]]]:
    """Return what goes together by the wish of its route; without one every alert is by itself."""
    groups: dict[tuple[object, ...], list[tuple[Announcement, Way]]] = {}
    for announcement, way in pairs:
        wish = way.route.group_by
        status = announcement.notice.status
        key = group_key(wish, way.route, announcement.promise, status) if wish else (id(announcement),)
        groups.setdefault(key, []).append((announcement, way))
    return [sorted(group, key=_weight) for group in groups.values()]


def _held(target: Target, pairs: Sequence[tuple[Announcement, Way]], laid: _Layouts) -> Iterator[Message]:
    by_end: dict[datetime, list[tuple[Announcement, Way]]] = {}
    for announcement, way in pairs:
        if way.held is not None:
            by_end.setdefault(way.held, []).append((announcement, way))
    for until, group in by_end.items():
        notices = merged((), (laid.notice(*pair) for pair in group))
        message = _message(target, group, laid)
        because = f"quiet hours of {_named(group)} until {_until(group[0][1])}"
        yield replace(message, payload=Payload(notices), not_before=until, held_because=because)


def _message(target: Target, group: Sequence[tuple[Announcement, Way]], laid: _Layouts) -> Message:
    alerts = tuple(alert for announcement, _ in group for alert in announcement.alerts)
    episode = group[0][0].episode if len(group) == 1 else None
    dedupe = f"alert:{min(alerts)}:{target.destination}:{target.recipient}"
    return Message(DeliveryKind.ALERT, target, dedupe, laid.of(group), episode, alerts)


def _named(group: Sequence[tuple[Announcement, Way]]) -> str:
    return " and ".join(dict.fromkeys(way.route.name for _, way in group))


def _until(way: Way) -> str:
    zone = way.route.quiet.zone if way.route.quiet else "UTC"
    return "" if way.held is None else minute(way.held, zone)


def _weight(pair: tuple[Announcement, Way]) -> tuple[bool, str]:
    notice = pair[0].notice
    return notice.status not in ALARMS, notice.promise
