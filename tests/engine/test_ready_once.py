"""What is made ready once stays true: the same words with other joins or reviews are judged as another report."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.asking import happened
from tests.engine.given import promise, reading, status, verdict
from tests.engine.telling import DUE, deed, report
from tracker.domain.criteria import Criterion, WordTest
from tracker.domain.reports import Join, Link, ReportVersion, Review, Suspected
from tracker.domain.statuses import Status
from tracker.engine.reviewing import predicate_of

S = Status
AT = "2016-05-01"
CONFIRMED = promise(reading(happened("departure", sources=2), kept="departure", due=DUE))
GONE = Criterion("gone", (), words=WordTest(any_of=("gone",)))
SAID = promise(reading(GONE, kept="gone", due=DUE))
ACCEPTED = Review(True, "ann", "clear", SAID.id, "gone", predicate_of(GONE))


def _with(version: ReportVersion, **changes: object) -> ReportVersion:
    changed = replace(version.report, **changes)  # type: ignore[arg-type]  # keywords are checked by the value
    return replace(version, report=changed)


def test_reports_that_are_joined_and_split_again_are_judged_as_they_stand() -> None:
    one, other = report("a", deed()), report("b", deed())
    alike = _with(other, joined=(Join("a", "source-a", Link.COPY, "0.99 alike", is_copy=True),))

    stands = [status(CONFIRMED, one, each, at=AT) for each in (other, alike, other, alike)]

    assert stands == [S.KEPT, S.PENDING, S.KEPT, S.PENDING]


def test_a_copy_is_set_aside_for_the_reason_for_which_it_is_joined_now() -> None:
    one, other = report("a", deed()), report("b", deed())
    told = [_with(other, joined=(Join("a", "source-a", Link.COPY, why, is_copy=True),)) for why in ("so", "thus")]

    reasons = [verdict(CONFIRMED, one, each, at=AT).set_aside[0].why for each in told]

    assert reasons == [f"copy of the account told by a, joined with a: {why}" for why in ("so", "thus")]


def test_words_count_once_they_are_accepted_and_no_longer_once_that_is_taken_back() -> None:
    doubted = _with(report("a", deed()), text="all gone")
    accepted = _with(doubted, reviews=(ACCEPTED,))

    stands = [status(SAID, each, at=AT) for each in (doubted, accepted, doubted)]

    assert stands == [S.PENDING, S.KEPT, S.PENDING]


def test_a_review_speaks_of_its_own_promise_though_another_asks_the_same() -> None:
    accepted = _with(report("a", deed()), text="all gone", reviews=(ACCEPTED,))
    twin = replace(SAID, id="another-promise")

    assert [status(each, accepted, at=AT) for each in (SAID, twin)] == [S.KEPT, S.PENDING]


def test_of_a_retracted_report_only_what_it_vouched_for_is_shown_as_retracted() -> None:
    plain = promise(reading(happened("departure"), kept="departure", due=DUE))
    arrival = _with(report("a", deed(event="arrival")), suspected=(Suspected(deed()),))
    retraction = report("z", deed(event="comment"), source="source-a")

    shown = verdict(plain, arrival, retraction, at=AT).set_aside
    retracted = verdict(plain, arrival, _with(retraction, retracts=("a",)), at=AT).set_aside

    assert [each.why for each in shown] == ["suspected, not reviewed"]
    assert retracted == ()
