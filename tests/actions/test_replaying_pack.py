"""Playing a pack: the service's actions with a moving clock give what judging each day afresh gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.demo_runs import SHIPPED
from tracker.actions.packs import Pack, read_pack
from tracker.actions.rehearsal import Laid
from tracker.actions.replay_steps import Board, Heard, Logged, Move, Step
from tracker.app import rehearsal
from tracker.domain.alerts import DeliveryKind
from tracker.domain.coverage import Coverage
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import View
from tracker.engine.judging import judge
from tracker.store.opening import open_store
from tracker.store.showing_rows import load_listed
from tracker.store.store import Store


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(SHIPPED)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("replay") / "deedline.sqlite")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def steps(store: Store, pack: Pack) -> list[Step]:
    return list(rehearsal(store, pack).steps())


def test_what_happens_is_told_in_the_order_of_time(steps: list[Step]) -> None:
    instants = [step.at for step in steps]
    assert instants == sorted(instants)
    assert isinstance(steps[0], Logged)


def test_every_board_is_what_judging_that_day_afresh_gives(steps: list[Step], pack: Pack) -> None:
    rules = pack.loaded.rules
    versions = [ReportVersion(report, report.published) for report in pack.reports]
    coverage = Coverage(pack.coverage, tuple(source.for_judging for source in rules.sources))
    boards = [step for step in steps if isinstance(step, Board)]
    assert [board.at for board in boards] == [stop.at for stop in pack.plan.boards]
    for board in boards:
        view = View.as_known_then(board.at)
        afresh = {each.id: judge(each, versions, coverage, view, rules.names) for each in rules.promises}
        shown = {row.promise.id: row.judgement.headline.status for row in board.rows}
        assert shown == {name: judgement.headline.status for name, judgement in afresh.items()}


def test_the_last_board_is_what_the_store_holds(steps: list[Step], store: Store) -> None:
    last = next(step for step in reversed(steps) if isinstance(step, Board))
    with store.read() as connection:
        listed = load_listed(connection, store.shelf.fresh(connection)[1])
    assert {row.promise.id: row.judgement.headline.status for row in last.rows} == {
        name: each.status for name, each in listed.items()
    }


def test_every_transition_follows_from_the_one_before(steps: list[Step]) -> None:
    present: dict[tuple[str, str | None], object] = {}
    for step in steps:
        for each in step.transitions if isinstance(step, Move) else ():
            assert present.get((each.promise, each.reading)) == each.old
            present[each.promise, each.reading] = each.new


def test_one_digest_is_laid_out_at_the_end_of_its_week(steps: list[Step], pack: Pack) -> None:
    digests = [each for each in steps if isinstance(each, Laid) and each.delivery.kind is DeliveryKind.DIGEST]
    assert [each.at for each in digests] == [pack.plan.digest_week.end]


def test_a_report_that_moves_nothing_says_why(steps: list[Step]) -> None:
    why = {step.report.id: step.why for step in steps if isinstance(step, Heard)}
    assert why["straits-times-15"] == "copy of the account told by reuters-15-of-36"
    assert why["tass-three-helicopters"] == "no promise asks for it"


def test_ids_of_messages_are_numbered_so_that_two_replays_are_alike(
    steps: list[Step], pack: Pack, tmp_path: Path
) -> None:
    again = open_store(tmp_path / "again.sqlite")
    laid = [step.payload for step in rehearsal(again, pack).steps() if isinstance(step, Laid)]
    again.close()
    assert laid == [step.payload for step in steps if isinstance(step, Laid)]


def test_a_transition_by_time_alone_is_dated_to_the_instant(steps: list[Step]) -> None:
    unverifiable = [step.at for step in steps if isinstance(step, Move) and step.promise.id == "presidents-speak"]
    assert unverifiable[-1] == datetime(2016, 3, 20, tzinfo=UTC)
