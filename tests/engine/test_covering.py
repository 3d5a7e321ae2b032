"""Cover: what no example ever made true, or ever made false."""

from __future__ import annotations

from tests.language.writing import rules
from tracker.engine.covering import untried

TEXT = """
statements: {s: {by: Minister, date: 2026-01-10}}
promises:
  - id: plan
    title: "The plan is published"
    said: s
    kind: achieve
    due: 2026-03-01
    criteria:
      published: {match: {event: plan published}, happened: once}
      refused: {match: {event: plan refused}, happened: once}
    kept_when: published
    broken_when: refused
examples:
  - name: "published in time"
    promise: plan
    reports: [{source: gazette, occurred: 2026-02-01, published: 2026-02-02, event: plan published}]
    expect: [{at: 2026-02-03, status: kept}]
"""
BEFORE = "  - {name: before, promise: plan, expect: [{at: 2026-01-20, status: pending}]}\n"
REFUSED = """  - name: "refused"
    promise: plan
    reports: [{source: gazette, occurred: 2026-02-01, published: 2026-02-02, event: plan refused}]
    expect: [{at: 2026-02-03, status: broken}]
"""


def lacking(text: str) -> list[str]:
    found = rules(text)
    (promise,) = found.promises
    return [
        f"{each.name} never {' and '.join(each.lacks)}" for each in untried(promise, found.examples, found.names)
    ]


def test_what_was_only_ever_true_was_never_false() -> None:
    assert lacking(TEXT) == [
        "published never false",
        "refused never true",
        "kept_when never false",
        "broken_when never true",
    ]


def test_a_condition_is_named_at_its_own_line() -> None:
    found = rules(TEXT)
    (promise,) = found.promises
    lines = TEXT.splitlines()
    for each in untried(promise, found.examples, found.names):
        assert lines[each.place.line - 1].strip().startswith(f"{each.name}:")


def test_an_example_of_nothing_told_shows_the_other_side() -> None:
    assert lacking(TEXT + BEFORE) == ["refused never true", "broken_when never true"]


def test_everything_tried_leaves_nothing_to_say() -> None:
    assert lacking(TEXT + BEFORE + REFUSED) == []


def test_a_promise_without_examples_was_tried_in_nothing() -> None:
    text = TEXT[: TEXT.index("examples:")]
    assert lacking(text)[0] == "published never true and false"


def test_readings_are_tried_each_by_itself() -> None:
    wide = "      wide: {kept_when: {any_of: [published, refused]}}\n"
    readings = f"    readings:\n      strict: {{kept_when: published}}\n{wide}"
    text = TEXT.replace("    kept_when: published\n    broken_when: refused\n", readings)
    found = rules(text)
    names = {(each.reading, each.name) for each in untried(found.promises[0], found.examples, found.names)}
    assert ("wide", "kept_when") in names
    assert ("strict", "published") in names


def test_steps_are_tried_each_by_itself() -> None:
    text = TEXT[: TEXT.index("examples:")].replace(
        """    due: 2026-03-01
    criteria:
      published: {match: {event: plan published}, happened: once}
      refused: {match: {event: plan refused}, happened: once}
    kept_when: published
    broken_when: refused
""",
        """    review_by: 2026-03-01
    steps:
      - id: one
        title: "One"
        kind: achieve
        due: 2026-02-01
        criteria: {done: {match: {event: done}, happened: once}}
        kept_when: done
""",
    )
    found = rules(text)
    assert [each.promise for each in untried(found.promises[0], (), found.names)] == ["plan/one", "plan/one"]


def test_alerts_that_must_come_are_tried_too() -> None:
    alerts = """  - name: "late"
    promise: plan
    alerts: [{at: 2026-03-05, status: overdue}]
"""
    assert "published never false" not in lacking(TEXT + alerts)
