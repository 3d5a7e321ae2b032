"""Which names of sources rules know, and which name in a report or in coverage looks like a slip."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tracker.domain.folding import fold
from tracker.domain.promises import Promise
from tracker.engine.keys import criteria_of
from tracker.language.pages import nearest, shown


def named_sources(promises: Iterable[Promise], sources: Iterable[str]) -> frozenset[str]:
    """Return every name by which rules may mean a source: `sources`, and those in `needs`, `interest`, `match`."""
    found = set(sources)
    for promise in promises:
        found.update(_named_by(promise))
    return frozenset(found)


def _named_by(promise: Promise) -> Iterator[str]:
    yield from promise.needs
    yield from promise.interest
    for criterion in criteria_of(promise):
        for test in criterion.match:
            if test.field == "source":
                yield from test.any_of
    for step in promise.steps:
        yield from _named_by(step)


def unknown_sources(asked: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Yield, for each name that is not known, a remark in one line with the nearest that is."""
    folded = {fold(name) for name in known}
    for name in dict.fromkeys(asked):
        if fold(name) not in folded:
            remark = f"`{shown(name)}` is a source that no rule names and of which no report is known"
            hint = nearest(name, sorted(known))
            yield f"{remark} ({hint})" if hint else remark
