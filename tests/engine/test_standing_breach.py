"""Section 7, maintain, refrain and claim: what a breach is, what disputes it, and what only contests."""

from __future__ import annotations

import pytest

from tests.engine.asking import all_of, at_least, at_most, counted, happened, latest, less_than, none_of
from tests.engine.given import promise, reading, status, verdict
from tests.engine.staying_calm import PARTIES, calm, standing, struck
from tests.engine.telling import figure, report
from tracker.domain.promises import Kind, Promise, Reading
from tracker.domain.reports import Fact, Nature
from tracker.domain.statuses import Flag, Status

S = Status


def _status_of(judged: Promise, told: list[Fact], at: str) -> Status:
    return status(judged, *[report(f"r{number}", fact) for number, fact in enumerate(told)], at=at)


# the breach where no broken_when is given

KEEPS_TWENTY = promise(
    reading(latest("many", at_least(20)), kept="many", until="2016-06-30"), kind=Kind.MAINTAIN, interest=PARTIES
)


def test_kept_when_measured_false_is_the_breach_where_no_broken_when_is_given() -> None:
    assert _status_of(KEEPS_TWENTY, [figure(25, "2016-04-01")], "2016-04-10") is Status.HOLDING
    assert _status_of(KEEPS_TWENTY, [figure(25, "2016-04-01"), figure(15, "2016-04-10")], "2016-04-10") is S.BROKEN


def test_a_later_return_does_not_mend_a_measured_breach() -> None:
    told = [figure(15, "2016-04-10"), figure(25, "2016-04-20")]
    assert _status_of(KEEPS_TWENTY, told, "2016-05-01") is Status.BROKEN


def test_kept_when_measured_false_is_no_breach_where_broken_when_is_given() -> None:
    judged = promise(
        reading(
            latest("many", at_least(20)), happened("closed"), kept="many", broken="closed", until="2016-06-30"
        ),
        kind=Kind.MAINTAIN,
    )
    assert _status_of(judged, [figure(15, "2016-04-10")], "2016-05-01") is Status.HOLDING


def test_silence_does_not_measure_kept_when_false() -> None:
    patrolled = promise(reading(happened("patrol"), kept="patrol", until="2016-06-30"), kind=Kind.MAINTAIN)
    assert status(patrolled, at="2016-05-01") is Status.HOLDING
    assert status(patrolled, at="2016-07-15") is Status.KEPT


def test_a_shared_instant_of_conflicting_figures_is_no_breach() -> None:
    assert _status_of(KEEPS_TWENTY, [figure(25), figure(15)], "2016-05-01") is Status.HOLDING


# equally good proof


def _disputed_by(
    breach: list[str], proof: list[str], grades: tuple[str | None, str | None] = (None, None)
) -> Status:
    against, holding = grades
    told = [report(f"s-{who}", struck("2016-04-10", origin=who), grade=against) for who in breach]
    told += [report(f"c-{who}", calm("2016-04-10", origin=who), grade=holding) for who in proof]
    return status(standing(Kind.MAINTAIN), *told, at="2016-05-01")


@pytest.mark.parametrize(
    ("breach", "proof", "grades", "expected"),
    [
        (["one"], ["two"], ("B", "B"), S.DISPUTED),
        (["one"], ["two"], ("B", "A"), S.DISPUTED),
        (["one"], ["two"], ("B", "C"), S.BROKEN),
        (["one", "three"], ["two"], ("B", "B"), S.BROKEN),
        (["one", "three"], ["two", "four"], ("B", "B"), S.DISPUTED),
    ],
)
def test_equally_good_proof_is_at_least_as_good_a_grade_and_as_many_origins(
    breach: list[str], proof: list[str], grades: tuple[str, str], expected: Status
) -> None:
    assert _disputed_by(breach, proof, grades) is expected


def test_a_claim_is_disputed_by_later_proof_only_or_by_equally_good_proof() -> None:
    claim = standing(Kind.CLAIM, until=None)
    contrary = report("a", struck("2016-04-10"), grade="B")
    weaker, equal = (report("b", calm("2016-04-10"), grade=grade) for grade in ("C", "B"))
    assert status(claim, contrary, weaker, at="2016-05-01") is Status.BROKEN
    assert status(claim, contrary, equal, at="2016-05-01") is Status.DISPUTED


# contested


@pytest.mark.parametrize("kind", [Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM])
@pytest.mark.parametrize("nature", [Nature.ACCUSATION, Nature.ESTIMATE, Nature.COMMENT])
def test_evidence_that_cannot_decide_makes_it_contested(kind: Kind, nature: Nature) -> None:
    judged = verdict(standing(kind, until=None), report("a", struck("2016-04-10", nature)), at="2016-05-01")
    assert judged.status is Status.HOLDING
    assert Flag.CONTESTED in judged.flags


def test_what_nobody_contradicts_is_not_contested() -> None:
    assert (
        Flag.CONTESTED not in verdict(standing(Kind.CLAIM), report("a", calm("2016-04-10")), at="2016-05-01").flags
    )


def test_a_promise_to_refrain_that_only_an_adversary_contradicts_is_contested() -> None:
    judged = verdict(standing(Kind.REFRAIN), report("a", struck("2016-04-10", origin="rebels")), at="2016-05-01")
    assert (judged.status, Flag.CONTESTED in judged.flags) == (Status.HOLDING, True)


def test_a_figure_that_cannot_decide_contests_only_if_it_contradicts() -> None:
    few = promise(reading(latest("few", less_than(10)), broken="few", until="2016-06-30"), kind=Kind.MAINTAIN)
    low, high = figure(5, nature=Nature.ESTIMATE), figure(15, nature=Nature.ESTIMATE)
    assert Flag.CONTESTED in verdict(few, report("a", low), at="2016-05-01").flags
    assert Flag.CONTESTED not in verdict(few, report("a", high), at="2016-05-01").flags


# proof by the absence of something


@pytest.mark.parametrize(
    "proof",
    [
        reading(happened("strike"), kept=none_of("strike"), until="2016-06-30"),
        reading(counted("none", at_most(0), "strike"), kept="none", until="2016-06-30"),
    ],
    ids=["none_of", "a count of none"],
)
@pytest.mark.parametrize(("origin", "expected"), [(None, S.BROKEN), ("mod-ru", S.BROKEN), ("rebels", S.HOLDING)])
def test_what_proof_excludes_breaks_it_unless_only_an_adversary_says_so(
    proof: Reading, origin: str | None, expected: Status
) -> None:
    held = promise(proof, kind=Kind.REFRAIN, interest=PARTIES)
    assert status(held, report("a", struck("2016-04-10", origin=origin)), at="2016-05-01") is expected


def test_without_broken_when_an_estimate_below_the_level_to_be_held_contests_it() -> None:
    held = promise(reading(latest("gone", at_least(20)), kept="gone", until="2016-12-31"), kind=Kind.MAINTAIN)
    proof, low = (
        report("a", figure(25, "2016-04-01")),
        report("b", figure(5, "2016-04-10", nature=Nature.ESTIMATE)),
    )
    judged = verdict(held, proof, low, at="2016-05-01")
    assert (judged.status, Flag.CONTESTED in judged.flags) == (Status.HOLDING, True)
    assert Flag.CONTESTED not in verdict(held, proof, at="2016-05-01").flags


def test_silence_breaks_no_standing_promise() -> None:
    """Section 6: silence is never worded as broken, even where `broken_when` counts what nobody told of."""
    visited = reading(counted("no-visits", at_most(0), "visit"), broken="no-visits", until="2016-06-30")
    assert status(promise(visited, kind=Kind.MAINTAIN), at="2016-05-01") is Status.HOLDING
    assert status(promise(visited, kind=Kind.CLAIM), at="2016-05-01") is Status.HOLDING


def test_what_an_account_breaks_is_broken_although_silence_would_not() -> None:
    """Section 7: without `broken_when` the breach is `kept_when` measured false, by whichever of its parts."""
    calm_and_full = reading(
        happened("calm"), latest("many", at_least(20)), kept=all_of("calm", "many"), until="2016-06-30"
    )
    judged = promise(calm_and_full, kind=Kind.MAINTAIN)
    assert _status_of(judged, [figure(5, "2016-04-01")], "2016-05-01") is Status.BROKEN
    assert _status_of(judged, [figure(25, "2016-04-01")], "2016-05-01") is Status.HOLDING


# silence


def test_silence_alone_breaks_nothing_though_broken_when_asks_for_silence() -> None:
    """What is promised is that the calm is reported; that nobody reports it is no charge."""
    judged = promise(reading(happened("calm"), broken=none_of("calm"), until="2016-06-30"), kind=Kind.MAINTAIN)
    assert status(judged, at="2016-05-01") is Status.HOLDING
