"""Accounts of one time that contradict each other decide nothing, and everybody is told so."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.asking import at_least, at_most, latest
from tests.engine.given import promise, reading, verdict
from tests.engine.telling import figure, report
from tracker.domain.criteria import Baseline
from tracker.domain.promises import Kind, Promise
from tracker.domain.statuses import Flag, Status
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import Verdict


def _held_below(limit: float) -> Promise:
    limited = reading(latest("gone", at_most(limit)), kept="gone", until="2016-05-20")
    return replace(promise(limited), kind=Kind.MAINTAIN)


def _two_counts(judged: Promise, one: float, other: float, at: str) -> Verdict:
    told = (
        report("a", figure(one, "2016-04-10"), source="gazette", published="2016-04-11"),
        report("b", figure(other, "2016-04-10"), source="wire", published="2016-04-11"),
    )
    return verdict(judged, *told, at=at)


def test_a_limit_that_one_of_two_figures_breaks_is_contested() -> None:
    judged = _two_counts(_held_below(300), 310, 290, at="2016-04-20")
    assert (judged.status, Flag.CONTESTED in judged.flags) == (Status.HOLDING, True)
    assert judged.reason.text.startswith("no account of a breach suffices; it rests on: ")
    assert "told otherwise of the same time: " in judged.reason.text
    assert "310" in judged.reason.text


def test_it_stays_contested_when_the_window_is_over() -> None:
    judged = _two_counts(_held_below(300), 310, 290, at="2016-06-20")
    assert (judged.status, Flag.CONTESTED in judged.flags) == (Status.KEPT, True)
    assert "310" in judged.reason.text


def test_one_account_where_two_are_asked_for_leaves_it_contested() -> None:
    short = replace(latest("short", at_least(300)), sources=2)
    standing = reading(
        latest("gone", at_most(300)), short, kept="gone", broken="short", due=None, until="2016-05-20"
    )
    judged = verdict(
        replace(promise(standing), kind=Kind.MAINTAIN),
        report("a", figure(310, "2016-04-10"), published="2016-04-11"),
        at="2016-06-20",
    )
    assert (judged.status, Flag.CONTESTED in judged.flags) == (Status.KEPT, True)


def test_a_target_that_one_of_two_figures_reaches_is_not_settled() -> None:
    reached = promise(reading(latest("gone", at_least(1000)), kept="gone", due="2016-04-10"))
    judged = _two_counts(reached, 950, 1010, at="2016-06-20")
    assert judged.status is Status.OVERDUE
    assert "nothing settles that it was done" in judged.reason.text
    assert "figures of the same time contradict each other" in judged.reason.text


def test_of_two_figures_that_contradict_each_other_the_lower_tells_what_part_was_done() -> None:
    target = replace(latest("gone", at_least(1000)), baseline=Baseline(0))
    partly = replace(reading(target, kept="gone", due="2016-04-10"), partly_from=0.8)
    judged = _two_counts(promise(partly), 950, 1010, at="2016-06-20")
    assert (judged.status, judged.deciding) == (Status.PARTLY_KEPT, ("a",))


def test_a_vague_figure_takes_nothing_from_a_clear_one_of_the_same_time() -> None:
    vague = replace(figure(0, "2016-04-10"), value=Value(0, Qualifier.MORE_THAN))
    reached = promise(reading(latest("gone", at_least(33)), kept="gone", due="2016-04-20"))
    judged = verdict(
        reached,
        report("a", vague, source="gazette", published="2016-04-11"),
        report("b", figure(33, "2016-04-10"), source="wire", published="2016-04-11"),
        at="2016-06-20",
    )
    assert (judged.status, judged.deciding) == (Status.KEPT, ("b",))
