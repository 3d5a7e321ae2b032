from __future__ import annotations

from tracker.domain.errors import Severity
from tracker.language.loading import load_rules

PROMISE = b"""
statements:
  said: {by: [Town], date: 2026-01-01, quote: "we open"}
promises:
  - id: opens
    title: "It opens"
    said: said
    kind: achieve
    due: 2026-06-30
    needs: [gazete]
"""
SOURCES = b"sources:\n  - {id: gazette, kind: person, groups: [press]}\n"


def test_a_need_that_no_source_and_no_group_meets_is_remarked_on_with_the_nearest_name() -> None:
    loaded = load_rules({"promises.yaml": PROMISE, "sources.yaml": SOURCES})

    [remark] = loaded.problems
    assert remark.severity is Severity.LINT
    assert str(remark.position).startswith("promises.yaml:5:")
    assert "`gazete`" in remark.message
    assert "gazette" in remark.hint


def test_a_remark_keeps_nothing_out_of_the_rule_set() -> None:
    loaded = load_rules({"promises.yaml": PROMISE, "sources.yaml": SOURCES})

    assert [promise.id for promise in loaded.rules.promises] == ["opens"]


def test_a_group_meets_a_need() -> None:
    loaded = load_rules({"promises.yaml": PROMISE.replace(b"gazete", b"press"), "sources.yaml": SOURCES})

    assert loaded.problems == ()


def test_without_any_source_needs_are_not_remarked_on() -> None:
    assert load_rules({"promises.yaml": PROMISE}).problems == ()


def test_a_predecessor_that_stands_in_no_file_is_remarked_on() -> None:
    superseding = PROMISE.replace(b"    title:", b"    supersedes: opens-soon\n    title:", 1)
    (remark,) = load_rules({"promises.yaml": superseding}).problems

    assert (remark.severity, remark.code) == (Severity.LINT, "supersedes")
    assert remark.hint == "it is right if that promise was logged by command"
