"""Clicks and forms in the store: each is taken once, and its answer kept for a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from tracker.domain.interactions import Interaction
from tracker.store.micros import to_micros
from tracker.store.store import Store
from tracker.store.tables.interactions import interaction

ANSWERS_ARE_KEPT = timedelta(days=30)
LONGEST_ANSWER = 4_000


def take_once(store: Store, each: Interaction, now: datetime) -> str | None:
    """Take an interaction; None the first time, else what was answered (empty while it is worked on)."""
    at = to_micros(now)
    with store.write(now, "interaction", each.by.words) as commit:
        connection = commit.connection
        held = connection.execute(select(interaction.c.answer).where(interaction.c.key == each.key)).first()
        if held is not None:
            return str(held.answer)
        old = interaction.c.at < at - ANSWERS_ARE_KEPT // timedelta(microseconds=1)
        connection.execute(delete(interaction).where(old))
        row = {"key": each.key, "deed": each.deed.value, "subject": each.subject, "who": each.by.words, "at": at}
        connection.execute(insert(interaction), {**row, "answer": ""})
    return None


def keep_answer(store: Store, key: str, answer: str, now: datetime) -> None:
    """Keep what an interaction was answered."""
    with store.write(now, "interaction") as commit:
        chosen = update(interaction).where(interaction.c.key == key)
        commit.connection.execute(chosen.values(answer=answer[:LONGEST_ANSWER]))


def let_go(store: Store, key: str, now: datetime) -> None:
    """Forget an interaction of which nothing came, so that it can be made again."""
    with store.write(now, "interaction") as commit:
        commit.connection.execute(delete(interaction).where(interaction.c.key == key))
