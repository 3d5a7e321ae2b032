"""The tutorial works as it is written: every box is typed in, and what it shows is what is printed."""

from __future__ import annotations

import pytest

from tests.docs.tutorial import PAGE, Step, played
from tests.language.test_formatting import laid_out
from tests.language.test_schema import marks

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    return list(played(tmp_path_factory.mktemp("tutorial")))


def test_what_the_page_shows_is_what_the_commands_print(steps: list[Step]) -> None:
    shown = [(step.shown, step.printed) for step in steps if step.kind == "text"]
    assert len(shown) >= 7
    assert [real for _, real in shown] == [told for told, _ in shown]


def test_no_command_is_refused(steps: list[Step]) -> None:
    assert [step.printed for step in steps if "deedline: " in step.printed] == []


def test_the_page_has_no_box_that_is_not_played(steps: list[Step]) -> None:
    assert {step.kind for step in steps} == {"sh", "yaml", "text"}
    assert len(steps) * 2 == sum(line.startswith("```") for line in TEXT.splitlines())


def test_its_files_are_laid_out_as_the_tool_does(steps: list[Step]) -> None:
    files = {step.name: step.shown for step in steps if step.kind == "yaml"}
    assert {name: laid_out(text) for name, text in files.items()} == files
    assert [marks(text.encode()) for name, text in files.items() if not name.endswith("names.yaml")] == [[], []]


def test_it_says_how_long_it_takes_and_keeps_to_it() -> None:
    minutes = [int(line.split()[2].rstrip(":")) for line in TEXT.splitlines() if line.startswith("## Minute")]
    assert minutes == sorted(minutes)
    assert minutes[-1] == 15


def test_the_guide_leads_to_it() -> None:
    assert "`TUTORIAL.md`" in (PAGE.parent / "README.md").read_text(encoding="utf-8")
