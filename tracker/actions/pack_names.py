"""Which files of a folder make it a pack: its plan, reports and coverage, by their names alone."""

from __future__ import annotations

from pathlib import PurePosixPath

from tracker.actions.rule_files import SUFFIXES

PLAN = "pack.yaml"
REPORTS = "reports"
COVERAGE = "coverage"


def is_pack_data(name: str) -> bool:
    """Say whether a file of a pack is its plan, reports or coverage, and no rule file."""
    if "/" in name or not name.endswith(SUFFIXES):
        return False
    return name == PLAN or is_named(name, REPORTS) or is_named(name, COVERAGE)


def is_named(name: str, stem: str) -> bool:
    """Say whether a file holds reports or coverage: `reports.jsonl`, `reports-2017.csv`."""
    own = PurePosixPath(name).stem.lower()
    return own == stem or own.startswith(f"{stem}-")
