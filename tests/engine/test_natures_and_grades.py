"""Section 2: which natures decide by themselves, preliminary period values, and least grades."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import at_least, happened, latest
from tests.engine.given import promise, reading, status, verdict
from tests.engine.telling import deed, evening, figure, grade_of, month, report
from tracker.domain.criteria import Criterion
from tracker.domain.instants import Span
from tracker.domain.promises import Promise
from tracker.domain.reports import Nature
from tracker.domain.statuses import Flag, Status, Timeliness

DECIDE = [Nature.MEASUREMENT, Nature.OBSERVATION, Nature.FINDING, Nature.ACT, Nature.CONCESSION]
DO_NOT = [
    Nature.ESTIMATE,
    Nature.FORECAST,
    Nature.INTENTION,
    Nature.ANNOUNCEMENT,
    Nature.ACCUSATION,
    Nature.COMMENT,
]


def _kept_by(criterion: Criterion, due: str = "2016-05-20") -> Promise:
    return promise(reading(criterion, kept=criterion.name, due=due))


@pytest.mark.parametrize("nature", DECIDE)
def test_five_natures_decide_by_themselves(nature: Nature) -> None:
    assert status(_kept_by(happened()), report("a", deed(nature=nature)), at="2016-05-01") is Status.KEPT


@pytest.mark.parametrize("nature", DO_NOT)
def test_the_other_natures_do_not_decide(nature: Nature) -> None:
    judged = verdict(_kept_by(happened()), report("a", deed(nature=nature)), at="2016-06-01")
    assert judged.status is Status.OVERDUE
    assert [entry.report for entry in judged.set_aside] == ["a"]
    assert str(nature) in judged.set_aside[0].why


@pytest.mark.parametrize("nature", DO_NOT)
def test_the_other_natures_decide_where_the_criterion_accepts_them(nature: Nature) -> None:
    accepting = happened(also_accept=frozenset({nature}))
    assert status(_kept_by(accepting), report("a", deed(nature=nature)), at="2016-05-01") is Status.KEPT


@pytest.mark.parametrize("nature", DO_NOT)
def test_the_other_natures_do_not_break(nature: Nature) -> None:
    fragile = promise(reading(happened("cancelled"), broken="cancelled", due="2016-05-20"))
    told = report("a", deed("2016-04-10", "cancelled", nature))
    assert status(fragile, told, at="2016-05-01") is Status.PENDING


@pytest.mark.parametrize("nature", DO_NOT)
def test_the_other_natures_make_no_shortfall(nature: Nature) -> None:
    reach = _kept_by(latest("gone", at_least(20)))
    assert status(reach, report("a", figure(5, "2016-05-21", nature=nature)), at="2016-06-01") is Status.OVERDUE


def test_a_fact_without_nature_is_an_observation() -> None:
    assert deed().nature is Nature.OBSERVATION


# a period value whose period ends after `at`

YEAR_DUE = "2016-12-31"


def test_a_value_of_a_running_period_is_an_estimate_and_does_not_decide() -> None:
    reach = _kept_by(latest("gone", at_least(20)), due=YEAR_DUE)
    told = report("a", figure(25, month("2016-05")), published="2016-05-10")
    judged = verdict(reach, told, at="2016-05-15")
    assert judged.status is Status.PENDING
    assert [(entry.report, "estimate" in entry.why) for entry in judged.set_aside] == [("a", True)]


def test_a_preliminary_value_becomes_a_figure_when_its_period_ends() -> None:
    reach = _kept_by(latest("gone", at_least(20)), due=YEAR_DUE)
    told = report("a", figure(25, month("2016-05")), published="2016-05-10")
    assert verdict(reach, told, at="2016-05-15").next_boundary is not None
    assert status(reach, told, at="2016-05-31") is Status.KEPT


def test_a_preliminary_value_keeps_where_estimates_are_accepted_dated_at_its_publication() -> None:
    accepting = latest("gone", at_least(20), also_accept=frozenset({Nature.ESTIMATE}))
    told = report("a", figure(25, month("2016-05")), published="2016-05-10")
    judged = verdict(_kept_by(accepting, due=YEAR_DUE), told, at="2016-05-15")
    assert (judged.status, judged.timeliness) == (Status.KEPT, Timeliness.ON_TIME)
    assert Flag.PRELIMINARY in judged.flags
    assert Flag.PRELIMINARY not in verdict(_kept_by(accepting, due=YEAR_DUE), told, at="2016-05-31").flags


DEADLINE_MONTH: Span = month("2016-05")


def test_a_figure_for_the_period_that_holds_the_deadline_keeps_with_timeliness_unclear() -> None:
    judged = verdict(
        _kept_by(latest("gone", at_least(20))),
        report("a", figure(25, DEADLINE_MONTH), published="2016-06-05"),
        at="2016-06-10",
    )
    assert judged.status is Status.KEPT
    assert judged.timeliness is Timeliness.UNCLEAR


def test_a_figure_for_the_period_that_holds_the_deadline_makes_a_shortfall() -> None:
    reach = _kept_by(latest("gone", at_least(20)))
    told = report("a", figure(15, DEADLINE_MONTH), published="2016-06-05")
    assert status(reach, told, at="2016-06-10") is Status.BROKEN


def test_an_accepted_estimate_keeps_while_the_period_of_the_deadline_runs() -> None:
    accepting = latest("gone", at_least(20), also_accept=frozenset({Nature.ESTIMATE}))
    told = report("a", figure(25, DEADLINE_MONTH), published="2016-05-22")
    judged = verdict(_kept_by(accepting), told, at="2016-05-25")
    assert (judged.status, judged.timeliness) == (Status.KEPT, Timeliness.UNCLEAR)


def test_an_accepted_estimate_makes_no_shortfall_while_the_period_of_the_deadline_runs() -> None:
    accepting = latest("gone", at_least(20), also_accept=frozenset({Nature.ESTIMATE}))
    told = report("a", figure(15, DEADLINE_MONTH), published="2016-05-22")
    assert status(_kept_by(accepting), told, at="2016-05-25") is Status.OVERDUE
    assert status(_kept_by(accepting), told, at="2016-06-01") is Status.BROKEN


def test_before_the_deadline_a_figure_for_its_period_does_not_count_yet() -> None:
    accepting = latest("gone", at_least(20), also_accept=frozenset({Nature.ESTIMATE}))
    told = report("a", figure(25, DEADLINE_MONTH), published="2016-05-15")
    before = verdict(_kept_by(accepting), told, at="2016-05-19")
    assert (before.status, before.next_boundary) == (Status.PENDING, evening("2016-05-20"))
    assert status(_kept_by(accepting), told, at="2016-05-20") is Status.KEPT


def test_an_event_of_the_month_that_holds_the_deadline_counts_by_its_end() -> None:
    """Only figures count as dated at the deadline; a deed "in May" was sure to be done by the end of May."""
    told = report("a", deed(DEADLINE_MONTH), published="2016-06-05")
    judged = verdict(_kept_by(happened()), told, at="2016-06-10")
    assert (judged.status, judged.timeliness) == (Status.KEPT_LATE, Timeliness.UNCLEAR)
    assert judged.reason.text.startswith("done, before the deadline of 20 May 2016 or after it: ")


def test_an_indicator_without_a_figure_says_nothing_about_the_latest() -> None:
    bare = replace(figure(25), value=None)
    judged = verdict(_kept_by(latest("gone", at_least(20))), report("a", bare), at="2016-05-01")
    assert (judged.status, [entry.report for entry in judged.set_aside]) == (Status.PENDING, ["a"])


# grades


@pytest.mark.parametrize(
    ("least", "given", "counts"),
    [
        ("C", "A", True),
        ("C", "C", True),
        ("C", "C6", True),
        ("C", "D", False),
        ("C", "F", False),
        ("C", None, False),
        ("B2", "B2", True),
        ("B2", "A1", True),
        ("B2", "B3", False),
        ("B2", "C1", False),
        ("B2", "B6", False),
        ("B2", "F2", False),
        ("B2", "B", False),
        ("B2", None, False),
        (None, "F6", True),
        (None, None, True),
    ],
)
def test_a_criterion_may_ask_for_a_least_grade(least: str | None, given: str | None, counts: bool) -> None:
    asked = happened() if least is None else happened(least_grade=grade_of(least))
    judged = status(_kept_by(asked), report("a", deed(), grade=given), at="2016-05-01")
    assert judged is (Status.KEPT if counts else Status.PENDING)


def test_what_fails_its_grade_is_set_aside_with_that_reason() -> None:
    asked = happened(least_grade=grade_of("B"))
    judged = verdict(_kept_by(asked), report("a", deed(), grade="D"), at="2016-05-01")
    assert [(entry.report, "grade" in entry.why) for entry in judged.set_aside] == [("a", True)]
