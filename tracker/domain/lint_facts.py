"""What lint may know beyond the rule files: what is stored, and whom alerts reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What stored facts say, folded and canonical: names that occurred, and how often criteria match."""

    indicators: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By indicator, the units its figures come in."""
    daily: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By promise and criterion, how many stored facts a day it would match."""
    told_since: Mapping[str, int] = field(default_factory=dict)
    """By promise, how many facts the sources that it needs (or any, without needs) told since it opened."""
    at: datetime | None = None
    """When that was counted (aware UTC); None where nobody did."""


@dataclass(frozen=True, slots=True)
class LintFacts:
    """What is known around the rule files; None where nobody looked: the checks that need it are skipped."""

    seen: Seen | None = None
    unreached: Mapping[str, str] | None = None
    """By promise, which of its alarms no route brings to anybody, in a sentence."""
    untold: Mapping[str, str] | None = None
    """By promise, that its owner is told nowhere, in a sentence."""
