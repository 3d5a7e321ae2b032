"""What lint may know of the store: names that were said, and how broad a criterion is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import apply, bridges, new_store, on, opened
from tracker.actions.ingest import ingest
from tracker.actions.lint_facts import seen_in_store
from tracker.language.loading import load_rules
from tracker.store.store import Store

NAMES = "names: {events: {opening: [open]}}\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store that was told on two days that bridges opened."""
    store = new_store(tmp_path)
    apply(store, bridges("alma"), on(2))
    told = [opened("alma", on(day), name=f"r{day}-{number}") for day in (10, 12) for number in range(3)]
    ingest(store, told, on(13))
    return store


def test_names_are_those_in_force_whatever_the_reports_called_them(store: Store) -> None:
    rules = load_rules({"a.yaml": (bridges("alma") + NAMES).encode()}).rules
    assert seen_in_store(store, rules, on(20)).events == {"opening"}


def test_a_criterion_is_as_broad_as_the_facts_a_day_it_matches(store: Store) -> None:
    rules = load_rules({"a.yaml": bridges("alma").encode()}).rules
    assert seen_in_store(store, rules, on(20), sample=6).daily == {("alma", "opened"): 3.0}


def test_too_few_reports_say_nothing_about_breadth(store: Store) -> None:
    rules = load_rules({"a.yaml": bridges("alma").encode()}).rules
    assert seen_in_store(store, rules, on(20)).daily == {}


def test_what_was_told_since_a_promise_opened_is_counted_by_the_sources_it_needs(store: Store) -> None:
    press = "sources:\n  - {id: wires, kind: person, groups: [press]}\n"
    other = bridges("kiel").replace("needs: [wires]", "needs: [gazette]").removeprefix(bridges())
    grouped = bridges("oder").replace("needs: [wires]", "needs: [press]").removeprefix(bridges())
    late = bridges("elbe").replace("due: 2016", "opens: 2016-05-12\n    due: 2016").removeprefix(bridges())
    rules = load_rules({"a.yaml": (bridges("alma") + other + grouped + late + press).encode()}).rules
    seen = seen_in_store(store, rules, on(20))
    assert seen.told_since == {"alma": 6, "kiel": 0, "oder": 6, "elbe": 3}
    assert seen.at == on(20)
