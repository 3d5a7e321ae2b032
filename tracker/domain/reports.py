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


class Link(StrEnum):
    """How two reports can be joined."""

    COPY = "copy_of"
    SAME = "same_event"


@dataclass(frozen=True, slots=True)
class Join:
    """A report is joined with another by likeness or by an analyst, though neither of them says so."""

    report: str
    """The other one's id, and its source."""
    source: str
    link: Link
    why: str
    is_copy: bool = False
    """Whether this one is taken for the copy of the two."""
    carries: bool = False
    """Whether corrections and retractions of the other reach this one, as if it had named its original."""


NOT_REVIEWED = "suspected, not reviewed"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report as they stand in its `field` (title or text), from character `start` up to `end`."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Suspected:
    """A fact that nobody vouches for: cut out of free text, or rejected by an analyst. It decides nothing."""

    fact: Fact
    quote: Quote | None = None
    why: str = NOT_REVIEWED


@dataclass(frozen=True, slots=True)
class Review:
    """What an analyst decided on what a report says, in force in the versions that carry it.

    With `promise` and `criterion` it is on the words that this criterion looks for (`predicate` tells its versions
    apart), and speaks of that one fact if `fact` is given; without them it is on the fact alone.
    """

    accepted: bool
    who: str
    reason: str
    promise: str = ""
    criterion: str = ""
    predicate: str = ""
    fact: Fact | None = None

    @property
    def words(self) -> str:
        """Return it as people read it."""
        return f"{'accepted' if self.accepted else 'rejected'} by {self.who}: {self.reason}"


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
    stated: datetime | None = None
    """The publication it states, if that lay after its recording: `published` was set back to the recording."""
    trust_text: bool = False
    """Its source is trusted in free text: evidence that only words matched is admitted."""
    edited: datetime | None = field(default=None, compare=False)
    """When its source says that it was last changed: orders what it says, and is no part of that."""
    joined: tuple[Join, ...] = ()
    """What it was joined with: no part of what it says. What is as good as said stands in the links too."""
    suspected: tuple[Suspected, ...] = ()
    """What only free text says, and what was rejected: shown, but never evidence."""
    reviews: tuple[Review, ...] = ()
    """What analysts decided on this report; no part of what it says itself."""

    def __hash__(self) -> int:  # by its identity: the text would be read every time
        return hash((self.id, self.source, self.published))

    @property
    def speaks_of(self) -> tuple[str, ...]:
        """Return the ids of the reports that it names as originals, other witnesses, corrected or retracted."""
        return (*self.copy_of, *self.same_event, *self.corrects, *self.retracts)

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
