"""The guide for rule authors: its tables are the language's own, its snippets load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tracker.actions.example_alerts import run_alerts
from tracker.engine.examples import run_example
from tracker.language.coverage_files import read_coverage
from tracker.language.formatting import formatted
from tracker.language.loading import load_rules
from tracker.language.reference import reference
from tracker.language.report_files import read_reports

GUIDE = (Path(__file__).parents[2] / "rules" / "README.md").read_text(encoding="utf-8")
SNIPPETS = [
    found
    for found in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
    if found[1] != ".pre-commit-config.yaml"  # no file of ours: see tests/docs/test_commit_hooks.py
]


def test_the_key_reference_is_what_the_tables_say() -> None:
    # after a change of keys: put the text of reference() below the line that names it
    assert GUIDE.endswith("a test compares the two -->\n\n" + reference())


@pytest.mark.parametrize(("kind", "name", "text"), SNIPPETS)
def test_a_snippet_of_the_guide_loads(kind: str, name: str, text: str) -> None:
    data = text.encode()
    if name == "coverage.yaml":
        found, problems = read_coverage(name, data)
        assert found
    elif kind in ("jsonl", "csv"):
        read = read_reports(f"a.{kind}", data)
        assert read.reports
        problems = read.problems
    else:
        loaded = load_rules({name or "a.yaml": data})
        assert loaded.rules.files
        problems = loaded.problems
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize(("kind", "name", "text"), [each for each in SNIPPETS if "\nexamples:\n" in each[2]])
def test_the_examples_in_a_snippet_of_the_guide_pass(kind: str, name: str, text: str) -> None:
    rules = load_rules({"a.yaml": text.encode()}).rules
    promises = {promise.id: promise for promise in rules.promises}
    failures = [
        (example.name, failure.differences)
        for example in rules.examples
        for failure in (
            *run_example(promises[example.promise], example, rules.names),
            *run_alerts(promises[example.promise], example, rules.names),
        )
    ]
    assert rules.examples
    assert failures == []


LAID_OUT = [each for each in SNIPPETS if each[0] == "yaml" and each[1] != "coverage.yaml"]


@pytest.mark.parametrize(("kind", "name", "text"), LAID_OUT)
def test_a_snippet_of_the_guide_is_laid_out_as_the_tool_does(kind: str, name: str, text: str) -> None:
    assert formatted(name or "a.yaml", text.encode()) == (text, ())
