from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import SLACK, apply, apply_files, bridges, new_store, on, opened, statuses
from tests.actions.test_alerts import waiting
from tracker.actions.health import health
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.log_promise import log_promise
from tracker.actions.look_up import list_promises, promise_history
from tracker.domain.alerts import Why
from tracker.domain.errors import BadInput
from tracker.language.loading import load_rules
from tracker.store.coverage_rows import load_sources
from tracker.store.store import Store

BROKEN = "promises:\n  - id: alma\n    oops: 1\n"
NAMES = "names:\n  places:\n    alma: [Alma Bridge]\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def _in_force(store: Store) -> list[tuple[str, int]]:
    return [(each.logged.promise.id, each.logged.ver) for each in list_promises(store)]


def test_clean_promises_come_into_force(store: Store) -> None:
    assert apply(store, bridges("alma", "kiel"), on(2)).added == ("alma", "kiel")
    assert _in_force(store) == [("alma", 1), ("kiel", 1)]


def test_the_same_rules_again_are_nothing(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    before = store.last_commit()
    assert apply(store, bridges("alma"), on(3)).is_nothing
    assert store.last_commit() == before


def test_an_edit_of_layout_keeps_the_version_and_moves_the_place(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    assert apply(store, "# a comment\n\n" + bridges("alma"), on(3)).is_nothing
    logged = list_promises(store)[0].logged
    assert logged.ver == 1
    assert logged.promise.position is not None
    assert (logged.promise.position.file, logged.promise.position.line) == ("bridges.yaml", 8)


def test_a_change_of_meaning_is_a_new_version_known_from_then_on(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    assert apply(store, bridges("alma").replace("05-20", "05-25"), on(3)).changed == ("alma",)
    versions = promise_history(store, "alma").versions
    assert [(version.number, version.known, version.file) for version in versions] == [
        (1, on(2), "bridges.yaml"),
        (2, on(3), "bridges.yaml"),
    ]


def test_a_promise_gone_from_the_files_is_retired_by_a_version_and_nothing_is_deleted(store: Store) -> None:
    apply(store, bridges("alma", "kiel"), on(2))
    assert apply(store, bridges("kiel"), on(3)).retired == ("alma",)
    assert _in_force(store) == [("kiel", 1)]
    assert [version.retired for version in promise_history(store, "alma").versions] == [False, True]


def test_a_retired_promise_that_comes_back_starts_from_a_new_baseline(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    apply_files(store, {}, on(3))
    judge_due(store, on(3))
    assert apply(store, bridges("alma"), on(4)).added == ("alma",)
    judge_due(store, on(4))
    assert statuses(store, "alma") == [(None, "pending"), ("pending", "void"), ("void", "pending")]


def test_a_file_with_errors_keeps_its_last_good_version_in_force(store: Store) -> None:
    apply_files(store, {"a.yaml": bridges("alma"), "b.yaml": bridges("kiel").replace("minister", "other")}, on(2))
    applied = apply_files(
        store, {"a.yaml": BROKEN, "b.yaml": bridges("kiel", "rhine").replace("minister", "other")}, on(3)
    )
    assert (applied.added, applied.retired) == (("rhine",), ())
    assert applied.problems[0].position.file == "a.yaml"
    assert _in_force(store) == [("alma", 1), ("kiel", 1), ("rhine", 1)]


def test_the_store_says_which_file_has_errors_and_which_version_of_it_counts(store: Store) -> None:
    apply_files(store, {"a.yaml": bridges("alma")}, on(2))
    good = health(store, on(2)).rule_files[0]
    apply_files(store, {"a.yaml": BROKEN}, on(3))
    broken = health(store, on(3)).broken_files
    assert [(each.name, each.good_hash) for each in broken] == [("a.yaml", good.hash)]
    assert broken[0].problems[0].startswith("a.yaml:")


def test_a_mended_file_counts_again(store: Store) -> None:
    apply_files(store, {"a.yaml": BROKEN}, on(2))
    apply_files(store, {"a.yaml": bridges("alma")}, on(3))
    assert health(store, on(3)).broken_files == ()
    assert _in_force(store) == [("alma", 1)]


def test_names_stay_known_while_any_file_has_errors(store: Store) -> None:
    rules = {"names.yaml": NAMES, "a.yaml": bridges("alma")}
    apply_files(store, rules, on(2))
    apply_files(store, {**rules, "names.yaml": "names: [not, so]\n"}, on(3))
    ingest(store, [opened("Alma Bridge", on(4))], on(4))
    assert len(promise_history(store, "alma").reports) == 1


def test_names_that_stay_as_they_are_are_no_change_in_whatever_order(store: Store) -> None:
    names = "names:\n  places: {alma: [Alma Bridge]}\n  actors: {Minister X: [X]}\n"
    apply_files(store, {"bridges.yaml": bridges("alma"), "names.yaml": names}, on(2))
    applied = apply_files(store, {"bridges.yaml": BROKEN, "names.yaml": names}, on(3))
    assert applied.problems
    assert applied.is_nothing


def test_a_new_name_finds_reports_that_are_stored_already(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    ingest(store, [opened("Alma Bridge", on(4))], on(4))
    assert promise_history(store, "alma").reports == ()
    apply_files(store, {"names.yaml": NAMES, "bridges.yaml": bridges("alma")}, on(5))
    assert len(promise_history(store, "alma").reports) == 1


def test_a_new_promise_finds_reports_that_are_stored_already(store: Store) -> None:
    ingest(store, [opened("alma", on(4)), opened("kiel", on(4))], on(4))
    apply(store, bridges("alma"), on(5))
    judge_due(store, on(5))
    assert statuses(store, "alma") == [(None, "kept")]


def test_a_promise_logged_by_hand_cannot_be_taken_over_by_a_file(store: Store) -> None:
    promise = load_rules({"x.yaml": bridges("alma").encode()}).rules.promises[0]
    log_promise(store, promise, on(2), actor="analyst")
    applied = apply(store, bridges("alma", "kiel"), on(3))
    assert applied.added == ("kiel",)
    assert "belongs to the store" in applied.problems[0].message
    assert str(applied.problems[0].position).startswith("bridges.yaml:")


def test_a_promise_of_a_file_cannot_be_logged_by_hand(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    promise = load_rules({"x.yaml": bridges("alma").encode()}).rules.promises[0]
    with pytest.raises(BadInput, match=r"belongs to the rule file bridges\.yaml"):
        log_promise(store, promise, on(3))


def test_a_promise_logged_again_is_a_new_version_only_if_it_means_something_else(store: Store) -> None:
    one, other = (
        load_rules({"x.yaml": text.encode()}).rules.promises[0]
        for text in (bridges("alma"), bridges("alma").replace("05-20", "05-25"))
    )
    assert [log_promise(store, each, on(2), actor="me") for each in (one, one, other)] == [1, 1, 2]
    assert [version.logged_by for version in promise_history(store, "alma").versions] == ["me", "me"]


def test_a_changed_rule_never_says_resolved(store: Store) -> None:
    apply(store, bridges("alma").replace("    needs: [wires]\n", ""), on(2))
    judge_due(store, on(2))
    late = judge_due(store, on(24), targets=[SLACK])
    assert late.transitions[-1].new.value == "unverifiable"
    apply(store, bridges("alma").replace("05-20", "06-20"), on(25))
    judge_due(store, on(25), targets=[SLACK])
    assert [(notice.why, notice.status.value) for notice in waiting(store)[-1].notices] == [
        (Why.RULE_CHANGED, "pending")
    ]


def test_sources_come_into_force_with_the_rules_and_leave_with_them(store: Store) -> None:
    source = "sources:\n  - {id: wires, kind: folder, path: /tmp/reports, groups: [agencies]}\n"
    apply_files(store, {"sources.yaml": source}, on(2))
    with store.read() as connection:
        assert [(each.id, each.groups) for each in load_sources(connection)] == [("wires", ("agencies",))]
    apply_files(store, {"sources.yaml": "sources: 7\n"}, on(3))
    with store.read() as connection:
        assert [each.id for each in load_sources(connection)] == ["wires"]
    apply_files(store, {}, on(4))
    with store.read() as connection:
        assert load_sources(connection) == ()
