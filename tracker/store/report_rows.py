"""Writing reports: identity by source and id, a new version only when what it says has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, select

from tracker.domain.reports import Report, ReportVersion
from tracker.engine.knowledge import as_published
from tracker.store.commits import Commit
from tracker.store.inserting import among, pieces
from tracker.store.micros import from_micros, to_micros
from tracker.store.report_batch import Batch, edited_at
from tracker.store.report_content import kept
from tracker.store.tables.reports import report, report_ver


class News(StrEnum):
    """What a report brought: a new identity, a new version, nothing, or an edition before the one that is held."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"


class Written(NamedTuple):
    """A report as it was stored, under which row it is known, and what it brought."""

    report: Report
    report_id: int
    news: News


class Latest(NamedTuple):
    """What the store holds of a report already; `report_id` 0 stands for nothing."""

    report_id: int = 0
    number: int = 0
    body_hash: str = ""
    stated: int = 0
    recorded: int = 0
    edited: int | None = None

    def is_later_than(self, edited: int | None) -> bool:
        """Say whether this is a later edition than one that was changed at `edited`, as far as both say so."""
        return self.edited is not None and edited is not None and edited < self.edited

    def says(self, body: str, stated: int) -> bool:
        """Say whether this is the same content.

        A publication that only moved past the moment of recording is what an undated item looks like when it is
        collected again: nothing new either.
        """
        return self.body_hash == body and (self.stated == stated or stated > self.recorded)


_NOTHING = Latest()


def write_reports(commit: Commit, reports: Iterable[Report]) -> list[Written]:
    """Store the reports in the order given and return what each brought.

    The same content again is nothing, and so is other content that says itself that it is older than what is held:
    a copy that lay in a cache. Where nobody says so, what comes later is the later word.
    """
    given = [kept(each) for each in reports]
    held = _latest(commit.connection, [each for each, _ in given])
    comes_again = len({(each.source, each.id) for each, _ in given}) < len(given)
    batch: Batch | None = None
    written = []
    bodies = []
    for each, body in given:
        identity = each.source, each.id
        before = held.get(identity, _NOTHING)
        stated = to_micros(each.published)
        if before.report_id and before.says(body, stated):
            written.append(Written(each, before.report_id, News.SAME))
            continue
        if batch is None:
            batch = Batch(commit.connection, commit.seq, commit.at)
        edited = edited_at(each, batch.at)
        if before.is_later_than(edited):
            written.append(Written(each, before.report_id, News.OLDER))
            continue
        report_id = before.report_id or batch.add_report(each)
        number = before.number + 1
        batch.add_version(each, report_id, number, body, stated, edited)
        bodies.append(body)
        if comes_again:
            held[identity] = Latest(report_id, number, body, stated, batch.at, edited)
        if stated > batch.at:
            each = as_published(ReportVersion(each, from_micros(batch.at)))
        written.append(Written(each, report_id, News.CHANGED if before.report_id else News.NEW))
    if batch is not None:
        commit.seal(*bodies)
        batch.write()
    return written


def _latest(connection: Connection, reports: Sequence[Report]) -> dict[tuple[str, str], Latest]:
    """Return what is held of the reports that are known already, by source and id."""
    wanted: dict[str, list[str]] = {}
    for each in reports:
        wanted.setdefault(each.source, []).append(each.id)
    held: dict[tuple[str, str], Latest] = {}
    for source, ids in wanted.items():
        for some in pieces(ids):
            rows = connection.execute(
                select(
                    report.c.ext_id,
                    report.c.id,
                    report_ver.c.n,
                    report_ver.c.body_hash,
                    report_ver.c.stated,
                    report_ver.c.recorded,
                    report_ver.c.edited,
                )
                .join_from(report, report_ver)
                .where(report.c.source == source, among(connection, report.c.ext_id, some))
                .order_by(report_ver.c.n)
            )
            for ext_id, *latest in rows:  # the newest version comes last
                held[source, ext_id] = Latest(*latest)
    return held
