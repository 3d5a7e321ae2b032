"""Print the budget table: each row our time, the bare way's in the same run, their ratio, and whether it holds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import (
    alert_time,
    casebook,
    checking,
    collecting,
    correcting,
    delivering,
    digesting,
    falling_due,
    gdelt_day,
    grouping,
    ingesting,
    large_series,
    live_match,
    loading,
    phrase_match,
    planning,
    starting,
    ticking,
)
from tests.bench.measuring import Clock, Row, printed

SECTIONS: Mapping[str, Callable[[Path], list[Row]]] = {
    "match": lambda folder: [live_match.row()],
    "phrases": lambda folder: phrase_match.rows(),
    "tick": lambda folder: ticking.rows(folder),
    "correction": lambda folder: [correcting.row(folder)],
    "ingest": lambda folder: ingesting.rows(folder),
    "collect": lambda folder: collecting.rows(folder),
    "gdelt": lambda folder: gdelt_day.rows(folder),
    "casebook": lambda folder: [casebook.row()],
    "series": lambda folder: large_series.rows(folder),
    "due": lambda folder: falling_due.rows(folder),
    "deliver": lambda folder: delivering.rows(folder),
    "alert_time": lambda folder: alert_time.rows(folder),
    "digest": lambda folder: digesting.rows(folder),
    "plan": lambda folder: planning.rows(folder),
    "load": lambda folder: loading.rows(),
    "check": lambda folder: checking.rows(folder),
    "copies": lambda folder: grouping.rows(folder),
    "help": lambda folder: starting.rows(),
}


def main() -> int:
    """Measure the sections named (all without any) and print the table; 1 if a budget does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], metavar="|".join(SECTIONS))
    parser.add_argument("--cpu", action="store_true", help="count processor seconds: for a loaded machine")
    # What others do on the machine only ever adds: every row takes the best of several runs, or a median.
    given = parser.parse_args()
    chosen = given.sections or list(SECTIONS)
    if given.cpu:
        Clock.count_processor_seconds()
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        for name in chosen:
            print(f"measuring: {name}", file=sys.stderr)
            rows += SECTIONS[name](Path(folder) / name)
    print(printed(rows))
    return int(any(row.holds is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
