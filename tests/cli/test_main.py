"""The entry point: exit codes, one-line errors, help that loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperGroup

from tests.cli.desk import make_desk
from tests.cli.running import deedline, run_process, start
from tracker import __version__
from tracker.cli.failing import tell
from tracker.cli.main import program
from tracker.cli.plain import clean
from tracker.domain.errors import BadInput


def test_the_version_is_printed_for_the_usual_option_too(tmp_path: Path) -> None:
    ran = deedline("--version", folder=tmp_path)
    assert (ran.code, ran.out) == (0, f"deedline {__version__}\n")


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert run_process("version", folder=tmp_path).out == f"deedline {__version__}\n"


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    ran = deedline("promise", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "No such command 'promise'" in ran.err


def test_a_run_puts_together_only_the_group_or_the_command_that_it_names() -> None:
    assert list(program("rules").commands) == ["rules"]
    assert list(program("version").commands) == ["version"]
    alone, among_all = (made.commands["rules"] for made in (program("rules"), program()))
    assert isinstance(alone, TyperGroup)
    assert isinstance(among_all, TyperGroup)
    assert list(alone.commands) == list(among_all.commands)


def test_of_a_word_that_names_nothing_all_commands_are_put_together() -> None:
    assert list(program("promise").commands) == list(program().commands)


def test_options_of_every_command_come_before_the_word_that_is_looked_for(tmp_path: Path) -> None:
    ran = deedline("--debug", "--settings", "version", "version", folder=tmp_path)
    assert (ran.code, ran.out) == (0, f"deedline {__version__}\n")


def test_without_settings_the_cure_is_named(tmp_path: Path) -> None:
    ran = deedline("promises", folder=tmp_path)
    assert ran.code == 1
    assert ran.err.startswith("deedline: there is no deedline.toml in ")
    assert "hint: make a folder with `deedline init DIR`" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_settings_can_be_named_from_anywhere(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    ran = deedline("--settings", desk / "deedline.toml", "promises", "--json", folder=tmp_path)
    assert (ran.code, ran.data) == (0, [])


def test_an_error_shows_its_traceback_only_with_debug(tmp_path: Path) -> None:
    (tmp_path / "deedline.toml").write_text("zon = 1\n")
    assert "Traceback" not in deedline("promises", folder=tmp_path).err
    with pytest.raises(BadInput):
        deedline("--debug", "promises", folder=tmp_path)
    ran = run_process("promises", "--debug", folder=tmp_path)
    assert ran.code == 1
    assert "Traceback" in ran.err


def test_a_fault_of_ours_is_told_in_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(RuntimeError("boom\nsecond line")) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "deedline: unexpected: RuntimeError: boom second line",
        "  hint: this is a fault of Deedline; --debug shows where it arose",
    ]


def test_every_line_of_an_error_is_told_with_its_hint_and_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(BadInput("one\x1b[31m\ntwo", "mend\u202e it")) == 1
    assert capsys.readouterr().err == "deedline: one [31m\ndeedline: two\n  hint: mend it\n"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b]0;b\x07", "a\u202eb", "a\u2028b", "a\r\nb", "\ta b "])
def test_cleaned_text_is_one_line_that_steers_nothing(text: str) -> None:
    assert clean(text).isprintable()
    assert clean(text).startswith("a")


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with start("notify", "--help", folder=desk) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "httpx",
    "slack_sdk",
    "apscheduler",
    "jinja2",
    "rich",
    "pydantic_settings",
    "dateparser",
}


@pytest.mark.parametrize("arguments", [["--help"], ["demo", "--help"], ["rules", "check", "."], ["version"]])
def test_help_and_checks_load_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    script = (
        "import sys\nfrom tracker.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print(sorted({{name.split('.')[0] for name in sys.modules}} & {HEAVY!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
