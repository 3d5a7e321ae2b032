"""Section 9: the deciding accounts, and what was set aside and why."""

from __future__ import annotations

import pytest

from tests.engine.asking import all_of, any_of, at_least, happened, latest
from tests.engine.given import leaving, promise, reaching, reading, refraining, verdict
from tests.engine.telling import deed, figure, grade_of, report
from tracker.domain.promises import Interest
from tracker.domain.reports import Nature, ReportVersion
from tracker.domain.statuses import EvidenceState
from tracker.domain.values import Qualifier
from tracker.domain.verdicts import Bearing

AT = "2016-05-01"


def test_for_a_latched_status_the_account_that_first_made_it_true_decides() -> None:
    told = report("b", deed("2016-04-20")), report("a", deed("2016-04-10")), report("c", deed("2016-04-30"))
    assert verdict(leaving(), *told, at=AT).deciding == ("a",)


def test_of_accounts_of_one_instant_the_best_graded_then_the_lowest_id_decides() -> None:
    told = report("a", deed(), grade="C"), report("b", deed(), grade="A")
    assert verdict(leaving(), *told, at=AT).deciding == ("b",)
    assert verdict(leaving(), report("r10", deed()), report("r9", deed()), at=AT).deciding == ("r9",)


def test_for_an_open_status_the_latest_account_decides() -> None:
    warned = promise(reading(happened("halted"), at_risk="halted", due="2016-05-20"))
    told = report("a", deed("2016-04-10", "halted")), report("b", deed("2016-04-20", "halted"))
    assert verdict(warned, *told, at=AT).deciding == ("b",)


def test_as_many_accounts_decide_as_are_needed_and_no_more() -> None:
    two = promise(reading(happened(sources=2), kept="departure", due="2016-05-20"))
    told = [report(key, deed(f"2016-04-1{n}")) for n, key in enumerate("abcd")]
    assert verdict(two, *told, at=AT).deciding == ("a", "b")


def test_of_all_of_every_part_is_told() -> None:
    both = promise(reading(happened(), happened("loading"), kept=all_of("departure", "loading"), due="2016-05-20"))
    told = report("a", deed()), report("b", deed(event="loading")), report("c", deed(event="loading"))
    assert verdict(both, *told, at=AT).deciding == ("a", "b")


def test_of_any_of_the_smallest_set_is_told() -> None:
    either = promise(
        reading(happened(sources=2), happened("loading"), kept=any_of("departure", "loading"), due="2016-05-20")
    )
    told = report("a", deed()), report("b", deed()), report("c", deed(event="loading"))
    assert verdict(either, *told, at=AT).deciding == ("c",)


def test_silence_is_decided_by_no_account() -> None:
    judged = verdict(leaving(), at="2016-06-01")
    assert judged.deciding == ()
    assert judged.listened is not None


def test_a_shortfall_names_the_figure() -> None:
    told = report("a", figure(5, "2016-05-20")), report("b", figure(15, "2016-05-25"))
    assert verdict(reaching(20), *told, at="2016-06-01").deciding == ("b",)


def test_a_breach_names_the_first_account_of_it() -> None:
    told = report("b", deed("2016-04-20", "strike")), report("a", deed("2016-04-10", "strike"))
    assert verdict(refraining(), *told, at=AT).deciding == ("a",)


FUSSY = promise(
    reading(
        latest("gone", at_least(20), least_grade=grade_of("C")),
        happened("halted"),
        kept="gone",
        at_risk="halted",
        due="2016-05-20",
    ),
    interest={"mod-ru": Interest.SELF},
)


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (report("x", figure(25, unit="helicopters"), grade="B"), "not comparable"),
        (report("x", figure(25, nature=Nature.FORECAST), grade="B"), "forecast"),
        (report("x", figure(25), grade="D"), "grade"),
        (report("x", figure(25, "2016-02-10"), grade="B"), "window"),
        (report("x", figure(25, origin="mod-ru"), grade="B"), "interest"),
    ],
    ids=["unit", "nature", "grade", "outside the window", "interest"],
)
def test_what_was_set_aside_says_why(told: ReportVersion, word: str) -> None:
    judged = verdict(FUSSY, told, at="2016-06-01")
    assert [entry.report for entry in judged.set_aside] == ["x"]
    assert word in judged.set_aside[0].why


def test_what_frames_a_promise_is_shown_with_its_source_and_speaks_for_neither_side() -> None:
    kept_out = reading(
        happened(), happened("refused"), kept="departure", cannot_verify="refused", due="2016-05-20"
    )
    judged = verdict(promise(kept_out), report("a", deed("2016-05-21", "refused")), at="2016-06-01")
    assert [(each.account.id, each.bearing) for each in judged.witnesses] == [("a", Bearing.CONTEXT)]
    assert (judged.deciding, judged.evidence) == (("a",), EvidenceState.NONE)


def test_every_account_says_what_it_means_to_its_criterion() -> None:
    told = report("a", figure(25)), report("b", figure(5, "2016-04-01"))
    words = {each.account.id: each.why for each in verdict(reaching(20), *told, at=AT).witnesses}
    assert words == {"a": "meets gone (latest at least 20)", "b": "does not meet gone (latest at least 20)"}
    assert verdict(leaving(), report("a", deed()), at=AT).witnesses[0].why == "meets departure"


def test_what_is_older_is_set_aside_as_older() -> None:
    judged = promise(reading(latest("many", at_least(20)), at_risk="many", due="2016-05-20"))
    told = report("a", figure(22, "2016-04-01")), report("b", figure(25, "2016-04-10"))
    aside = verdict(judged, *told, at=AT).set_aside
    assert [(entry.report, "old" in entry.why or "newer" in entry.why) for entry in aside] == [("a", True)]


def test_a_figure_too_vague_for_the_threshold_is_set_aside_as_unclear() -> None:
    judged = verdict(reaching(20), report("a", figure(15, qualifier=Qualifier.AT_LEAST)), at=AT)
    assert [(entry.report, "unclear" in entry.why) for entry in judged.set_aside] == [("a", True)]


def test_reports_of_other_matters_are_not_mentioned() -> None:
    judged = verdict(leaving(), report("a", deed(event="grain sale")), at=AT)
    assert judged.set_aside == ()
    assert judged.witnesses == ()


def test_what_would_change_it_next_is_said() -> None:
    assert "23 May" in verdict(leaving(), at=AT).next_step
    assert verdict(leaving(), at="2016-06-01").next_step


def test_every_verdict_gives_its_reason_in_words() -> None:
    for at in ("2016-02-01", AT, "2016-05-21", "2016-06-01"):
        judged = verdict(leaving(), at=at)
        assert judged.reason.code
        assert judged.reason.text


@pytest.mark.parametrize("order", [("gone", "left"), ("left", "gone")])
def test_what_frames_a_promise_is_told_by_the_first_criterion_by_name_whatever_their_order_in_the_file(
    order: tuple[str, str],
) -> None:
    """Section 11, law 8: the order of keys in a rule file changes nothing."""
    both = [latest(name, at_least(5)) for name in order]
    judged = verdict(
        promise(reading(happened("departure"), *both, kept="departure")), report("a", figure(20)), at=AT
    )
    assert [(each.bearing, each.criterion) for each in judged.witnesses] == [(Bearing.CONTEXT, "gone")]
