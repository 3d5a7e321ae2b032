"""Tokens of sources, known by their hash, and the answers given to requests that named a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from tracker.store.canonical import hash_of
from tracker.store.commits import Commit
from tracker.store.inserting import insert_missing
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.inbox import answer, token

ANSWERS_ARE_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it may be shown: whose it is, and since when; never what it is."""

    id: int
    source: str
    note: str
    made: datetime
    made_by: str
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered to a request, and the hash of what it had sent."""

    body_hash: str
    status: int
    answer: str


def load_tokens(connection: Connection) -> tuple[Token, ...]:
    """Load every token ever made, in order of making."""
    return tuple(
        Token(row.id, row.source_id, row.note, from_micros(row.made_at), row.made_by, from_micros(row.revoked_at))
        for row in connection.execute(select(token).order_by(token.c.id))
    )


def find_token(connection: Connection, secret: str) -> tuple[int, str] | None:
    """Return id and source of the token if it is one that was not revoked."""
    row = connection.execute(
        select(token.c.id, token.c.source_id).where(token.c.hash == hash_of(secret), token.c.revoked_at.is_(None))
    ).first()
    return None if row is None else (row.id, row.source_id)


def add_token(commit: Commit, source: str, secret: str, by: str, note: str) -> int:
    """Add a token for a source, known from this commit on; return its id."""
    row = {
        "hash": hash_of(secret),
        "source_id": source,
        "note": note,
        "made_at": commit.at,
        "made_by": by,
        "seq": commit.seq,
    }
    commit.seal(hash_of("|".join(str(value) for value in row.values())))
    return int(commit.connection.execute(insert(token).returning(token.c.id), row).scalar_one())


def revoke(commit: Commit, token_id: int) -> None:
    """Let a token be used no more."""
    commit.seal(hash_of(f"revoked|{token_id}|{commit.at}"))
    commit.connection.execute(update(token).where(token.c.id == token_id).values(revoked_at=commit.at))


def find_answer(connection: Connection, token_id: int, key: str) -> KeptAnswer | None:
    """Return what was answered to the token's request of that key."""
    row = connection.execute(
        select(answer.c.body_hash, answer.c.status, answer.c.answer).where(
            answer.c.token_id == token_id, answer.c.key == key
        )
    ).first()
    return None if row is None else KeptAnswer(*row)


def keep_answer(commit: Commit, token_id: int, key: str, kept: KeptAnswer) -> None:
    """Keep an answer for a week; of two requests with one key at the same time the first one's stands."""
    at = to_micros(commit.now)
    old = answer.c.at < at - ANSWERS_ARE_KEPT // timedelta(microseconds=1)
    commit.connection.execute(delete(answer).where(old))
    row = {
        "token_id": token_id,
        "key": key,
        "body_hash": kept.body_hash,
        "status": kept.status,
        "answer": kept.answer,
        "at": at,
    }
    insert_missing(commit.connection, answer, [row])
