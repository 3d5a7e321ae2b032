"""Which instants a promise has to be judged at: boundaries that passed, and when something was learnt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.verdicts import Judgement

MOST_BOUNDARIES = 5_000
"""More than this in one go means that boundaries do not move on."""


class Cause(StrEnum):
    """What made a promise due."""

    BASELINE = "baseline"
    RULE = "rule"
    TIME = "time"
    EVIDENCE = "evidence"
    RETIRED = "retired"


class Moment(NamedTuple):
    """A judgement at an instant that counted, and what made it count."""

    at: datetime
    judgement: Judgement
    cause: Cause


class BoundaryStuck(Exception):
    """A judge named a next boundary that is not later than the instant it judged, or far too many of them."""


def replay(
    judge_at: Callable[[datetime], Judgement],
    boundary: datetime | None,
    learnt: Iterable[datetime],
    now: datetime,
) -> tuple[Moment, ...]:
    """Judge at every boundary up to `now` from `boundary` on, and at every instant at which something was learnt.

    Each moment uses what was known at its own instant, so an outage leaves the same log as none would have:
    between these instants nothing changes.
    """
    moments: list[Moment] = []
    news = sorted(set(learnt))
    due = boundary
    while True:
        at = due if not news or (due is not None and due <= news[0]) else news[0]
        if at is None or at > now:
            return tuple(moments)
        if len(moments) >= MOST_BOUNDARIES:
            raise BoundaryStuck(f"more than {MOST_BOUNDARIES} boundaries up to {now.isoformat()}")
        has_news = bool(news) and news[0] == at
        if has_news:
            del news[0]
        judgement = judge_at(at)
        moments.append(Moment(at, judgement, Cause.EVIDENCE if has_news else Cause.TIME))
        due = _after(at, judgement)


def _after(at: datetime, judgement: Judgement) -> datetime | None:
    following = judgement.headline.next_boundary
    if following is not None and following <= at:
        raise BoundaryStuck(f"the boundary after {at.isoformat()} is {following.isoformat()}")
    return following
