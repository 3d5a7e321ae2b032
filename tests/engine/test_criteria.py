"""Section 3: predicates, reducers and what silence means to them."""

from __future__ import annotations

import pytest

from tests.engine.asking import Part, at_least, at_most, baseline, counted, happened, latest, less_than, none_of
from tests.engine.given import heard, listening, promise, reaching, reading, status, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.promises import Names, Promise
from tracker.domain.statuses import EvidenceState, Flag, Status

AT = "2016-05-01"


def _warned_by(criterion: Criterion, when: Part | None = None) -> Promise:
    """Return a promise at risk while the criterion holds: `at_risk_when` shows a criterion's state as it is."""
    return promise(reading(criterion, at_risk=when or criterion.name, due="2016-05-20"), needs=["wire"])


# predicates


def _by_russians(field: str, *values: str) -> Promise:
    match = (FieldTest("event", any_of=("departure",)), FieldTest(field, any_of=values))
    return promise(reading(happened(match=match), kept="departure", due="2016-05-20"))


def test_every_field_of_a_predicate_must_fit() -> None:
    assert status(_by_russians("actor", "russia"), report("a", deed()), at=AT) is Status.KEPT
    assert status(_by_russians("actor", "iran"), report("a", deed()), at=AT) is Status.PENDING


def test_a_list_means_any_of_them() -> None:
    assert status(_by_russians("actor", "iran", "russia"), report("a", deed()), at=AT) is Status.KEPT


def test_a_predicate_on_a_field_that_the_fact_lacks_is_false() -> None:
    assert status(_by_russians("actor", "russia"), report("a", deed(actor=None)), at=AT) is Status.PENDING


def test_a_negative_predicate_on_a_field_that_the_fact_lacks_is_false_too() -> None:
    match = (FieldTest("event", any_of=("departure",)), FieldTest("actor", other_than=("iran",)))
    others = promise(reading(happened(match=match), kept="departure", due="2016-05-20"))
    assert status(others, report("a", deed(actor="Russia")), at=AT) is Status.KEPT
    assert status(others, report("a", deed(actor="Iran")), at=AT) is Status.PENDING
    assert status(others, report("a", deed(actor=None)), at=AT) is Status.PENDING


def test_names_go_through_their_aliases_and_places_through_what_holds_them() -> None:
    names = Names(
        aliases={"place": {"latakia air base": "hmeimim"}, "actor": {"vks": "russia"}},
        within={"hmeimim": "syria"},
    )
    in_syria = _by_russians("place", "syria")
    told = report("a", deed(place="Latakia  Air Base"))
    assert status(in_syria, told, at=AT, names=names) is Status.KEPT
    assert status(in_syria, told, at=AT) is Status.PENDING
    assert (
        status(_by_russians("actor", "russia"), report("a", deed(actor="VKS")), at=AT, names=names) is Status.KEPT
    )


def test_a_start_of_a_name_fits() -> None:
    match = (FieldTest("event", starts=("depart",)),)
    starting = promise(reading(happened(match=match), kept="departure", due="2016-05-20"))
    assert status(starting, report("a", deed()), at=AT) is Status.KEPT
    assert status(starting, report("a", deed(event="loading")), at=AT) is Status.PENDING


# happened and count: silence is false where somebody listened

LISTENED = listening(heard("wire", "2016-03-01", "2016-12-31"))
DEAF = listening(heard("other", "2016-03-01", "2016-12-31"))


def test_happened_with_no_match_is_false_where_its_sources_listened_and_no_data_elsewhere() -> None:
    nothing_moved = _warned_by(happened(), none_of("departure"))
    assert status(nothing_moved, at=AT, coverage=LISTENED) is Status.AT_RISK
    assert status(nothing_moved, at=AT, coverage=DEAF) is Status.PENDING


def test_count_with_no_match_is_false_where_its_sources_listened_and_no_data_elsewhere() -> None:
    nothing_moved = _warned_by(counted("departure", at_least(1)), none_of("departure"))
    assert status(nothing_moved, at=AT, coverage=LISTENED) is Status.AT_RISK
    assert status(nothing_moved, at=AT, coverage=DEAF) is Status.PENDING


def test_latest_with_no_match_is_no_data_even_where_somebody_listened() -> None:
    nothing_told = _warned_by(latest("gone", at_least(1)), none_of("gone"))
    assert status(nothing_told, at=AT, coverage=LISTENED) is Status.PENDING


def test_count_at_most_zero_compares_zero() -> None:
    none = _warned_by(counted("none", at_most(0)))
    assert status(none, at=AT, coverage=LISTENED) is Status.AT_RISK
    assert status(none, report("a", deed()), at=AT, coverage=LISTENED) is Status.PENDING


def test_count_compares_the_number_of_occurrences() -> None:
    thrice = promise(reading(counted("thrice", at_least(3)), kept="thrice", due="2016-05-20"))
    told = [report(f"r{n}", deed(f"2016-04-{n:02}")) for n in (1, 5, 9)]
    assert status(thrice, *told[:2], at=AT) is not Status.KEPT
    assert status(thrice, *told, at=AT) is Status.KEPT


def test_a_count_is_reached_when_the_last_of_them_occurred() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    told = report("a", deed("2016-05-01")), report("b", deed("2016-05-25"))
    assert status(twice, *told, at="2016-06-01") is Status.KEPT_LATE


# latest


def test_latest_is_the_newest_by_when_it_occurred() -> None:
    many = _warned_by(latest("many", at_least(20)))
    told = report("a", figure(25, "2016-04-01")), report("b", figure(15, "2016-04-10"))
    assert status(many, *told, at="2016-04-05") is Status.AT_RISK
    assert status(many, *told, at="2016-04-10") is Status.PENDING


def test_a_condition_of_risk_does_not_latch() -> None:
    many = _warned_by(latest("many", at_least(20)))
    told = report("a", figure(25, "2016-04-01")), report("b", figure(15, "2016-04-10"))
    assert status(many, *told, report("c", figure(21, "2016-04-20")), at="2016-04-20") is Status.AT_RISK


def test_figures_of_the_same_end_that_give_different_results_conflict_and_are_unclear() -> None:
    told = report("a", figure(25)), report("b", figure(15))
    judged = verdict(reaching(20), *told, at=AT)
    assert judged.status is Status.PENDING
    assert judged.evidence is EvidenceState.CONFLICTING


def test_figures_of_the_same_end_that_give_the_same_result_do_not_conflict() -> None:
    assert status(reaching(20), report("a", figure(25)), report("b", figure(22)), at=AT) is Status.KEPT


def test_a_conflict_at_the_deadline_is_no_shortfall() -> None:
    told = report("a", figure(25, "2016-05-25")), report("b", figure(15, "2016-05-25"))
    assert status(reaching(20), *told, at="2016-06-01") is Status.OVERDUE


def test_with_too_few_sources_the_criterion_is_unclear() -> None:
    two = promise(reading(latest("gone", at_least(20), sources=2), kept="gone", due="2016-05-20"))
    assert status(two, report("a", figure(25)), at="2016-05-01") is not Status.KEPT
    assert status(two, report("a", figure(25, "2016-05-21")), at="2016-06-01") is Status.OVERDUE


def test_two_origins_that_reach_it_on_different_days_corroborate() -> None:
    """The example of the rule language: Reuters counts 22 on 10 April, Jane's 23 on 11 April."""
    two = promise(reading(latest("gone", at_least(18), sources=2), kept="gone", due="2016-05-20"))
    told = report("a", figure(22, "2016-04-10")), report("b", figure(23, "2016-04-11"))
    assert status(two, *told, at="2016-04-12") is Status.KEPT
    assert status(two, *told, at="2016-04-10") is not Status.KEPT


def test_a_miss_that_only_one_of_two_sources_tells_is_unclear_too() -> None:
    two = promise(reading(latest("gone", at_least(20), sources=2), kept="gone", due="2016-05-20"))
    one, other = report("a", figure(15, "2016-05-21")), report("b", figure(16, "2016-05-22"))
    assert status(two, one, at="2016-06-01") is Status.OVERDUE
    assert status(two, one, other, at="2016-06-01") is Status.BROKEN


def test_a_count_over_two_sources_needs_contributions_of_both() -> None:
    twice = promise(reading(counted("twice", at_least(2), sources=2), kept="twice", due="2016-05-20"))
    one = report("a", deed("2016-04-01"), source="wire"), report("b", deed("2016-04-05"), source="wire")
    assert status(twice, *one, at=AT) is not Status.KEPT
    assert status(twice, *one, report("c", deed("2016-04-08"), source="paper"), at=AT) is Status.KEPT


# latching


def test_kept_latches_at_its_first_true_instant() -> None:
    told = report("a", figure(25, "2016-04-01")), report("b", figure(15, "2016-04-10"))
    assert status(reaching(20), *told, at=AT) is Status.KEPT
    assert status(reaching(20), *told, at="2016-07-01") is Status.KEPT


def test_broken_latches_at_its_first_true_instant() -> None:
    fragile = promise(reading(latest("few", less_than(10)), broken="few", due="2016-05-20"))
    told = report("a", figure(5, "2016-04-01")), report("b", figure(15, "2016-04-10"))
    assert status(fragile, *told, at=AT) is Status.BROKEN


def test_an_unreached_count_after_due_is_silence_not_a_shortfall() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    told = report("a", deed("2016-05-25"))
    assert status(twice, told, at="2016-06-01") is Status.OVERDUE


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_progress_is_the_share_of_the_way_from_the_baseline(share: float) -> None:
    toward = promise(
        reading(
            latest("gone", at_least(20), baseline=baseline(0)), kept="gone", due="2016-05-20", progress_by="gone"
        )
    )
    judged = verdict(toward, report("a", figure(20 * share)), at="2016-04-20")
    assert judged.progress == share
    assert judged.status is Status.ON_TRACK
    assert Flag.MAY_HAVE_BEEN_REACHED not in judged.flags
