"""Every command is documented with the help it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.command_page import PAGE, help_of, page
from tests.docs.commands import every_command

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
NAMES = re.compile(r"^-\S+(, --\S+)?( <\S+>| [A-Z=]+)*")
PROMISED = {
    *(
        "demo",
        "init",
        "run",
        "log",
        "promises",
        "show",
        "report add",
        "report import",
        "collect",
        *("sources list", "sources try", "sources health"),
        "judge",
    ),
    *("explain", "rules check", "digest preview", "notify test", "notify preview", "doctor", "coverage attest"),
    "version",
}


def test_every_command_that_was_promised_is_there() -> None:
    assert set(every_command()) >= PROMISED


def test_the_page_of_commands_shows_the_help_they_print() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.docs.command_page"


def test_the_readme_lists_every_command_and_no_other() -> None:
    assert sorted(re.findall(r"^\| `deedline ([a-z ]+)` \| .{10,} \|$", README, re.M)) == every_command()


@pytest.mark.parametrize("command", every_command())
def test_every_option_of_a_command_says_what_it_is_for(command: str) -> None:
    _, _, options = help_of(command).partition("Options:\n")
    blocks = re.split(r"\n  (?=-)", options.strip())
    assert [each for each in blocks if len(NAMES.sub("", each).split()) < 2] == []


@pytest.mark.parametrize("command", every_command())
def test_the_help_of_a_command_begins_with_a_sentence(command: str) -> None:
    _, sentence, *_ = [line.strip() for line in help_of(command).splitlines() if line.strip()]
    assert sentence[0].isupper()
