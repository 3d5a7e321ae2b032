"""Digests, lists, replays and plans put the parts of a promise under it and count the promise once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.actions.making import apply
from tests.actions.parted import ANSWERS, MONTHLY, SAID, STEPS, at, desk, did, judged, learn
from tracker.actions.look_up import history_at, list_promises, promise_history
from tracker.actions.looking_back import Change, look_back
from tracker.actions.planning import make_plan
from tracker.actions.weeks import week_so_far
from tracker.cli.change_lines import change_data, change_lines
from tracker.cli.promise_lines import history_data, history_lines, listed_line
from tracker.domain.alerts import Subscriber, Why
from tracker.domain.coverage import Coverage, CoverageSpan, Listening
from tracker.domain.digests import Week
from tracker.domain.instants import Span
from tracker.domain.promises import Names
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.verdicts import View
from tracker.language.loading import load_rules
from tracker.store.store import Store
from tracker_notifiers.digest_rows import digest_rows

READER = Subscriber("reader@example.org")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store whose January was kept, and whose February and March were missed."""
    store = desk(tmp_path, MONTHLY)
    learn(store, at(1, 20), did("publish", at(1, 20)))
    for month in (3, 4):
        judged(store, at(month, 1, 0, 1))
        judged(store, at(month, 3, 0, 1))
    return store


def _week(store: Store, month: int, day: int) -> Week:
    return week_so_far(store, READER, at(month, day), at=at(month, day))


def test_a_digest_tells_of_a_missed_month_and_counts_its_promise_once(store: Store) -> None:
    week = _week(store, 4, 5)
    assert [(each.part, each.new) for each in week.changed] == [("Mar 2016", Status.OVERDUE)]
    assert (week.total, week.added) == (1, 0)
    assert [(each.status, each.now) for each in week.counts] == [(Status.ON_TRACK, 1)]
    assert week.headline == "Mar 2016 of “Figures come out every month” is now overdue; nothing else changed."


def test_a_digest_names_the_part_in_its_row_and_says_why(store: Store) -> None:
    (row,) = digest_rows(_week(store, 4, 5), None, 10).sections[0].rows
    assert row.title == "Mar 2016: Figures come out every month"
    assert row.label == "▲ pending → awaiting → overdue"
    assert row.detail.startswith("Due on 31 Mar 2016 and nothing shows that it was done")


def test_parts_stand_under_their_promise_in_a_digest(tmp_path: Path) -> None:
    store = desk(tmp_path, STEPS)
    learn(store, at(2, 1), did("declare", at(2, 1)))
    judged(store, at(3, 11, 0, 1))
    judged(store, at(3, 13, 0, 1))
    week = _week(store, 3, 15)
    assert [each.part for each in week.changed] == ["", "step destroyed"]
    assert week.headline == "“The arms are gone” is now at risk, and 1 part of promises changed."


def test_a_single_trigger_is_told_once_in_a_digest(tmp_path: Path) -> None:
    store = desk(tmp_path, ANSWERS)
    learn(store, at(3, 1), did("ask", at(3, 1)))
    judged(store, at(3, 12, 0, 1))
    judged(store, at(3, 14, 0, 1))
    assert [each.part for each in _week(store, 3, 15).changed] == [""]


def test_what_was_missed_before_a_rule_came_is_no_news_of_the_week(tmp_path: Path) -> None:
    store = desk(tmp_path, MONTHLY, now=at(9, 15))
    week = _week(store, 9, 16)
    assert not any(each.part for each in week.changed)
    assert week.added == 1


def test_many_parts_of_one_promise_do_not_fill_a_digest(tmp_path: Path) -> None:
    store = desk(tmp_path, MONTHLY)
    learn(store, at(1, 20), did("publish", at(1, 20)))
    judged(store, at(10, 5))
    apply(store, SAID + MONTHLY.replace("2 days", "300 days"), at(10, 6))
    judged(store, at(10, 6))
    apply(store, SAID + MONTHLY, at(10, 9))
    judged(store, at(10, 9))
    parts = [each for each in _week(store, 10, 10).changed if each.part]
    assert len(parts) <= 3
    assert "more parts of it: deedline show figures" in str(digest_rows(_week(store, 10, 10), None, 10).sections)


def test_a_promise_is_listed_once_and_shown_with_its_parts(store: Store) -> None:
    assert [each.logged.promise.id for each in list_promises(store)] == ["figures"]
    history = promise_history(store, "figures")
    lines = "\n".join(history_lines(history))
    assert "  Feb 2016: ▲ overdue since" in lines
    assert "[Feb 2016] awaiting -> overdue: due on 29 Feb 2016" in lines
    told = history_data(history)["parts"]
    assert isinstance(told, list)
    assert [(each["instance"], each["status"]) for each in told[:3]] == [
        ("2016-01", "kept"),
        ("2016-02", "overdue"),
        ("2016-03", "overdue"),
    ]


def test_a_list_says_of_a_calm_promise_that_parts_of_it_are_in_alarm(store: Store) -> None:
    (listed,) = list_promises(store)
    assert listed_line(listed)[0] == "○ on track"
    assert listed_line(listed)[3] == "Figures come out every month (2 parts in alarm)"


def test_the_parts_of_a_past_day_are_those_of_that_day(store: Store) -> None:
    history = history_at(store, "figures", View.as_known_then(at(3, 1)))
    assert [(each.instance, each.status) for each in history.parts][1] == ("2016-02", Status.AWAITING)


def _looked_back(text: str, *reports: tuple[str, int, int], until: tuple[int, int] = (4, 20)) -> list[Change]:
    (promise,) = load_rules({"a.yaml": (SAID + text).encode()}).rules.promises
    versions = []
    for event, month, day in reports:
        report = did(event, at(month, day))
        versions.append(ReportVersion(report, report.published))
    span = CoverageSpan("wires", Span(at(1, 1) - timedelta(days=40), at(12, 31)), Listening.ATTESTED)
    stretch = Span(at(1, 1), at(*until))
    return list(look_back(promise, versions, Coverage((span,)), Names(), View.as_known_then, stretch))


def test_a_replay_shows_the_alert_of_a_missed_month() -> None:
    changes = _looked_back(MONTHLY, ("publish", 1, 20))
    alerts = [(each.verdict.instance, each.alert) for each in changes if each.alert is not None]
    assert alerts == [("2016-02", Why.FIRST), ("2016-03", Why.FIRST)]
    assert "    alert: first" in list(change_lines(changes))


def test_a_replay_tells_of_one_message_where_headline_and_step_change_together() -> None:
    changes = _looked_back(STEPS, ("declare", 2, 1))
    assert [(each.verdict.instance, each.alert) for each in changes if each.alert is not None] == [("", Why.FIRST)]
    (beside,) = (each for each in changes if each.is_beside)
    assert change_data(beside)["instance"] == "destroyed"
    assert "    alert: named in the same message" in list(change_lines(changes))


def test_a_plan_shows_which_alerts_of_parts_an_edit_moves(store: Store) -> None:
    edited = load_rules({"bridges.yaml": (SAID + MONTHLY.replace("2 days", "9 days")).encode()})
    (planned,) = make_plan(store, edited, at(4, 20)).promises
    assert [each.part for each in planned.alerts.moved] == ["Feb 2016", "Mar 2016"]


def test_a_retired_promise_leaves_no_part_behind_in_the_digest(store: Store) -> None:
    apply(store, SAID + STEPS, at(4, 6))
    judged(store, at(4, 6))
    assert all(each.standing.promise == "arms" for each in _week(store, 4, 7).changed)
