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

Row = dict[str, Any]


class Batch:
    """Gathers rows with ids of its own; `write` inserts them in bulk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next = {table.name: next_id(connection, table) for table in (report, report_ver, fact, link)}
        self._rows: dict[str, list[Row]] = {t.name: [] for t in (report, report_ver, report_text, fact, link)}

    def add_report(self, each: Report) -> int:
        """Add the identity of a report and return its id."""
        return self._add(report.name, {"source": each.source, "ext_id": each.id})

    def add_version(self, each: Report, report_id: int, number: int, body: str, seq: int, at: int) -> None:
        """Add what a report says from `at` (microseconds) on; a publication after that is clamped to it."""
        stated = to_micros(each.published)
        version = {
            "report_id": report_id,
            "n": number,
            "seq": seq,
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
            "tags": json.dumps(each.tags, ensure_ascii=False),
        }
        ver_id = self._add(report_ver.name, version)
        text = {"report_ver_id": ver_id, "title": each.title, "text": each.text, "url": each.url}
        self._rows[report_text.name].append(text)
        for number, one in enumerate(each.facts, 1):
            self._add(fact.name, _fact_row(one, ver_id, number))
        for kind in LINK_KINDS:
            for target in getattr(each, kind):
                self._add(
                    link.name, {"report_ver_id": ver_id, "report_id": report_id, "kind": kind, "to_ext": target}
                )

    def write(self) -> None:
        """Insert everything gathered."""
        for table in (report, report_ver, report_text, fact, link):
            insert_rows(self._connection, table, self._rows[table.name])

    def _add(self, table: str, row: Row) -> int:
        row_id = self._next[table]
        self._next[table] = row_id + 1
        self._rows[table].append({"id": row_id, **row})
        return row_id


def _fact_row(one: Fact, ver_id: int, number: int) -> Row:
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
        "number": None if one.value is None else one.value.number,
        "upper": None if one.value is None else one.value.upper,
        "qualifier": None if one.value is None else one.value.qualifier.value,
        "unit": one.unit,
        "origin": one.origin,
        "code": one.code,
        "note": one.note,
        "date_assumed": one.date_assumed,
    }
