"""Section 2, Accounts: joined reports that name each other nowhere never silence one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from tracker.domain.instants import day_span
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Join, Link, Report
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import Account, SetAside
from tracker.engine.accounts import accounts_of
from tracker.engine.correcting import corrected
from tracker.engine.retracting import retracted
from tracker.engine.told import told_all

AT = datetime(2016, 5, 9, 12, tzinfo=UTC)


def counted(number: float, event: str = "leave") -> Fact:
    return Fact(day_span(AT.date(), "UTC"), event=event, value=Value(number, Qualifier.EQ))


def told(
    name: str, *facts: Fact, joined: Iterable[str] = (), carries: bool = False, is_copy: bool = True
) -> Report:
    joins = tuple(Join(each, each, Link.COPY, "alike", is_copy, carries) for each in joined)
    return Report(name, f"source-{name}", AT, facts, joined=joins)


def grouped(*reports: Report) -> tuple[list[Account], tuple[SetAside, ...]]:
    tellings, aside = accounts_of(told_all(reports, Names()), "UTC", Names())
    return [each.account for each in tellings], aside


def members(*reports: Report) -> list[tuple[str, ...]]:
    return sorted({account.members for account in grouped(*reports)[0]})


def test_joined_reports_that_say_the_same_are_one_account() -> None:
    accounts, aside = grouped(told("a", counted(15)), told("b", counted(15), joined="a"))
    assert [each.members for each in accounts] == [("a", "b")]
    assert [each.why for each in aside] == ["copy of the account told by a, joined with a: alike"]


def test_joined_reports_that_differ_stay_two_accounts() -> None:
    assert members(told("a", counted(15)), told("b", counted(16), joined="a")) == [("a",), ("b",)]


def test_an_analysts_join_holds_even_so() -> None:
    told_by_hand = told("b", counted(16), joined="a", carries=True)
    assert members(told("a", counted(15)), told_by_hand) == [("a", "b")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_two_that_differ_are_not_joined_through_a_third_in_any_order(order: tuple[int, ...]) -> None:
    reports = (
        told("a", counted(15), joined="b"),
        told("b", counted(3, "land"), joined="ac"),
        told("c", counted(16), joined="b"),
    )
    accounts = grouped(*(reports[each] for each in order))[0]
    spoken = sorted((each.fact.event, each.fact.value.number) for each in accounts if each.fact.value)
    assert spoken == [("land", 3), ("leave", 15), ("leave", 16)]


def test_a_feed_takes_back_no_report_that_was_only_found_to_be_alike() -> None:
    reports = {
        "a": told("a", counted(15)),
        "b": told("b", counted(15), joined="a"),
        "z": replace(told("z"), source="source-a", retracts=("a",)),
    }
    assert retracted(reports) == {"a": "z"}
    reports["z"] = replace(reports["z"], by_hand=True)
    assert retracted(reports) == {"a": "z", "b": "z"}


def test_a_correction_takes_the_place_of_what_it_corrects_among_those_that_agree_with_it() -> None:
    same = corrected(_with_correction(counted(15)), Names())[0]
    other = corrected(_with_correction(counted(5)), Names())[0]
    assert [join.report for join in same["z"].joined] == ["b"]
    assert other["z"].joined == ()


def _with_correction(fact: Fact) -> dict[str, Report]:
    return {
        "a": told("a", counted(15), joined="b", is_copy=False),
        "b": told("b", counted(15), joined="a"),
        "z": replace(told("z", fact), source="source-a", corrects=("a",)),
    }
