"""The review queue: questions, the decisions made on them, and what was only suspected of a report."""

from __future__ import annotations

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class SuspectRow(Row, table=True):
    """A fact that a version holds in free text only, with the words it was cut out of; never changed."""

    __tablename__ = "suspect"
    report_ver_id: int = Field(primary_key=True, foreign_key="report_ver.id")
    n: int = Field(primary_key=True)
    body: str


class ReviewItemRow(Row, table=True):
    """A question to a person, known by its key: the same question is asked once. Never changed or deleted."""

    __tablename__ = "review_item"
    id: int = Field(primary_key=True)
    key: str = Field(unique=True)
    kind: str
    report_id: int = Field(foreign_key="report.id", index=True)
    other_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    promise_id: str = ""
    body: str
    opened: int = Field(sa_type=BigInteger)
    seq: int


class ReviewDecisionRow(Row, table=True):
    """A version of an item: what was decided, by whom and why. Undoing is one more; never changed or deleted."""

    __tablename__ = "review_decision"
    __table_args__ = (UniqueConstraint("item_id", "n"),)
    id: int = Field(primary_key=True)
    item_id: int = Field(foreign_key="review_item.id")
    n: int
    act: str
    who: str
    reason: str
    body: str = "{}"
    at: int = Field(sa_type=BigInteger)
    seq: int


class ReviewOpenRow(Row, table=True):
    """Which items wait for a decision: a cache of what the decisions say, so that the queue is found at once."""

    __tablename__ = "review_open"
    item_id: int = Field(primary_key=True, foreign_key="review_item.id")


class UnitRow(Row, table=True):
    """A unit that some report has used, folded: the next report with it asks nobody."""

    __tablename__ = "unit_seen"
    unit: str = Field(primary_key=True)
    seq: int


suspect = table(SuspectRow)
review_item = table(ReviewItemRow)
review_decision = table(ReviewDecisionRow)
review_open = table(ReviewOpenRow)
unit_seen = table(UnitRow)
