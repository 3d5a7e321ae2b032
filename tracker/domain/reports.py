"""Reports, the facts they carry, and their versions as they became known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.domain.instants import Span
from tracker.domain.values import Value


class Nature(StrEnum):
    """What kind of word a fact is; the first five decide by themselves."""

    MEASUREMENT = "measurement"
    OBSERVATION = "observation"
    FINDING = "finding"
    ACT = "act"
    CONCESSION = "concession"
    ESTIMATE = "estimate"
    FORECAST = "forecast"
    INTENTION = "intention"
    ANNOUNCEMENT = "announcement"
    ACCUSATION = "accusation"
    COMMENT = "comment"


DECIDING_NATURES = frozenset(
    {Nature.MEASUREMENT, Nature.OBSERVATION, Nature.FINDING, Nature.ACT, Nature.CONCESSION}
)


_LETTERS = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4}


@dataclass(frozen=True, slots=True)
class Grade:
    """Admiralty grade: reliability A to F of the source, credibility 1 to 6 of the item, either may be absent.

    F and 6 mean "cannot be judged", so they meet no least grade.
    """

    reliability: str | None = None
    credibility: int | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Return a sort key: smaller is better, ungraded and "cannot be judged" last."""
        credibility = self.credibility if self.credibility in (1, 2, 3, 4, 5) else 9
        return _LETTERS.get(self.reliability or "", 9), credibility

    def meets(self, least: Grade) -> bool:
        """Say whether this grade is at least as good as `least`; an absent or unjudgeable part never is."""
        mine, asked = self.rank, least.rank
        if least.reliability is not None and (mine[0] == 9 or mine[0] > asked[0]):
            return False
        return least.credibility is None or (mine[1] != 9 and mine[1] <= asked[1])

    def __str__(self) -> str:
        return f"{self.reliability or '?'}{self.credibility or ''}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One observation inside a report: an indicator or an event, perhaps a value, and when it occurred."""

    occurred: Span
    indicator: str | None = None
    event: str | None = None
    value: Value | None = None
    unit: str | None = None
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    nature: Nature = Nature.OBSERVATION
    origin: str | None = None
    code: str | None = None
    note: str = ""
    date_assumed: bool = False

    def __hash__(self) -> int:  # by what tells facts apart: many are compared, few are equal
        return hash((self.indicator, self.event, self.place, self.actor, self.occurred.end, self.code))


class JoinKind(StrEnum):
    """What joins two reports that do not name each other: one observation, or two of one occurrence."""

    COPY = "copy_of"
    SAME_EVENT = "same_event"


@dataclass(frozen=True, slots=True)
class Join:
    """A report is joined with another by likeness or by an analyst, though neither of them says so."""

    report: str
    """The other one's id."""
    kind: JoinKind
    why: str
    is_copy: bool = False
    """Whether this one is taken for the copy of the two."""


@dataclass(frozen=True, slots=True)
class Report:
    """One item published by a source; `published` is the last instant it can have been published at."""

    id: str
    source: str
    published: datetime
    facts: tuple[Fact, ...] = ()
    origin: str | None = None
    title: str = ""
    text: str = ""
    url: str = ""
    grade: Grade = field(default_factory=Grade)
    language: str | None = None
    tags: tuple[str, ...] = ()
    copy_of: tuple[str, ...] = ()
    same_event: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    retracts: tuple[str, ...] = ()
    by_hand: bool = False
    """Entered or imported by an analyst, whose `corrects` and `retracts` reach across sources."""
    published_assumed: bool = False
    """Nobody said when it was published: `published` is a stand-in, which a store replaces by the recording."""
    trust_text: bool = False
    """Its source is trusted in free text: evidence that only words matched is admitted."""
    joined: tuple[Join, ...] = ()
    """What a store joined it with: no part of what it says. Tellings of one event are in `same_event` too."""

    def __hash__(self) -> int:  # by its identity: the text would be read every time
        return hash((self.id, self.source, self.published))

    def origin_of(self, fact: Fact) -> str:
        """Return who observed or spoke: the fact's origin, else the report's, else its source."""
        return fact.origin or self.origin or self.source


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """What a report said from `recorded` on; `seq` (the commit, not the clock) orders knowledge in a store."""

    report: Report
    recorded: datetime
    number: int = 1
    seq: int = 0
    clamped: bool = False
    """The stated publication lay after the recording and was set to it."""
