"""Which alarms an episode has gone through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from tracker.domain.statuses import ALARMS, Status
from tracker.store.inserting import among, pieces
from tracker.store.tables.alerts import episode
from tracker.store.tables.verdicts import verdict


def load_episode_statuses(connection: Connection, episodes: Iterable[int]) -> dict[int, tuple[Status, ...]]:
    """Return the alarm statuses of each of these episodes, the newest first."""
    found: dict[int, dict[Status, None]] = defaultdict(dict)
    for some in pieces(sorted(set(episodes))):
        rows = connection.execute(
            select(episode.c.id, verdict.c.status)
            .join(verdict, verdict.c.judged_id == episode.c.judged_id)
            .where(
                among(connection, episode.c.id, some),
                verdict.c.id >= episode.c.opened_verdict,
                or_(episode.c.closed_verdict.is_(None), verdict.c.id <= episode.c.closed_verdict),
            )
            .order_by(verdict.c.id.desc())
        )
        for row in rows:
            if Status(row.status) in ALARMS:
                found[row.id].setdefault(Status(row.status))
    return {number: tuple(statuses) for number, statuses in found.items()}
