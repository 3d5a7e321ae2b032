"""The files of the project, as the tests of the house see them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("tracker", "notifiers/tracker_notifiers")
_MADE = frozenset({"__pycache__", "build", "dist", "node_modules"})


def project_files() -> list[Path]:
    """Return every file that belongs to the project: what git tracks or would, else all that was not made here."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = (ROOT / name for name in listed.stdout.split("\0") if name)
    else:
        found = (
            path for path in ROOT.rglob("*") if not any(_is_made(part) for part in path.relative_to(ROOT).parts)
        )
    return sorted(path for path in found if path.is_file())


def _is_made(part: str) -> bool:
    return (
        part in _MADE or part.endswith(".egg-info") or (part.startswith(".") and part not in (".ci", ".gitignore"))
    )


def modules() -> Iterator[Path]:
    """Yield every Python file of the two packages, migrations apart: those are frozen history."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:
                yield path


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file of the project with its content."""
    for path in project_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
