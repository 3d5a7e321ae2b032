"""What people do where a message is read: clicks and filled-in forms, and what is answered to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


class Deed(StrEnum):
    """What somebody wants done."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    ADD_EVIDENCE = "add_evidence"
    DISPUTE = "dispute"
    ACCEPT = "accept"
    REJECT = "reject"


ON_ITEMS = frozenset({Deed.ACCEPT, Deed.REJECT})
"""Deeds on an item of the review queue; the others are on a promise."""


class Step(StrEnum):
    """How far somebody is: a button was pressed, a form filled in, or what it would do was seen and confirmed."""

    CLICKED = "clicked"
    FILLED = "filled"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: an id that nobody else has, and perhaps a name for people."""

    id: str
    name: str = ""

    @property
    def words(self) -> str:
        """Return who it is for the record, "ann (U123)"."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was done: a channel, the message with the button, the root of its thread."""

    channel: str = ""
    message: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Interaction:
    """One click or one form. `key` is the same when it arrives again, and no other's."""

    key: str
    deed: Deed
    step: Step
    by: Person
    subject: str
    """The promise's id, or the number of an item of the review queue."""
    seen: int | None = None
    """The version of the item that was on the screen."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was filled in, by field; nothing that was left empty."""
    place: Place = field(default_factory=Place)
    beside: tuple[int, ...] = ()
    """The items that stand in the message with the button."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: what is recorded, and the words for it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class SnoozeForm:
    """Asks how long and why; with `hides` it shows what that would hide and asks to confirm it."""

    promise: str
    title: str
    spans: tuple[Choice, ...]
    hides: tuple[str, ...] | None = None
    until: datetime | None = None
    tz: str = "UTC"
    span: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """Asks for a report: where it stands, when it occurred, what was measured or happened."""

    promise: str
    title: str
    subjects: tuple[Choice, ...]
    """The indicators and events that the promise's criteria look for."""
    today: date


@dataclass(frozen=True, slots=True)
class DisputeForm:
    """Asks why somebody thinks that a verdict is wrong."""

    promise: str
    title: str
    stands: str
    """How the promise stands, in words."""


@dataclass(frozen=True, slots=True)
class RejectForm:
    """Asks why suspected evidence is to stay out."""

    item: int
    version: int
    quote: str


Form = SnoozeForm | EvidenceForm | DisputeForm | RejectForm


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An item of the review queue as people are asked about it: whose words, where, for which promise."""

    item: int
    version: int
    promise: str
    title: str
    criterion: str
    source: str
    published: datetime
    sentence: str
    """The sentence with the words, or, of a fact without words, what it says."""
    quote: str = ""
    url: str = ""
    owner: str = ""
    decided: str = ""
    """What was decided, by whom and why, in words; empty while it is open."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an interaction came to: words for the one who acted, or a form, or what is wrong with one.

    `asked` shows how the items that stand in the message are now.
    """

    text: str = ""
    done: bool = False
    form: Form | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field to what is wrong with what was filled in there."""
    asked: tuple[AskedLine, ...] = ()


SNOOZES: Mapping[str, tuple[str, timedelta]] = {
    "1h": ("1 hour", timedelta(hours=1)),
    "4h": ("4 hours", timedelta(hours=4)),
    "1d": ("1 day", timedelta(days=1)),
    "3d": ("3 days", timedelta(days=3)),
    "1w": ("1 week", timedelta(weeks=1)),
    "2w": ("2 weeks", timedelta(weeks=2)),
    "30d": ("30 days", timedelta(days=30)),
}
"""How long alerts may be silenced from a message."""
