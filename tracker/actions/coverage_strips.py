"""Show how sources were listened to: each by itself, or those that a promise needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.look_up import coverage_in_store, judge_stored
from tracker.actions.sources_known import check_known
from tracker.domain.coverage import Coverage, SourceFacts
from tracker.domain.errors import BadInput
from tracker.domain.instants import Span, iso
from tracker.domain.verdicts import Basis, Listened, View
from tracker.engine.strips import Strip, strip_of
from tracker.store.coverage_rows import Entry, load_entries
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class Listening:
    """Strips with what people had put down for their sources; for a promise also what its verdict says of it."""

    strips: tuple[Strip, ...]
    entries: tuple[Entry, ...]
    promise: Listened | None = None


def listening_of_sources(store: Store, names: Sequence[str], window: Span, at: datetime) -> Listening:
    """Return the strips of these sources (all, if none is named) over the window, as known at `at`.

    Raises Unknown for a source that is not configured, BadInput for a window that ends before it starts.
    """
    if window.end < window.start:
        raise BadInput(
            f"the time to look at ends ({iso(window.end)}) before it begins ({iso(window.start)})",
            "give --from a date before --at",
        )
    coverage = coverage_in_store(store)
    known = [source.id for source in coverage.sources]
    for name in names:
        check_known(known, name)
    chosen = [source for source in coverage.sources if not names or source.id in names]
    return _listening(store, chosen, coverage, window, at)


def listening_of_promise(store: Store, promise_id: str, at: datetime) -> Listening:
    """Return the strips of the sources a promise needs, over the time in which silence is asked about.

    Its window up to the deadline (or up to `at`), and after it the time in which reports are waited for. Raises
    Unknown.
    """
    view = View.as_known_then(at, Basis.RECORDED)
    listened = judge_stored(store, promise_id, view).headline.listened
    if listened is None or listened.window is None:
        return Listening((), (), listened)
    end = listened.window.end if listened.waiting is None else listened.waiting.end
    coverage = coverage_in_store(store)
    configured = {source.id: source for source in coverage.sources}
    needed = [configured.get(name) or SourceFacts(name) for name in listened.sources]
    return _listening(store, needed, coverage, Span(listened.window.start, end), at, listened)


def _listening(
    store: Store,
    sources: Sequence[SourceFacts],
    coverage: Coverage,
    window: Span,
    at: datetime,
    promise: Listened | None = None,
) -> Listening:
    view = View.as_known_then(at, Basis.RECORDED)
    with store.read() as connection:
        entries = load_entries(connection)
    names = {source.id for source in sources}
    return Listening(
        tuple(strip_of(source, coverage, window, view) for source in sources),
        tuple(
            each
            for each in entries
            if each.span.source in names
            and each.span.span.overlaps(window)
            and (each.span.recorded is None or each.span.recorded <= at)
        ),
        promise,
    )
