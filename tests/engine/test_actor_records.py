"""What a promise counts for in the record of whoever made it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.actors import ActorRecord, LeftOut, RecordEntry
from tracker.domain.promises import Names
from tracker.domain.statuses import Status
from tracker.engine.actor_records import actor_records, earlier_words, share_interval

NAMES = Names(aliases={"actor": {"mr x": "minister x", "mx": "minister x"}})

KEPT, LATE, PARTLY = Status.KEPT, Status.KEPT_LATE, Status.PARTLY_KEPT
BROKEN, REVERSED = Status.BROKEN, Status.REVERSED


def entries(*statuses: Status | None, by: str = "Minister X") -> list[RecordEntry]:
    return [RecordEntry(f"{by}-{n}", (by,), status) for n, status in enumerate(statuses)]


def only(*statuses: Status | None) -> ActorRecord:
    """Return the record of an actor whose promises stand so."""
    (record,) = actor_records(entries(*statuses))
    return record


def test_every_outcome_has_its_own_count() -> None:
    record = only(KEPT, LATE, PARTLY, BROKEN, REVERSED, Status.OVERDUE, Status.UNVERIFIABLE, Status.ON_TRACK)
    counts = (record.kept, record.kept_late, record.partly_kept, record.broken, record.reversed)
    assert counts == (1, 1, 1, 1, 1)
    assert (record.overdue, record.unverifiable, record.open) == (1, 1, 1)
    assert record.left_out == {}


def test_kept_late_counts_as_kept_and_partly_kept_does_not() -> None:
    record = only(KEPT, LATE, PARTLY, BROKEN)
    assert (record.fulfilled, record.decided, record.share) == (2, 4, 0.5)


@pytest.mark.parametrize("status", [Status.OVERDUE, Status.UNVERIFIABLE])
def test_silence_and_deafness_are_counted_but_decide_nothing(status: Status) -> None:
    record = only(KEPT, status)
    assert (record.decided, record.share) == (1, 1.0)
    assert record.total == 2


@pytest.mark.parametrize(
    "status",
    [
        Status.PENDING,
        Status.ON_TRACK,
        Status.HOLDING,
        Status.AMENDED,
        Status.AWAITING,
        Status.AT_RISK,
        Status.REVIEW,
    ],
)
def test_what_still_runs_is_open(status: Status) -> None:
    assert only(status).open == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.VOID, LeftOut.VOID),
        (Status.SUPERSEDED, LeftOut.SUPERSEDED),
        (Status.SUSPENDED, LeftOut.SUSPENDED),
        (Status.DISPUTED, LeftOut.DISPUTED),
        (Status.DORMANT, LeftOut.DORMANT),
        (None, LeftOut.NOT_JUDGED),
    ],
)
def test_what_is_left_out_is_counted_by_name(status: Status | None, reason: LeftOut) -> None:
    record = only(BROKEN, status)
    assert record.left_out == {reason: 1}
    assert record.decided == 1


def test_a_claim_is_left_out_since_nobody_can_keep_it() -> None:
    (record,) = actor_records([RecordEntry("denial", ("Minister X",), BROKEN, is_claim=True)])
    assert (record.broken, record.left_out) == (0, {LeftOut.CLAIM: 1})


def test_a_withdrawn_promise_is_told_apart_from_a_void_one() -> None:
    both = [RecordEntry("a", ("X",), Status.VOID, is_withdrawn=True), RecordEntry("b", ("X",), Status.VOID)]
    assert actor_records(both)[0].left_out == {LeftOut.VOID: 1, LeftOut.WITHDRAWN: 1}


def test_every_status_has_a_place() -> None:
    assert only(*Status).total == len(Status)


def test_a_joint_promise_counts_for_each_promisor() -> None:
    records = actor_records([RecordEntry("joint", ("A", "B"), BROKEN)])
    assert [(record.actor, record.broken) for record in records] == [("A", 1), ("B", 1)]


def test_names_of_one_actor_make_one_record_shown_by_its_canonical_name() -> None:
    written = ["Mr X", "MX", "mr  x", "Minister X"]
    (record,) = actor_records([RecordEntry(name, (name,), KEPT) for name in written], NAMES)
    assert (record.actor, record.key, record.kept) == ("Minister X", "minister x", 4)


def test_an_actor_named_twice_in_one_promise_is_counted_once() -> None:
    (record,) = actor_records([RecordEntry("p", ("Mr X", "Minister X"), KEPT)], NAMES)
    assert record.kept == 1


def test_without_the_canonical_spelling_the_commonest_is_shown() -> None:
    (record,) = actor_records([*entries(KEPT, KEPT, by="Mr X"), *entries(KEPT, by="MX")], NAMES)
    assert record.actor == "Mr X"


def test_nobody_is_ranked_below_five_decided_promises() -> None:
    enough = [*entries(*[BROKEN] * 5), *entries(*[KEPT] * 5, by="Five")]
    records = actor_records([*entries(KEPT, KEPT, KEPT, KEPT, Status.ON_TRACK, by="Four"), *enough])
    assert [(record.actor, record.rank) for record in records] == [("Five", 1), ("Minister X", 2), ("Four", None)]


def test_the_only_one_with_enough_decided_promises_has_no_rank() -> None:
    records = actor_records([*entries(KEPT, by="One"), *entries(*[BROKEN] * 5)])
    assert [(record.actor, record.rank) for record in records] == [("Minister X", None), ("One", None)]


def test_the_lower_end_of_the_interval_ranks() -> None:
    many = entries(*[KEPT] * 60, BROKEN, by="Many")
    few = entries(*[KEPT] * 5, by="Few")
    records = actor_records([*few, *many])
    assert [(record.actor, record.rank) for record in records] == [("Many", 1), ("Few", 2)]
    assert records[0].share is not None
    assert records[1].share == 1.0


def test_equals_share_a_rank_and_the_next_stands_below_both() -> None:
    same = [entry for name in "BA" for entry in entries(*[KEPT] * 6, by=name)]
    records = actor_records([*entries(*[BROKEN] * 6, by="C"), *same])
    assert [(record.actor, record.rank) for record in records] == [("A", 1), ("B", 1), ("C", 3)]


def test_the_unranked_stand_in_order_of_name_whatever_they_kept() -> None:
    records = actor_records(
        [*entries(KEPT, KEPT, by="B"), *entries(BROKEN, by="A"), *entries(Status.ON_TRACK, by="C")]
    )
    assert [record.actor for record in records] == ["A", "B", "C"]


def test_with_nothing_decided_there_is_no_share_and_no_interval() -> None:
    record = only(Status.ON_TRACK)
    assert (record.share, record.interval, record.rank) == (None, None, None)


def test_three_of_eleven_are_told_with_their_interval() -> None:
    assert earlier_words(3, 11) == "3 of 11 earlier promises kept (90% interval 12 to 53%)"


def test_a_single_earlier_promise_is_told_as_one() -> None:
    assert earlier_words(0, 1) == "0 of 1 earlier promise kept (90% interval 3 to 78%)"


def test_nothing_is_told_of_nothing() -> None:
    assert earlier_words(0, 0) == ""


@given(st.integers(0, 40), st.integers(1, 40))
def test_the_interval_holds_nine_tenths_and_lies_around_the_posterior_mean(fulfilled: int, more: int) -> None:
    decided = fulfilled + more
    low, high = share_interval(fulfilled, decided)
    assert 0 < low < (fulfilled + 1) / (decided + 2) < high < 1


statuses = st.one_of(st.none(), st.sampled_from(Status))
some_entries = st.lists(
    st.builds(
        RecordEntry,
        promise=st.just("p"),
        by=st.lists(st.sampled_from(["A", "a ", "B", "Mr X", "Minister X"]), min_size=1, max_size=3).map(tuple),
        status=statuses,
        is_claim=st.booleans(),
        is_withdrawn=st.booleans(),
    ),
    max_size=30,
)


@given(some_entries, st.integers(0, 2**16))
def test_the_order_of_promises_changes_nothing(given_entries: list[RecordEntry], seed: int) -> None:
    shuffled = list(given_entries)
    random.Random(seed).shuffle(shuffled)
    assert actor_records(shuffled, NAMES) == actor_records(given_entries, NAMES)


@given(some_entries)
def test_no_promise_is_lost_and_none_counts_twice(given_entries: list[RecordEntry]) -> None:
    keys = {"A": "a", "a ": "a", "B": "b", "Mr X": "x", "Minister X": "x"}
    expected = sum(len({keys[name] for name in entry.by}) for entry in given_entries)
    assert sum(record.total for record in actor_records(given_entries, NAMES)) == expected


@given(some_entries)
def test_one_more_broken_promise_never_raises_a_share(given_entries: list[RecordEntry]) -> None:
    worse = actor_records([*given_entries, RecordEntry("q", ("A",), BROKEN)], NAMES)
    before = {record.key: record for record in actor_records(given_entries, NAMES)}.get("a")
    after = next(record for record in worse if record.key == "a")
    assert after.share is not None
    assert before is None or before.share is None or after.share <= before.share
