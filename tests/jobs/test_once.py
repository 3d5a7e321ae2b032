from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import SLACK, CountingSender, SetClock, bridges, new_store, on, opened
from tests.actions.test_collect import Offering
from tracker.domain.errors import BadInput, StoreHeld
from tracker.jobs.once import run_once
from tracker.jobs.work import Work
from tracker.store.leases import take
from tracker.store.opening import open_store

SOURCES = "sources:\n  - {id: wires, kind: feed, url: 'https://example.org/feed', every: 1 hour}\n"


def _work(folder: Path, sender: CountingSender, *, text: str = "") -> Work:
    rules = folder / "rules"
    rules.mkdir()
    (rules / "bridges.yaml").write_text(text or bridges("alma"))
    (rules / "sources.yaml").write_text(SOURCES)
    offering = Offering(opened("alma", on(9)))
    return Work(new_store(folder), SetClock(on(10)), offering, {"slack": sender}, (SLACK,), rules)


def test_one_pass_does_everything_in_order(tmp_path: Path) -> None:
    sender = CountingSender()
    done = run_once(_work(tmp_path, sender))
    assert done.rules is not None
    assert done.rules.added == ("alma",)
    assert [each.ingested.new for each in done.collected] == [1]
    assert [move.new.value for move in done.judged.transitions] == ["kept"]
    assert done.delivered.sent == 1
    assert [notice.status.value for notice in sender.arrived[0].notices] == ["kept"]


def test_a_second_pass_finds_nothing_to_do(tmp_path: Path) -> None:
    sender = CountingSender()
    work = _work(tmp_path, sender)
    run_once(work)
    again = run_once(work)
    assert (again.rules, again.collected, again.judged.judged, again.delivered.sent) == (None, (), 0, 0)


def test_a_pass_gives_the_store_back(tmp_path: Path) -> None:
    work = _work(tmp_path, CountingSender())
    run_once(work)
    next_one = open_store(work.store.path)
    take(next_one, on(10))
    assert next_one.held is not None


def test_a_pass_beside_the_running_service_names_the_holder(tmp_path: Path) -> None:
    work = _work(tmp_path, CountingSender())
    take(open_store(work.store.path), on(10))
    with pytest.raises(StoreHeld, match="in use by process"):
        run_once(work)


def test_problems_of_rule_files_are_handed_back_and_stop_nothing(tmp_path: Path) -> None:
    work = _work(tmp_path, CountingSender(), text="promises: 7\n")
    done = run_once(work)
    assert done.rules is not None
    assert [problem.position.file for problem in done.rules.problems] == ["bridges.yaml"]
    assert len(done.collected) == 1


def test_no_folder_of_rules_is_an_error_with_a_cure(tmp_path: Path) -> None:
    work = _work(tmp_path, CountingSender())
    work.rules = tmp_path / "nowhere"
    with pytest.raises(BadInput, match="no folder of rules"):
        run_once(work)
