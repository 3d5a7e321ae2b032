"""What people are told of one promise after it was judged: one message, whatever changed of it and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker.actions.announcing import Announcement, as_one
from tracker.actions.replaying import Cause
from tracker.domain.alerts import Why
from tracker.domain.statuses import ALARMS, Status
from tracker.domain.verdicts import Judgement
from tracker.engine.notices import notice
from tracker.engine.standing_parts import in_messages
from tracker.store.promise_rows import Logged

OLD = timedelta(days=1)
"""News that was published so long before it was stored fills the past in."""


class Alerted(NamedTuple):
    """A change that people are to be told of: its alert, why, and the episode it belongs to.

    `judgement` has the verdict of the whole or of the part as its headline.
    """

    alert: int
    why: Why
    judgement: Judgement
    at: datetime
    cause: Cause
    episode: int | None


@dataclass(slots=True)
class Course:
    """What the whole of a promise, or one part, went through in a judging: how it stood before, and stands now."""

    before: Status | None
    had_episode: bool
    newest: Judgement
    alerts: list[Alerted] = field(default_factory=list)


def announcements_of(
    logged: Logged, courses: Mapping[str, Course], spoken: Mapping[str, str], public_url: str
) -> Sequence[Announcement]:
    """Return what people are told, perhaps nothing; `courses` are by part, '' being the whole.

    The headline speaks if it alerts, else the part that stands worst; what else changed is named beside it, apart
    from parts that are `spoken` for by something that is told.
    """
    told = {
        name: each
        for name, course in courses.items()
        if course.alerts and (each := _told(logged, course, public_url)) is not None
    }
    if len(told) < 2:  # as nearly always
        return tuple(told.values())
    unnamed = {name for name in told if spoken.get(name) in told}
    # What is spoken for comes last among equals: it never speaks for the others.
    in_order = sorted(told, key=lambda name: name in unnamed)
    return tuple(
        as_one([told[name] for name in in_order if name in together], unnamed=unnamed)
        for together in in_messages({name: each.notice.status for name, each in told.items()})
    )


def _told(logged: Logged, course: Course, public_url: str) -> Announcement | None:
    """Return how a course is told: from how it stood before to how it stands now; None if nobody needs to hear."""
    last, newest = course.alerts[-1], course.newest
    why = last.why
    if len(course.alerts) > 1 and not course.had_episode:
        if newest.headline.status is course.before:
            return None  # it came and went unseen: nothing has changed for those who would read of it
        why = Why.FIRST  # all of it happened unseen: this is the first that people hear of it
    told = notice(
        logged.promise,
        newest if newest.headline.status is last.judgement.headline.status else last.judgement,
        old=course.before,
        why=why,
        public_url=public_url,
        rule_version=logged.ver,
    )
    at = last.judgement.headline.at
    return Announcement(
        told if told.at == at else replace(told, at=at),
        tuple(alerted.alert for alerted in course.alerts),
        last.episode,
        logged.promise,
        tuple(status for status in _alarms_of(course) if status is not told.status),
        _is_old_news(last),
        len(course.alerts) > 1,
    )


def _alarms_of(course: Course) -> Iterator[Status]:
    """Yield the alarms that a course went through, the one before it included."""
    for status in (course.before, *(each.judgement.headline.status for each in course.alerts)):
        if status is not None and status in ALARMS:
            yield status


def _is_old_news(last: Alerted) -> bool:
    """Say whether what decides was published a day or more before it was stored."""
    told = last.judgement.headline
    published = [
        witness.account.report.published for witness in told.witnesses if witness.account.id in told.deciding
    ]
    return last.cause is Cause.EVIDENCE and bool(published) and last.at - max(published) >= OLD
