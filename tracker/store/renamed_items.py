"""Items that a source told before under another id: when all are so, it has changed how it names them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.domain.reports import Report
from tracker.store.canonical import hash_of
from tracker.store.commits import Commit
from tracker.store.inserting import among, pieces
from tracker.store.micros import to_micros
from tracker.store.tables.reports import report, report_text, report_ver

LOOKED_THROUGH = 500
"""How many of a source's latest reports are compared."""

_COMPARED = 1_000
"""How much of a text is compared."""


def count_renamed(commit: Commit, source: str, reports: Sequence[Report]) -> int:
    """Count the reports that say word for word, at the same time, what one of the source's latest says.

    Reports without words are never counted, nor are those that are alike among themselves: there nothing tells
    one from another but the id. Addresses are not compared, as they often hold the id.
    """
    given = {_words(each.title, each.text, _stated(each)) for each in reports if each.title or each.text}
    if not given:
        return 0
    latest = commit.connection.execute(
        select(report.c.id)
        .where(report.c.source == source)
        .order_by(report.c.id.desc())
        .limit(LOOKED_THROUGH + len(reports))
    ).scalars()
    known: set[str] = set()
    for some in pieces(latest.all()):
        rows = commit.connection.execute(
            select(report_text.c.title, report_text.c.text, report_ver.c.stated, report_ver.c.recorded)
            .join_from(report_ver, report_text)
            .where(among(commit.connection, report_ver.c.report_id, some), report_ver.c.seq < commit.seq)
        )
        for row in rows:
            known.add(_words(row.title, row.text, row.stated))
            if row.stated == row.recorded:  # it may have come without a date
                known.add(_words(row.title, row.text, None))
    return len(given & known)


def _stated(each: Report) -> int | None:
    return None if each.published_assumed else to_micros(each.published)


def _words(title: str, text: str, stated: int | None) -> str:
    return hash_of(f"{title}\n{text[:_COMPARED]}\n{stated}")
