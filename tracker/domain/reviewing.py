"""The review queue: questions that only a person can answer, and the decisions made on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.reports import Fact, Quote
from tracker.domain.reports import Link as Link


class ItemKind(StrEnum):
    """What is asked of the reviewer."""

    SUSPECTED = "suspected"
    """Does the text say so? Found by a criterion's words or a map's pattern in free text."""
    COPIES = "copies"
    """Do two reports go back to one observation?"""
    FUTURE = "future"
    """Is a date in the future meant so?"""
    UNIT = "unit"
    """Is a unit that was never seen before a unit?"""
    FACT = "fact"
    """Nobody asked: an analyst looked at a fact of his own accord."""


class Act(StrEnum):
    """What was done to an item; each is a version of its own."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    """Accepted with a corrected fact."""
    JOINED = "joined"
    SPLIT = "split"
    UNDONE = "undone"
    LAPSED = "lapsed"
    """The report no longer says what the item is about; by the machine."""
    REOPENED = "reopened"
    """The report says it again; by the machine."""


MACHINE = "deedline"
"""Who decides where nobody does."""

OPENING = frozenset({Act.UNDONE, Act.REOPENED})
"""After these an item is open again."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an item asks, apart from the reports it is about.

    `promise` and `criterion` name whose words were found (`predicate` tells the criterion's versions apart).
    `facts` are those it is about; `is_new` says that accepting adds the one fact to the report.
    """

    kind: ItemKind
    promise: str = ""
    criterion: str = ""
    predicate: str = ""
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    is_new: bool = False
    link: Link | None = None
    carries: bool = False
    """Whether the copy credits the original, so that corrections and retractions of that reach it."""
    score: float | None = None
    why: tuple[str, ...] = ()
    """Why it was opened, in short phrases for people."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One version of an item: what was done, by whom, why, when; perhaps a corrected fact, or a join's link."""

    number: int
    act: Act
    who: str
    reason: str
    at: datetime
    seq: int = 0
    fact: Fact | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A report as the queue names it."""

    row: int
    id: str
    source: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question with everything that was decided on it, oldest first."""

    id: int
    key: str
    question: Question
    report: Told
    other: Told | None
    opened: datetime
    seq: int = 0
    decisions: tuple[Decision, ...] = ()

    @property
    def version(self) -> int:
        """Return the number of its latest decision; 0 before the first."""
        return len(self.decisions)

    @property
    def last(self) -> Decision | None:
        """Return its latest decision."""
        return self.decisions[-1] if self.decisions else None

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a decision."""
        return self.last is None or self.last.act in OPENING

    @property
    def state(self) -> str:
        """Return how it stands in one word."""
        return "open" if self.last is None or self.is_open else self.last.act.value
