"""By what ids and sources stored reports are known."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from tracker.store.inserting import among, pieces
from tracker.store.tables.reports import report


def stored_ids(connection: Connection, wanted: Collection[str]) -> frozenset[str]:
    """Return those of the ids that a stored report of any source has."""
    return frozenset(
        found
        for some in pieces(sorted(wanted))
        for found in connection.execute(
            select(report.c.ext_id).where(among(connection, report.c.ext_id, some))
        ).scalars()
    )


def newest_ids(connection: Connection, most: int) -> tuple[str, ...]:
    """Return the ids of the reports that came last, newest first."""
    return tuple(connection.execute(select(report.c.ext_id).order_by(report.c.id.desc()).limit(most)).scalars())


def stored_sources(connection: Connection) -> frozenset[str]:
    """Return every source that a stored report has."""
    return frozenset(connection.execute(select(report.c.source).distinct()).scalars())
