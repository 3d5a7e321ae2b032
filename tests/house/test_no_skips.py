"""The flag that lets no skipped test pass unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


def run(folder: Path, test: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run one made-up test under the project's conftest."""
    (folder / "conftest.py").write_text(CONFTEST.read_text())
    (folder / "test_it.py").write_text(f"import pytest\n\n{test}\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *flags, str(folder)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder, env=clean, check=False)


SKIPPED = "@pytest.mark.skip\ndef test_it(): pass"
GONE = "pytest.importorskip('no_such_module')"
PASSED = "def test_it(): pass"


@pytest.mark.parametrize("test", [SKIPPED, f"def test_it(): {GONE}"])
def test_a_skipped_test_fails_the_run_that_allows_none(tmp_path: Path, test: str) -> None:
    result = run(tmp_path, test, "--no-skips")
    assert result.returncode == 1
    assert "1 skipped, and --no-skips allows none" in result.stdout


def test_a_skipped_module_fails_the_run_that_allows_none(tmp_path: Path) -> None:
    assert run(tmp_path, f"{GONE}\n\n{PASSED}", "--no-skips").returncode != 0


def test_a_skipped_test_passes_an_ordinary_run(tmp_path: Path) -> None:
    assert run(tmp_path, SKIPPED).returncode == 0


def test_nothing_skipped_passes(tmp_path: Path) -> None:
    assert run(tmp_path, PASSED, "--no-skips").returncode == 0
