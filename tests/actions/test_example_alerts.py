"""Expected alerts and expected silence in examples."""

from __future__ import annotations

import pytest

from tests.actions.making import SLACK
from tracker.actions.trying_examples import run_all
from tracker.domain.routing import Routing
from tracker.language.loading import load_rules

PROMISE = """
statements: {s: {by: Minister, date: 2026-01-10}}
promises:
  - id: plan
    title: "The plan is published"
    said: s
    kind: achieve
    due: 2026-03-01
    wait_for_reports: 2 days
    criteria:
      published: {match: {event: plan published}, happened: once}
    kept_when: published
examples:
  - name: "the one"
    promise: plan
"""
TOLD = "    reports: [{source: gazette, occurred: 2026-02-01, published: 2026-02-02, event: plan published}]\n"


def failing(example: str, routing: Routing | None = None) -> list[str]:
    """Return how an example fails, each difference on a line."""
    loaded = load_rules({"a.yaml": (PROMISE + example).encode()})
    assert [str(problem) for problem in loaded.problems] == []
    return [
        f"{each.key}: {each.expected} but {each.actual}"
        for failure in run_all(loaded.rules, routing)
        for each in failure.differences
    ]


def problem(example: str) -> str:
    (found,) = load_rules({"a.yaml": (PROMISE + example).encode()}).problems
    return str(found)


def test_the_alert_that_comes_is_the_one_expected() -> None:
    assert failing("    alerts: [{at: 2026-03-04, status: overdue}]\n") == []


def test_an_alert_on_another_day_fails_both_ways() -> None:
    assert failing(
        "    alerts: [{at: 2026-03-02, status: overdue}]\n    expect: [{at: 2026-03-10}]\n".replace(
            "{at: 2026-03-10}", "{at: 2026-03-10, status: overdue}"
        )
    ) == [
        "alert: 2026-03-02 overdue but none",
        "alert: none but 2026-03-04 overdue",
    ]


def test_silence_holds_up_to_the_last_day_the_example_names() -> None:
    assert failing(TOLD + "    expect_silence: true\n    expect: [{at: 2026-03-20, status: kept}]\n") == []
    assert failing("    expect_silence: true\n    expect: [{at: 2026-03-02, status: awaiting}]\n") == []


def test_silence_that_is_broken_names_the_alert_with_its_reason() -> None:
    loaded = load_rules(
        {
            "a.yaml": (
                PROMISE + "    expect_silence: true\n    expect: [{at: 2026-03-20, status: overdue}]\n"
            ).encode()
        }
    )
    (failure,) = run_all(loaded.rules)
    assert failure.differences[0].actual.endswith("overdue")
    assert "nothing shows" in failure.explanation[0]
    assert failure.expectation.position is not None
    assert failure.expectation.position.line == 16


def test_where_it_goes_is_tried_with_the_routes_of_the_settings() -> None:
    wanted = "    alerts: [{at: 2026-03-04, status: overdue, to: [email]}]\n"
    assert failing(wanted) == []
    assert failing(wanted, Routing.to((SLACK,))) == ["alert overdue goes to: email but slack"]
    assert failing(wanted.replace("email", "slack"), Routing.to((SLACK,))) == []


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("", "this example expects nothing"),
        ("    expect_silence: true\n", "up to when must it be silent?"),
        ("    expect_silence: true\n    alerts: [{at: 2026-03-04, status: overdue}]\n", "stands beside `alerts`"),
        ("    alerts: [{at: 2026-03-03}]\n", "an expected alert needs `status`"),
        ("    alerts: [{at: 2026-03-03, status: late}]\n", "`late` is not a status"),
    ],
)
def test_what_makes_no_sense_is_told(example: str, told: str) -> None:
    assert told in problem(example)
