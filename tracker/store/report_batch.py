"""Rows of many report versions, gathered and written table by table."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection

from tracker.domain.reports import Fact, Report
from tracker.store.inserting import insert_rows, next_id
from tracker.store.micros import to_micros
from tracker.store.tables.reports import fact, link, report, report_text, report_ver

LINK_KINDS = ("copy_of", "same_event", "corrects", "retracts")

_REPORT, _VERSION, _TEXT, _FACT, _LINK = (each.name for each in (report, report_ver, report_text, fact, link))

Row = dict[str, Any]


class Batch:
    """Gathers rows with ids of its own; `write` inserts them in bulk."""

    def __init__(self, connection: Connection, seq: int, at: int) -> None:
        self._connection = connection
        self.seq = seq
        self.at = at
        """When it is recorded, in microseconds."""
        self._next = {table.name: next_id(connection, table) for table in (report, report_ver, fact, link)}
        self._rows: dict[str, list[Row]] = {t.name: [] for t in (report, report_ver, report_text, fact, link)}

    def add_report(self, each: Report) -> int:
        """Add the identity of a report and return its id."""
        return self._add(_REPORT, {"source": each.source, "ext_id": each.id})

    def add_version(self, each: Report, report_id: int, number: int, body: str, stated: int) -> None:
        """Add what a report says from now on; a publication stated (microseconds) after that is clamped to it."""
        at = self.at
        version = {
            "report_id": report_id,
            "n": number,
            "seq": self.seq,
            "recorded": at,
            "published": min(stated, at),
            "stated": stated,
            "clamped": stated > at,
            "body_hash": body,
            "origin": each.origin,
            "reliability": each.grade.reliability,
            "credibility": each.grade.credibility,
            "language": each.language,
            "by_hand": each.by_hand,
            "tags": json.dumps(each.tags, ensure_ascii=False) if each.tags else "[]",
        }
        ver_id = self._add(_VERSION, version)
        text = {"report_ver_id": ver_id, "title": each.title, "text": each.text, "url": each.url}
        self._rows[_TEXT].append(text)
        for number, one in enumerate(each.facts, 1):
            self._add(_FACT, _fact_row(one, ver_id, number))
        for kind in LINK_KINDS:
            for target in getattr(each, kind):
                row = {"report_ver_id": ver_id, "report_id": report_id, "kind": kind, "to_ext": target}
                self._add(_LINK, row)

    def write(self) -> None:
        """Insert everything gathered."""
        for table in (report, report_ver, report_text, fact, link):
            insert_rows(self._connection, table, self._rows[table.name])

    def _add(self, table: str, row: Row) -> int:
        row_id = self._next[table]
        self._next[table] = row_id + 1
        row["id"] = row_id
        self._rows[table].append(row)
        return row_id


def _fact_row(one: Fact, ver_id: int, number: int) -> Row:
    value = one.value
    return {
        "report_ver_id": ver_id,
        "n": number,
        "occ_from": to_micros(one.occurred.start),
        "occ_to": to_micros(one.occurred.end),
        "precision": one.occurred.precision.value,
        "nature": one.nature.value,
        "indicator": one.indicator,
        "event": one.event,
        "actor": one.actor,
        "target": one.target,
        "place": one.place,
        "number": None if value is None else value.number,
        "upper": None if value is None else value.upper,
        "qualifier": None if value is None else value.qualifier.value,
        "unit": one.unit,
        "origin": one.origin,
        "code": one.code,
        "note": one.note,
        "date_assumed": one.date_assumed,
    }
