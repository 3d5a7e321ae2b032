"""How a source lives: what is usual for it, how it fares now, and what it ails from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Ailment(StrEnum):
    """What can be wrong with a source. All but the first come with healthy answers: it is unlike itself."""

    FAILING = "failing"
    SILENT = "silent"
    WITHOUT_FACTS = "without facts"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Burst:
    """What a source brought within an hour: its first and last collection with news, and how many items it was."""

    first: datetime
    last: datetime
    items: int
    with_facts: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is usual for a source, learnt from its own history.

    Of the known `gaps` between news, half are within `middle` and nineteen of twenty within `usual`; `longest` is
    the longest but one, so that a single exceptional gap teaches nothing. A `share` of its `items` (0..1) held a
    fact; `longest_bare` is the longest run of items in which none did.
    """

    gaps: int
    middle: timedelta
    usual: timedelta
    longest: timedelta
    items: int
    share: float
    longest_bare: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """How a source fares at an instant.

    `listened_since` begins the present span of listening; `failing_since` is the first failure after the last
    success. `answers` counts healthy answers since the last news, as far as it matters. `bare_items` came in
    `bare_answers` since the last fact. `renamed_at` is the last time its items came under new ids, `offered` how
    many those were, and `steady` says whether ids were kept since.
    """

    last_success: datetime | None = None
    listened_since: datetime | None = None
    failing_since: datetime | None = None
    error: str = ""
    last_news: datetime | None = None
    answers: int = 0
    last_fact: datetime | None = None
    bare_items: int = 0
    bare_answers: int = 0
    renamed_at: datetime | None = None
    offered: int = 0
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something a source ails from, since when, in a sentence that begins after its name."""

    ailment: Ailment
    since: datetime
    says: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which a source ailed from something: `opened` when it was noticed, `closed` when it was over.

    `told` and `told_end` are when people were told of each; None while they were not.
    """

    id: int
    source: str
    symptom: Symptom
    opened: datetime
    closed: datetime | None = None
    told: datetime | None = None
    told_end: datetime | None = None
