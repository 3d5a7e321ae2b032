"""What a week holds, for whom, and the laws its numbers obey."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.alerts import Subscriber, Transition
from tracker.domain.digests import SourceHealth, Standing, Week
from tracker.domain.instants import Span
from tracker.domain.statuses import Status
from tracker.engine.digest import build_week
from tracker.engine.most_telling import MOST_TELLING

START = datetime(2016, 3, 14, 8, tzinfo=UTC)
END = START + timedelta(days=7)
EVERYBODY = Subscriber("all@example.org")


def standing(promise: str, status: Status, **more: Any) -> Standing:
    return Standing(promise, f"Promise {promise}", ("Minister X",), status, **more)


def move(promise: str, old: Status | None, new: Status, day: float = 1, reading: str | None = None) -> Transition:
    return Transition(promise, "", reading, old, new, START + timedelta(days=day), "a report came in")


def week(
    rows: list[Standing],
    moves: list[Transition] | None = None,
    sources: list[SourceHealth] | None = None,
    subscriber: Subscriber = EVERYBODY,
) -> Week:
    return build_week(Span(START, END), rows, moves or [], sources or [], subscriber)


def test_a_change_is_told_once_with_every_step_on_the_way() -> None:
    rows = [standing("a", Status.KEPT_LATE)]
    moves = [move("a", Status.PENDING, Status.OVERDUE, 1), move("a", Status.OVERDUE, Status.KEPT_LATE, 2)]

    [change] = week(rows, moves).changed

    assert (change.old, change.steps, change.new) == (
        Status.PENDING,
        (Status.OVERDUE, Status.KEPT_LATE),
        Status.KEPT_LATE,
    )


def test_a_change_is_explained_by_what_caused_it_not_by_what_is_known_since() -> None:
    rows = [standing("a", Status.OVERDUE, reason="a later report says more")]

    [change] = week(rows, [move("a", Status.PENDING, Status.OVERDUE)]).changed

    assert change.why == "a report came in"


def test_counts_say_how_many_stood_so_a_week_before() -> None:
    rows = [standing("a", Status.OVERDUE), standing("b", Status.OVERDUE), standing("c", Status.PENDING)]

    counts = {
        count.status: (count.before, count.now)
        for count in week(rows, [move("a", Status.PENDING, Status.OVERDUE)]).counts
    }

    assert counts == {Status.OVERDUE: (1, 2), Status.PENDING: (2, 1)}


def test_a_new_promise_counts_as_new_and_not_as_changed() -> None:
    told = week([standing("a", Status.PENDING)], [move("a", None, Status.PENDING)])

    assert (told.added, told.changed) == (1, ())
    assert told.counts[0].change == 1


def test_a_new_promise_that_is_overdue_at_once_is_told() -> None:
    told = week([standing("a", Status.OVERDUE)], [move("a", None, Status.OVERDUE)])

    assert [change.old for change in told.changed] == [None]


def test_a_new_promise_that_moved_in_its_first_week_is_told() -> None:
    moves = [move("a", None, Status.PENDING, 1), move("a", Status.PENDING, Status.KEPT, 2)]

    [change] = week([standing("a", Status.KEPT)], moves).changed

    assert (change.old, change.steps) == (None, (Status.PENDING, Status.KEPT))


def test_a_transition_at_the_end_belongs_to_the_next_week() -> None:
    told = week([standing("a", Status.KEPT)], [move("a", Status.PENDING, Status.KEPT, 7)])

    assert told.changed == ()


def test_a_transition_at_the_start_belongs_to_this_week() -> None:
    told = week([standing("a", Status.KEPT)], [move("a", Status.PENDING, Status.KEPT, 0)])

    assert len(told.changed) == 1


def test_a_digest_caught_up_late_speaks_of_its_own_week() -> None:
    moves = [move("a", Status.PENDING, Status.OVERDUE, 1), move("a", Status.OVERDUE, Status.KEPT_LATE, 9)]

    told = week([standing("a", Status.KEPT_LATE)], moves)

    assert [change.new for change in told.changed] == [Status.OVERDUE]
    assert {count.status: count.now for count in told.counts if count.now} == {Status.OVERDUE: 1}


def test_a_promise_logged_after_the_week_is_not_in_it() -> None:
    told = week([standing("a", Status.PENDING)], [move("a", None, Status.PENDING, 8)])

    assert (told.total, told.added) == (0, 0)


def test_a_reading_s_change_is_told_where_the_headline_stayed() -> None:
    rows = [standing("a", Status.DISPUTED, readings={"36": Status.KEPT, "40": Status.BROKEN})]

    [change] = week(rows, [move("a", Status.PENDING, Status.KEPT, reading="36")]).changed

    assert (change.reading, change.new) == ("36", Status.KEPT)


def test_a_reading_s_change_is_not_told_twice() -> None:
    rows = [standing("a", Status.KEPT, readings={"36": Status.KEPT})]
    moves = [move("a", Status.PENDING, Status.KEPT), move("a", Status.PENDING, Status.KEPT, reading="36")]

    assert len(week(rows, moves).changed) == 1


def test_a_change_of_a_flag_alone_is_no_change() -> None:
    assert week([standing("a", Status.OVERDUE)], [move("a", Status.OVERDUE, Status.OVERDUE)]).changed == ()


def test_what_falls_due_within_fourteen_days_is_listed_by_date() -> None:
    rows = [
        standing("later", Status.PENDING, due=END + timedelta(days=14, seconds=1)),
        standing("second", Status.AT_RISK, due=END + timedelta(days=14)),
        standing("first", Status.PENDING, due=END + timedelta(seconds=1)),
        standing("done", Status.KEPT, due=END + timedelta(days=1)),
        standing("past", Status.AWAITING, due=END),
    ]

    assert [row.promise for row in week(rows).due_soon] == ["first", "second"]


def test_what_only_a_person_can_settle_is_listed() -> None:
    rows = [standing("a", Status.REVIEW), standing("b", Status.UNVERIFIABLE), standing("c", Status.OVERDUE)]

    assert [row.promise for row in week(rows).review] == ["a", "b"]


def test_silent_sources_are_listed_and_all_are_counted() -> None:
    told = week([], sources=[SourceHealth("tass", True), SourceHealth("un", False)])

    assert ([source.source for source in told.silent], told.sources) == (["tass"], 2)


def test_sources_that_were_heard_only_in_part_are_listed_the_least_heard_first() -> None:
    sources = [
        SourceHealth("a", False, share=0.5),
        SourceHealth("b", False, share=0.0),
        SourceHealth("c", True, share=0.1),
    ]
    told = week([], sources=[*sources, SourceHealth("d", False)])

    assert [each.source for each in told.partly] == ["b", "a"]


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        ([SourceHealth("un", False)], "the one source was heard."),
        ([SourceHealth("un", False, share=0.0)], "the one source was heard, but not all the time."),
        ([SourceHealth("un", False), SourceHealth("tass", False)], "all 2 sources were heard."),
        (
            [SourceHealth("un", False, share=0.4), SourceHealth("tass", False)],
            "all 2 sources were heard, 1 of them not all the time.",
        ),
        (
            [SourceHealth("un", False, share=0.4), SourceHealth("tass", True)],
            "1 of 2 sources were heard, 1 of them not all the time.",
        ),
    ],
)
def test_a_quiet_week_says_how_far_the_sources_were_heard(sources: list[SourceHealth], says: str) -> None:
    assert week([standing("a", Status.PENDING)], sources=sources).headline.endswith(says)


@pytest.mark.parametrize(
    ("subscriber", "followed"),
    [
        (EVERYBODY, ["a", "b", "c"]),
        (Subscriber("x@example.org", tags=("syria",)), ["a", "b"]),
        (Subscriber("x@example.org", actors=("Russia",)), ["a", "c"]),
        (Subscriber("x@example.org", tags=("syria",), actors=("Russia",)), ["a"]),
        (Subscriber("x@example.org", tags=("grid",)), []),
    ],
)
def test_a_subscriber_reads_of_the_tags_and_actors_asked_for(subscriber: Subscriber, followed: list[str]) -> None:
    rows = [
        Standing("a", "A", ("Russia",), Status.REVIEW, tags=("syria",)),
        Standing("b", "B", ("Syria", "Iran"), Status.REVIEW, tags=("syria", "talks")),
        Standing("c", "C", ("Russia",), Status.REVIEW),
    ]

    told = week(rows, subscriber=subscriber)

    assert [row.promise for row in told.review] == followed
    assert told.total == len(followed)


def test_the_worst_stands_in_the_headline_however_much_else_changed() -> None:
    broken = standing("z", Status.BROKEN)
    risky = [standing(f"r{each}", Status.AT_RISK) for each in range(16)]
    kept = [standing(f"k{each}", Status.KEPT) for each in range(45)]
    rows = [*kept, *risky, broken]
    told = week(rows, [move(row.promise, Status.PENDING, row.status) for row in rows])

    assert told.headline == "“Promise z” is now broken, 16 promises are at risk, and 45 other promises changed."


def test_the_worst_comes_first_in_the_list() -> None:
    statuses = (Status.KEPT, Status.AT_RISK, Status.UNVERIFIABLE, Status.REVERSED, Status.OVERDUE, Status.BROKEN)
    rows = [standing(status.value, status) for status in statuses]
    told = week(rows, [move(row.promise, Status.PENDING, row.status) for row in rows])

    assert [change.new for change in told.changed] == [
        Status.BROKEN,
        Status.REVERSED,
        Status.OVERDUE,
        Status.AT_RISK,
        Status.UNVERIFIABLE,
        Status.KEPT,
    ]


def test_a_long_title_leaves_room_for_what_became_of_it() -> None:
    row = standing("a", Status.BROKEN)
    told = week([replace(row, title="x" * 200)], [move("a", Status.PENDING, Status.BROKEN)])

    assert told.headline.endswith("…” is now broken; nothing else changed.")
    assert len(told.headline) < 120


def test_a_deadline_that_passed_in_the_week_is_named_while_reports_are_expected() -> None:
    inside, before = START + timedelta(days=2), START - timedelta(days=2)
    rows = [
        standing("new", Status.AWAITING, due=inside),
        standing("old", Status.AWAITING, due=before),
        standing("kept", Status.KEPT, due=inside),
    ]

    told = week(rows, [move("new", None, Status.AWAITING)])

    assert [row.promise for row in told.passed] == ["new"]


def test_the_headline_tells_what_changed_most() -> None:
    rows = [standing("a", Status.OVERDUE), standing("b", Status.OVERDUE), standing("c", Status.KEPT)]
    moves = [
        move("a", Status.PENDING, Status.OVERDUE),
        move("b", Status.PENDING, Status.OVERDUE),
        move("c", Status.PENDING, Status.KEPT),
    ]

    assert week(rows, moves).headline == "2 promises are now overdue, and 1 other promise changed."


def test_a_single_change_is_named() -> None:
    rows = [standing("a", Status.BROKEN)]

    assert week(rows, [move("a", Status.PENDING, Status.BROKEN)]).headline == (
        "“Promise a” is now broken; nothing else changed."
    )


def test_an_alarm_leads_over_more_numerous_good_news() -> None:
    rows = [standing("a", Status.KEPT), standing("b", Status.KEPT), standing("c", Status.BROKEN)]
    moves = [move(row.promise, Status.PENDING, row.status) for row in rows]

    assert week(rows, moves).headline.startswith("“Promise c” is now broken")


def test_an_empty_week_says_so_in_one_line_with_source_health() -> None:
    told = week([standing("a", Status.PENDING)], sources=[SourceHealth("tass", True), SourceHealth("un", False)])

    assert told.is_empty
    assert told.headline == "Nothing changed: 1 promise stands as before, 1 of 2 sources were heard."


def test_a_week_without_promises_says_so() -> None:
    assert week([]).headline == "Nothing changed: there is no promise to follow yet, no sources are configured."


def test_a_week_in_which_promises_only_joined_says_so() -> None:
    told = week([standing("a", Status.PENDING)], [move("a", None, Status.PENDING)], [SourceHealth("un", False)])

    assert told.headline == "1 promise joined the log and nothing else changed; the one source was heard."


def test_every_status_has_its_place_in_the_order() -> None:
    assert sorted(MOST_TELLING) == sorted(Status)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Standing], list[Transition], dict[str, Status], dict[str, Status]]:
    """Draw promises with a chain of moves over three weeks; also what they were at both ends of the middle one."""
    rows, moves, before, after = [], [], {}, {}
    for number in range(draw(st.integers(0, 6))):
        name = str(number)
        old: Status | None = draw(st.one_of(st.none(), st.sampled_from(Status)))
        if old is not None:
            before[name] = after[name] = old
        for day in sorted(draw(st.lists(st.integers(0, 13), max_size=4, unique=True))):
            new = draw(st.sampled_from(Status))
            moves.append(move(name, old, new, day))
            old = new
            if day < 7:
                after[name] = new
        if old is not None:
            rows.append(standing(name, old))
    return rows, sorted(moves, key=lambda each: each.at), before, after


@settings(deadline=None)
@given(histories())
def test_counts_agree_with_the_standings_at_both_ends(
    history: tuple[list[Standing], list[Transition], dict[str, Status], dict[str, Status]],
) -> None:
    rows, moves, before, after = history

    told = week(rows, moves)

    for status in Status:
        count = next((count for count in told.counts if count.status is status), None)
        assert (count.now if count else 0) == list(after.values()).count(status)
        assert (count.before if count else 0) == list(before.values()).count(status)
    assert told.total == len(after)
    assert told.added == len(after) - len(before)
