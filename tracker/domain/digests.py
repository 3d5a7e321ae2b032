"""The week as a subscriber reads it: what changed, what falls due, what waits for a person, who was silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tracker.domain.alerts import Subscriber
from tracker.domain.instants import Span
from tracker.domain.statuses import Status

ANYBODY = Subscriber("")
"""A reader of everything."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A report that decides, as a reader is led to it: who says so, and where."""

    who: str
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise with its headline as it stands when the week is put together."""

    promise: str
    title: str
    by: tuple[str, ...]
    status: Status
    instance: str = ""
    """Which part of the promise it is, empty for the whole; `part` is the same in words."""
    part: str = ""
    tags: tuple[str, ...] = ()
    reason: str = ""
    """Why it stands so, in one sentence."""
    due: datetime | None = None
    late_since: datetime | None = None
    tz: str = "UTC"
    """The promise's own zone, in which its deadline is a day."""
    url: str = ""
    """The promise's page, else its source; empty if there is neither."""
    readings: Mapping[str, Status] = field(default_factory=dict)
    deciding: tuple[str, ...] = ()
    """The reports that the present headline rests on, as the verdict names them."""
    cited: tuple[Cited, ...] = ()
    """The same reports with who says so and where."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fared: when it was last listened to, how much, and what was wrong if it was silent."""

    source: str
    silent: bool
    heard: datetime | None = None
    problem: str = ""
    share: float = 1.0
    """In what share of the week it was listened to, 0..1; 1 where its listening has no hole."""

    @property
    def partly(self) -> bool:
        """Say whether it is not silent, and was not listened to all the time either."""
        return not self.silent and self.share < 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one promise (or of one of its readings or parts) over the week.

    `old` is the status before the week, None where the promise was new; `steps` are those since, oldest first.
    """

    standing: Standing
    old: Status | None
    steps: tuple[Status, ...]
    at: datetime
    why: str
    reading: str = ""
    cited: tuple[Cited, ...] = ()
    """The reports that `why` rests on."""
    more_parts: int = 0
    """How many further parts of the same promise changed that are not listed."""

    @property
    def part(self) -> str:
        """Return which part of a promise it is about, in words; empty for the whole."""
        return self.standing.part

    @property
    def new(self) -> Status:
        """Return the status at the end of the week."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many promises stand so now, and how many did when the week began."""

    status: Status
    now: int
    before: int

    @property
    def change(self) -> int:
        """Return by how many the count grew."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Week:
    """One subscriber's digest as plain data: HTML and text are laid out from these same numbers."""

    period: Span
    """From its first instant up to, not including, `end`: the next week starts there."""
    headline: str
    """One sentence on what changed most; in an empty week the whole news, with the health of the sources."""
    reader: Subscriber = ANYBODY
    """What was asked for, and how dates are to be told; whose it is does not matter to what it says."""
    total: int = 0
    added: int = 0
    """Promises that were logged in the week."""
    counts: tuple[StatusCount, ...] = ()
    changed: tuple[Change, ...] = ()
    passed: tuple[Standing, ...] = ()
    """What fell due in the period while reports of it are still expected."""
    due_soon: tuple[Standing, ...] = ()
    review: tuple[Standing, ...] = ()
    silent: tuple[SourceHealth, ...] = ()
    partly: tuple[SourceHealth, ...] = ()
    """Those that are not silent and were not heard all the time, the least heard first."""
    sources: int = 0
    """How many sources there are, silent ones included."""
    days_ahead: int = 14
    label: str = ""
    """One sentence above everything, such as that this is a copy."""
    unsubscribe: str = ""
    """Where the reader can end the subscription; empty where nobody answers."""

    @property
    def tz(self) -> str:
        """Return the zone in which days and hours are told."""
        return self.reader.tz

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed."""
        return not self.changed and not self.added
