"""A promise that very many facts concern: judged once for a burst, and never for each fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.actions.making import STATEMENT, apply, new_store
from tests.bench.measuring import Row, once
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.instants import day_span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Report, ReportVersion
from tracker.domain.values import Value
from tracker.domain.verdicts import Judgement, View
from tracker.engine.judging import judge
from tracker.language.loading import load_rules

OPENS = datetime(2010, 1, 1, tzinfo=UTC)
NOW = datetime(2016, 5, 1, tzinfo=UTC)

RULE = """
  - id: patients
    title: "No more than 900 patients wait"
    said: minister
    kind: {kind}
    {end}
    wait_for_reports: 2 days
    criteria:
      enough: {{match: {{indicator: treated}}, {reducer}}}
    kept_when: enough
"""

SHAPES = {
    "sum": ("achieve", "due: 2016-12-31", "sum: {at_least: 900000000}"),
    "count": ("achieve", "due: 2016-12-31", "count: {at_least: 900000000}"),
    "latest": ("achieve", "due: 2016-12-31", "latest: {at_least: 1000}"),
    "standing, latest": ("maintain", "until: 2016-12-31", "latest: {at_least: 0}"),
}


def promise_of(shape: str) -> tuple[str, Promise]:
    """Return a rule file and its promise, by the name of its shape."""
    kind, end, reducer = SHAPES[shape]
    statement = STATEMENT.replace("2016-05-02", "2010-01-01")
    text = statement + RULE.format(kind=kind, end=end, reducer=reducer)
    loaded = load_rules({"rules.yaml": text.encode()})
    assert loaded.problems == (), loaded.problems[0]
    return text, loaded.rules.promises[0]


def facts(number: int, *, first: int = 0) -> list[Report]:
    """Return reports of one figure each, spread over six years."""
    days = (NOW - OPENS).days
    return [
        Report(
            id=f"t{each}",
            source=f"clinic-{each % 50}",
            published=OPENS + timedelta(days=each % days + 1),
            facts=(
                Fact(
                    day_span((OPENS + timedelta(days=each % days)).date(), "UTC"),
                    indicator="treated",
                    value=Value(float(each % 900)),
                ),
            ),
        )
        for each in range(first, first + number)
    ]


def judge_large(promise: Promise, told: Sequence[ReportVersion]) -> Judgement:
    """Judge the promise once on everything."""
    return judge(promise, told, ASSUMED, View.as_known_then(NOW), Names())


def rows(folder: Path, *, number: int = 200_000, burst: int = 100, stored: int = 20_000) -> list[Row]:
    """Judge each shape once on many facts; and count the judgings that a burst of facts makes in a store."""
    found = []
    told = [ReportVersion(each, each.published) for each in facts(number)]
    small = told[: max(1, number // 10)]
    for shape in SHAPES:
        promise = promise_of(shape)[1]
        ours, other = once(partial(judge_large, promise, told)), once(partial(judge_large, promise, small))
        found.append(Row(f"one judging on {number:,} facts ({shape})", ours, other, f"{len(small):,} facts", 15.0))
    return [*found, coalesced(folder, burst=burst, stored=stored)]


def coalesced(folder: Path, *, burst: int, stored: int) -> Row:
    """Let a burst of facts, report by report, arrive between two ticks: the promise is judged once for all."""
    store = new_store(folder)
    apply(store, promise_of("sum")[0], OPENS)
    ingest(store, facts(stored), NOW - timedelta(days=1))
    judge_due(store, NOW - timedelta(days=1))
    judgings: list[datetime] = []

    def counting(
        promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, view: View, names: Names
    ) -> Judgement:
        judgings.append(view.at)
        return judge(promise, reports, coverage, view, names)

    def one_judging() -> None:
        judge_due(store, NOW, judge=counting)

    ingest(store, facts(1, first=stored), NOW)
    single = once(one_judging)
    assert len(judgings) == 1
    for each in facts(burst, first=stored + 1):
        ingest(store, [each], NOW)
    judgings.clear()
    seconds = once(one_judging)
    assert len(judgings) == 1, f"{len(judgings)} judgings"
    store.close()
    note = f"{len(judgings)} judging for {burst} reports"
    return Row(f"{burst} facts arrive on a promise of {stored:,}", seconds, single, "one fact", 1.5, note=note)
