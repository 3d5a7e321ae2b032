"""Recurring, conditional and standing promises, and deadlines that are events."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.language.writing import promise
from tracker.domain.criteria import Op
from tracker.domain.instants import Duration
from tracker.domain.promises import Kind

TWO = "criteria:\n  a: {match: {event: a}, happened: once}\n  b: {match: {event: b}, happened: once}\nkept_when: a"


@pytest.mark.parametrize(
    ("every", "length"),
    [
        ("month", Duration(months=1)),
        ("quarter", Duration(months=3)),
        ("year", Duration(months=12)),
        ("week", Duration(days=7)),
        ('"10 days"', Duration(days=10)),
    ],
)
def test_a_recurring_promise_knows_its_period(every: str, length: Duration) -> None:
    made = promise(f"every: {every}\ntolerate: 90%\nuntil: 2016-12-31\n{TWO}", kind="recur")
    assert (made.kind, made.every, made.tolerate) == (Kind.RECUR, length, 0.9)


def test_a_series_tolerates_nothing_unless_it_says_so() -> None:
    assert promise(f"every: month\n{TWO}", kind="recur").tolerate == 1.0


def test_a_trigger_opens_instances_due_within_a_length_of_time() -> None:
    trigger = promise(f"when: b\nwithin: 30 days\n{TWO}").trigger
    assert trigger is not None
    assert trigger.when is not None
    assert (trigger.when.op, trigger.when.name) == (Op.CRITERION, "b")
    assert (trigger.within, trigger.unless, trigger.by) == (Duration(days=30), None, None)


def test_an_unless_counts_to_the_last_instant_of_its_date() -> None:
    trigger = promise(f"tz: Europe/Moscow\nwhen: {{unless: [b], by: 2016-05-01}}\nwithin: 2 weeks\n{TWO}").trigger
    assert trigger is not None
    assert trigger.unless is not None
    assert trigger.unless.names() == ("b",)
    assert trigger.by == datetime(2016, 5, 1, 20, 59, 59, 999_999, UTC)
    assert trigger.when is None


def test_a_trigger_may_name_criteria_of_the_rule() -> None:
    rule = "rules:\n  r:\n    criteria:\n      c: {match: {event: c}, happened: once}\n"
    rule += "      d: {match: {event: d}, happened: once}\n    kept_when: c\n"
    trigger = promise("when: d\nwithin: 30 days\nrule: r", more=rule).trigger
    assert trigger is not None
    assert trigger.when is not None
    assert trigger.when.name == "d"


def test_every_reading_holds_the_criteria_of_the_trigger() -> None:
    keys = TWO.replace("kept_when: a", "readings:\n  one: {kept_when: a}\n  two: {kept_when: [a]}")
    made = promise(f"when: b\nwithin: 30 days\n{keys}")
    assert [set(reading.criteria) for reading in made.readings] == [{"a", "b"}, {"a", "b"}]


def test_a_deadline_may_be_an_event() -> None:
    made = promise(f"due: {{before: b}}\n{TWO}")
    (reading,) = made.readings
    assert (made.due, reading.due, reading.due_before) == (None, None, "b")


def test_a_reading_may_have_a_date_where_the_promise_has_an_event_and_the_other_way_round() -> None:
    keys = TWO.replace("kept_when: a", "readings:\n  one: {kept_when: a}\n  two: {kept_when: a, due: 2016-04-01}")
    one, two = promise(f"due: {{before: b}}\n{keys}").readings
    assert (one.due, one.due_before) == (None, "b")
    assert (two.due, two.due_before) == (datetime(2016, 4, 1, 23, 59, 59, 999_999, UTC), None)
    keys = keys.replace("due: 2016-04-01", "due: {before: b}")
    one, two = promise(f"due: 2016-03-20\n{keys}").readings
    assert (one.due_before, two.due, two.due_before) == (None, None, "b")


def test_the_event_of_a_deadline_may_stand_in_a_none_of() -> None:
    made = promise("due: {before: b}\n" + TWO.replace("kept_when: a", "kept_when: [a, {none_of: [b]}]"))
    assert made.readings[0].due_before == "b"


def test_a_standing_promise_may_need_proof_from_time_to_time() -> None:
    assert promise(f"proof_every: 1 month\n{TWO}", kind="maintain").proof_every == Duration(months=1)
