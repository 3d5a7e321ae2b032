"""`deedline rules new` asks, and writes a file that passes `rules check`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline

ANSWERS = (
    "Ministry",
    "2026-01-10",
    "We build it",
    "",
    "achieve",
    "It is built",
    "2027-03-01",
    "happened",
    "built",
    "desk",
    "me",
)


def answered(desk: Path, monkeypatch: pytest.MonkeyPatch, *answers: str) -> Ran:
    """Run the command and type these answers."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    return deedline("rules", "new", folder=desk)


def test_the_file_it_writes_passes_every_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS)
    assert (ran.code, ran.out.strip()) == (0, str(desk / "rules" / "it-is-built.yaml"))
    assert deedline("rules", "check", "rules/it-is-built.yaml", folder=desk).code == 0


def test_an_answer_that_cannot_be_used_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, "Ministry", "tomorrow", *ANSWERS[1:4], "sometime", *ANSWERS[4:])
    assert ran.code == 0
    assert "a day is written 2026-03-14" in ran.err
    assert "one of achieve, maintain, refrain" in ran.err


def test_no_file_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    answered(desk, monkeypatch, *ANSWERS)
    before = (desk / "rules" / "it-is-built.yaml").read_bytes()
    ran = answered(desk, monkeypatch, *ANSWERS)
    assert (ran.code, ran.out.strip()) == (0, str(desk / "rules" / "it-is-built-2.yaml"))
    assert (desk / "rules" / "it-is-built.yaml").read_bytes() == before
    assert deedline("rules", "check", "rules", "--format", "json", folder=desk).data["promises"] == [
        "it-is-built-2",
        "it-is-built",
        "grid-plan",
    ]


def test_a_file_that_is_there_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    ran = deedline("rules", "new", "rules/promises.yaml", folder=desk)
    assert ran.code == 1
    assert "exists already" in ran.err
    assert "Who promised it" not in ran.err


@pytest.mark.parametrize("end", [(), ("q",), ("Q", "more")], ids=["ctrl-d", "q", "a capital q"])
def test_leaving_writes_nothing_and_shows_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: tuple[str, ...]
) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS[:3], *end)
    assert ran.code == 1
    told = ran.err[ran.err.index("nothing was written") :].splitlines()
    assert told == [
        "nothing was written",
        "your answers so far:",
        "  Who promised it (several parted by commas): Ministry",
        "  On which day was it said (2026-03-14): 2026-01-10",
        "  The exact words: We build it",
    ]
    assert [path.name for path in (desk / "rules").iterdir()] == ["promises.yaml"]


def test_an_empty_answer_is_told_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, "", "", *ANSWERS)
    assert ran.code == 0
    assert ran.err.count("an answer is needed here; q leaves") == 2


def test_a_deadline_before_the_day_of_the_words_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS[:6], "2025-03-01", *ANSWERS[6:])
    assert ran.code == 0
    assert "this is before it was said, on 2026-01-10" in ran.err


def test_a_source_that_no_file_names_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS[:8], "dsk", *ANSWERS[8:])
    assert ran.code == 0
    assert "no source or group is called so; there are desk, inbox" in ran.err


@pytest.mark.parametrize("kind", ["achieve", "maintain", "refrain"])
@pytest.mark.parametrize("comparison", ["at_least", "more_than", "at_most", "less_than"])
def test_a_figure_with_a_threshold_passes_every_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, comparison: str
) -> None:
    desk = make_desk(tmp_path)
    figure = ("figure", "opening hours", comparison, "1,000", "1000", "hours a week")
    answers = (*ANSWERS[:4], kind, *ANSWERS[5:7], *figure, *ANSWERS[9:])
    ran = answered(desk, monkeypatch, *answers)
    assert ran.code == 0, ran.err
    assert "a number cannot hold separators: write 1000" in ran.err
    assert deedline("rules", "check", "rules/it-is-built.yaml", folder=desk).code == 0
    assert f"{comparison}: 1000" in (desk / "rules" / "it-is-built.yaml").read_text(encoding="utf-8")


def test_a_number_that_may_be_meant_as_thousands_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path)
    figure = ("figure", "opening hours", "at_least", "12.345", "12.3450", "hours a week")
    ran = answered(desk, monkeypatch, *ANSWERS[:7], *figure, *ANSWERS[9:])
    assert ran.code == 0, ran.err
    assert "write 12345 for thousands, 12.3450 for a decimal number" in ran.err
    assert "at_least: 12.3450" in (desk / "rules" / "it-is-built.yaml").read_text(encoding="utf-8")
    assert deedline("rules", "check", "rules/it-is-built.yaml", folder=desk).code == 0


def test_several_promisors_are_several_actors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    assert answered(desk, monkeypatch, "Norland, Sudland", *ANSWERS[1:]).code == 0
    assert 'by: ["Norland", "Sudland"]' in (desk / "rules" / "it-is-built.yaml").read_text(encoding="utf-8")


def test_nothing_was_said_on_a_day_to_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, ANSWERS[0], "2999-01-01", *ANSWERS[1:])
    assert ran.code == 0
    assert "this day is still to come: today is " in ran.err


def test_a_question_mark_helps_and_the_question_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, "?", *ANSWERS)
    assert ran.code == 0
    assert "rules/README.md explains the keys" in ran.err


def test_a_title_in_another_script_is_given_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    ran = answered(desk, monkeypatch, *ANSWERS[:5], "Мост открыт", "Мост", "bridge-open", *ANSWERS[6:])
    assert (ran.code, ran.out.strip()) == (0, str(desk / "rules" / "bridge-open.yaml"))
    assert "small letters from a to z" in ran.err
