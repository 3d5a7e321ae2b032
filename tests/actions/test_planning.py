"""Plans of edited rules: what would change over the stored history, and that a stale plan is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.actions.making import apply, apply_files, bridges, new_store, on, opened
from tracker.actions.ingest import ingest
from tracker.actions.planning import check_fresh, make_plan
from tracker.domain.errors import BadInput
from tracker.domain.plans import Fate, Plan, PlannedPromise
from tracker.domain.statuses import Status
from tracker.language.loading import load_rules
from tracker.language.ruleset import Loaded
from tracker.store.canonical import from_json, to_json
from tracker.store.store import Store

NOW = datetime(2016, 6, 30, tzinfo=UTC)
LISTENED = """
sources:
  - {id: wires, kind: person, groups: [wires], covers: ["*"]}
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store in which the bridge of Alma opened on 25 May, five days late."""
    store = new_store(tmp_path)
    apply(store, bridges("alma", "kiel"), on(2))
    ingest(store, [opened("alma", on(25))], on(25))
    return store


def loaded(files: Mapping[str, str]) -> Loaded:
    rules = load_rules({name: text.encode() for name, text in files.items()})
    assert [str(problem) for problem in rules.problems] == []
    return rules


def plan_of(store: Store, text: str, *, workers: int = 1) -> Plan:
    return make_plan(store, loaded({"bridges.yaml": text}), NOW, workers=workers)


def only(plan: Plan) -> PlannedPromise:
    assert len(plan.promises) == 1
    return plan.promises[0]


def test_rules_that_mean_the_same_change_nothing(store: Store) -> None:
    before = store.last_commit()
    assert plan_of(
        store, "# a remark\n" + bridges("kiel", "alma").replace("minister: {", "minister:  {")
    ).is_nothing
    assert store.last_commit() == before


def test_a_later_deadline_takes_the_alerts_back_that_it_would_have_spared(store: Store) -> None:
    each = only(plan_of(store, bridges("alma", "kiel").replace("2016-05-20", "2016-05-28", 1)))
    assert (each.id, each.fate) == ("alma", Fate.CHANGED)
    assert [(one.path, one.old, one.new) for one in each.differences] == [("due", "2016-05-20", "2016-05-28")]
    assert (each.old, each.new) == (Status.KEPT_LATE, Status.KEPT)
    assert each.diverges is not None
    assert [one.status for one in each.alerts.lost] == [Status.UNVERIFIABLE, Status.KEPT_LATE]
    assert not each.alerts.gained


def test_a_promise_that_is_gone_is_retired_and_its_past_stays(store: Store) -> None:
    each = only(plan_of(store, bridges("alma")))
    assert (each.id, each.fate, each.new, each.alerts.is_nothing) == ("kiel", Fate.RETIRED, None, True)


def test_a_new_promise_is_judged_over_reports_that_came_before_it(store: Store) -> None:
    text = bridges("alma", "kiel", "new").replace("place: new", "place: alma")
    each = only(plan_of(store, text))
    assert (each.id, each.fate, each.old, each.new) == ("new", Fate.ADDED, None, Status.KEPT_LATE)


def test_no_alert_is_dated_before_the_words_were_said(store: Store) -> None:
    text = bridges("alma", "kiel", "new").replace("place: new", "place: alma")
    late = text.replace("date: 2016-05-02", "date: 2016-06-01")
    early = late.replace("    due:", "    opens: 2016-05-01\n    due:")
    new = next(each for each in plan_of(store, early).promises if each.id == "new")
    assert (new.new, new.alerts.gained) == (Status.KEPT_LATE, ())


def test_other_names_are_told_and_so_is_whom_they_change(store: Store) -> None:
    plan = plan_of(store, bridges("alma", "kiel") + "names: {places: {kiel: [alma]}}\n")
    assert plan.names
    fates = {each.id: (each.fate, each.new) for each in plan.promises}
    assert fates["kiel"] == (Fate.AFFECTED, Status.KEPT_LATE)


def test_sources_are_compared_too(store: Store) -> None:
    plan = plan_of(store, bridges("alma", "kiel") + LISTENED.replace("\nsources", "sources"))
    assert [(each.path, each.old) for each in plan.sources] == [("wires", "")]


def test_two_processes_come_to_the_same_plan(store: Store) -> None:
    names = [f"b{number}" for number in range(20)]
    text = bridges("alma", "kiel", *names)
    assert plan_of(store, text, workers=2) == plan_of(store, text)


def test_a_plan_is_told_how_far_it_is(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    rules = loaded({"bridges.yaml": bridges("alma", "kiel", "new")})
    make_plan(store, rules, NOW, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(0, 1), (1, 1)]


def test_a_plan_survives_its_file(store: Store) -> None:
    plan = plan_of(store, bridges("alma").replace("05-20", "05-28"))
    assert from_json(Plan, to_json(plan)) == plan


def test_a_fresh_plan_may_be_applied_and_then_it_is_stale(store: Store) -> None:
    files = {"bridges.yaml": bridges("alma")}
    plan = make_plan(store, loaded(files), NOW)
    check_fresh(store, loaded(files), plan)
    apply_files(store, files, NOW)
    with pytest.raises(BadInput, match="other rules are in force now"):
        check_fresh(store, loaded(files), plan)


def test_a_plan_is_stale_once_a_file_was_edited(store: Store) -> None:
    plan = plan_of(store, bridges("alma"))
    with pytest.raises(BadInput, match=r"bridges\.yaml changed since it was made"):
        check_fresh(store, loaded({"bridges.yaml": bridges("alma") + "# later\n"}), plan)


def test_reports_that_come_in_do_not_make_a_plan_stale(store: Store) -> None:
    files = {"bridges.yaml": bridges("alma")}
    plan = make_plan(store, loaded(files), NOW)
    ingest(store, [opened("kiel", on(26))], NOW)
    check_fresh(store, loaded(files), plan)
