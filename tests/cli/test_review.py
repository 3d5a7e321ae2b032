"""`deedline review`: the queue by commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.reviewing import reviewed_desk
from tests.cli.running import Ran, deedline, run_process


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return reviewed_desk(tmp_path)


def review(desk: Path, *arguments: object) -> Ran:
    return deedline("review", *arguments, folder=desk)


def decide(desk: Path, command: str, *more: object) -> Ran:
    return review(desk, command, *more, "--reason", "read it", "--by", "Ann")


def test_the_list_shows_what_waits(desk: Path) -> None:
    ran = review(desk, "list")
    assert ran.code == 0
    assert ran.out.splitlines()[1].split() == ["1", "suspected", "open", "grid-plan:", "published", "inbox", "t1"]
    assert "waiting in all: 1 suspected" in ran.err


def test_the_list_is_data_too(desk: Path) -> None:
    (row,) = review(desk, "list", "--json", "--kind", "suspected", "--promise", "grid-plan").data
    assert (row["item"], row["state"], row["version"], row["report"]) == (1, "open", 0, "t1")
    assert row["quotes"][0]["text"] == "plan is out"
    assert review(desk, "list", "--json", "--kind", "copies").data == []


def test_an_item_shows_the_words_and_what_accepting_would_change(desk: Path) -> None:
    ran = review(desk, "show", 1)
    assert "the grid »plan is out« [bold red]at last[/]" in ran.out
    assert "accepting it: grid-plan" in ran.out
    assert "-> ✔ kept" in ran.out
    assert "offers a figure: 21 of 36 lines (21 of 36 lines)" in ran.out
    assert "\u202e" not in ran.out


def test_an_item_is_data_too(desk: Path) -> None:
    data = review(desk, "show", 1, "--json").data
    assert data["effects"]["accepting"][0]["new"] == "kept"
    assert data["offers"]["figures"][0]["unit"] == "lines"
    assert data["promises"] == [{"promise": "grid-plan", "title": "The ministry publishes the grid plan"}]


def test_accepting_makes_the_verdict_and_explain_names_who_did(desk: Path) -> None:
    ran = decide(desk, "accept", 1)
    assert (ran.code, ran.out) == (0, "item 1: accepted, version 1\n")
    deedline("run", "--once", folder=desk)
    told = deedline("explain", "grid-plan", folder=desk).out
    assert "kept" in told.splitlines()[0]
    assert "accepted by Ann: read it" in told


def test_rejecting_keeps_it_out_and_explain_names_who_did(desk: Path) -> None:
    decide(desk, "reject", 1)
    told = deedline("explain", "grid-plan", folder=desk).out
    assert ": rejected by Ann: read it" in told
    assert review(desk, "list", "--json").data == []


def test_what_nobody_reviewed_is_explained_as_set_aside(desk: Path) -> None:
    assert ": suspected, not reviewed" in deedline("explain", "grid-plan", folder=desk).out


def test_undo_opens_it_again(desk: Path) -> None:
    decide(desk, "accept", 1)
    assert decide(desk, "undo", 1).out == "item 1: open, version 2\n"
    (row,) = review(desk, "list", "--json").data
    assert [(each["version"], each["act"], each["by"]) for each in row["decisions"]] == [
        (1, "accepted", "Ann"),
        (2, "undone", "Ann"),
    ]


def test_a_decision_twice_is_said_to_be_nothing(desk: Path) -> None:
    decide(desk, "accept", 1)
    ran = decide(desk, "accept", 1)
    assert ran.code == 0
    assert "nothing was done" in ran.err


def test_a_stale_decision_is_refused_with_who_was_faster(desk: Path) -> None:
    decide(desk, "reject", 1)
    ran = review(desk, "accept", 1, "--reason", "so it is", "--by", "Bob", "--seen", 0)
    assert ran.code == 1
    assert "it was rejected by Ann" in ran.err


def test_who_decides_must_be_said_unless_the_settings_name_the_owner(desk: Path) -> None:
    assert "say who with --by" in review(desk, "accept", 1, "--reason", "read it").err
    settings = desk / "deedline.toml"
    settings.write_text(settings.read_text().replace('owner = ""', 'owner = "Olga"'))
    assert review(desk, "accept", 1, "--reason", "read it").code == 0


def test_a_fact_is_accepted_as_corrected(desk: Path) -> None:
    ran = decide(desk, "edit", 1, "--set", "occurred=2026-02-20", "--set", "place=Bern")
    assert ran.code == 0, ran.err
    (row,) = review(desk, "list", "--all", "--json").data
    assert row["state"] == "edited"
    assert row["decisions"][0]["fact"]["place"] == "Bern"
    assert row["facts"][0]["place"] is None, "the original is kept"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", 9), "there is no item 9"),
        (("list", "--kind", "gossip"), "no items of kind gossip"),
        (("edit", 1, "--reason", "x", "--by", "Ann"), "say what with --set"),
        (("edit", 1, "--set", "colour=red", "--reason", "x", "--by", "Ann"), "not a field of a fact"),
        (("edit", 1, "--set", "occurred=soon", "--reason", "x", "--by", "Ann"), "not a date"),
        (("edit", "--set", "value=1", "--reason", "x", "--by", "Ann"), "name an item"),
        (("join", 1, "--reason", "x", "--by", "Ann"), "cannot be joined"),
        (("join", "t1", "t9", "--reason", "x", "--by", "Ann"), "there is no report t9"),
        (("split", "t1", "t1", "--reason", "x", "--by", "Ann"), "from itself"),
    ],
)
def test_what_cannot_be_is_told_with_a_cure(desk: Path, arguments: tuple[object, ...], says: str) -> None:
    ran = review(desk, *arguments)
    assert ran.code == 1
    assert says in ran.err
    assert "hint:" in ran.err


def test_without_a_terminal_the_keys_point_to_the_commands(desk: Path) -> None:
    ran = run_process("review", folder=desk)
    assert ran.code == 1
    assert "use `deedline review list`" in ran.err
