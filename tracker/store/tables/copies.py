"""Which reports are joined though neither says so, and the traits by which such reports find each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class AccountLinkRow(Row, table=True):
    """What became of a pair of reports, from a commit on: the newest row of a pair counts, none is ever changed.

    States: joined, proposed, apart. `low` is the lesser row id of the two, `copy_id` the one taken for the copy.
    """

    __tablename__ = "account_link"
    __table_args__ = (Index("ix_account_link_pair", "low", "high"),)
    id: int = Field(primary_key=True)
    low: int = Field(foreign_key="report.id")
    high: int = Field(foreign_key="report.id", index=True)
    copy_id: int | None = Field(default=None, foreign_key="report.id")
    kind: str
    state: str
    why: str
    """near or analyst: what an analyst decided is not decided again by likeness."""
    carries: bool = False
    """Whether corrections and retractions of the original reach the copy, because it credits the original."""
    score: float
    reasons: str = "[]"
    who: str = ""
    note: str = ""
    seq: int = Field(index=True)
    at: int = Field(sa_type=BigInteger)


class NearTraitRow(Row, table=True):
    """A trait that a report shares with few others. Only a hint where to look: rows may be stale or missing."""

    __tablename__ = "near_trait"
    __table_args__ = ({"sqlite_with_rowid": False},)
    trait: int = Field(primary_key=True, sa_type=BigInteger)
    published: int = Field(primary_key=True, sa_type=BigInteger)
    report_id: int = Field(primary_key=True)


account_link = table(AccountLinkRow)
near_trait = table(NearTraitRow)
