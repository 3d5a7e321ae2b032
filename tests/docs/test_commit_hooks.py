"""The hooks that other repositories take from here: their shape, and that their commands do what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.desk import RULES
from tests.cli.running import ROOT

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
KNOWN = {
    *("id", "name", "description", "entry", "args", "language"),
    *("files", "pass_filenames", "require_serial", "verbose"),
}
GUIDE = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_has_the_shape_that_pre_commit_asks_for(name: str) -> None:
    hook = HOOKS[name]
    assert {"id", "name", "entry", "language"} <= hook.keys() <= KNOWN
    assert hook["language"] == "python"  # pre-commit installs this project for it
    assert isinstance(hook["args"], list)
    assert shlex.split(hook["entry"])


def test_both_hooks_look_at_all_rule_files_when_one_changes() -> None:
    for hook in HOOKS.values():
        assert re.search(hook["files"], "rules/syria/main.yaml")
        assert re.search(hook["files"], "rules/a.yml")
        assert not re.search(hook["files"], "docs/a.yaml")
        assert hook["pass_filenames"] is False  # what is broken may stand in a file that did not change


def run(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a hook in a repository as pre-commit does."""
    program = folder / "bin" / "deedline"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!{sys.executable}\nfrom tracker.cli.main import main\nmain()\n")
    program.chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "notifiers")]),
    }
    command = [*shlex.split(HOOKS[name]["entry"]), *HOOKS[name]["args"]]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=60
    )


def repository(folder: Path, text: str) -> Path:
    (folder / "rules").mkdir()
    (folder / "rules" / "promises.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_check_shows_remarks_and_lets_them_pass(tmp_path: Path) -> None:
    ran = run("deedline-rules-check", repository(tmp_path, RULES))
    assert "[no-example]" in ran.stdout
    assert ran.returncode == 0


def test_the_check_stops_a_mistake(tmp_path: Path) -> None:
    ran = run("deedline-rules-check", repository(tmp_path, RULES.replace("kind: achieve", "kind: achive")))
    assert "did you mean `achieve`?" in ran.stdout
    assert ran.returncode == 1


def test_the_layout_is_mended_in_place(tmp_path: Path) -> None:
    ran = run(
        "deedline-rules-fmt",
        repository(tmp_path, "promises:   []\nstatements:\n    s:   {date: 2020-01-01, by: A}\n"),
    )
    assert ran.returncode == 0
    after = (tmp_path / "rules" / "promises.yaml").read_text(encoding="utf-8")
    assert after.startswith("statements:\n  s: {date")


def test_the_guide_shows_every_hook_as_it_is_used() -> None:
    (shown,) = re.findall(r"^```yaml \.pre-commit-config\.yaml\n(.*?)^```$", GUIDE, re.M | re.S)
    (repo,) = yaml.safe_load(shown)["repos"]
    assert {hook["id"] for hook in repo["hooks"]} == set(HOOKS)
    assert repo.keys() == {"repo", "rev", "hooks"}
