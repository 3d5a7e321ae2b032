"""Reports, their versions, facts, texts and links, and which promises each report touches."""

from __future__ import annotations

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class ReportRow(Row, table=True):
    """The identity of a report: its source and the id it has there."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("source", "ext_id"),)
    id: int = Field(primary_key=True)
    source: str
    ext_id: str = Field(index=True)


class ReportVersionRow(Row, table=True):
    """What a report said from a commit on; `stated` is the publication it claims, `published` the one in use.

    `edited` is when its source says that it was last changed: an older edition that comes later is none.
    """

    __tablename__ = "report_ver"
    __table_args__ = (UniqueConstraint("report_id", "n"),)
    id: int = Field(primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    n: int
    seq: int = Field(index=True)
    recorded: int = Field(sa_type=BigInteger)
    published: int = Field(sa_type=BigInteger)
    stated: int = Field(sa_type=BigInteger)
    clamped: bool
    body_hash: str
    origin: str | None = None
    reliability: str | None = None
    credibility: int | None = None
    language: str | None = None
    by_hand: bool
    tags: str = "[]"
    edited: int | None = Field(default=None, sa_type=BigInteger)


class ReportTextRow(Row, table=True):
    """The words of a version, apart, so that scans of versions stay narrow."""

    __tablename__ = "report_text"
    report_ver_id: int = Field(primary_key=True, foreign_key="report_ver.id")
    title: str
    text: str
    url: str


class FactRow(Row, table=True):
    """One observation inside a version, as it was reported (names are made canonical when they are compared)."""

    __tablename__ = "fact"
    __table_args__ = (UniqueConstraint("report_ver_id", "n"),)
    id: int = Field(primary_key=True)
    report_ver_id: int = Field(foreign_key="report_ver.id")
    n: int
    occ_from: int = Field(sa_type=BigInteger)
    occ_to: int = Field(sa_type=BigInteger)
    precision: str
    nature: str
    indicator: str | None = None
    event: str | None = None
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    number: float | None = None
    upper: float | None = None
    qualifier: str | None = None
    unit: str | None = None
    origin: str | None = None
    code: str | None = None
    note: str = ""
    date_assumed: bool = False


class LinkRow(Row, table=True):
    """A version speaks of another report: copy_of, same_event, corrects or retracts; that one may arrive later."""

    __tablename__ = "link"
    id: int = Field(primary_key=True)
    report_ver_id: int = Field(foreign_key="report_ver.id", index=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    kind: str
    to_ext: str = Field(index=True)


class EvidenceRow(Row, table=True):
    """A report that a promise's criteria may touch, or that is linked to one: what judging loads."""

    __tablename__ = "evidence"
    __table_args__ = ({"sqlite_with_rowid": False},)
    promise_id: str = Field(primary_key=True, foreign_key="promise.id")
    report_id: int = Field(primary_key=True, foreign_key="report.id", index=True)
    seq: int


report = table(ReportRow)
report_ver = table(ReportVersionRow)
report_text = table(ReportTextRow)
fact = table(FactRow)
link = table(LinkRow)
evidence = table(EvidenceRow)
