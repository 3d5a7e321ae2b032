"""The casebook judged on every day of its span, cold: nothing is remembered from one call to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.bench.measuring import Row, best_of, once
from tests.cases.scoring import CASES, load_case
from tracker.domain.coverage import ASSUMED
from tracker.domain.instants import last_instant
from tracker.domain.promises import Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import View
from tracker.engine.judging import judge
from tracker.language.ruleset import RuleSet

AFTER = timedelta(days=30)
"""How long after its last report or date a case is still judged."""

Case = tuple[RuleSet, Sequence[ReportVersion]]


def folders() -> list[Path]:
    """Return the folders of all cases that have rules and reports, in order."""
    return sorted(path.parent for path in CASES.glob("*/reports.yaml"))


def span(case: Case) -> tuple[datetime, datetime]:
    """Return the first and the last instant of a case: what opens first, and the last report or date."""
    rules, told = case
    opens = [promise.opens for promise in rules.promises]
    ends = [end for promise in rules.promises for end in _ends(promise)]
    return min(opens), max([*ends, *opens, *(each.report.published for each in told)]) + AFTER


def _ends(promise: Promise) -> list[datetime]:
    return [each for each in (promise.due, promise.until, promise.review_by) if each is not None]


def judge_every_day(case: Case, *, step: int = 1) -> int:
    """Judge every promise of a case on every `step`th day of its span, as known then; return the verdicts made."""
    rules, told = case
    first, last = span(case)
    made = 0
    for number in range(0, (last - first).days + 1, step):
        at = last_instant((first + timedelta(days=number)).date(), "UTC")
        for promise in rules.promises:
            made += len(judge(promise, told, ASSUMED, View.as_known_then(at), rules.names).all)
    return made


def row(*, step: int = 1, chosen: Sequence[Path] | None = None, times: int = 2) -> Row:
    """Judge the whole casebook, cold, each case at its best; beside it, what reading its files takes."""
    cases: list[Case] = []
    some = folders() if chosen is None else chosen
    reading = once(lambda: cases.extend(load_case(folder) for folder in some))
    made, ours = 0, 0.0
    for case in cases:
        made += judge_every_day(case, step=step)
        ours += best_of(times, partial(judge_every_day, case, step=step))
    note = f"{made:,} verdicts, {ours / max(made, 1) * 1e6:.0f} us each"
    return Row(
        f"{len(cases)} cases judged on every day, cold", ours, reading, "reading the files", None, 5.0, note
    )
