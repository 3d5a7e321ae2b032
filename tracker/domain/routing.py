"""Who is told of which promise: matchers, routes, quiet hours, silences, and what is decided by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from tracker.domain.alerts import Target
from tracker.domain.promises import Priority
from tracker.domain.statuses import Status

OWNER = "owner"
"""The destination of a route that stands for whatever the promise's owner is told at."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Which promises are meant: those that fit in every respect that is named; an empty one fits all of them.

    Actors are compared as names are (case and accents folded), everything else as it is written.
    """

    promises: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    statuses: tuple[Status, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.promises or self.tags or self.actors or self.owners or self.priorities or self.statuses)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which people are left alone: from `start` to `end` by the clocks of a zone, over midnight too."""

    start: time
    end: time
    zone: str = "UTC"


class GroupBy(StrEnum):
    """What messages that come together may share."""

    ROUTE = "route"
    ACTOR = "actor"
    TAG = "tag"
    OWNER = "owner"
    STATUS = "status"
    PRIORITY = "priority"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Route:
    """Where alarms of the promises it matches go, and how people are reminded of them.

    `to_owner` adds whatever the promise's owner is told at. `remind` is the time between reminders, at most
    `remind_limit` of them in an episode. Unacknowledged for `escalate_after`, an alarm goes to `escalate_to` once.
    With `goes_on` the routes after it are looked at too.
    """

    name: str
    matcher: Matcher = Matcher()
    targets: tuple[Target, ...] = ()
    to_owner: bool = False
    group_by: tuple[GroupBy, ...] = ()
    remind: timedelta | None = None
    remind_limit: int = 3
    quiet: Quiet | None = None
    escalate_after: timedelta | None = None
    escalate_to: tuple[Target, ...] = ()
    escalate_to_owner: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """All routes in their order; what none of them takes goes by the `default` one.

    `owners` says where owners are told; `mail` whether an owner that is an address can be written to. What would
    reach nobody goes to `last_resort`.
    """

    routes: tuple[Route, ...] = ()
    default: Route = Route("alerts")
    owners: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    mail: bool = False
    last_resort: tuple[Target, ...] = ()

    @classmethod
    def to(cls, targets: tuple[Target, ...]) -> Routing:
        """Return the routing that tells the same targets of everything."""
        return cls(default=Route("alerts", targets=targets))


@dataclass(frozen=True, slots=True)
class Silence:
    """Alarms that people do not want to hear of for a while: which, until when, who says so and why."""

    matcher: Matcher
    by: str
    reason: str
    until: datetime
    since: datetime | None = None
    """From when; None from the moment it is put down."""
