"""A plan: what edited rule files would change, against what is in force. It is shown first, then applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.domain.alerts import Why
from tracker.domain.statuses import Status


class Fate(StrEnum):
    """What a plan does with a promise."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    AFFECTED = "affected"
    """Its own words stay, but the names it is read with change what it comes to."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of meaning: where in the promise, what stood there and what would; empty for nothing."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PastAlert:
    """An alert that there was, or would have been, over the stored history."""

    at: datetime
    status: Status
    why: Why
    part: str = ""
    """Which part of the promise it tells of, in words; empty for the whole."""


@dataclass(frozen=True, slots=True)
class MovedAlert:
    """The same alert at another instant."""

    old: datetime
    new: datetime
    status: Status
    part: str = ""


@dataclass(frozen=True, slots=True)
class AlertChanges:
    """What an edit does to the alerts of a promise over the stored history, each in order of time."""

    gained: tuple[PastAlert, ...] = ()
    lost: tuple[PastAlert, ...] = ()
    moved: tuple[MovedAlert, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Say whether every alert stays as it was."""
        return not (self.gained or self.lost or self.moved)


@dataclass(frozen=True, slots=True)
class PlannedPromise:
    """What a plan does with one promise, and what that would come to.

    `old` and `new` are its headline today; `diverges` is the first instant of the stored history at which the two
    headlines differ, None where they never do.
    """

    id: str
    title: str
    fate: Fate
    tz: str = "UTC"
    differences: tuple[Difference, ...] = ()
    old: Status | None = None
    new: Status | None = None
    diverges: datetime | None = None
    alerts: AlertChanges = field(default_factory=AlertChanges)


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying the rule files would change; empty where nothing would.

    `files` are the hashes of the rule files it was made from, `in_force` that of everything in force then: a plan
    whose hashes no longer match is stale and is not applied.
    """

    made: datetime
    files: Mapping[str, str]
    in_force: str
    promises: tuple[PlannedPromise, ...] = ()
    names: tuple[Difference, ...] = ()
    sources: tuple[Difference, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Say whether applying it would change nothing."""
        return not (self.promises or self.names or self.sources)
