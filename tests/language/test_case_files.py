"""Every kind of mistake has a file, the exact words it is met with, and a mended twin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.language.coverage_files import read_coverage
from tracker.language.lint.running import lint
from tracker.language.loading import load_rules
from tracker.language.report_files import read_reports

FILES = Path(__file__).parents[1] / "files"
EXPECTED = sorted((FILES / "invalid").glob("*.expected"))


def cases(kind: str) -> dict[str, Path]:
    """Return each case of a kind by its name without the ending of rule files."""
    found = (path for path in sorted((FILES / kind).iterdir()) if path.suffix != ".expected")
    return {path.name.removesuffix(".yaml") if is_rules(path) else path.name: path for path in found}


def is_rules(path: Path) -> bool:
    return not path.name.startswith(("reports-", "coverage-"))


def problems_of(path: Path) -> list[str]:
    """Return what is said about a case, line by line."""
    if path.is_dir():
        files = {each.name: each.read_bytes() for each in path.iterdir()}
        return [str(problem) for problem in load_rules(files).problems]
    data = path.read_bytes()
    if path.name.startswith("reports-"):
        return [str(problem) for problem in read_reports(path.name, data).problems]
    if path.name.startswith("coverage-"):
        return [str(problem) for problem in read_coverage(path.name, data)[1]]
    loaded = load_rules({path.name: data})
    remarks = lint(loaded.rules) if path.name.startswith("lint-") else ()
    return [str(problem) for problem in (*loaded.problems, *remarks)]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_wrong_file_is_met_with_exactly_these_words(expected: Path) -> None:
    path = cases("invalid")[expected.stem]
    wanted = expected.read_text(encoding="utf-8").splitlines()
    assert wanted
    assert problems_of(path) == wanted


@pytest.mark.parametrize("path", cases("valid").values(), ids=lambda path: path.name)
def test_its_mended_twin_loads_without_a_word(path: Path) -> None:
    assert problems_of(path) == []


def test_every_wrong_file_has_a_twin_and_expected_words() -> None:
    assert set(cases("invalid")) == set(cases("valid")) == {path.stem for path in EXPECTED}
