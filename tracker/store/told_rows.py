"""What people were told of a promise and what a silence kept from them, and alerts that repeat what they know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from tracker.domain.alerts import Why
from tracker.domain.statuses import Status
from tracker.store.commits import Commit
from tracker.store.inserting import among, next_id, pieces
from tracker.store.micros import from_micros
from tracker.store.tables.alerts import alert, episode
from tracker.store.tables.outbox import outbox_alert
from tracker.store.tables.routing import hidden_alert
from tracker.store.tables.verdicts import judged, verdict


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert of an episode: why, the status it told of and when that was, and whether a silence hid it."""

    id: int
    why: Why
    status: Status
    at: datetime
    hidden: bool


@dataclass(frozen=True, slots=True)
class EpisodeOf:
    """An episode with its promise and the row of its present verdict, open or over."""

    id: int
    promise: str
    judged: int


def load_told(connection: Connection, episodes: Iterable[int]) -> dict[int, list[ToldAlert]]:
    """Return the alerts of each of these episodes, oldest first."""
    found: dict[int, list[ToldAlert]] = defaultdict(list)
    for some in pieces(sorted(set(episodes))):
        rows = connection.execute(
            select(episode.c.id.label("episode"), alert.c.id, alert.c.why, verdict.c.status, verdict.c.at)
            .add_columns(hidden_alert.c.silence_id)
            .join_from(episode, verdict, verdict.c.judged_id == episode.c.judged_id)
            .join(alert, (alert.c.verdict_id == verdict.c.id) & (alert.c.episode_id == episode.c.id))
            .outerjoin(hidden_alert, hidden_alert.c.alert_id == alert.c.id)
            .where(among(connection, episode.c.id, some), verdict.c.id >= episode.c.opened_verdict)
            .order_by(alert.c.id)
        )
        for row in rows:
            found[row.episode].append(
                ToldAlert(
                    row.id, Why(row.why), Status(row.status), from_micros(row.at), row.silence_id is not None
                )
            )
    return found


def load_hidden_episodes(connection: Connection, silence: int) -> list[EpisodeOf]:
    """Return the episodes of which a silence hid something, in the order they began."""
    rows = connection.execute(
        select(episode.c.id, judged.c.promise_id, episode.c.judged_id)
        .join_from(hidden_alert, alert, hidden_alert.c.alert_id == alert.c.id)
        .join(episode, alert.c.episode_id == episode.c.id)
        .join(judged, episode.c.judged_id == judged.c.id)
        .where(hidden_alert.c.silence_id == silence)
        .distinct()
        .order_by(episode.c.id)
    )
    return [EpisodeOf(row.id, row.promise_id, row.judged_id) for row in rows]


def load_latest_verdicts(connection: Connection, judged_ids: Iterable[int]) -> dict[int, tuple[int, Status]]:
    """Return the last transition of each of these rows: its id and status."""
    found: dict[int, tuple[int, Status]] = {}
    for some in pieces(sorted(set(judged_ids))):
        latest = (
            select(func.max(verdict.c.id))
            .where(among(connection, verdict.c.judged_id, some))
            .group_by(verdict.c.judged_id)
        )
        rows = connection.execute(
            select(verdict.c.judged_id, verdict.c.id, verdict.c.status).where(verdict.c.id.in_(latest))
        )
        found |= {row.judged_id: (row.id, Status(row.status)) for row in rows}
    return found


def repeat_alert(commit: Commit, verdict_id: int, episode_id: int, why: Why, number: int = 0) -> int:
    """Return the id of an alert that tells of a transition again, made if it is not there yet."""
    same = (alert.c.verdict_id == verdict_id) & (alert.c.why == why.value) & (alert.c.reminder == number)
    held = commit.connection.execute(select(alert.c.id).where(same)).scalar()
    if held is not None:
        return int(held)
    row = {
        "id": next_id(commit.connection, alert),
        "verdict_id": verdict_id,
        "episode_id": episode_id,
        "why": why.value,
        "reminder": number,
    }
    commit.connection.execute(insert(alert), row)
    return int(row["id"])


def told_already(connection: Connection, alert_id: int) -> set[tuple[str, str]]:
    """Return the destinations and recipients that got an alert, or will."""
    rows = connection.execute(
        select(outbox_alert.c.destination, outbox_alert.c.recipient).where(outbox_alert.c.alert_id == alert_id)
    )
    return {(row.destination, row.recipient) for row in rows}
