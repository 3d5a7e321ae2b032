"""The inbox: tokens that let a script put reports in as one source, and what was answered to each request."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class TokenRow(Row, table=True):
    """A token bound to one source. Only its hash is kept: nobody can read it back."""

    __tablename__ = "inbox_token"
    id: int = Field(primary_key=True)
    hash: str = Field(unique=True)
    source_id: str
    note: str = ""
    made_at: int = Field(sa_type=BigInteger)
    made_by: str = ""
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)
    seq: int


class AnswerRow(Row, table=True):
    """What was answered to a request with an idempotency key, so that the same request gets the same answer."""

    __tablename__ = "inbox_answer"
    token_id: int = Field(primary_key=True, foreign_key="inbox_token.id")
    key: str = Field(primary_key=True)
    body_hash: str
    status: int
    answer: str
    at: int = Field(sa_type=BigInteger, index=True)


token = table(TokenRow)
answer = table(AnswerRow)
