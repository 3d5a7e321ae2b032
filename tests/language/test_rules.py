"""Reusable rules: parameters, defaults, arithmetic."""

from __future__ import annotations

from tests.language.writing import STATEMENT, problems, promise, rules
from tracker.domain.criteria import Baseline, FieldTest
from tracker.domain.promises import Promise

RULE = """
rules:
  share:
    params:
      force: {type: number, unit: aircraft}
      part: {type: number, default: 0.5}
      base: {type: text, default: Hmeimim}
    criteria:
      gone:
        match: {indicator: departed, place: "{base}"}
        latest: {more_than: "{force} * {part}", unit: aircraft}
        baseline: "{force} - {force}"
      some:
        match: {indicator: departed, place: "near {base}"}
        latest: {at_least: 25%, of: "{force}"}
    kept_when: gone
    partly_when: some
    progress_by: gone
"""


def ruled(keys: str) -> Promise:
    """Load one promise beside the rule."""
    return promise(keys, rules=RULE)


def test_parameters_are_filled_in_from_another_file() -> None:
    made = ruled("rule: share\nwith: {force: 36}")
    gone, some = made.readings[0].criteria.values()
    assert gone.comparison is not None
    assert some.comparison is not None
    assert (gone.comparison.allowed.low, some.comparison.allowed.low) == (18, 9)
    assert gone.match == (FieldTest("indicator", ("departed",)), FieldTest("place", ("hmeimim",)))
    assert some.match[1] == FieldTest("place", ("near hmeimim",))
    assert gone.baseline == Baseline(0)
    assert made.readings[0].progress_by == "gone"
    assert made.rule == "share"


def test_what_is_given_goes_before_the_default() -> None:
    made = ruled("rule: share\nwith: {force: 36, part: 0.75, base: Tartus}")
    gone = made.readings[0].criteria["gone"]
    assert gone.comparison is not None
    assert gone.comparison.allowed.low == 27
    assert gone.match[1] == FieldTest("place", ("tartus",))


def test_each_reading_may_fill_the_rule_differently() -> None:
    made = ruled("readings:\n  a: {rule: share, with: {force: 36}}\n  b: {rule: share, with: {force: 40}}")
    thresholds = [reading.criteria["gone"].comparison for reading in made.readings]
    assert [each.allowed.low for each in thresholds if each is not None] == [18, 20]
    assert made.rule == "share"


def test_a_promise_may_add_conditions_to_its_rule() -> None:
    made = ruled(
        "rule: share\nwith: {force: 36}\ncriteria:\n  back: {match: {event: return}, happened: once}\n"
        "undone_when: [back, gone]"
    )
    conditions = made.readings[0].conditions
    assert conditions.kept_when is not None
    assert conditions.undone_when is not None
    assert conditions.undone_when.names() == ("back", "gone")


def test_arithmetic_on_parameters_is_exact() -> None:
    text = (
        "rules:\n  r:\n    params: {n: {type: number}}\n    criteria:\n      c:\n        match: {indicator: x}\n"
        '        latest: {at_least: "{n} / 3 * 3"}\n    kept_when: c\n'
    )
    made = promise("rule: r\nwith: {n: 0.1}", r=text)
    comparison = made.readings[0].criteria["c"].comparison
    assert comparison is not None
    assert comparison.allowed.low == 0.1


def test_a_percentage_may_be_a_parameter() -> None:
    text = (
        "rules:\n  r:\n    params: {n: {type: number}}\n    criteria:\n      c:\n        match: {indicator: x}\n"
        '        latest: {at_least: "{n}%", of: 36}\n    kept_when: c\n'
    )
    comparison = promise("rule: r\nwith: {n: 25}", r=text).readings[0].criteria["c"].comparison
    assert comparison is not None
    assert (comparison.allowed.low, comparison.words) == (9, "at least 25% of 36")


def test_a_rule_that_nobody_uses_is_checked_too() -> None:
    assert [
        problem.code for problem in problems(RULE.replace("latest: {at_least: 25%", "latest: {at_lest: 25%"))
    ] == ["unknown-key"]


def test_braces_outside_rules_are_plain_text() -> None:
    text = STATEMENT + "promises: [{id: p, title: 'The {plan}', said: s, kind: claim}]"
    assert rules(text).promises[0].title == "The {plan}"
