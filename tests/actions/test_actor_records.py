"""Actor records counted from a store: as it stands, and as its log has it for a past day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import apply, on, opened
from tests.actions.test_earlier_promises import PLEDGE, bridge, fallen, judge, learn, new_desk, rules
from tracker.actions.actor_records import list_records, one_record
from tracker.domain.actors import ActorRecord, LeftOut
from tracker.domain.errors import Unknown
from tracker.domain.statuses import Status
from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in which alma was kept on 5 May and kiel broken on 6 May; elbe and the mayor's bridge are open."""
    store = new_desk(
        tmp_path, bridge("alma", by="Mr X"), bridge("kiel"), bridge("elbe"), bridge("isar", by="Mayor")
    )
    learn(store, on(5), opened("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    return store


def by_name(records: tuple[ActorRecord, ...]) -> dict[str, ActorRecord]:
    return {record.actor: record for record in records}


def counts(record: ActorRecord) -> tuple[int, int, int]:
    return record.kept, record.broken, record.open


def test_records_are_counted_from_the_present_verdicts(store: Store) -> None:
    records = by_name(list_records(store, on(7)))
    assert {name: counts(record) for name, record in records.items()} == {
        "Minister X": (1, 1, 1),
        "Mayor": (0, 0, 1),
    }


def test_a_past_day_is_read_from_the_log_of_verdicts(store: Store) -> None:
    learn(store, on(7), opened("kiel", on(7)))
    assert counts(by_name(list_records(store, on(8)))["Minister X"]) == (2, 0, 1)
    assert counts(by_name(list_records(store, on(8), on(6, hour=23)))["Minister X"]) == (1, 1, 1)
    assert counts(by_name(list_records(store, on(8), on(5, hour=23)))["Minister X"]) == (1, 0, 2)


def test_before_anything_was_judged_nobody_has_a_record(store: Store) -> None:
    assert list_records(store, on(8), on(1)) == ()


def test_a_promise_not_judged_yet_is_counted_as_that(store: Store) -> None:
    text = rules(*(bridge(name) for name in ("alma", "kiel", "elbe", "oder")), bridge("isar", by="Mayor"))
    apply(store, text, on(7))
    assert by_name(list_records(store, on(7)))["Minister X"].left_out == {LeftOut.NOT_JUDGED: 1}


def test_a_promise_taken_out_of_the_files_is_withdrawn_now_and_was_not_then(store: Store) -> None:
    apply(store, rules(bridge("alma", by="Mr X"), bridge("elbe")), on(7))
    judge(store, on(7))
    now = by_name(list_records(store, on(8)))
    assert (now["Minister X"].broken, now["Minister X"].left_out) == (0, {LeftOut.WITHDRAWN: 1})
    assert now["Mayor"].left_out == {LeftOut.WITHDRAWN: 1}
    assert by_name(list_records(store, on(8), on(6, hour=23)))["Minister X"].broken == 1


def test_one_actor_is_found_by_any_name_with_the_promises_behind_the_record(store: Store) -> None:
    page = one_record(store, "mr X", on(7))
    assert (page.record.actor, page.other_names) == ("Minister X", ("Mr X",))
    statuses = {counted.entry.promise: counted.entry.status for counted in page.promises}
    assert statuses["kiel"] is Status.BROKEN
    assert set(statuses) == {"alma", "kiel", "elbe"}


@pytest.mark.parametrize("day", [None, 6])
def test_every_charge_comes_with_its_reason_and_its_reports(store: Store, day: int | None) -> None:
    page = one_record(store, "Minister X", on(7), None if day is None else on(day, hour=23))
    (charge,) = [counted for counted in page.promises if counted.entry.status is Status.BROKEN]
    assert charge.grounds is not None
    assert charge.grounds.reports == ("kiel-fell",)
    assert charge.grounds.text


def test_an_unknown_actor_is_refused_with_the_nearest_name(store: Store) -> None:
    with pytest.raises(Unknown) as refused:
        one_record(store, "Minster X", on(7))
    assert refused.value.hint == "did you mean Minister X?"


def test_promisors_bound_one_by_one_each_answer_for_themselves(tmp_path: Path) -> None:
    store = new_desk(tmp_path, PLEDGE)
    learn(store, on(5), opened("North", on(5)))
    learn(store, on(6), fallen("South", on(6)))
    records = by_name(list_records(store, on(7)))
    assert {name: counts(record) for name, record in records.items()} == {"North": (1, 0, 0), "South": (0, 1, 0)}
    earlier = by_name(list_records(store, on(7), on(5, hour=23)))
    assert counts(earlier["South"]) == (0, 0, 1)


def test_a_promise_closed_as_a_whole_is_closed_for_each_promisor(tmp_path: Path) -> None:
    store = new_desk(tmp_path, PLEDGE)
    learn(store, on(6), fallen("South", on(6)))
    apply(store, rules(bridge("alma")), on(7))
    judge(store, on(7))
    records = by_name(list_records(store, on(8)))
    assert records["South"].left_out == {LeftOut.WITHDRAWN: 1}
    assert records["North"].left_out == {LeftOut.WITHDRAWN: 1}
