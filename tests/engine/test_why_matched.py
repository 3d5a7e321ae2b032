"""Why a report matches: the tests told one by one say together what matching says."""

from __future__ import annotations

from hypothesis import given

from tests.engine.lengths import laws
from tests.engine.made_promises import made_promises
from tests.engine.made_reports import histories
from tests.engine.telling import day, evening
from tests.language.writing import rules
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Report, ReportVersion
from tracker.engine.matching import matches
from tracker.engine.why_matched import compare

TEXT = """
statements: {s: {by: A, date: 2020-01-01}}
promises:
  - id: p
    title: T
    said: s
    kind: claim
    criteria:
      told:
        match:
          event: {starts: depart}
          source: {other_than: [tass]}
          words: {any_of: ["left* port", sailed], none_of: [not]}
        happened: once
    broken_when: told
"""


def test_every_test_is_told_with_what_it_wants_and_what_it_found() -> None:
    promise = rules(TEXT).promises[0]
    fact = Fact(day("2020-02-01"), event="departure")
    said = Report("r", "wire", evening("2020-02-01"), (fact,), title="The fleet left port", text="It did not sail")
    assert [
        (each.field, each.wants, each.has, each.passed) for each in compare(promise, said, Names())[0].tests
    ] == [
        ("source", "anything but tass", "wire", True),
        ("event", "depart...", "departure", True),
        ("words", "any of left* port, sailed; none of not", "left* port, not", False),
    ]


def test_a_report_without_facts_is_held_against_the_words_alone() -> None:
    promise = rules(TEXT).promises[0]
    said = Report("r", "wire", evening("2020-02-01"), title="They sailed")
    compared = compare(promise, said, Names())[0]
    assert compared.fact is None
    assert [(each.field, each.has, each.passed) for each in compared.tests] == [
        ("source", "nothing", False),
        ("event", "nothing", False),
        ("words", "sailed", True),
    ]


def test_of_facts_that_miss_only_the_nearest_is_told() -> None:
    promise = rules(TEXT).promises[0]
    facts = (Fact(day("2020-02-01"), event="arrival"), Fact(day("2020-02-02"), event="departure"))
    compared = compare(promise, Report("r", "wire", evening("2020-02-02"), facts), Names())
    assert [each.fact for each in compared] == [facts[1]]


@laws
@given(made_promises, histories())
def test_the_tests_say_together_what_matching_says(promise: Promise, told: list[ReportVersion]) -> None:
    for version in told:
        for each in compare(promise, version.report, Names()):
            if each.fact is not None:
                assert each.matched == matches(each.criterion, version.report, each.fact, Names())
