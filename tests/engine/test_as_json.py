"""The shape of `judge --json`, as the interfaces' page gives it."""

from __future__ import annotations

import json

from tests.engine.asking import at_least, latest
from tests.engine.given import judgement, leaving, promise, reading
from tests.engine.telling import deed, figure, report
from tracker.engine.as_json import judgement_rows

FIELDS = {
    "promise",
    "instance",
    "reading",
    "at",
    "known_at",
    "status",
    "phase",
    "fulfilment",
    "progress",
    "timeliness",
    "late_since",
    "late_since_agreed",
    "due",
    "evidence",
    "reason",
    "flags",
    "deciding",
    "set_aside",
    "next_boundary",
    "readings",
}


def test_an_item_has_the_fields_of_the_page_and_is_plain_json() -> None:
    told = report("a", deed("2016-05-25"), grade="B"), report("b", deed("2016-05-25"), copy_of=["a"])
    rows = judgement_rows(judgement(leaving(), *told, at="2016-06-01"))
    assert [set(row) for row in rows] == [FIELDS]
    row = json.loads(json.dumps(rows[0]))
    assert row["reading"] is None
    assert row["status"] == "kept_late"
    assert row["at"] == row["known_at"] == "2016-06-01T23:59:59.999999Z"
    assert row["late_since"] == "2016-05-20T23:59:59.999999Z"
    assert row["deciding"] == ["a"]
    assert set(row["reason"]) == {"code", "text"}
    assert [set(entry) for entry in row["set_aside"]] == [{"report", "why"}]
    assert row["flags"] == sorted(row["flags"])


def test_in_hindsight_known_at_is_null() -> None:
    rows = judgement_rows(judgement(leaving(), at="2016-06-01", known=None))
    assert rows[0]["known_at"] is None


def test_readings_follow_the_headline_as_items_of_their_own() -> None:
    two = promise(
        reading(latest("gone", at_least(18)), name="against-36", kept="gone", due="2016-05-20"),
        reading(latest("gone", at_least(20)), name="against-40", kept="gone", due="2016-05-20"),
    )
    rows = judgement_rows(judgement(two, report("a", figure(19)), at="2016-05-01"))
    assert [row["reading"] for row in rows] == [None, "against-36", "against-40"]
    assert rows[0]["readings"] == {"against-36": "kept", "against-40": "pending"}
