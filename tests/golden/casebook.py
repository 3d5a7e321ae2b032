"""Every verdict of the casebook as one JSON text, whatever the order in which rules and reports were read."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.cases.scoring import case_folders, expectations, load_case
from tracker.domain.coverage import ASSUMED
from tracker.domain.instants import last_instant
from tracker.domain.verdicts import View
from tracker.engine.as_json import judgement_rows
from tracker.engine.judging import judge

GOLDEN = Path(__file__).parent / "casebook.json"
Row = dict[str, object]


def casebook_text(shuffled_by: int | None = None) -> str:
    """Judge every promise of every case at each of its listed days, in both looks back, one row a line.

    `shuffled_by` seeds an order of arrival of the reports; without it they come as the files have them.
    """
    rows = (json.dumps(row, sort_keys=True, ensure_ascii=False) for row in _rows(shuffled_by))
    return "[\n" + ",\n".join(rows) + "\n]\n"


def _rows(shuffled_by: int | None) -> Iterator[Row]:
    for folder in case_folders():
        rules, versions = load_case(folder)
        arrived = list(versions)
        if shuffled_by is not None:
            random.Random(shuffled_by).shuffle(arrived)
        days = {(entry.promise, entry.at) for entry in expectations(folder)}
        promises = {promise.id: promise for promise in rules.promises}
        for name, day in sorted(days):
            at = last_instant(day, promises[name].tz)
            for view in (View.as_known_then(at), View.hindsight(at)):
                yield from judgement_rows(judge(promises[name], arrived, ASSUMED, view, rules.names))


if __name__ == "__main__":
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else None
    sys.stdout.buffer.write(casebook_text(seed).encode())
