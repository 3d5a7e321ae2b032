"""What `pack.yaml` may say, and what is said about one that is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tracker.domain.instants import last_instant
from tracker.language.pack_files import PackPlan, read_pack_plan

LEAST = "title: Bridges\nreplay: {from: 2024-01-01, to: 2024-03-31}\n"


def plan(text: str) -> PackPlan:
    read, problems = read_pack_plan("pack.yaml", text.encode())
    assert problems == ()
    assert read is not None
    return read


def told(text: str) -> list[str]:
    read, problems = read_pack_plan("pack.yaml", text.encode())
    assert read is None
    return [str(problem) for problem in problems]


def test_a_title_and_a_replay_are_enough() -> None:
    read = plan(LEAST)
    assert (read.title, read.tz, read.replay.start) == ("Bridges", "UTC", datetime(2024, 1, 1, tzinfo=UTC))
    assert [stop.at for stop in read.boards] == [last_instant(date(2024, 3, 31), "UTC")]


def test_a_board_is_shown_at_the_end_of_its_day_in_the_packs_zone() -> None:
    read = plan(LEAST + "tz: Asia/Tokyo\nboards: [{at: 2024-02-01, look: half way}]\n")
    assert [(stop.at, stop.look) for stop in read.boards] == [
        (last_instant(date(2024, 2, 1), "Asia/Tokyo"), "half way")
    ]


def test_boards_come_in_order_of_time() -> None:
    read = plan(LEAST + "boards: [{at: 2024-02-01}, {at: 2024-01-05}]\n")
    assert [stop.at.month for stop in read.boards] == [1, 2]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (LEAST, date(2024, 1, 1)),
        ("title: x\nreplay: {from: 2024-01-03, to: 2024-03-31}\n", date(2024, 1, 1)),
        ("title: x\nreplay: {from: 2024-01-01, to: 2024-01-04}\n", date(2023, 12, 29)),
        (LEAST + "digest: {week_from: 2024-03-25}\n", date(2024, 3, 25)),
    ],
)
def test_the_digest_is_of_the_week_named_or_of_one_that_ends_in_time(text: str, first: date) -> None:
    assert plan(text).digest_from == first


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "pack.yaml:1:1: the file is empty (give it a `title` and a `replay`)"),
        ("[]", "pack.yaml:1:1: expected a pack as a mapping of keys, found a list"),
        (LEAST + "boards: [{at: 2025-01-01}]\n", "pack.yaml:3:15: this board lies outside the replay (move it"),
        (LEAST + "boards: today\n", "pack.yaml:3:9: `boards`: expected a list of boards"),
        (LEAST + "digest: {week_from: 2024-03-28}\n", "pack.yaml:3:9: this week ends after the replay"),
        (LEAST + "digest: {week_from: 2023-03-28}\n", "pack.yaml:3:9: this week lies before the replay"),
        (LEAST + "digest: {week_from: 2024}\n", "pack.yaml:3:21: `digest`: a week is named by its first day"),
        (LEAST + "tz: Mars/Base\n", "pack.yaml:3:5: `tz`: `Mars/Base` is not a time zone"),
        (
            "title: x\nreplay: {from: 2024-02-01, to: 2024-01-01}\n",
            "pack.yaml:2:9: `replay`: the span ends before",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, problem: str) -> None:
    assert [each[: len(problem)] for each in told(text)] == [problem]


def test_every_mistake_is_told_and_not_only_the_first() -> None:
    text = "titel: x\nboards:\n  - {at: 2024-01-01, lok: y}\n  - {look: z}\n"
    assert [each.split(": ")[0] for each in told(text)] == [
        "pack.yaml:1:1",
        "pack.yaml:1:1",
        "pack.yaml:1:1",
        "pack.yaml:3:22",
        "pack.yaml:4:5",
    ]
