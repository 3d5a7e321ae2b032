"""The pages for people: commands in them run, output in them is real, paths and settings in them exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import ROOT, deedline
from tracker.cli.settings_file import load_settings
from tracker.language.reference import RULE_RECORDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {".venv", ".git", "node_modules", "demo-output"} & set(path.relative_to(ROOT).parts)
)


def block(mark: str) -> str:
    """Return the fenced block that follows a mark in the README."""
    found = re.search(rf"^<!-- {re.escape(mark)} -->\n```\w+\n(.*?)^```$", README, re.M | re.S)
    assert found, mark
    return found[1]


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_each_set_up_command_is_one_line_that_a_shell_understands(name: str) -> None:
    command = block(f"run:{name}")
    assert command.count("\n") == 1
    assert shlex.split(command)[:4] == ["python3", "-m", "venv", ".venv"]


def test_the_finding_on_the_first_screen_is_what_the_demo_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # the width of whoever runs the tests is none of the demo's
    ran = deedline("demo", "--out", tmp_path / "out", folder=tmp_path)
    assert ran.code == 0, ran.err
    assert block("output:demo") in ran.out
    assert README.index("<!-- output:demo -->") < 1_500


def test_the_five_steps_work_as_written(tmp_path: Path) -> None:
    """Only the editor is stood in for, and the service makes one pass instead of staying."""
    script = block("run:steps").replace("deedline run ", "deedline run --once ")
    command = tmp_path / "bin" / "deedline"
    command.parent.mkdir()
    command.write_text(f"#!{sys.executable}\nfrom tracker.cli.main import main\nmain()\n")
    command.chmod(0o755)
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DEEDLINE_")},
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "notifiers")]),
        "EDITOR": "true",
    }
    ran = subprocess.run(
        ["/bin/sh", "-ec", script],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "is ready" in ran.stdout
    assert "✖" not in ran.stdout


def test_the_settings_shown_for_slack_are_enough(tmp_path: Path) -> None:
    text = block("settings")
    assert tomllib.loads(text)
    (tmp_path / "deedline.toml").write_text(text)
    settings = load_settings(tmp_path / "deedline.toml", {"DEEDLINE_SLACK__TOKEN": "xoxb-1"})
    assert settings.alerts.destinations == ("slack",)


PATH = re.compile(r"`((?:rules|config|notifiers|tracker|tests)/[A-Za-z0-9_./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_of_the_project_that_a_page_names_exists(page: Path) -> None:
    named = {path for path in PATH.findall(page.read_text(encoding="utf-8")) if "..." not in path}
    assert [path for path in sorted(named) if not list(ROOT.glob(path.rstrip("/")))] == []


def test_every_file_that_the_map_of_the_program_names_exists() -> None:
    text = (ROOT / "tracker" / "README.md").read_text(encoding="utf-8")
    layers = "cli|jobs|actions|sources|store|engine|language|domain"
    named = set(re.findall(rf"`((?:{layers})/[a-z_]+\.py)`", text))
    assert len(named) > 10
    assert [path for path in sorted(named) if not (ROOT / "tracker" / path).is_file()] == []


def test_what_is_not_built_yet_is_said_where_the_meaning_stands() -> None:
    text = (ROOT / "tracker" / "SEMANTICS.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^## (\d+) ", text, re.M)] == list(range(1, 14))
    marked = [sentence for sentence in re.split(r"(?<=[.)])\s", text) if "(**not built yet**" in sentence]
    built = {key.name for record in RULE_RECORDS for key in record.keys}
    named = {name for sentence in marked for name in re.findall(r"`(\w+)[^`]*`", sentence.split("(**not")[1])}
    assert not named & built, "a key that is read is not to be marked as unbuilt"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_leaves_a_fence_open(page: Path) -> None:
    fences = [line for line in page.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("```")]
    assert len(fences) % 2 == 0
