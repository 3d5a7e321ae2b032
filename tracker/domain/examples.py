"""Examples in rule files: reports made up to try a promise with, and what is expected of its verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.criteria import Position
from tracker.domain.instants import Span
from tracker.domain.reports import Report
from tracker.domain.statuses import Status


class Knowledge(StrEnum):
    """What may be used at a past date: what was published by then, or everything known since."""

    KNOWN = "known"
    HINDSIGHT = "hindsight"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one verdict at one instant: of the headline unless an instance or a reading is named."""

    at: datetime
    wanted: Mapping[str, object]
    """Keys of a row of `judge --json` to what they must be: texts, numbers, None for nothing, a `Span` that must
    hold an instant, tuples of which every member must be there, a mapping of readings to their statuses."""
    view: Knowledge = Knowledge.KNOWN
    instance: str = ""
    reading: str | None = None
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WantedAlert:
    """An alert that must come on a day: the status it tells, and whom it goes to if that is said."""

    on: Span
    status: Status
    to: tuple[str, ...] = ()
    """Destinations by their names in the settings; where those are not at hand this part is not tried."""


@dataclass(frozen=True, slots=True)
class WantedAlerts:
    """All alerts that must come up to `until`, in order of time; none for silence."""

    alerts: tuple[WantedAlert, ...]
    until: datetime
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A promise tried with a few reports."""

    name: str
    promise: str
    """The id of the promise."""
    reports: tuple[Report, ...]
    expect: tuple[Expectation, ...]
    coverage: Coverage = ASSUMED
    alerts: WantedAlerts | None = None
    """None where nothing is said about alerts."""
    position: Position | None = field(default=None, compare=False)
