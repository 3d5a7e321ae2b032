"""Planning: what differs between two versions of a promise, and what becomes of its alerts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tests.engine.made_promises import made_promises
from tests.language.writing import promise
from tracker.domain.alerts import Why
from tracker.domain.instants import Duration
from tracker.domain.plans import Difference, PastAlert
from tracker.domain.promises import Names, Promise
from tracker.domain.sources import FactRule, FieldRule, HeaderValue, Source
from tracker.domain.statuses import Status
from tracker.engine.planning import (
    alert_changes,
    differences,
    differences_of_names,
    differences_of_sources,
    first_divergence,
)

DAY = datetime(2026, 3, 1, tzinfo=UTC)
CRITERIA = """
criteria: {gone: {match: {event: [departure, withdrawal]}, count: {at_least: 2}}}
kept_when: gone"""


def at(day: int) -> datetime:
    return DAY + timedelta(days=day)


def alert(day: int, status: Status = Status.OVERDUE) -> PastAlert:
    return PastAlert(at(day), status, Why.FIRST)


def test_a_moved_deadline_is_told_once_and_as_a_day() -> None:
    old, new = (promise(f"due: {due}{CRITERIA}") for due in ("2016-05-20", "2016-06-20"))
    assert differences(old, new) == (Difference("due", "2016-05-20", "2016-06-20"),)


def test_what_a_criterion_asks_is_told_by_its_name_and_in_words() -> None:
    old = promise(f"due: 2016-05-20{CRITERIA}")
    new = promise(f"due: 2016-05-20{CRITERIA.replace('at_least: 2', 'more_than: 4').replace(', withdrawal', '')}")
    assert differences(old, new) == (
        Difference("criteria.gone.match.event", "departure or withdrawal", "departure"),
        Difference("criteria.gone.count", "at least 2", "more than 4"),
    )


def test_what_is_new_stands_against_nothing() -> None:
    old = promise(f"due: 2016-05-20{CRITERIA}")
    new = promise(f"due: 2016-05-20{CRITERIA}\ntags: [syria]")
    assert differences(old, new) == (Difference("tags", "", "syria"),)


@laws
@given(made_promises)
def test_a_promise_differs_in_nothing_from_itself(made: Promise) -> None:
    assert differences(made, made) == ()


@laws
@given(made_promises, made_promises)
def test_two_promises_without_differences_are_the_same(one: Promise, other: Promise) -> None:
    assert (differences(one, other) == ()) == (one == other)


def test_an_alert_on_another_day_is_moved_and_one_without_a_partner_lost_or_gained() -> None:
    old = [alert(1), alert(5), alert(9, Status.BROKEN)]
    new = [alert(1), alert(7), alert(8, Status.AT_RISK)]
    changes = alert_changes(old, new)
    assert [(each.old, each.new) for each in changes.moved] == [(at(5), at(7))]
    assert changes.lost == (alert(9, Status.BROKEN),)
    assert changes.gained == (alert(8, Status.AT_RISK),)


alerts = st.lists(
    st.builds(alert, st.integers(0, 30), st.sampled_from([Status.OVERDUE, Status.BROKEN])), max_size=6, unique=True
).map(lambda each: sorted(each, key=lambda one: one.at))


@laws
@given(alerts, alerts)
def test_every_alert_of_either_side_is_told_exactly_once(old: list[PastAlert], new: list[PastAlert]) -> None:
    changes = alert_changes(old, new)
    stayed = {(each.at, each.status) for each in old} & {(each.at, each.status) for each in new}
    gone = sorted(
        [(each.at, each.status) for each in changes.lost] + [(each.old, each.status) for each in changes.moved]
    )
    come = sorted(
        [(each.at, each.status) for each in changes.gained] + [(each.new, each.status) for each in changes.moved]
    )
    assert gone == sorted((each.at, each.status) for each in old if (each.at, each.status) not in stayed)
    assert come == sorted((each.at, each.status) for each in new if (each.at, each.status) not in stayed)


def test_two_courses_part_where_they_first_stand_apart() -> None:
    old = [(at(0), Status.PENDING), (at(5), Status.OVERDUE)]
    new = [(at(0), Status.PENDING), (at(3), Status.AT_RISK), (at(5), Status.OVERDUE)]
    assert first_divergence(old, new) == at(3)
    assert first_divergence(old, old) is None


def told(old: str, new: str, kind: str = "achieve") -> list[tuple[str, str, str]]:
    """Return how an edit of a promise is told."""
    return [(each.path, each.old, each.new) for each in differences(promise(old, kind), promise(new, kind))]


EACH = """due: 2016-05-20
criteria:
  gone: {match: {indicator: share gone, actor: "{each}"}, latest: {at_least: 2, unit: percent}}
kept_when: gone
each: [Ruritania, US]"""


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("at_least: 2", "at_least: 3", ("criteria.gone.latest", "at least 2 percent", "at least 3 percent")),
        ('"{each}"', '"{each} army"', ("criteria.gone.match.actor", "{each}", "{each} army")),
        ("due: 2016-05-20", "due: 2016-06-20", ("due", "2016-05-20", "2016-06-20")),
        ("[Ruritania, US]", "[Ruritania, US, Syldavia]", ("each", "Ruritania, US", "Ruritania, US, Syldavia")),
    ],
)
def test_a_change_for_all_promisors_is_told_once_under_the_key_of_the_file(
    old: str, new: str, wanted: tuple[str, str, str]
) -> None:
    assert told(EACH, EACH.replace(old, new)) == [wanted]


def test_a_short_name_inside_a_word_is_no_name() -> None:
    focus = EACH.replace("share gone", "focus gone")
    path = "criteria.gone.match.indicator"
    assert told(focus, focus.replace("focus gone", "focus lost")) == [(path, "focus gone", "focus lost")]


FIGURE = """due: 2016-05-20
criteria:
  gone:
    match: {indicator: aircraft departed}
    latest: {more_than: 50%, of: 36, unit: aircraft}
kept_when: gone"""
EDITS = {
    "another kind of figure": (
        ("latest", "highest"),
        [
            ("criteria.gone.latest", "more than 50% of 36 aircraft", ""),
            ("criteria.gone.highest", "", "more than 50% of 36 aircraft"),
        ],
    ),
    "what is usual is told as the value it is": (
        ("    latest", "    sources: 2\n    latest"),
        [("criteria.gone.sources", "1", "2")],
    ),
    "a switch": (
        ("    latest", "    own_word_counts: true\n    latest"),
        [("criteria.gone.own_word_counts", "false", "true")],
    ),
    "a grade": (("    latest", "    grade: B2\n    latest"), [("criteria.gone.grade", "", "B2")]),
    "a baseline": (
        ("    latest", "    baseline: {value: 3, date: 2016-03-14}\n    latest"),
        [("criteria.gone.baseline", "", "3 on 2016-03-14")],
    ),
    "a stretch": (
        ("    latest", "    over: {from: 2016-04-01, to: 2016-04-30}\n    latest"),
        [("criteria.gone.over", "", "2016-04-01 to 2016-04-30")],
    ),
    "a length of time": (("due:", "undone_within: 12 months\ndue:"), [("undone_within", "", "1 year")]),
    "a share": (("due:", "coverage: 0.8\ndue:"), [("coverage", "90%", "80%")]),
    "an interest": (("due:", "interest: {tass: ally}\ndue:"), [("interest.tass", "", "ally")]),
    "a ruling": (
        ("due:", "rulings: [{status: void, reason: R, by: J, on: 2016-04-01}]\ndue:"),
        [("rulings.1", "", "{status: void, reason: R, by: J, on: 2016-04-01}")],
    ),
    "an amendment": (
        ("due:", "amendments: [{announced: 2016-04-01, due: 2016-06-01, moved_by: third_party}]\ndue:"),
        [("amendments.1", "", "{announced: 2016-04-01, due: 2016-06-01, moved_by: third_party}")],
    ),
    "another zone moves no day": (("due:", "tz: Europe/Moscow\ndue:"), [("tz", "UTC", "Europe/Moscow")]),
    "an instant": (("2016-05-20", "2016-05-20T12:00+02:00"), [("due", "2016-05-20", "2016-05-20T10:00Z")]),
}


@pytest.mark.parametrize(("edit", "lines"), EDITS.values(), ids=EDITS)
def test_an_edit_is_told_under_the_keys_of_the_file_and_in_its_words(
    edit: tuple[str, str], lines: list[tuple[str, str, str]]
) -> None:
    assert told(FIGURE, FIGURE.replace(*edit)) == lines


def test_a_limit_is_told_as_it_was_written() -> None:
    limit = "limit: {indicator: stock, at_most: 300, unit: kg}"
    assert told(limit, limit.replace("300", "200"), "maintain") == [
        ("limit.figure", "at most 300 kg", "at most 200 kg")
    ]


def test_an_event_in_the_place_of_a_deadline_is_told_by_its_criterion() -> None:
    criteria = "{vote: {match: {event: vote}, happened: once}, passed: {match: {event: law}, happened: once}}"
    old = f"due: 2016-05-20\ncriteria: {criteria}\nkept_when: passed"
    assert told(old, old.replace("2016-05-20", "{before: vote}")) == [("due", "2016-05-20", "before vote")]


def test_a_step_does_not_repeat_what_its_promise_says() -> None:
    whole = """needs: [a]
review_by: 2016-12-31
steps:
  - id: x
    title: X
    kind: achieve
    due: 2016-05-20
    criteria: {c: {match: {event: e}, happened: once}}
    kept_when: c"""
    assert told(whole, whole.replace("needs: [a]", "needs: [b]")) == [("needs", "a", "b")]
    assert told(whole, whole.replace("2016-05-20", "2016-05-21")) == [("steps.x.due", "2016-05-20", "2016-05-21")]


_INSIDE = re.compile(
    r"reducer|comparison|least_grade|statement\.id|said_on|coverage_share|conditions|\bTrue\b|\bNone\b"
)


@laws
@given(made_promises, made_promises)
def test_no_difference_shows_a_name_from_inside_the_program(one: Promise, other: Promise) -> None:
    for each in differences(one, other):
        assert not _INSIDE.search(f"{each.path}: {each.old} {each.new}")


def test_other_words_for_a_name_are_told_beside_the_name() -> None:
    old = Names({"place": {"hmeimim": "hmeimim", "khmeimim": "hmeimim"}}, {"hmeimim": "syria"})
    new = Names({"place": {"hmeimim": "hmeimim", "latakia base": "hmeimim", "tartus": "tartus"}})
    assert [(each.path, each.old, each.new) for each in differences_of_names(old, new)] == [
        ("places.hmeimim", "khmeimim", "latakia base"),
        ("places.tartus", "", "(no other words)"),
        ("within.hmeimim", "syria", ""),
    ]


def test_a_source_is_told_by_the_keys_it_is_written_with() -> None:
    rule = FactRule(
        {"event": FieldRule(path="tags", codes={"out": "left"}), "actor": FieldRule(constant="Russia")}
    )
    old = Source("wires", "feed", url="https://example.org/a", groups=("wires",), facts=(rule,))
    new = replace(
        old,
        every=Duration(seconds=1800),
        trust_text=True,
        facts=(FactRule({**rule.fields, "actor": FieldRule(path="author")}),),
        headers={"X-Key": HeaderValue("Bearer ", "KEY")},
    )
    assert [(each.path, each.old, each.new) for each in differences_of_sources({"w": old}, {"w": new})] == [
        ("w.trust_text", "false", "true"),
        ("w.every", "15 minutes", "30 minutes"),
        ("w.map.actor", "{constant: Russia}", "author"),
        ("w.headers.X-Key", "", "Bearer, then the secret KEY"),
    ]
    (added,) = differences_of_sources({}, {"w": old})
    assert added.new.startswith("{kind: feed, url: https://example.org/a, groups: wires, map: {event: {path: tags")
    assert "false" not in added.new
