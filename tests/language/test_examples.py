"""Examples in rule files: what they become, and what they rest on."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.language.writing import problems, rules, written
from tracker.domain.coverage import Listening
from tracker.domain.examples import Example, Knowledge
from tracker.domain.instants import Span
from tracker.language.loading import load_rules

PROMISE = written(
    "tz: Europe/Moscow\ndue: 2016-03-15\nkept_when: gone\n"
    "criteria:\n  gone: {match: {event: gone}, happened: once}"
)
REPORTS = "\n    reports: [{id: r1, source: wire, occurred: 2016-03-15, event: gone}]"
SOURCES = "sources: [{id: wire, kind: person, groups: [wires]}]\n"


def example(expect: str, keys: str = "") -> Example:
    """Load one example of one expectation."""
    text = f"{PROMISE}{SOURCES}examples:\n  - name: N\n    promise: p{REPORTS}{keys}\n    expect: [{expect}]\n"
    (only,) = rules(text).examples
    return only


def test_its_days_are_days_in_the_zone_of_its_promise() -> None:
    made = example("{at: 2016-03-15, status: kept}")
    (expectation,) = made.expect
    assert expectation.at == datetime(2016, 3, 15, 20, 59, 59, 999_999, UTC)
    assert made.reports[0].published == expectation.at
    assert (expectation.view, expectation.instance, expectation.reading) == (Knowledge.KNOWN, "", None)


def test_its_reports_are_an_analysts_hand() -> None:
    (report,) = example("{at: 2016-03-15, status: kept}").reports
    assert (report.id, report.by_hand) == ("r1", True)


def test_it_assumes_that_somebody_listened_unless_it_says_when() -> None:
    assumed = example("{at: 2016-03-15, status: kept}").coverage
    assert (assumed.assumed, [source.groups for source in assumed.sources]) == (True, [("wires",)])
    nobody = example("{at: 2016-03-15, status: kept}", "\n    coverage: []").coverage
    assert (nobody.assumed, nobody.spans) == (False, ())
    told = "\n    coverage: [{source: wire, from: 2016-03-14, to: 2016-03-16, kind: denied}]"
    (span,) = example("{at: 2016-03-15, status: kept}", told).coverage.spans
    assert (span.kind, span.span.start) == (Listening.DENIED, datetime(2016, 3, 13, 21, tzinfo=UTC))


def test_what_is_expected_is_kept_as_it_is_compared() -> None:
    made = example(
        "{at: 2016-03-15T12:00Z, view: hindsight, status: kept, flags: conceded, deciding: [r1], reason: deed,"
        " timeliness: on_time, late_since: null, due: 2016-03-15, progress: 0.5, set_aside: null}"
    )
    (expectation,) = made.expect
    assert expectation.view is Knowledge.HINDSIGHT
    wanted = dict(expectation.wanted)
    due = wanted.pop("due")
    assert isinstance(due, Span)
    assert due.end == datetime(2016, 3, 15, 20, 59, 59, 999_999, UTC)
    assert wanted == {
        "status": "kept",
        "flags": ("conceded",),
        "deciding": ("r1",),
        "set_aside": (),
        "reason": "deed",
        "timeliness": "on_time",
        "late_since": None,
        "progress": 0.5,
    }


def test_it_names_its_place() -> None:
    made = example("{at: 2016-03-15, status: kept}")
    assert (str(made.position), str(made.expect[0].position)) == ("a.yaml:15:5", "a.yaml:18:14")


def test_it_may_stand_in_another_file_than_its_promise() -> None:
    text = "examples: [{name: N, promise: p, expect: [{at: 2016-03-15, status: pending}]}]"
    (made,) = rules(PROMISE, trial=text).examples
    assert made.promise == "p"


def test_it_falls_with_the_file_of_its_promise() -> None:
    text = "examples: [{name: N, promise: p, expect: [{at: 2016-03-15, status: pending}]}]"
    for broken in (PROMISE + "sources: [1]\n", PROMISE.replace("due: 2016-03-15", "due: 1")):
        found = [problem for problem in problems(broken, trial=text) if problem.position.file == "trial.yaml"]
        assert [problem.code for problem in found] == ["depends"]


def test_an_example_of_a_promise_with_errors_adds_none() -> None:
    text = PROMISE.replace("due: 2016-03-15", "due: 1")
    more = "examples: [{name: N, promise: p, expect: [{at: 2016-03-15, status: pending}]}]"
    assert [problem.position.line for problem in problems(text + more)] == [9]


def test_an_example_with_errors_stops_its_file() -> None:
    text = f"{PROMISE}examples: [{{name: N, promise: p, expect: [{{at: soon, status: pending}}]}}]"
    loaded = load_rules({"a.yaml": text.encode()})
    assert [problem.code for problem in loaded.problems] == ["bad-value"]
    assert (loaded.rules.promises, loaded.rules.examples) == ((), ())
