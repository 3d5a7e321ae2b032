"""What one message tells of a promise and its parts: no alarm travels in one that calms."""

from __future__ import annotations

from tracker.domain.statuses import Status
from tracker.engine.standing_parts import in_messages


def test_an_alarm_of_a_part_stands_apart_from_a_whole_that_comes_to_rest() -> None:
    told = {"": Status.PARTLY_KEPT, "Ruritania": Status.KEPT_LATE, "Borduria": Status.BROKEN}
    assert in_messages(told) == ({"Borduria"}, {"", "Ruritania"})


def test_all_else_is_one_message() -> None:
    for told in (
        {"": Status.BROKEN, "a": Status.OVERDUE},
        {"a": Status.OVERDUE, "b": Status.KEPT},
        {"": Status.KEPT},
    ):
        assert in_messages(told) == (set(told),)
