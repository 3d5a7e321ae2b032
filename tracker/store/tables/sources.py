"""Sources, what became of each collection, and the spans of time in which they were listened to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from tracker.store.tables.rows import Row, part_index, table

NEWS = "new > 0 OR changed > 0"
"""Which collections brought something."""


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
    """One collection: how many reports it offered and how many of them were news, or why it failed.

    `with_facts` counts the news that hold a fact, `renamed` the new ones that were told before under another id.
    """

    __tablename__ = "collection"
    __table_args__ = (
        Index(None, "source_id", "at"),
        part_index("ix_collection_news", "source_id", "at", where=NEWS),
    )
    id: int = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id")
    at: int = Field(sa_type=BigInteger)
    ok: bool
    reports: int = 0
    problems: str = "[]"
    reason: str = ""
    seq: int
    new: int = 0
    changed: int = 0
    with_facts: int = 0
    renamed: int = 0


class SourceRhythmRow(Row, table=True):
    """What is usual for a source, learnt from its collections up to `learnt`: a cache, made anew now and then."""

    __tablename__ = "source_rhythm"
    source_id: str = Field(primary_key=True, foreign_key="source.id")
    learnt: int = Field(sa_type=BigInteger)
    body: str


class SourceEpisodeRow(Row, table=True):
    """A time in which a source failed or was unlike itself, from `opened` to `closed`, and when that was told."""

    __tablename__ = "source_episode"
    __table_args__ = (
        part_index("uq_source_episode_open", "source_id", "ailment", where="closed IS NULL", unique=True),
    )
    id: int = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id")
    ailment: str
    since: int = Field(sa_type=BigInteger)
    opened: int = Field(sa_type=BigInteger)
    says: str
    closed: int | None = Field(default=None, sa_type=BigInteger)
    told: int | None = Field(default=None, sa_type=BigInteger)
    told_end: int | None = Field(default=None, sa_type=BigInteger)
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
    who: str = ""


class CoverageRevocationRow(Row, table=True):
    """A span that a person put down is taken back: from `recorded` on it counts no more."""

    __tablename__ = "coverage_revocation"
    coverage_id: int = Field(primary_key=True, foreign_key="coverage.id")
    recorded: int = Field(sa_type=BigInteger)
    seq: int
    who: str
    reason: str


source = table(SourceRow)
collection = table(CollectionRow)
passed_over = table(PassedOverRow)
source_rhythm = table(SourceRhythmRow)
source_episode = table(SourceEpisodeRow)
coverage = table(CoverageRow)
coverage_revocation = table(CoverageRevocationRow)
