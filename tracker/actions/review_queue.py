"""The review queue to look at: what waits, one item with the words around it, and what a decision would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from tracker.actions.deciding import Wish, decide_within, find_item
from tracker.actions.matching_keys import keys_in_force
from tracker.domain.candidates import Candidates
from tracker.domain.promises import Promise
from tracker.domain.reports import Quote, Report
from tracker.domain.reviewing import ItemKind, ReviewItem
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, View
from tracker.engine.judging import judge
from tracker.engine.quoting import sentence_around
from tracker.language.texts.candidates import candidates_in
from tracker.store.commits import Commit
from tracker.store.coverage_rows import load_coverage
from tracker.store.promise_rows import load_names
from tracker.store.report_loading import promises_of_reports, reports_of_promises, versions_of
from tracker.store.review_rows import count_open, load_items
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its reports as they are now, the sentences around its quotes, and promises it may concern."""

    item: ReviewItem
    report: Report
    other: Report | None
    sentences: tuple[tuple[Quote, Quote], ...]
    """Each quote with the sentence it stands in; quotes that the report no longer holds are left out."""
    promises: tuple[Promise, ...]
    candidates: Candidates
    """Figures and dates that stand in the report's words: for an edit, never admitted by themselves."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision would do to a promise's headline."""

    promise: str
    title: str
    old: Status
    new: Status
    reason: str
    """Why it would stand so."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, and how many items wait of each kind in all."""

    items: tuple[ReviewItem, ...]
    waiting: Mapping[ItemKind, int] = field(default_factory=dict)


def open_questions(store: Store, promise_id: str, view: View) -> tuple[ReviewItem, ...]:
    """Return what waits for a decision on reports that may touch a promise, asked by the view's knowledge."""
    with store.read() as connection:
        waiting = load_items(connection, promise=promise_id)
    return tuple(item for item in waiting if view.known is None or item.opened <= view.known)


def review_queue(
    store: Store,
    *,
    is_open: bool = True,
    kind: ItemKind | None = None,
    promise: str = "",
    source: str = "",
    after: int = 0,
    limit: int = 100,
) -> Queue:
    """Return items in the order they were opened, from the one after item `after` on; writes nothing."""
    with store.read() as connection:
        items = load_items(
            connection, is_open=is_open, kind=kind, promise=promise, source=source, after=after, limit=limit
        )
        return Queue(items, count_open(connection))


def show_item(store: Store, item_id: int, *, tz: str = "UTC") -> Shown:
    """Return one item with all that a reviewer needs; dates in texts are read in the zone `tz`. Raises Unknown."""
    with store.read() as connection:
        item = find_item(connection, item_id)
        report = _present(connection, item.report.row)
        other = None if item.other is None else _present(connection, item.other.row)
        logged = store.shelf.fresh(connection)[1]
        named = _concerned(connection, item)
        units = keys_in_force(store, connection).units
        promises = tuple(logged[each].promise for each in named if each in logged and not logged[each].retired)
    quotes = [quote for quote in item.question.quotes if _stands(quote, report)]
    sentences = tuple((quote, sentence_around(quote, report)) for quote in quotes)
    return Shown(item, report, other, sentences, promises, candidates_in(report, units, tz))


class _Rehearsed(Exception):
    """Ends a rehearsal: nothing of it is kept."""


def preview(store: Store, item_id: int, wish: Wish, now: datetime) -> tuple[Effect, ...]:
    """Return which headlines a decision would change, by making it and taking all of it back; writes nothing.

    Raises what the decision would raise.
    """
    effects: tuple[Effect, ...] = ()
    try:
        with store.write(now, "review", wish.who) as commit:
            item = find_item(commit.connection, item_id)
            before = _headlines(store, commit, item)
            decide_within(store, commit, item_id, wish)
            after = _headlines(store, commit, item)
            effects = tuple(
                Effect(name, title, before[name][0] if name in before else new, new, reason)
                for name, (new, title, reason) in after.items()
                if name not in before or before[name][0] is not new
            )
            raise _Rehearsed
    except _Rehearsed:
        return effects


def _headlines(store: Store, commit: Commit, item: ReviewItem) -> dict[str, tuple[Status, str, str]]:
    """Judge every promise the item may concern as everything stands in this transaction."""
    connection = commit.connection
    logged = store.shelf.fresh(connection)[1]
    names = [each for each in _concerned(connection, item) if each in logged and not logged[each].retired]
    reports = reports_of_promises(connection, names)
    coverage, in_force = load_coverage(connection), load_names(connection)
    view = View.as_known_then(commit.instant, Basis.RECORDED)
    found = {}
    for name in names:
        promise = logged[name].promise
        verdict = judge(promise, reports[name], coverage, view, in_force).headline
        found[name] = (verdict.status, promise.title, verdict.reason.text)
    return found


def _concerned(connection: Connection, item: ReviewItem) -> tuple[str, ...]:
    rows = [each.row for each in (item.report, item.other) if each is not None]
    return promises_of_reports(connection, rows)


def _present(connection: Connection, row: int) -> Report:
    return versions_of(connection, [row])[row][-1].report


def _stands(quote: Quote, report: Report) -> bool:
    text = report.title if quote.field == "title" else report.text
    return text[quote.start : quote.end] == quote.text
