"""Sources, what became of each collection, and the spans of time in which they were listened to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class SourceRow(Row, table=True):
    """A configured source and where its next collection starts from; `hole` says that it is silent now."""

    __tablename__ = "source"
    id: str = Field(primary_key=True)
    body: str
    file: str = ""
    in_force: bool = True
    etag: str = ""
    modified: str = ""
    cursor: str = ""
    last_success: int | None = Field(default=None, sa_type=BigInteger)
    last_attempt: int | None = Field(default=None, sa_type=BigInteger)
    next_poll_at: int | None = Field(default=None, sa_type=BigInteger)
    fails: int = 0
    last_error: str = ""
    hole: bool = False


class CollectionRow(Row, table=True):
    """One collection: how many reports it brought, or the plain reason why it failed."""

    __tablename__ = "collection"
    __table_args__ = (Index(None, "source_id", "at"),)
    id: int = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id")
    at: int = Field(sa_type=BigInteger)
    ok: bool
    reports: int = 0
    problems: str = "[]"
    reason: str = ""
    seq: int


class PassedOverRow(Row, table=True):
    """An item that broke a rule, with the start of what it said; `mended` is when it could be used after all."""

    __tablename__ = "passed_over"
    __table_args__ = (Index(None, "source_id", "last_at"),)
    source_id: str = Field(primary_key=True, foreign_key="source.id")
    item: str = Field(primary_key=True)
    wrong: str
    excerpt: str = ""
    first_at: int = Field(sa_type=BigInteger)
    last_at: int = Field(sa_type=BigInteger)
    mended: int | None = Field(default=None, sa_type=BigInteger)


class CoverageRow(Row, table=True):
    """A span of listening; a `seen` span is extended in place while collections succeed."""

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "source_id", "from_at"),)
    id: int = Field(primary_key=True)
    source_id: str
    from_at: int = Field(sa_type=BigInteger)
    to_at: int = Field(sa_type=BigInteger)
    kind: str
    recorded: int = Field(sa_type=BigInteger)
    seq: int
    note: str = ""


source = table(SourceRow)
collection = table(CollectionRow)
passed_over = table(PassedOverRow)
coverage = table(CoverageRow)
