"""Coverage: for each source, the spans of time in which it was listened to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.domain.instants import Span


class Listening(StrEnum):
    """Why a span counts as covered, or does not."""

    SEEN = "seen"
    ATTESTED = "attested"
    DENIED = "denied"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class CoverageSpan:
    """One source was (or, when denied, could not be) listened to during a span; known from `recorded` on.

    What a person put down may be taken back: from `revoked` on it counts no more.
    """

    source: str
    span: Span
    kind: Listening = Listening.SEEN
    recorded: datetime | None = None
    note: str = ""
    who: str = ""
    """The person who says so; empty where a collection does."""
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What judging needs to know of a source: its id, its groups and what it would have seen."""

    id: str
    groups: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """Names of indicators and events it would report (a place makes no source needed); `*` covers everything."""
    every: timedelta | None = None
    """How often it is asked; None where nobody says, as in a coverage file."""
    trust_text: bool = False
    """What only words in its reports say is admitted, not suspected."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that is known about listening; `assumed` (never in the live service) takes every moment as covered."""

    spans: tuple[CoverageSpan, ...] = ()
    sources: tuple[SourceFacts, ...] = field(default=())
    assumed: bool = False


ASSUMED = Coverage(assumed=True)
