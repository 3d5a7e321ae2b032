"""Rows of many report versions, gathered and written table by table."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from sqlalchemy import Connection

from tracker.domain.reports import Fact, Report
from tracker.store.canonical import to_json
from tracker.store.inserting import insert_tuples, next_id
from tracker.store.micros import to_micros
from tracker.store.tables.reports import fact, link, report, report_text, report_ver
from tracker.store.tables.reviews import suspect

LINK_KINDS = ("copy_of", "same_event", "corrects", "retracts")

Row = tuple[Any, ...]


class Batch:
    """Gathers rows with ids of its own, as tuples in the order of their tables; `write` inserts them in bulk."""

    def __init__(self, connection: Connection, seq: int, at: int) -> None:
        self._connection = connection
        self.seq = seq
        self.at = at
        """When it is recorded, in microseconds."""
        self._report, self._version, self._fact, self._link = (
            count(next_id(connection, table)) for table in (report, report_ver, fact, link)
        )
        self._reports: list[Row] = []
        self._versions: list[Row] = []
        self._texts: list[Row] = []
        self._facts: list[Row] = []
        self._links: list[Row] = []
        self._suspects: list[Row] = []

    def add_report(self, each: Report) -> int:
        """Add the identity of a report and return its id."""
        report_id = next(self._report)
        self._reports.append((report_id, each.source, each.id))
        return report_id

    def add_version(
        self, each: Report, report_id: int, number: int, body: str, stated: int, edited: int | None
    ) -> None:
        """Add what a report says from now on; a publication stated (microseconds) after that is clamped to it."""
        ver_id, at, grade = next(self._version), self.at, each.grade
        self._versions.append(
            (
                ver_id,
                report_id,
                number,
                self.seq,
                at,
                min(stated, at),
                stated,
                stated > at,
                body,
                each.origin,
                grade.reliability,
                grade.credibility,
                each.language,
                each.by_hand,
                json.dumps(each.tags, ensure_ascii=False) if each.tags else "[]",
                edited,
            )
        )
        self._texts.append((ver_id, each.title, each.text, each.url))
        for place, one in enumerate(each.facts, 1):
            self._facts.append((next(self._fact), ver_id, place, *_said(one)))
        for place, suspected in enumerate(each.suspected, 1):
            self._suspects.append((ver_id, place, to_json(suspected)))
        for kind in LINK_KINDS if each.speaks_of else ():
            for target in getattr(each, kind):
                self._links.append((next(self._link), ver_id, report_id, kind, target))

    def write(self) -> None:
        """Insert everything gathered."""
        insert_tuples(self._connection, report, self._reports)
        insert_tuples(self._connection, report_ver, self._versions)
        insert_tuples(self._connection, report_text, self._texts)
        insert_tuples(self._connection, fact, self._facts)
        insert_tuples(self._connection, link, self._links)
        insert_tuples(self._connection, suspect, self._suspects)


def edited_at(each: Report, at: int) -> int | None:
    """Return when a report says that it was last changed (microseconds); a time after `at` says nothing."""
    edited = None if each.edited is None else to_micros(each.edited)
    return None if edited is None or edited > at else edited


def _said(one: Fact) -> Row:
    value, occurred = one.value, one.occurred
    return (
        to_micros(occurred.start),
        to_micros(occurred.end),
        str(occurred.precision),
        str(one.nature),
        one.indicator,
        one.event,
        one.actor,
        one.target,
        one.place,
        None if value is None else value.number,
        None if value is None else value.upper,
        None if value is None else str(value.qualifier),
        one.unit,
        one.origin,
        one.code,
        one.note,
        one.date_assumed,
    )
