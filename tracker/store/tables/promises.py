"""Promises with their versions, the rule files they come from, and the set of rules in force."""

from __future__ import annotations

from sqlmodel import Field

from tracker.store.tables.rows import Row, table


class RuleFileRow(Row, table=True):
    """A rule file as last seen; with problems, `good_hash` names the version that stays in force."""

    __tablename__ = "rule_file"
    name: str = Field(primary_key=True)
    hash: str
    good_hash: str | None = None
    problems: str = "[]"
    seq: int


class RuleSetRow(Row, table=True):
    """The names in force from a commit on; the row with the greatest version counts."""

    __tablename__ = "ruleset"
    ver: int = Field(primary_key=True)
    seq: int
    hash: str
    names: str


class PromiseRow(Row, table=True):
    """A promise and where it is written; `scan_after` is the last stored report version matched against it."""

    __tablename__ = "promise"
    id: str = Field(primary_key=True)
    owner: str
    ver: int
    seq: int = Field(index=True)
    retired: bool = False
    file: str = ""
    line: int = 1
    place: int = 1
    scan_after: int | None = None


class PromiseVersionRow(Row, table=True):
    """What a promise meant from a commit on; a retirement is a version too."""

    __tablename__ = "promise_ver"
    promise_id: str = Field(primary_key=True, foreign_key="promise.id")
    ver: int = Field(primary_key=True)
    seq: int
    hash: str
    body: str
    file: str = ""
    retired: bool = False
    logged_by: str = ""


rule_file = table(RuleFileRow)
ruleset = table(RuleSetRow)
promise = table(PromiseRow)
promise_ver = table(PromiseVersionRow)
