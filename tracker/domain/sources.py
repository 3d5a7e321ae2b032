"""Sources as they are configured: where reports come from and how their items become facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from tracker.domain.coverage import SourceFacts
from tracker.domain.criteria import Position
from tracker.domain.instants import Duration


class SourceKind(StrEnum):
    """The kinds of source that can be collected from."""

    FEED = "feed"
    FOLDER = "folder"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field of a fact is filled: from an item's path, as a constant, or by an RE2 group in a path's text.

    `codes` translates what was found; a value that is not among them stays as it is.
    """

    path: str = ""
    constant: str | None = None
    pattern: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactRule:
    """How an item yields one fact: field name to rule. A fact whose indicator and event stay empty is not made."""

    fields: Mapping[str, FieldRule]


@dataclass(frozen=True, slots=True)
class Source:
    """A configured source."""

    id: str
    kind: SourceKind
    url: str = ""
    path: str = ""
    every: Duration = Duration(seconds=900)
    groups: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    reliability: str | None = None
    origin: str | None = None
    language: str | None = None
    trust_text: bool = False
    max_bytes: int = 5_000_000
    allow_private: bool = False
    """Let this source's host be a private or loopback address: an explicit choice, for one host."""
    facts: tuple[FactRule, ...] = ()
    owner: str = ""
    """Who looks after it: an address, or a name."""
    position: Position | None = field(default=None, compare=False)

    @property
    def for_judging(self) -> SourceFacts:
        """Return the part that judging needs."""
        every = timedelta(days=self.every.days, seconds=self.every.seconds)
        return SourceFacts(self.id, self.groups, self.covers, every, self.trust_text)
