"""Whether the facts of two reports let them speak as one: joining must never silence what the other says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from tracker.domain.folding import canonical
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Report

Subject = tuple[str, str]


def disagreement(first: Report, second: Report, names: Names) -> str | None:
    """Say on what two reports differ where both tell of it; None if either may speak for the other.

    The facts on every indicator or event that both tell of must be the same in all that decides: figure, unit,
    nature, place, parties and time. An account speaks through one report alone, so a difference would be lost.
    """
    ours, theirs = _by_subject(first, names), _by_subject(second, names)
    for subject in sorted(ours.keys() & theirs.keys()):
        if Counter(_decisive(fact, names) for fact in ours[subject]) != Counter(
            _decisive(fact, names) for fact in theirs[subject]
        ):
            return f"the facts on {subject[1]} differ"
    return None


def _by_subject(report: Report, names: Names) -> dict[Subject, list[Fact]]:
    found: dict[Subject, list[Fact]] = {}
    for fact in report.facts:
        kind, name = ("indicator", fact.indicator) if fact.indicator else ("event", fact.event or "")
        found.setdefault((kind, canonical(names, kind, name)), []).append(fact)
    return found


def _decisive(fact: Fact, names: Names) -> Hashable:
    def named(kind: str, text: str | None) -> str | None:
        return canonical(names, kind, text) if text else None

    # A day that was assumed is the day of publication: of two that assume, the earlier is nearer to the deed.
    when = None if fact.date_assumed else (fact.occurred.start, fact.occurred.end)
    return (
        fact.value,
        named("unit", fact.unit),
        fact.nature,
        named("place", fact.place),
        named("actor", fact.actor),
        named("target", fact.target),
        fact.code,
        when,
    )
