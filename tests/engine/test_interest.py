"""Section 2, Interest: whose word suffices for a closing verdict."""

from __future__ import annotations

import pytest

from tests.engine.asking import all_of, at_least, counted, happened, latest
from tests.engine.given import promise, reading, status, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.promises import Interest, Names, Promise
from tracker.domain.statuses import EvidenceState, Flag, Fulfilment, Status

PARTIES = {
    "kremlin": Interest.SELF,
    "mod-ru": Interest.SELF,
    "damascus": Interest.ALLY,
    "tehran": Interest.ALLY,
    "pentagon": Interest.ADVERSARY,
    "reuters": Interest.NEUTRAL,
}


def _leaving(own_word_counts: bool = False, sources: int = 1) -> Promise:
    left = happened("departure", own_word_counts=own_word_counts, sources=sources)
    plain = reading(left, happened("cancelled"), kept="departure", broken="cancelled", due="2016-05-20")
    return promise(plain, interest=PARTIES)


@pytest.mark.parametrize(
    ("origin", "suffices"),
    [
        ("kremlin", False),
        ("damascus", False),
        ("reuters", True),
        ("nobody-listed", True),
        ("pentagon", True),
    ],
)
def test_who_suffices_to_keep(origin: str, suffices: bool) -> None:
    judged = verdict(_leaving(), report("a", deed(origin=origin)), at="2016-06-01")
    assert judged.status is (Status.KEPT if suffices else Status.OVERDUE)
    assert (Flag.CLAIMED_NOT_CONFIRMED in judged.flags) is not suffices


@pytest.mark.parametrize(
    ("origin", "suffices"),
    [
        ("kremlin", True),
        ("damascus", True),
        ("reuters", True),
        ("nobody-listed", True),
        ("pentagon", False),
    ],
)
def test_who_suffices_to_break(origin: str, suffices: bool) -> None:
    told = report("a", deed(event="cancelled", origin=origin))
    assert status(_leaving(), told, at="2016-05-01") is (Status.BROKEN if suffices else Status.PENDING)


KNOWN_AS = Names({"actor": {"russian federation": "russia", "the agency": "reuters"}})


@pytest.mark.parametrize("listed", ["Russia", "Russian Federation"])
@pytest.mark.parametrize("speaks", ["russia", "Russian Federation"])
def test_a_party_is_the_same_under_each_of_its_names(listed: str, speaks: str) -> None:
    plain = reading(happened("departure"), kept="departure", due="2016-05-20")
    judged = verdict(
        promise(plain, interest={listed: Interest.SELF}),
        report("a", deed(origin=speaks)),
        at="2016-06-01",
        names=KNOWN_AS,
    )

    assert (judged.status, Flag.CLAIMED_NOT_CONFIRMED in judged.flags) == (Status.OVERDUE, True)


@pytest.mark.parametrize(("second", "expected"), [("The  Agency", Status.PENDING), ("janes", Status.KEPT)])
def test_an_origin_under_another_name_is_no_second_origin(second: str, expected: Status) -> None:
    told = [report("a", deed(origin="Reuters")), report("b", deed(origin=second))]
    plain = reading(happened("departure", sources=2), kept="departure", due="2016-05-20")

    assert status(promise(plain), *told, at="2016-05-01", names=KNOWN_AS) is expected


def test_however_many_self_serving_accounts_there_are_they_do_not_suffice() -> None:
    told = [report(who, deed(origin=who)) for who in ("kremlin", "mod-ru", "damascus", "tehran")]
    for asked in (1, 2, 4):
        judged = verdict(_leaving(sources=asked), *told, at="2016-06-01")
        assert judged.status is Status.OVERDUE
        assert Flag.CLAIMED_NOT_CONFIRMED in judged.flags


def test_the_headline_says_that_it_is_claimed_and_not_confirmed() -> None:
    judged = verdict(_leaving(), report("a", deed(origin="kremlin")), at="2016-06-01")
    assert "confirm" in judged.reason.text or "claim" in judged.reason.text


@pytest.mark.parametrize("at", ["2016-05-01", "2016-06-01"])
def test_a_breach_that_only_an_adversary_tells_of_is_claimed_and_not_confirmed(at: str) -> None:
    hostile = report("a", deed(event="cancelled", origin="pentagon"))
    judged = verdict(_leaving(), hostile, at=at)

    assert Flag.CLAIMED_NOT_CONFIRMED in judged.flags
    assert "only interested parties claim that it was broken" in judged.reason.text


def test_a_breach_that_somebody_else_tells_of_too_is_not_merely_claimed() -> None:
    told = [report(who, deed(event="cancelled", origin=who)) for who in ("pentagon", "reuters")]

    assert Flag.CLAIMED_NOT_CONFIRMED not in verdict(_leaving(), *told, at="2016-05-01").flags


def test_a_kept_promise_is_not_called_claimed_for_what_an_adversary_says() -> None:
    told = [report("a", deed(event="cancelled", origin="pentagon")), report("b", deed())]

    assert Flag.CLAIMED_NOT_CONFIRMED not in verdict(_leaving(), *told, at="2016-05-01").flags


def test_a_self_serving_account_is_no_second_source_for_a_closing_verdict() -> None:
    """The page says that it counts and does not suffice; we take the careful reading: closing needs two others."""
    own, other = report("a", deed(origin="kremlin")), report("b", deed("2016-04-12", origin="reuters"))
    judged = verdict(_leaving(sources=2), own, other, at="2016-05-01")
    assert (judged.status, Flag.CLAIMED_NOT_CONFIRMED in judged.flags) == (Status.ON_TRACK, True)
    third = report("c", deed("2016-04-14", origin="janes"))
    assert status(_leaving(sources=2), own, other, third, at="2016-05-01") is Status.KEPT


def test_own_word_counts_where_the_criterion_says_so() -> None:
    judged = verdict(_leaving(own_word_counts=True), report("a", deed(origin="kremlin")), at="2016-05-01")
    assert judged.status is Status.KEPT
    assert Flag.CLAIMED_NOT_CONFIRMED not in judged.flags


def test_a_later_confirmation_ends_the_flag() -> None:
    own, other = report("a", deed(origin="kremlin")), report("b", deed(), published="2016-06-10")
    judged = verdict(_leaving(), own, other, at="2016-06-10")
    assert judged.status is Status.KEPT
    assert Flag.CLAIMED_NOT_CONFIRMED not in judged.flags


def test_interest_is_looked_up_by_the_origin_then_by_the_source() -> None:
    relayed = report("a", deed(origin="kremlin"), source="reuters")
    own_channel = report("b", deed(origin="a-listed-nowhere-body"), source="kremlin")
    quoting_a_neutral = report("c", deed(origin="reuters"), source="kremlin")
    assert status(_leaving(), relayed, at="2016-06-01") is Status.OVERDUE
    assert status(_leaving(), own_channel, at="2016-06-01") is Status.OVERDUE
    assert status(_leaving(), quoting_a_neutral, at="2016-06-01") is Status.KEPT


def test_a_reports_origin_stands_for_its_facts_that_name_none() -> None:
    assert status(_leaving(), report("a", deed(), origin="kremlin"), at="2016-06-01") is Status.OVERDUE


def test_each_fact_is_looked_up_by_its_own_origin() -> None:
    two = report("a", deed(event="loading", origin="kremlin"), deed(origin="reuters"), source="kremlin")
    assert status(_leaving(), two, at="2016-06-01") is Status.KEPT


def test_a_self_serving_figure_makes_no_shortfall_but_one_against_interest_does() -> None:
    reach = promise(reading(latest("gone", at_least(20)), kept="gone", due="2016-05-20"), interest=PARTIES)
    assert (
        status(reach, report("a", figure(5, "2016-05-21", origin="pentagon")), at="2016-06-01") is Status.OVERDUE
    )
    assert status(reach, report("a", figure(5, "2016-05-21", origin="kremlin")), at="2016-06-01") is Status.BROKEN


def test_self_serving_accounts_do_not_close_partly() -> None:
    partly = promise(
        reading(happened("departure"), happened("loading"), kept="departure", partly="loading", due="2016-05-20"),
        interest=PARTIES,
    )
    assert status(partly, report("a", deed(event="loading", origin="kremlin")), at="2016-06-01") is Status.OVERDUE
    assert status(partly, report("a", deed(event="loading")), at="2016-06-01") is Status.PARTLY_KEPT


def test_self_serving_accounts_do_not_reverse() -> None:
    undoable = promise(
        reading(happened("departure"), happened("return"), kept="departure", undone="return", due="2016-05-20"),
        undone_within=365,
        interest=PARTIES,
    )
    left = report("a", deed())
    assert status(
        undoable, left, report("b", deed("2016-04-20", "return", origin="pentagon")), at="2016-06-01"
    ) is (Status.KEPT)
    assert status(undoable, left, report("b", deed("2016-04-20", "return")), at="2016-06-01") is Status.REVERSED


def test_a_self_serving_figure_does_not_reverse_a_reached_level() -> None:
    undoable = promise(
        reading(latest("gone", at_least(20)), kept="gone", due="2016-05-20"), undone_within=365, interest=PARTIES
    )
    reached, fallen = report("a", figure(25)), figure(5, "2016-04-20", origin="pentagon")
    assert status(undoable, reached, report("b", fallen), at="2016-05-01") is Status.KEPT


def test_a_self_serving_contradiction_is_not_weighed_against_a_deed() -> None:
    judged = promise(
        reading(happened(), happened("cancelled"), kept="departure", broken="cancelled", due="2016-05-20"),
        undone_within=365,
        interest=PARTIES,
    )
    told = report("a", deed("2016-04-01", "cancelled")), report("b", deed("2016-04-10"))
    hostile = report("c", deed("2016-04-20", "cancelled", origin="pentagon"))
    assert status(judged, *told, hostile, at="2016-05-01") is Status.KEPT


def test_a_count_of_the_promisors_own_is_claimed_and_not_confirmed() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"), interest=PARTIES)
    own = report("a", deed("2016-04-01", origin="kremlin")), report("b", deed("2016-04-05", origin="mod-ru"))
    judged = verdict(twice, *own, at="2016-06-01")
    assert (judged.status, Flag.CLAIMED_NOT_CONFIRMED in judged.flags) == (Status.OVERDUE, True)


def test_a_self_serving_account_counts_for_what_closes_nothing() -> None:
    """`on_track` and `at_risk` are not closing verdicts: the word of interested parties counts for them."""
    half = reading(
        happened("departure"),
        happened("loading"),
        happened("halted"),
        kept=all_of("departure", "loading"),
        at_risk="halted",
        due="2016-05-20",
    )
    watched = promise(half, interest=PARTIES)
    own = report("a", deed(event="loading", origin="kremlin"))
    hostile = report("b", deed("2016-04-12", "halted", origin="pentagon"))
    assert status(watched, own, at="2016-05-01") is Status.ON_TRACK
    assert status(watched, own, hostile, at="2016-05-01") is Status.AT_RISK


def test_a_self_serving_deed_is_supporting_evidence_but_no_fulfilment() -> None:
    judged = verdict(_leaving(), report("a", deed(origin="kremlin")), at="2016-05-01")
    assert judged.evidence is EvidenceState.SUPPORTING
    assert judged.fulfilment is not Fulfilment.FULL
