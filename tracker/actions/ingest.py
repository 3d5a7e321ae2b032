"""Take reports in: store what is new, note which promises each touches, and make only those due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.actions.batches import kept_until_written
from tracker.actions.matching_keys import keys_in_force
from tracker.actions.near_copies import group_near
from tracker.actions.questions import ask_about
from tracker.domain.promises import Names
from tracker.domain.reports import Report
from tracker.engine.keys import Keys
from tracker.engine.near.wires import agency_of, credited
from tracker.store.commits import Commit
from tracker.store.evidence_rows import write_evidence
from tracker.store.inserting import pieces
from tracker.store.judged_rows import mark_dirty
from tracker.store.micros import from_micros, to_micros
from tracker.store.report_rows import News, write_reports
from tracker.store.store import Store

BATCH = 1_000
"""Reports stored in one transaction, so that a large import lets others write in between."""

_NOTHING: frozenset[str] = frozenset()
_NEWS = (News.NEW, News.CHANGED)

MORE_COMES = timedelta(minutes=10)
"""How long promises that a part of an import touches wait for the rest, should its end never come."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a number of reports brought, and the promises they touch."""

    new: int = 0
    changed: int = 0
    same: int = 0
    touched: frozenset[str] = frozenset()
    older: tuple[str, ...] = ()
    """Ids of reports that came in an edition before the one that is held, and were left out."""
    with_facts: int = 0
    """How many of the new and changed ones hold a fact."""

    def __add__(self, other: Ingested) -> Ingested:
        return Ingested(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.touched | other.touched,
            self.older + other.older,
            self.with_facts + other.with_facts,
        )


def ingest(
    store: Store, reports: Sequence[Report], now: datetime, *, names: Names | None = None, actor: str = "deedline"
) -> Ingested:
    """Store reports as known from `now` (aware UTC) on; order and repetition never matter.

    A report is known by source and id: the same content again is nothing, other content a new version. A
    publication after `now` is clamped to it. What a large import touches is judged once, when all of it is there.
    """
    done = Ingested()
    left = len(reports)
    for some in pieces(reports, BATCH):
        left -= len(some)
        with kept_until_written(), store.write(now, "ingest", actor) as commit:
            keys = keys_in_force(store, commit.connection, names)
            wait = to_micros(commit.now + MORE_COMES) if left else None
            done += take_in(commit, some, keys, wait_until=wait)
            if not left and len(some) < len(reports):
                mark_dirty(commit.connection, done.touched, commit.at)
    return done


def take_in(commit: Commit, reports: Sequence[Report], keys: Keys, *, wait_until: int | None = None) -> Ingested:
    """Store reports within a transaction that does more; see `ingest`.

    Until `wait_until` (microseconds) the promises they touch wait for more.
    """
    written = write_reports(commit, [_credited(_dated(report, commit)) for report in reports])
    news = [each for each in written if each.news in _NEWS]
    touched: dict[int, frozenset[str]] = {}
    by_words = ask_about(commit, news, keys) if news else {}
    for each in news:
        own = keys.touched(each.report) | by_words.get(each.report_id, _NOTHING)
        touched[each.report_id] = own | touched[each.report_id] if each.report_id in touched else own
    concerned: frozenset[str] = frozenset()
    if news:
        # What touches no promise needs no grouping: it bears on nothing until a rule makes it.
        bearing = {each.report_id: each.report for each in news if touched[each.report_id]}
        unseen = touched.keys() - {each.report_id for each in news if each.news is News.CHANGED}
        joined = group_near(commit, bearing, keys.names, unseen)
        naming = {each.report_id for each in news if each.report.speaks_of}
        concerned = write_evidence(commit.connection, commit.seq, touched, unseen - joined - naming)
        mark_dirty(commit.connection, concerned, commit.at, wait_until=wait_until)
    new = sum(each.news is News.NEW for each in news)
    older = tuple(each.report.id for each in written if each.news is News.OLDER)
    with_facts = sum(bool(each.report.facts) for each in news)
    return Ingested(new, len(news) - new, len(written) - len(news) - len(older), concerned, older, with_facts)


def _dated(report: Report, commit: Commit) -> Report:
    """Date a report that says not when it was published by its recording (section 1)."""
    if not report.published_assumed:
        return report
    return replace(report, published=from_micros(commit.at), published_assumed=False)


def _credited(report: Report) -> Report:
    """Let the agency that a text credits be the origin of a report that names none, unless an analyst wrote it."""
    if report.origin is not None or report.by_hand:
        return report
    agency = credited(report.text) or credited(report.title) or agency_of(report.source)
    return report if agency is None else replace(report, origin=agency)
