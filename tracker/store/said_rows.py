"""What the facts of a source have named so far."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from tracker.domain.instants import Span
from tracker.domain.reports import Fact, Report
from tracker.store.tables.reports import fact, report, report_ver

_NAMES = (fact.c.indicator, fact.c.event, fact.c.actor, fact.c.target, fact.c.place, fact.c.code)
_START = datetime(1970, 1, 1, tzinfo=UTC)


def names_said(connection: Connection, source: str) -> Report:
    """Return one report with a fact for every combination of names that stored facts of the source hold.

    Only the names of these facts mean anything.
    """
    rows = connection.execute(
        select(*_NAMES)
        .distinct()
        .select_from(fact.join(report_ver, fact.c.report_ver_id == report_ver.c.id).join(report))
        .where(report.c.source == source)
    )
    facts = tuple(Fact(Span(_START, _START), **row._mapping) for row in rows)
    return Report(f"{source}:names", source, _START, facts)
