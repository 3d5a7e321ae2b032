"""What was judged: the present verdict of each promise and reading (a cache), and the log of transitions."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.rows import Row, part_index, table


class JudgedRow(Row, table=True):
    """The present verdict of a promise (reading ''), of one reading, or of one part (instance) of it.

    `next_check_at` is the one thing a tick asks for: the boundary, an unjudged change, or the end of a hold.
    """

    __tablename__ = "judged"
    __table_args__ = (
        UniqueConstraint("promise_id", "instance", "reading"),
        part_index("ix_judged_next_check_at", "next_check_at", where="next_check_at IS NOT NULL"),
        part_index("ix_judged_hears", "hears", where="hears"),
        Index("ix_judged_status_since", "status", "since"),
    )
    id: int = Field(primary_key=True)
    promise_id: str = Field(foreign_key="promise.id")
    instance: str = ""
    reading: str = ""
    promise_ver: int = 0
    """0 until it was judged once."""
    status: str | None = None
    flags: str = "[]"
    since: int | None = Field(default=None, sa_type=BigInteger)
    judged_at: int | None = Field(default=None, sa_type=BigInteger)
    boundary_at: int | None = Field(default=None, sa_type=BigInteger)
    dirty_at: int | None = Field(default=None, sa_type=BigInteger)
    """When something was first learnt that no judgement used yet, and (`dirty_to`) when last."""
    dirty_to: int | None = Field(default=None, sa_type=BigInteger)
    hold_until: int | None = Field(default=None, sa_type=BigInteger)
    next_check_at: int | None = Field(default=None, sa_type=BigInteger)
    touched: int = 0
    """Grows with every change that asks for judging, so that a judge sees what happened meanwhile."""
    hears: bool = False
    """Whether more listening alone could change the verdict."""
    fails: int = 0
    error: str = ""
    body: str = "{}"


class VerdictRow(Row, table=True):
    """A transition: a change of headline, of a reading's or part's status or of an alarm flag; never changed."""

    __tablename__ = "verdict"
    __table_args__ = (Index(None, "judged_id", "seq", "status"),)
    id: int = Field(primary_key=True)
    judged_id: int = Field(foreign_key="judged.id")
    seq: int = Field(index=True)
    at: int = Field(sa_type=BigInteger)
    old: str | None = None
    status: str
    flags: str
    reason_code: str
    reason: str
    deciding: str
    promise_ver: int
    cause: str
    body: str


judged = table(JudgedRow)
verdict = table(VerdictRow)
