"""The remark `never-kept` on conditions that contradict themselves; a fair condition is left alone."""

from __future__ import annotations

import pytest

from tracker.language.lint.running import lint
from tracker.language.loading import load_rules

RULES = """
statements: {{s: {{by: Town, date: 2024-01-01}}}}
promises:
  - id: p
    title: "The houses are built"
    said: s
    kind: achieve
    due: 2024-12-31
    needs: [wires]
    criteria:
      x: {{match: {{event: built}}, happened: once}}
      y: {{match: {{event: opened}}, happened: once}}
      many: {{match: {{indicator: houses}}, highest: {{at_least: 5}}}}
      few: {{match: {{indicator: houses}}, highest: {{less_than: 3}}}}
      some: {{match: {{indicator: houses}}, highest: {{at_least: 2}}}}
      rough: {{match: {{indicator: houses}}, highest: {{less_than: 3}}, about: 90%}}
      flats: {{match: {{indicator: flats}}, highest: {{less_than: 3}}}}
    kept_when: {}
examples:
  - {{name: "nothing is told", promise: p, expect: [{{at: 2024-02-01, status: pending}}]}}
"""


def remarks(condition: str) -> list[str]:
    loaded = load_rules({"a.yaml": RULES.format(condition).encode()})
    assert [str(problem) for problem in loaded.problems] == []
    return [problem.message for problem in lint(loaded.rules) if problem.code == "never-kept"]


@pytest.mark.parametrize(
    "condition",
    [
        "{all_of: [x, {none_of: [x]}]}",
        "[x, {none_of: [y, x]}]",
        "[x, {unless: x}]",
        "[x, [y, {none_of: [{any_of: [y, some]}]}]]",
        "{any_of: [[x, {none_of: [x]}], [y, {none_of: [y]}]]}",
        "{at_least: {n: 2, of: [x, {none_of: [x]}]}}",
        "{none_of: [{none_of: [x]}, x]}",
    ],
)
def test_what_has_to_be_true_and_not_true_can_never_be_kept(condition: str) -> None:
    (told,) = remarks(condition)
    assert "would have to be true and not to be true at once" in told


def test_thresholds_that_exclude_each_other_can_never_be_kept() -> None:
    (told,) = remarks("[many, few]")
    assert told.startswith("`kept_when` of `p` can never be true: `few` and `many` exclude each other (")


@pytest.mark.parametrize(
    "condition",
    [
        *("[x, {none_of: [y]}]", "{any_of: [x, {none_of: [x]}]}", "[x, {none_of: [[x, y]]}]", "[some, few]"),
        *("{any_of: [many, few]}", "[many, rough]", "[many, flats]", "[many, {none_of: [few]}]"),
        "{at_least: {n: 1, of: [x, {none_of: [x]}]}}",
    ],
)
def test_a_condition_that_can_be_true_is_left_alone(condition: str) -> None:
    assert remarks(condition) == []
