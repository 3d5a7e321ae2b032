"""What people are told: transitions, notices, deliveries and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.interactions import AskedLine
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing


class Why(StrEnum):
    """Why a message was sent; every message says it."""

    FIRST = "first"
    CHANGED = "changed"
    RULE_CHANGED = "rule changed"
    REMINDER = "reminder"
    RESOLVED = "resolved"
    REPEATED = "repeated after silence"
    ESCALATED = "escalated"
    BASELINE = "new promises"
    TEST = "test"


class Transition(NamedTuple):
    """A change of headline, of a reading's status or of an alarm flag, recorded once."""

    promise: str
    instance: str
    reading: str | None
    old: Status | None
    new: Status
    at: datetime
    cause: str
    deciding: tuple[str, ...] = ()
    """The reports it rests on, as the verdict names them."""
    is_baseline: bool = False
    """Whether it only says how something stood when it was first seen."""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One account as people read it: which way it points, what it says, who says so and where."""

    bearing: Bearing
    text: str
    origin: str
    source: str
    occurred: str
    """The day or period it occurred, as text."""
    url: str = ""
    self_serving: bool = False
    decides: bool = False
    """Whether the verdict rests on this account."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything a message about one verdict needs, as plain data: senders only lay it out."""

    promise: str
    title: str
    by: tuple[str, ...]
    said_on: date
    quote: str
    quote_url: str
    old: Status | None
    status: Status
    reason: str
    at: datetime
    why: Why
    evidence: tuple[EvidenceLine, ...] = ()
    flags: tuple[str, ...] = ()
    readings: Mapping[str, Status] = field(default_factory=dict)
    due: datetime | None = None
    late_since: datetime | None = None
    since: datetime | None = None
    """Since when it stands so, where people are told again of what lasts."""
    tz: str = "UTC"
    coverage: str = ""
    """One sentence: how far the needed sources were listened to."""
    record: str = ""
    """One sentence on earlier promises of the same actor, empty while there are none."""
    next_step: str = ""
    rule: str = ""
    """Rule name, file and version, as text."""
    url: str = ""
    """The promise's page; empty without a public address."""
    tags: tuple[str, ...] = ()
    priority: str = "normal"
    owner: str = ""
    acknowledged_by: str = ""
    """Who took this alarm up, and when; empty while nobody did."""
    acknowledged_at: datetime | None = None
    via: str = ""
    """The route by which it was sent, and whether quiet hours held it, as text; empty where nothing was routed."""
    silenced: str = ""
    """Whose silence hid it until now, and why, as text; empty where none did."""
    unheard: bool = False
    """Whether the alarm that is over came and went while quiet hours held the news of it."""
    instance: str = ""
    """Which part of the promise it tells of (a period, a trigger, a step, a promisor); empty for the whole."""
    part: str = ""
    """The same part as people call it, "May 2016"; empty for the whole."""
    parts: tuple[Notice, ...] = ()
    """What else changed of the same promise by the same event, the worst first: this message tells of it too."""

    @property
    def about(self) -> tuple[str, str]:
        """Return what it tells of: the promise and which part of it."""
        return self.promise, self.instance


class DeliveryKind(StrEnum):
    """What is being delivered."""

    ALERT = "alert"
    DIGEST = "digest"
    TEST = "test"
    TROUBLE = "trouble"
    """Deedline speaks of itself: a destination or a source stopped working. `Delivery.text` says it."""
    MENDED = "mended"
    """Deedline speaks of itself: what it told of as trouble is over. `Delivery.text` says it."""
    REVIEW = "review"
    """People are asked about items of the review queue: `Delivery.asked`."""
    REMARK = "remark"
    """What somebody did about a promise, told in its thread. `Delivery.text` says it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Who is told: a destination of the settings and, where that has several (e-mail), one recipient."""

    destination: str
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """Where an episode's root message stands at a destination, in that destination's own words."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that travels inside a mail: `name` is what the HTML calls it by, `data` its bytes in base64."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A finished e-mail body: both parts hold the same numbers."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()
    unsubscribe: str = ""
    """Where one POST ends the subscription; empty where nobody answers."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one recipient; `id` is stable over every attempt.

    Alerts and tests carry notices (several when grouped), digests a finished mail. `thread` is the episode's root
    if there is one already: then this is a reply.
    """

    id: str
    kind: DeliveryKind
    destination: str
    recipient: str
    created: datetime
    notices: tuple[Notice, ...] = ()
    mail: Mail | None = None
    thread: Thread | None = None
    maybe_repeated: bool = False
    text: str = ""
    """What a message of kind TROUBLE, MENDED or REMARK says, as plain text."""
    asked: tuple[AskedLine, ...] = ()
    waiting: int = 0
    """How many items wait in all; `asked` shows some of them."""


class Result(StrEnum):
    """The four things that can have become of an attempt."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt: `answer` holds the vendor's words, `retry_after` seconds if it named any."""

    result: Result
    answer: str = ""
    retry_after: float | None = None
    thread: Thread | None = None
    disables_destination: bool = False
    """Nothing will get through to this destination until somebody mends it (token revoked, channel gone)."""
    is_gone: bool = False
    """Somebody deleted the root: there is nothing to edit, and what was sent as a reply stands alone."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a sender's other side can do: look a message up by delivery id, edit it, reply in its thread.

    `pace` is the least number of seconds between two messages. `at_once` is how many may be begun together: more
    than one only where the other side can tell a repeat by the delivery's id, since a crash leaves all of those in
    doubt. A sender that is a `SendsAhead` too has several of those under way at the same time.
    """

    can_find: bool = False
    can_edit: bool = False
    can_thread: bool = False
    pace: float = 0.0
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who receives the weekly digest."""

    address: str
    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    tz: str = "UTC"
    weekday: int = 0
    """0 is Monday."""
    hour: int = 8
    language: str = "en"
    """In which dates are written, one of `DATE_WORDS`."""
