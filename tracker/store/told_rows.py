"""What people were told of a promise and what a silence kept from them, and alerts that repeat what they know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from tracker.domain.alerts import Target, Why
from tracker.domain.statuses import Status
from tracker.store.commits import Commit
from tracker.store.inserting import among, insert_rows, next_id, pieces
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
    number: int = 0
    """Which reminder it is, or after which silence it was repeated."""


@dataclass(frozen=True, slots=True)
class EpisodeOf:
    """An episode with its promise, the row of its present verdict and the part it is of, open or over."""

    id: int
    promise: str
    judged: int
    instance: str = ""


def load_told(connection: Connection, episodes: Iterable[int]) -> dict[int, list[ToldAlert]]:
    """Return the alerts of each of these episodes, oldest first."""
    found: dict[int, list[ToldAlert]] = defaultdict(list)
    for some in pieces(sorted(set(episodes))):
        rows = connection.execute(
            select(episode.c.id.label("episode"), alert.c.id, alert.c.why, alert.c.reminder)
            .add_columns(verdict.c.status, verdict.c.at, hidden_alert.c.silence_id)
            .join_from(episode, verdict, verdict.c.judged_id == episode.c.judged_id)
            .join(alert, (alert.c.verdict_id == verdict.c.id) & (alert.c.episode_id == episode.c.id))
            .outerjoin(hidden_alert, hidden_alert.c.alert_id == alert.c.id)
            .where(among(connection, episode.c.id, some), verdict.c.id >= episode.c.opened_verdict)
            .order_by(alert.c.id)
        )
        for row in rows:
            found[row.episode].append(
                ToldAlert(
                    row.id,
                    Why(row.why),
                    Status(row.status),
                    from_micros(row.at),
                    row.silence_id is not None,
                    row.reminder,
                )
            )
    return found


def load_hidden_episodes(connection: Connection, silence: int) -> list[EpisodeOf]:
    """Return the episodes of which a silence hid something, in the order they began."""
    rows = connection.execute(
        select(episode.c.id, judged.c.promise_id, episode.c.judged_id, judged.c.instance)
        .join_from(hidden_alert, alert, hidden_alert.c.alert_id == alert.c.id)
        .join(episode, alert.c.episode_id == episode.c.id)
        .join(judged, episode.c.judged_id == judged.c.id)
        .where(hidden_alert.c.silence_id == silence)
        .distinct()
        .order_by(episode.c.id)
    )
    return [EpisodeOf(row.id, row.promise_id, row.judged_id, row.instance) for row in rows]


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


@dataclass(frozen=True, slots=True)
class Again:
    """An alert that tells of a transition again: why, and which time it is where that can be several."""

    verdict: int
    episode: int
    why: Why
    number: int = 0


def alerts_again(commit: Commit, wanted: Sequence[Again]) -> dict[Again, int]:
    """Return the ids of these alerts; those that are not there yet are made."""
    connection = commit.connection
    found: dict[tuple[int, str, int], int] = {}
    for some in pieces(sorted({each.verdict for each in wanted})):
        rows = connection.execute(select(alert).where(among(connection, alert.c.verdict_id, some)))
        found |= {(row.verdict_id, row.why, row.reminder): row.id for row in rows}
    first = next_id(connection, alert)
    made: list[dict[str, object]] = []
    for each in dict.fromkeys(wanted):
        key = (each.verdict, each.why.value, each.number)
        if key not in found:
            found[key] = first + len(made)
            values = {"verdict_id": each.verdict, "why": each.why.value, "reminder": each.number}
            made.append({"id": found[key], "episode_id": each.episode, **values})
    insert_rows(connection, alert, made)
    return {each: found[each.verdict, each.why.value, each.number] for each in wanted}


def carried_already(connection: Connection, alerts: Iterable[int]) -> dict[int, set[Target]]:
    """Return who got each of these alerts already, or will."""
    found: dict[int, set[Target]] = defaultdict(set)
    for some in pieces(sorted(set(alerts))):
        rows = connection.execute(select(outbox_alert).where(among(connection, outbox_alert.c.alert_id, some)))
        for row in rows:
            found[row.alert_id].add(Target(row.destination, row.recipient))
    return found
