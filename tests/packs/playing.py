"""A pack read from its folder and judged on any day, as it could be known on that day."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.coverage import Coverage
from tracker.domain.errors import Problem
from tracker.domain.instants import last_instant
from tracker.domain.reports import Report, ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Judgement, View
from tracker.engine.judging import judge
from tracker.language.coverage_files import read_coverage
from tracker.language.loading import load_rules
from tracker.language.pack_files import PackPlan, read_pack_plan
from tracker.language.report_files import read_reports
from tracker.language.ruleset import RuleSet

RULES = Path(__file__).parents[2] / "rules"
SYRIA = RULES / "packs" / "syria-2016"
STARTER = RULES / "starter"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a pack's files hold, and every problem found in them."""

    plan: PackPlan | None
    rules: RuleSet
    reports: tuple[Report, ...]
    coverage: Coverage
    problems: tuple[Problem, ...]

    def judged(self, promise: str, day: date) -> Judgement:
        """Judge one promise at the end of a day with what was published by then."""
        return judge(
            next(each for each in self.rules.promises if each.id == promise),
            [ReportVersion(report, report.published) for report in self.reports],
            self.coverage,
            View.as_known_then(last_instant(day, "UTC")),
            self.rules.names,
        )

    def status(self, promise: str, day: date) -> Status:
        """Return the headline of one promise at the end of a day."""
        return self.judged(promise, day).headline.status

    def board(self, day: date) -> Mapping[str, Status]:
        """Return every promise's headline at the end of a day."""
        return {promise.id: self.status(promise.id, day) for promise in self.rules.promises}


def read_pack(folder: Path) -> Pack:
    """Read the files of a pack as a replay does: reports are an analyst's hand."""
    data = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    plan, plan_problems = read_pack_plan("pack.yaml", data.pop("pack.yaml"))
    spans, span_problems = read_coverage("coverage.yaml", data.pop("coverage.yaml"))
    told = read_reports("reports.jsonl", data.pop("reports.jsonl"), by_hand=True)
    loaded = load_rules(data)
    return Pack(
        plan,
        loaded.rules,
        told.reports,
        Coverage(spans, tuple(source.for_judging for source in loaded.rules.sources)),
        (*plan_problems, *span_problems, *told.problems, *loaded.problems),
    )


def edited(folder: Path, into: Path, edit: Callable[[list[Row]], list[Row]]) -> Pack:
    """Copy a pack, edit the rows of its reports, and read the copy: what an analyst would do by hand."""
    shutil.copytree(folder, into)
    path = into / "reports.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(json.dumps(row) + "\n" for row in edit(rows)), encoding="utf-8")
    return read_pack(into)


def without(*ids: str) -> Callable[[list[Row]], list[Row]]:
    """Return an edit that takes reports out."""
    return lambda rows: [row for row in rows if row["id"] not in ids]


def with_figures(**figures: float) -> Callable[[list[Row]], list[Row]]:
    """Return an edit that changes the first figure of reports, named by id with `_` for `-`."""

    def edit(rows: list[Row]) -> list[Row]:
        for row in rows:
            if row["id"].replace("-", "_") in figures:
                row["facts"][0]["value"] = figures[row["id"].replace("-", "_")]
        return rows

    return edit


def with_report(row: Row) -> Callable[[list[Row]], list[Row]]:
    """Return an edit that adds a report."""
    return lambda rows: [*rows, row]
