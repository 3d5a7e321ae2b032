"""Running the examples of rule files: what passes, and how a failure is told."""

from __future__ import annotations

from tracker.engine.examples import Difference, Failure, run_example
from tracker.language.loading import load_rules

RULES = """
statements:
  s: {by: Town, date: 2016-03-01}
promises:
  - id: p
    title: T
    said: s
    kind: achieve
    due: 2016-03-15
    interest: {town-hall: self}
    criteria:
      gone: {match: {event: gone}, happened: once}
      many: {match: {event: gone}, count: {at_least: 2}}
    readings:
      once: {kept_when: gone}
      twice: {kept_when: many}
  - id: several
    title: T
    said: s
    kind: achieve
    due: 2016-03-15
    each: [North, South]
    criteria:
      gone: {match: {event: gone, actor: "{each}"}, happened: once}
    kept_when: gone
"""
REPORTS = """
      - {id: r1, source: wire, published: 2016-03-12, occurred: 2016-03-10, event: gone, actor: North}
      - {id: r2, source: town-hall, published: 2016-03-12, occurred: 2016-03-10, event: gone, copy_of: r1}
"""


def failures(expectation: str, promise: str = "p", coverage: str = "assumed") -> tuple[Failure, ...]:
    """Run an example with the reports above and one expectation."""
    example = f"examples:\n  - name: N\n    promise: {promise}\n    coverage: {coverage}\n    reports:{REPORTS}"
    loaded = load_rules({"a.yaml": f"{RULES}{example}    expect: [{expectation}]\n".encode()})
    assert [str(problem) for problem in loaded.problems] == []
    (only,) = loaded.rules.examples
    by_id = {each.id: each for each in loaded.rules.promises}
    return run_example(by_id[promise], only, loaded.rules.names)


def differences(expectation: str, promise: str = "p") -> list[Difference]:
    """Return how the only expectation failed."""
    (only,) = failures(expectation, promise)
    return list(only.differences)


def test_what_comes_out_as_expected_says_nothing() -> None:
    assert failures("{at: 2016-03-11, status: pending}") == ()
    assert failures("{at: 2016-03-11, view: hindsight, reading: once, status: kept}") == ()


def test_a_reading_is_asked_by_its_name() -> None:
    assert failures("{at: 2016-03-12, reading: once, status: kept, timeliness: on_time, deciding: r1}") == ()
    assert failures("{at: 2016-03-12, readings: {once: kept}}") == ()


def test_an_instance_is_asked_by_its_name() -> None:
    assert failures("{at: 2016-03-12, instance: North, status: kept}", "several") == ()
    assert failures("{at: 2016-03-12, instance: South, status: pending}", "several") == ()


def test_a_difference_names_the_key_and_both_values() -> None:
    assert differences("{at: 2016-03-12, reading: once, status: overdue, fulfilment: full, evidence: none}") == [
        Difference("status", "overdue", "kept"),
        Difference("evidence", "none", "supporting"),
    ]


def test_a_reason_is_compared_by_its_code() -> None:
    (only,) = differences("{at: 2016-03-12, reading: once, reason: missed}")
    assert (only.key, only.expected) == ("reason", "missed")
    assert failures(f"{{at: 2016-03-12, reading: once, reason: {only.actual}}}") == ()


def test_lists_and_readings_need_only_hold_what_is_named() -> None:
    assert differences("{at: 2016-03-12, reading: once, flags: [conceded, coverage_assumed]}") == [
        Difference("flags", "with conceded, coverage_assumed", "none")
    ]
    assert differences("{at: 2016-03-12, reading: once, deciding: [r1, r2]}") == [
        Difference("deciding", "with r2", "r1")
    ]
    assert failures("{at: 2016-03-12, reading: once, set_aside: r2, deciding: r1}") == ()
    assert differences("{at: 2016-03-12, readings: {once: kept, twice: kept}}") == [
        Difference("readings: twice", "kept", "pending")
    ]


def test_an_instant_may_lie_anywhere_on_the_day_that_is_named() -> None:
    assert failures("{at: 2016-03-12, reading: once, due: 2016-03-15, late_since: null}") == ()
    assert differences("{at: 2016-03-12, reading: once, due: 2016-03-14}") == [
        Difference("due", "2016-03-14", "2016-03-15")
    ]
    assert differences("{at: 2016-03-12, reading: once, due: null, late_since: 2016-03-15}") == [
        Difference("late_since", "2016-03-15", "nothing"),
        Difference("due", "nothing", "2016-03-15"),
    ]


def test_a_period_or_an_instant_that_is_named_is_told_as_it_is_written() -> None:
    asked = "{{at: 2016-03-12, reading: once, due: {}}}"
    for written in ("2016-04", "2016-Q2", "2017", "2016-03-14T12:00Z"):
        (only,) = differences(asked.format(written))
        assert (only.expected, only.actual) == (written, "2016-03-15")


def test_coverage_decides_what_silence_means() -> None:
    assert failures("{at: 2016-04-01, instance: South, status: overdue}", "several") == ()
    assert failures("{at: 2016-04-01, instance: South, status: unverifiable}", "several", "[]") == ()


def test_an_instance_that_is_not_there_is_told_with_those_that_are() -> None:
    assert differences("{at: 2016-03-12, instance: North/2016, status: kept}", "several") == [
        Difference("instance", "North/2016", "not there, only the headline, North, South")
    ]


def test_a_failure_explains_the_verdict() -> None:
    (only,) = failures("{at: 2016-03-12, reading: once, status: overdue}")
    reason, decided, *rest = only.explanation
    assert reason.endswith(".") is False
    assert decided == "decided by r1"
    assert any(line.startswith("set aside r2: ") for line in rest)
    assert (only.example.name, only.expectation.reading) == ("N", "once")
