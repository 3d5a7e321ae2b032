"""What is installed: the wheel's content and what a plain install pulls in."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.tree import ROOT

HEAVY = {"numpy", "pandas", "pyarrow", "torch", "scipy", "polars", "duckdb", "pyspark"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel as pip does."""
    into = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(into), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = into.glob("deedline-*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.slow
def test_the_wheel_holds_the_two_packages_and_the_shipped_data(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {"tracker/__init__.py", "tracker/py.typed", "tracker_notifiers/__init__.py"} <= names
    for folder in ("rules", "config"):
        shipped = {f"tracker/_shipped/{path.relative_to(ROOT).as_posix()}" for path in files_of(folder)}
        assert shipped
        assert shipped <= names


@pytest.mark.slow
def test_the_wheel_holds_no_tests_and_no_name_of_others(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tracker", "tracker_notifiers"}
    assert not [
        name for name in wheel.namelist() if re.search(r"(^|/)(tests?|__pycache__)/|\.(sqlite|pyc)$", name)
    ]


@pytest.mark.slow
def test_the_wheel_carries_its_licence_and_its_command(wheel: zipfile.ZipFile) -> None:
    by_end = {name.split(".dist-info/")[-1]: name for name in wheel.namelist() if ".dist-info/" in name}
    assert wheel.read(by_end["licenses/LICENSE"]) == (ROOT / "LICENSE").read_bytes()
    assert b"deedline = tracker.cli.main:main" in wheel.read(by_end["entry_points.txt"])
    assert b"License-Expression: Apache-2.0" in wheel.read(by_end["METADATA"])


def test_a_plain_install_pulls_in_nothing_heavy() -> None:
    pulled = needed("deedline")
    assert {"httpx", "sqlmodel", "sqlalchemy", "slack-sdk"} <= pulled
    assert pulled & HEAVY == set()


def test_the_locked_set_holds_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = map(Requirement, (*project["dependencies"], *project["optional-dependencies"]["dev"]))
    locked = dict(re.findall(r"^([\w.-]+)==([\w.+!]+)", (ROOT / ".ci/requirements.txt").read_text(), re.MULTILINE))
    missing = [str(each) for each in asked if locked.get(_key(each.name), "") not in each.specifier]
    assert missing == [], "make .ci/requirements.txt again (its making is told in tests/house/README.md)"


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def files_of(folder: str) -> list[Path]:
    """Return the files of a data folder, as they lie in the tree."""
    return [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def needed(name: str, extras: frozenset[str] = frozenset(), seen: frozenset[str] = frozenset()) -> set[str]:
    """Return every distribution that `name` needs, and theirs, from what is installed."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return set()
    found: set[str] = set()
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            key = _key(requirement.name)
            found.add(key)
            if key not in seen:
                found |= needed(key, frozenset(requirement.extras), seen | found | {name})
    return found
