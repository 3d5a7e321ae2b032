"""What people do where they read messages: clicks and forms, taken once; disputes; what they were asked about."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class InteractionRow(Row, table=True):
    """A click or a form that was taken; the same one again gets the same answer. `answer` is empty meanwhile."""

    __tablename__ = "interaction"
    key: str = Field(primary_key=True)
    deed: str
    subject: str
    who: str
    at: int = Field(sa_type=BigInteger, index=True)
    answer: str = ""


class DisputeRow(Row, table=True):
    """Somebody says that a verdict is wrong, and why. It changes no verdict; never changed, but for its end."""

    __tablename__ = "dispute"
    id: int = Field(primary_key=True)
    promise_id: str = Field(foreign_key="promise.id", index=True)
    status: str
    who: str
    reason: str
    at: int = Field(sa_type=BigInteger)
    settled_at: int | None = Field(default=None, sa_type=BigInteger)
    settled_by: str = ""
    settled_reason: str = ""
    seq: int


class ReviewToldRow(Row, table=True):
    """An item of the review queue that people were asked about in a message; once."""

    __tablename__ = "review_told"
    item_id: int = Field(primary_key=True, foreign_key="review_item.id")
    at: int = Field(sa_type=BigInteger, index=True)


interaction = table(InteractionRow)
dispute = table(DisputeRow)
review_told = table(ReviewToldRow)
