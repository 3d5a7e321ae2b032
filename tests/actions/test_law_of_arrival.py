"""Section 11, law 1 through the real store: whatever the order, it ends as if all had come at once."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actions.making import apply, new_store
from tests.engine.lengths import LAW_EXAMPLES, laws
from tests.engine.made_coverage import spans_of
from tests.engine.made_promises import RULES, written_promises
from tests.engine.made_reports import histories
from tests.engine.telling import evening, morning
from tracker.actions.attest import attest_coverage
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import coverage_in_store, list_promises
from tracker.domain.coverage import CoverageSpan
from tracker.domain.promises import Names
from tracker.domain.reports import Report, ReportVersion
from tracker.domain.verdicts import Basis, View
from tracker.engine.as_json import verdict_row
from tracker.engine.judging import judge
from tracker.store.canonical import to_json
from tracker.store.opening import open_store
from tracker.store.store import Store

BEGUN = morning("2016-02-25")
SHOWN = (
    "status",
    "flags",
    "deciding",
    "phase",
    "fulfilment",
    "progress",
    "timeliness",
    "late_since",
    "due",
    "evidence",
)
"""What a reader sees of a headline and time alone does not change."""

Written = dict[str, Any]
Board = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Story:
    """What becomes known, and the rules before and after an edit; `seed` decides order, batches and instants."""

    before: list[Written]
    after: list[Written]
    told: list[ReportVersion]
    heard: list[CoverageSpan]
    seed: int
    ends: datetime


def _file(promises: list[Written], chance: random.Random | None = None) -> str:
    """Return a rule file; JSON is YAML, and its layout differs with every chance."""
    indent = None if chance is None else chance.choice((None, 1, 4))
    return f"{RULES}\npromises: {json.dumps(promises, indent=indent)}\n"


@st.composite
def stories(draw: st.DrawFn) -> Story:
    first, second, third, anew = (draw(written_promises(name)) for name in ("p0", "p1", "p2", "p1"))
    after = draw(st.sampled_from(([first, anew, third], [first, third], [third, second, first], [first, second])))
    return Story(
        [first, second],
        after,
        [replace(each, report=replace(each.report, trust_text=False)) for each in draw(histories())],
        draw(spans_of()),
        draw(st.integers(0, 2**32)),
        evening(draw(st.sampled_from(("2016-09-30", "2016-06-15", "2017-02-01")))),
    )


Event = tuple[str, Any]


def _events(story: Story, chance: random.Random) -> Iterator[Event]:
    """Yield what happens, in any order that keeps the versions of one report in theirs."""
    events: list[Event] = [("report", each.report.id) for each in story.told]
    events += [("heard", span) for span in story.heard]
    events += (
        [("tick", None)] * chance.randint(0, 6) + [("layout", None)] * chance.randint(0, 1) + [("rules", None)]
    )
    chance.shuffle(events)
    versions: dict[str, list[Report]] = {}
    for each in story.told:
        versions.setdefault(each.report.id, []).append(each.report)
    for kind, what in events:
        yield kind, versions[what].pop(0) if kind == "report" else what


def _live(store: Store, story: Story) -> datetime:
    """Live through the story bit by bit; return the last instant."""
    chance = random.Random(story.seed)
    now, in_force = BEGUN, story.before
    apply(store, _file(in_force), now)
    waiting: list[Report] = []
    for kind, what in (*_events(story, chance), ("end", None)):
        if waiting and (kind != "report" or chance.random() < 0.6):
            now = max(now, *(each.published for each in waiting))
            ingest(store, waiting, now)
            waiting = []
            if chance.random() < 0.5:
                judge_due(store, now)
        now += timedelta(hours=chance.choice((0, 1, 30, 200)))
        match kind:
            case "report":
                waiting += [what] * chance.choice((1, 1, 2))  # repetition must not matter either
            case "heard":
                attest_coverage(store, [what], now)
            case "rules":
                in_force = story.after
                apply(store, _file(in_force), now)
            case "layout":
                apply(store, "# the same\n" + _file(in_force, chance), now)
            case "tick":
                judge_due(store, now)
    return now


def _at_once(store: Store, story: Story, now: datetime) -> None:
    apply(store, _file(story.after), now)
    attest_coverage(store, story.heard, now)
    ingest(store, [each.report for each in story.told], now)


def _board(store: Store) -> Board:
    return {each.logged.promise.id: {key: each.verdict.get(key) for key in SHOWN} for each in list_promises(store)}


def _judged_alone(store: Store, story: Story, at: datetime) -> Board:
    """Judge what is in force by all that was told, without the store's choice of reports."""
    told = [ReportVersion(each.report, at, each.number, each.seq) for each in story.told]
    view, coverage = View.as_known_then(at, Basis.RECORDED), coverage_in_store(store)
    board: Board = {}
    for each in list_promises(store):
        judged = verdict_row(judge(each.logged.promise, told, coverage, view, Names()).headline)
        row = json.loads(to_json(judged))
        board[each.logged.promise.id] = {key: row.get(key) for key in SHOWN}
    return board


def _apart(one: Board, other: Board) -> list[str]:
    """Return what two boards show differently, in few words."""
    assert one.keys() == other.keys()
    return [
        f"{name} {key}: {row[key]} or {other[name][key]}"
        for name, row in one.items()
        for key in SHOWN
        if row[key] != other[name][key]
    ]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store in which nothing is yet, to be copied: making one takes longest."""
    folder = tmp_path_factory.mktemp("empty")
    new_store(folder).close()
    return folder / "store.db"


@settings(laws, max_examples=max(3, LAW_EXAMPLES // 5))
@given(stories())
def test_any_order_of_arrival_through_the_store_ends_as_if_all_had_come_at_once(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, story: Story
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    bit_by_bit, at_once = (open_store(shutil.copy(empty, folder / name)) for name in ("one.db", "other.db"))
    ends = max(_live(bit_by_bit, story), story.ends, *(each.report.published for each in story.told))
    _at_once(at_once, story, ends)
    for store in (bit_by_bit, at_once):
        judge_due(store, ends)
    boards = _board(bit_by_bit), _board(at_once), _judged_alone(bit_by_bit, story, ends)
    for store in (bit_by_bit, at_once):
        store.close()
    shutil.rmtree(folder)
    assert _apart(boards[0], boards[1]) == [] == _apart(boards[0], boards[2])
