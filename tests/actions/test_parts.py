"""A part of a promise that is missed, broken or made good is told, whatever its siblings came to."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.making import apply
from tests.actions.parted import (
    ANSWERS,
    EACH,
    MONTHLY,
    SAID,
    STEPS,
    at,
    desk,
    did,
    judged,
    learn,
    messages,
    told,
)
from tracker.actions.ingest import ingest
from tracker.actions.look_up import promise_history
from tracker.store.store import Store
from tracker.store.tables.alerts import episode
from tracker.store.tables.verdicts import judged as judged_table


def _kept_in_january(folder: Path) -> Store:
    store = desk(folder, MONTHLY)
    learn(store, at(1, 20), did("publish", at(1, 20)))
    return store


def _open_episodes(store: Store) -> list[str]:
    with store.read() as connection:
        rows = connection.execute(
            select(judged_table.c.instance)
            .join(episode, episode.c.judged_id == judged_table.c.id)
            .where(episode.c.closed_verdict.is_(None))
            .order_by(judged_table.c.instance)
        )
        return list(rows.scalars())


def test_a_missed_month_is_told_although_an_earlier_one_was_kept(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    judged(store, at(3, 1, 0, 1))
    judged(store, at(3, 3, 0, 1))
    assert told(store) == [[("Feb 2016", "first", "overdue")]]


def test_every_missed_month_is_told_by_itself(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    for month in (3, 4, 5):
        judged(store, at(month, 1, 0, 1))
        judged(store, at(month, 3, 0, 1))
    assert [part for [(part, _, _)] in told(store)] == ["Feb 2016", "Mar 2016", "Apr 2016"]


def test_a_missed_step_is_told_although_an_earlier_one_was_kept(tmp_path: Path) -> None:
    store = desk(tmp_path, STEPS)
    learn(store, at(2, 1), did("declare", at(2, 1)))
    judged(store, at(3, 13, 0, 1))
    assert told(store) == [[("", "first", "at_risk"), ("step destroyed", "first", "overdue")]]


def test_a_second_missed_step_is_told_while_the_headline_stays_as_it_is(tmp_path: Path) -> None:
    store = desk(tmp_path, STEPS)
    judged(store, at(2, 13, 0, 1))
    judged(store, at(3, 11, 0, 1))
    judged(store, at(3, 13, 0, 1))
    assert told(store)[1:] == [[("step destroyed", "first", "overdue")]]


def test_a_promisor_who_breaks_it_is_told_although_the_other_kept_it(tmp_path: Path) -> None:
    store = desk(tmp_path, EACH)
    learn(store, at(5, 1), did("open", at(5, 1), place="Ruritania"))
    learn(store, at(5, 2), did("shut", at(5, 2), place="Borduria"))
    assert told(store) == [[("Borduria", "first", "broken")]]


def test_a_trigger_that_goes_unanswered_after_another_was_answered_is_told(tmp_path: Path) -> None:
    store = desk(tmp_path, ANSWERS)
    learn(store, at(2, 1), did("ask", at(2, 1)))
    learn(store, at(2, 5), did("answer", at(2, 5)))
    learn(store, at(3, 1), did("ask", at(3, 1)))
    judged(store, at(3, 14, 0, 1))
    assert ("trigger of 1 Mar 2016", "first", "overdue") in told(store)[-1]


def test_one_trigger_alone_gives_one_message_that_names_nothing_twice(tmp_path: Path) -> None:
    store = desk(tmp_path, ANSWERS)
    learn(store, at(3, 1), did("ask", at(3, 1)))
    judged(store, at(3, 14, 0, 1))
    assert told(store) == [[("", "first", "overdue")]]


def test_parts_that_change_in_one_pass_share_a_message_the_worst_first(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    judged(store, at(3, 3, 0, 1))
    learn(store, at(3, 20), did("publish", at(3, 20)))
    judged(store, at(5, 3, 0, 1))
    learn(store, at(5, 4), did("publish", at(2, 28)), did("publish", at(5, 4)), did("refuse", at(4, 25)))
    assert told(store)[-1] == [
        ("", "first", "broken"),
        ("Apr 2016", "changed", "broken"),
        ("Feb 2016", "resolved", "kept"),
    ]


def test_an_alarm_of_a_part_travels_in_no_message_that_calms(tmp_path: Path) -> None:
    store = desk(tmp_path, EACH)
    judged(store, at(6, 13, 0, 1))
    done, shut = did("open", at(6, 21), place="Ruritania"), did("shut", at(6, 21), place="Borduria")
    learn(store, at(6, 21), done, shut)
    alarm, calm = told(store)[-2:]
    assert alarm == [("Borduria", "changed", "broken")]
    assert calm == [("", "resolved", "partly_kept"), ("Ruritania", "resolved", "kept_late")]


def test_a_part_that_is_made_good_is_told_as_resolved(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    judged(store, at(3, 3, 0, 1))
    assert _open_episodes(store) == ["2016-02"]
    learn(store, at(3, 5), did("publish", at(2, 28)))
    assert told(store)[-1] == [("Feb 2016", "resolved", "kept")]
    assert _open_episodes(store) == []


def test_a_rule_imported_with_a_long_past_raises_no_alarm_of_a_part(tmp_path: Path) -> None:
    store = desk(tmp_path, MONTHLY, now=at(9, 15))
    assert told(store) == []
    assert len(messages(store)) == 1
    assert "2016-02" not in _open_episodes(store)


def test_a_part_that_falls_due_after_the_import_is_told(tmp_path: Path) -> None:
    store = desk(tmp_path, MONTHLY, now=at(9, 15))
    judged(store, at(10, 3, 0, 1))
    assert told(store) == [[("Sep 2016", "first", "overdue")]]


def test_months_missed_while_the_service_was_down_share_one_message_each_with_its_own_instant(
    tmp_path: Path,
) -> None:
    store = _kept_in_january(tmp_path)
    judged(store, at(5, 20))
    assert told(store) == [
        [("Feb 2016", "first", "overdue"), ("Mar 2016", "first", "overdue"), ("Apr 2016", "first", "overdue")]
    ]
    moves = promise_history(store, "figures").transitions
    assert [(each.instance, each.at) for each in moves if each.new.value == "overdue"] == [
        ("2016-02", at(3, 3, 0)),
        ("2016-03", at(4, 3, 0)),
        ("2016-04", at(5, 3, 0)),
    ]


def test_what_was_missed_and_made_good_while_nothing_ran_is_told_once_as_it_stands(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    judged(store, at(3, 1, 0, 1))
    ingest(store, [did("publish", at(2, 28))], at(3, 5))
    judged(store, at(3, 6))
    assert told(store) == [[("Feb 2016", "first", "kept")]]


@pytest.fixture
def older(tmp_path: Path) -> Store:
    """Return a store as an earlier version left it on 20 March: headlines only, February missed."""
    store = _kept_in_january(tmp_path)
    judged(store, at(3, 20))
    with store.write(at(3, 20), "test") as commit:
        ids = "(SELECT id FROM judged WHERE instance <> '')"
        verdicts = f"(SELECT id FROM verdict WHERE judged_id IN {ids})"
        for table, where in (  # what refers to a row goes before it
            ("outbox_alert", "1"),
            ("outbox", "1"),
            ("alert", f"verdict_id IN {verdicts}"),
            ("episode", f"judged_id IN {ids}"),
            ("verdict", f"judged_id IN {ids}"),
            ("judged", "instance <> ''"),
        ):
            commit.connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}")
    return store


def test_an_older_store_raises_no_flood(older: Store) -> None:
    learn(older, at(3, 21), did("publish", at(3, 21)))
    assert told(older) == []


def test_in_an_older_store_what_fell_due_since_its_last_judging_is_told(older: Store) -> None:
    judged(older, at(5, 20))
    assert told(older) == [[("Mar 2016", "first", "overdue"), ("Apr 2016", "first", "overdue")]]


def test_a_retired_rule_closes_what_its_parts_leave_open_and_calls_nothing_resolved(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    judged(store, at(3, 3, 0, 1))
    apply(store, SAID + STEPS, at(3, 4))
    judged(store, at(3, 4))
    assert "2016-02" not in _open_episodes(store)
    assert told(store)[-1] == [("Feb 2016", "changed", "void")]


def test_an_edited_rule_that_drops_a_part_closes_it_as_changed(tmp_path: Path) -> None:
    store = desk(tmp_path, STEPS)
    learn(store, at(2, 1), did("declare", at(2, 1)))
    judged(store, at(3, 13, 0, 1))
    apply(store, SAID + STEPS.replace("id: destroyed", "id: gone"), at(3, 14))
    judged(store, at(3, 14))
    assert ("step destroyed", "rule changed", "void") in told(store)[-1]
    assert "destroyed" not in _open_episodes(store)


def test_a_part_that_an_edit_brings_with_a_past_is_a_baseline(tmp_path: Path) -> None:
    store = _kept_in_january(tmp_path)
    apply(store, SAID + MONTHLY.replace("opens: 2016-01-01", "opens: 2015-06-01"), at(2, 20))
    judged(store, at(2, 20))
    assert told(store) == []
