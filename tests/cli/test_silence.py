"""`deedline silence` and `deedline ack`: what people do about alarms, on the command line."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import deedline

HIDE = ("--promise", "grid-plan", "--until", "2100-01-01", "--reason", "on holiday", "--by", "ann")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working folder whose promise is unverifiable, an alarm."""
    desk = make_desk(tmp_path_factory.mktemp("silence"))
    assert deedline("run", "--once", folder=desk).code == 0
    return desk


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """Return a copy of it, for tests that change something."""
    return copytree(made, tmp_path / "desk")


def test_a_silence_is_previewed_added_listed_and_ended(desk: Path) -> None:
    preview = deedline("silence", "preview", "--tag", "grid", folder=desk)
    assert preview.out.splitlines()[0] == "promises: grid-plan"
    assert preview.out.splitlines()[1].startswith("open alarm: grid-plan unverifiable since ")
    added = deedline("silence", "add", *HIDE, folder=desk)
    assert added.out.splitlines()[0].startswith("silence 1 lasts until 2100-01-01T23:59:59Z")
    listed = deedline("silence", "list", folder=desk).out.splitlines()
    assert listed[1].split() == ["1", "lasts", "2100-01-01T23:59:59Z", "ann", "grid-plan", "on", "holiday"]
    ended = deedline("silence", "end", "1", "--by", "bo", folder=desk)
    assert ended.out == "silence 1 is over, ended by bo\n"
    assert deedline("silence", "list", folder=desk).out.splitlines()[1:] == []
    (row,) = deedline("silence", "list", "--all", "--json", folder=desk).data
    assert (row["state"], row["by"], row["ended_by"]) == ("ended", "ann", "bo")


@pytest.mark.parametrize("command", [("preview",), ("add", *HIDE[2:])], ids=["preview", "add"])
def test_a_tag_that_no_promise_has_is_remarked_on_with_the_nearest_and_taken(
    desk: Path, command: tuple[str, ...]
) -> None:
    ran = deedline("silence", command[0], "--tag", "gird", "--tag", "grid", *command[1:], folder=desk)
    assert (ran.code, ran.err) == (0, "no promise has the tag `gird`; did you mean `grid`?\n")


def test_a_silence_may_be_prepared_for_promises_to_come(desk: Path) -> None:
    ran = deedline("silence", "add", "--tag", "harbour", *HIDE[2:], "--json", folder=desk)
    assert (ran.code, ran.err) == (0, "no promise has the tag `harbour`; there are `grid`\n")
    assert ran.data["promises"] == []
    assert [each["tags"] for each in deedline("silence", "list", "--json", folder=desk).data] == [["harbour"]]


def test_what_is_still_true_is_told_again_at_the_next_pass(desk: Path) -> None:
    deedline("silence", "add", *HIDE, folder=desk)
    deedline("silence", "end", "1", "--by", "bo", folder=desk)
    assert "why sent: repeated after silence" in deedline("run", "--once", folder=desk).out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (HIDE[2:], "a silence of everything is refused"),
        (("--priority", "urgent", *HIDE), "no priority is called 'urgent'"),
        ((*HIDE[:2], "--until", "2020-01-01", *HIDE[4:]), "would hide nothing"),
        ((*HIDE[:4], "--reason", " ", "--by", "ann"), "needs a reason"),
    ],
)
def test_a_silence_that_cannot_be_is_refused(made: Path, options: tuple[str, ...], says: str) -> None:
    ran = deedline("silence", "add", *options, folder=made)
    assert ran.code == 1
    assert says in ran.err
    assert deedline("silence", "list", "--json", folder=made).data == []


def test_the_first_acknowledgement_counts_and_later_ones_see_whose(desk: Path) -> None:
    first = deedline("ack", "grid-plan", "--by", "ann", folder=desk)
    assert (first.code, first.out) == (0, "grid-plan: acknowledged by ann\n")
    second = deedline("ack", "grid-plan", "--by", "bo", "--json", folder=desk)
    assert (second.data["first"], second.data["by"]) == (False, "ann")
    again = deedline("ack", "grid-plan", "--by", "bo", folder=desk)
    assert again.out.startswith("grid-plan: ann acknowledged it before, at ")
