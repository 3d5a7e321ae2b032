"""A kind of source from a package of its own, installed beside Deedline."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.desk import make_desk
from tests.cli.running import ROOT

MODULE = """
from tracker.domain.collecting import Collected
from tracker.domain.source_kinds import Kind, KindKeys, Option
from tracker.sources.items import RawItem, reports_of


def collect_beacon(source, state, now, ask):
    items = [RawItem({"light": (source.options["colour"],)}, "one light", "light 1")]
    return Collected(reports_of(source, items, now).reports, state)


COLOUR = Option("colour", "Which light.", "white")
BEACON = Kind(KindKeys("beacon", "a lighthouse", options=(COLOUR,)), collect_beacon)
"""
RULES = """
sources:
  - {id: cape, kind: beacon, colour: red, map: {event: light}}
"""


def install(folder: Path, name: str, entry: str) -> None:
    """Put a package into a folder as an installer would leave it."""
    (folder / "lighthouse.py").write_text(MODULE)
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[deedline.sources]\n{entry}\n")


def run(desk: Path, packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process that sees the packages."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "notifiers"), str(packages)])
    command = [sys.executable, "-c", "from tracker.cli.main import main; main()", *arguments]
    environ = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, cwd=desk, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_its_sources_are_checked_and_tried_like_any_other(tmp_path: Path) -> None:
    desk, packages = make_desk(tmp_path), tmp_path / "packages"
    packages.mkdir()
    install(packages, "lighthouse", "beacon = lighthouse:BEACON")
    (desk / "rules" / "cape.yaml").write_text(RULES)
    tried = run(desk, packages, "sources", "try", "cape")
    assert tried.returncode == 0, tried.stderr
    assert "cape (beacon)" in tried.stdout
    assert "fact: red" in tried.stdout
    wrong = RULES.replace("colour", "color")
    (desk / "rules" / "cape.yaml").write_text(wrong)
    checked = run(desk, packages, "rules", "check", "rules")
    assert checked.returncode == 1
    assert "did you mean `colour`?" in checked.stdout + checked.stderr


def test_two_packages_that_claim_its_name_are_told_where_it_stands(tmp_path: Path) -> None:
    desk, packages = make_desk(tmp_path), tmp_path / "packages"
    packages.mkdir()
    install(packages, "lighthouse", "beacon = lighthouse:BEACON")
    install(packages, "lightship", "beacon = lighthouse:BEACON")
    (desk / "rules" / "cape.yaml").write_text(RULES)
    checked = run(desk, packages, "rules", "check", "rules")
    assert checked.returncode == 1
    said = checked.stdout + checked.stderr
    assert "cape.yaml:3:22" in said
    assert "the package lighthouse and the package lightship both claim the name" in said
