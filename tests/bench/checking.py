"""Checking rule files: very many promises in one process, and one file from the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from tests.bench.measuring import Row, best_of, once
from tests.bench.worlds import rule_files
from tracker.cli.rules import ONLY_REMARKS
from tracker.language.loading import load_rules


def rows(folder: Path, *, promises: int = 10_000, times: int = 5) -> list[Row]:
    """Check them all against only composing the YAML; check one file against starting Python alone."""
    files = rule_files(promises)
    compose = once(lambda: sum(yaml.compose(data, Loader=yaml.CSafeLoader) is not None for data in files.values()))
    ours = once(lambda: load_rules(files))
    folder.mkdir(parents=True, exist_ok=True)
    one = folder / "rules.yaml"
    one.write_bytes(next(iter(rule_files(20).values())))
    check = [sys.executable, "-c", "from tracker.cli.main import main; main()", "rules", "check", str(one)]
    quick = best_of(times, lambda: _run(check))
    bare = best_of(times, lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    return [
        Row(f"rules check of {promises:,} promises", ours, compose, "composing the YAML only", None, 5.0),
        Row("rules check of one file, as a command", quick, bare, "starting Python", None, 0.4),
    ]


def _run(check: list[str]) -> None:
    """Run a check that ends with remarks only: the promises have no examples."""
    done = subprocess.run(check, capture_output=True, check=False)
    assert done.returncode == ONLY_REMARKS, done.stderr
