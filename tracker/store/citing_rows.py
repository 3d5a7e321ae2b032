"""Who says what a verdict rests on, and where: the reports that decide, by the names verdicts give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from tracker.domain.digests import Cited
from tracker.store.inserting import among, pieces
from tracker.store.tables.reports import evidence, report, report_text, report_ver

Named = tuple[str, str]
"""A promise and what its verdict calls a report: its id, or source and id where two sources share one."""


def load_cited(connection: Connection, wanted: Iterable[Named]) -> Mapping[Named, Cited]:
    """Return who said it and where, by what was asked for, as each report's newest version tells it."""
    asked = set(wanted)
    ids = {name for _, name in asked} | {name.partition("/")[2] for _, name in asked if "/" in name}
    chosen = (
        select(evidence.c.promise_id, report.c.source, report.c.ext_id, report_ver.c.origin, report_text.c.url)
        .join_from(evidence, report, evidence.c.report_id == report.c.id)
        .join(report_ver, report_ver.c.report_id == report.c.id)
        .join(report_text, report_text.c.report_ver_id == report_ver.c.id)
    )
    found: dict[Named, Cited] = {}
    for some in pieces(sorted(ids)):
        of_these = chosen.where(among(connection, report.c.ext_id, some))
        for row in connection.execute(of_these.order_by(report_ver.c.id)):  # of each report the newest comes last
            cited = Cited(row.origin or row.source, row.url)
            for name in (row.ext_id, f"{row.source}/{row.ext_id}"):
                if (row.promise_id, name) in asked:
                    found[row.promise_id, name] = cited
    return found
