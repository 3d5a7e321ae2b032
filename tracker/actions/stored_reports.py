"""Find a stored report by the id that people read."""

from __future__ import annotations

from sqlalchemy import Connection, select

from tracker.domain.errors import BadInput, Unknown
from tracker.store.tables.reports import report


def find_report(connection: Connection, name: str) -> int:
    """Return the row id of a report by its id, or by `source/id` where several sources use the same.

    Raises Unknown, or BadInput where the id alone does not say which.
    """
    rows = connection.execute(select(report.c.id, report.c.source).where(report.c.ext_id == name)).all()
    if not rows:
        source, _, ext_id = name.partition("/")
        rows = connection.execute(
            select(report.c.id, report.c.source).where(report.c.source == source, report.c.ext_id == ext_id)
        ).all()
    if not rows:
        raise Unknown(f"there is no report {name}", "`deedline show PROMISE` names the reports of a promise")
    if len(rows) > 1:
        named = ", ".join(sorted(f"{row.source}/{name}" for row in rows))
        raise BadInput(f"several sources have a report {name}", f"say which: {named}")
    return int(rows[0].id)
