"""The order of knowledge: one row for each transaction that added some, chained by hash; and who may run."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class CommitRow(Row, table=True):
    """One transaction that added knowledge: `seq` orders it, `at` never runs backwards."""

    __tablename__ = "commit_log"
    seq: int = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger, index=True)
    actor: str
    cause: str
    content: str
    """Hash over the hashes of everything the transaction wrote."""
    prev_hash: str
    hash: str


class LeaseRow(Row, table=True):
    """Who holds a role on this store; `gen` grows with every holder and fences off the ones before."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    gen: int
    taken_at: int = Field(sa_type=BigInteger)
    until: int = Field(sa_type=BigInteger)


commit_log = table(CommitRow)
lease = table(LeaseRow)
