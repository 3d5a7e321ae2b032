"""Sentences for people: every reason code has one, dates are as exact as they are known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.engine.asking import happened
from tests.engine.given import heard, leaving, listening, promise, reading, refraining, verdict
from tests.engine.telling import day, days, deed, figure, month, report
from tracker.domain.coverage import Coverage
from tracker.domain.instants import Precision, Span, last_instant, month_span
from tracker.domain.promises import Interest, Promise
from tracker.domain.reasons import REASONS
from tracker.domain.reports import Nature
from tracker.domain.values import Qualifier
from tracker.engine.wording import day as day_words
from tracker.engine.wording import fact_words, when

AT = "2016-05-01"
ENGINE = Path(__file__).parents[2] / "tracker" / "engine"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (day("2016-03-15"), "15 Mar 2016"),
        (days("2016-03-15", "2016-04-01"), "15 Mar 2016 to 1 Apr 2016"),
        (month("2016-05"), "May 2016"),
        (month_span(2016, 4, "UTC", 3), "2016-Q2"),
        (month_span(2016, 1, "UTC", 12), "2016"),
        (
            Span(datetime(2016, 3, 15, 9, tzinfo=UTC), datetime(2016, 3, 15, 9, tzinfo=UTC), Precision.INSTANT),
            "15 Mar 2016",
        ),
    ],
)
def test_an_occurrence_is_told_as_exactly_as_it_is_known(span: Span, words: str) -> None:
    assert when(span, "UTC") == words


def test_a_day_is_one_of_the_promises_zone() -> None:
    """Midnight of Tokyo is the afternoon before in Greenwich."""
    end = last_instant(datetime(2016, 3, 15, tzinfo=UTC).date(), "Asia/Tokyo")
    assert day_words(end, "Asia/Tokyo") == "15 Mar 2016"
    assert day_words(datetime(2016, 3, 15, 16, tzinfo=UTC), "Asia/Tokyo") == "16 Mar 2016"


def test_a_fact_is_told_with_its_figure_unit_and_place() -> None:
    assert fact_words(deed()) == "departure, Syria"
    assert fact_words(figure(20, qualifier=Qualifier.MORE_THAN)) == "aircraft departed: more than 20 aircraft"
    assert fact_words(figure(18, qualifier=Qualifier.RANGE, upper=22, unit=None)) == "aircraft departed: 18 to 22"


@pytest.mark.parametrize(
    ("judged", "at", "words"),
    [
        (leaving(), "2016-02-01", ["opens", "1 Mar 2016"]),
        (leaving(), "2016-05-21", ["20 May 2016", "expected until", "23 May 2016"]),
        (leaving(), "2016-06-01", ["20 May 2016", "nothing shows"]),
        (refraining(until="2016-06-30"), "2016-07-15", ["30 Jun 2016", "without a breach"]),
        (promise(reading(), review_by="2016-08-31"), "2016-09-15", ["no date was promised", "31 Aug 2016"]),
    ],
)
def test_a_reason_names_the_dates_it_rests_on(judged: Promise, at: str, words: list[str]) -> None:
    text = verdict(judged, at=at).reason.text
    assert all(word in text for word in words), text


def test_a_reason_cites_the_account_with_its_origin_and_day() -> None:
    text = verdict(leaving(), report("a", deed("2016-04-10", origin="reuters")), at="2016-05-01").reason.text
    assert "departure, Syria (reuters, 10 Apr 2016)" in text


def test_silence_is_never_worded_as_breaking_a_promise() -> None:
    for coverage in (Coverage(assumed=True), Coverage()):
        text = verdict(leaving(), at="2016-06-01", coverage=coverage).reason.text
        assert "broke" not in text
        assert "contradict" not in text


def test_nobody_listening_is_said_in_so_many_words() -> None:
    assert "we were not listening" in verdict(leaving(), at="2016-06-01", coverage=Coverage()).reason.text


def test_who_was_deaf_only_after_the_deadline_is_told_so() -> None:
    ears = listening(heard("wire", "2016-03-01", "2016-05-20"))
    text = verdict(leaving(needs=["wire"]), at="2016-06-01", coverage=ears).reason.text
    assert "100% of the time, and for 0% of the time in which reports were still expected" in text


def test_nearly_enough_listening_is_not_rounded_up_to_enough() -> None:
    ears = listening(heard("wire", "2016-03-01", "2016-05-12"), heard("wire", "2016-05-21", "2016-05-30"))
    text = verdict(leaving(needs=["wire"], coverage_share=0.91), at="2016-06-01", coverage=ears).reason.text
    assert "for 90% of the time" in text


def test_a_miss_names_what_it_was_to_come_before_or_who_admitted_it() -> None:
    law = replace(reading(happened("departure"), happened("vote"), kept="departure"), due_before="vote")
    voted = verdict(promise(law), report("v", deed("2016-04-10", "vote")), at="2016-04-11").reason.text
    assert voted.startswith("what it was to come before came on 10 Apr 2016")
    slipping = promise(
        reading(happened(), happened("halted"), kept="departure", at_risk="halted", due="2016-05-20"),
        interest={"mod-ru": Interest.SELF},
    )
    told = report("a", deed("2016-05-21", "halted", Nature.CONCESSION, origin="mod-ru"))
    assert verdict(slipping, told, at="2016-05-21").reason.text.startswith("its promisor admitted the miss")


def test_one_neutral_source_of_the_two_asked_for_is_not_told_as_nobody() -> None:
    two = promise(
        reading(happened(sources=2), kept="departure", due="2016-05-20"), interest={"mod-ru": Interest.SELF}
    )
    own, other = report("a", deed(origin="mod-ru")), report("b", deed(origin="reuters"))
    assert (
        "nobody else confirms it" in verdict(leaving(interest={"mod-ru": Interest.SELF}), own, at=AT).reason.text
    )
    assert "too few to confirm that it was done" in verdict(two, own, other, at=AT).reason.text


def test_every_reason_code_is_listed_with_what_it_says_and_no_other() -> None:
    written = {code for path in ENGINE.glob("*.py") for code in codes_in(ast.parse(path.read_text("utf-8")))}
    assert written == set(REASONS)


def codes_in(module: ast.Module) -> Iterator[str]:
    """Yield the codes that decisions and reasons of a module are made with, and those of `code = ...`."""
    for node in ast.walk(module):
        made: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"Decision": 1, "WholeDecision": 1, "Reason": 0}.get(node.func.id)
            made = [] if at is None else node.args[at : at + 1]
        elif isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == ["code"]:
            made = [node.value]
        for each in made:
            branches = [each.body, each.orelse] if isinstance(each, ast.IfExp) else [each]
            yield from (
                one.value for one in branches if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
