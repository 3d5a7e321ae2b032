"""The traits by which reports that tell the same find each other."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class NearTraitRow(Row, table=True):
    """A trait that a report shares with few others. Only a hint where to look: rows may be stale or missing."""

    __tablename__ = "near_trait"
    __table_args__ = ({"sqlite_with_rowid": False},)
    trait: int = Field(primary_key=True, sa_type=BigInteger)
    published: int = Field(primary_key=True, sa_type=BigInteger)
    report_id: int = Field(primary_key=True)


near_trait = table(NearTraitRow)
