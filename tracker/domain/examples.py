"""Examples in rule files: reports made up to try a promise with, and what is expected of its verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.criteria import Position
from tracker.domain.reports import Report


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
class Example:
    """A promise tried with a few reports."""

    name: str
    promise: str
    """The id of the promise."""
    reports: tuple[Report, ...]
    expect: tuple[Expectation, ...]
    coverage: Coverage = ASSUMED
    position: Position | None = field(default=None, compare=False)
