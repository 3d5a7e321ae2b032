"""The line in an alert on earlier promises of the same actor, from the judging to the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, update

from tests.actions.making import SLACK, apply, new_store, on, opened
from tests.actions.test_alerts import listening, waiting
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.reports import Report
from tracker.store.micros import to_micros
from tracker.store.store import Store
from tracker.store.tables.verdicts import judged

PROMISE = """
  - id: {id}
    title: "The bridge {id} opens"
    said: {{by: [{by}], date: 2016-05-02}}
    kind: {kind}
    wait_for_reports: 2 days
    needs: [wires]
    criteria:
      opened: {{match: {{event: open, place: {id}}}, happened: once}}
      fallen: {{match: {{event: fall, place: {id}}}, happened: once}}
    kept_when: opened
    broken_when: fallen
"""


PLEDGE = """
  - id: pledge
    title: "Each side opens its gate"
    said: {by: [The talks], date: 2016-05-02}
    kind: achieve
    due: 2016-05-20
    wait_for_reports: 2 days
    each: [North, South]
    needs: [wires]
    criteria:
      opened: {match: {event: open, place: "{each}"}, happened: once}
      fallen: {match: {event: fall, place: "{each}"}, happened: once}
    kept_when: opened
    broken_when: fallen
"""


def bridge(name: str, by: str = "Minister X", due: int = 20) -> str:
    return PROMISE.format(id=name, by=by, kind="achieve") + f"    due: 2016-05-{due}\n"


def rules(*promises: str) -> str:
    return "names:\n  actors: {Minister X: [Mr X]}\npromises:\n" + "".join(promises)


def fallen(name: str, at: datetime) -> Report:
    """Return a report that a bridge fell: a promise of it is broken."""
    there = opened(name, at, name=f"{name}-fell")
    return replace(there, title=f"{name} fell", facts=(replace(there.facts[0], event="fall"),))


def new_desk(folder: Path, *promises: str) -> Store:
    """Return a store in which these promises were judged once, on 2 May."""
    store = new_store(folder)
    listening(store, on(30))
    apply(store, rules(*promises), on(2))
    judge(store, on(2))
    return store


def judge(store: Store, now: datetime) -> None:
    judge_due(store, now, targets=[SLACK])


def learn(store: Store, now: datetime, *reports: Report) -> None:
    ingest(store, list(reports), now)
    judge(store, now)


def records(store: Store) -> dict[str, str]:
    """Return what the newest message about each promise says of earlier ones."""
    return {notice.promise: notice.record for payload in waiting(store) for notice in payload.notices}


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_an_alarm_tells_how_many_earlier_promises_were_kept(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel"), bridge("elbe"))
    learn(store, on(5), opened("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    judge(store, on(23, hour=0, minute=1))
    assert records(store)["elbe"] == "1 of 2 earlier promises kept (90% interval 14 to 86%)"


def test_the_first_decided_promise_has_no_line(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel"))
    learn(store, on(6), fallen("kiel", on(6)))
    assert records(store)["kiel"] == ""


def test_a_promise_is_not_an_earlier_one_of_itself(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"))
    learn(store, on(6), fallen("alma", on(6)))
    learn(store, on(7), opened("alma", on(7)))
    assert records(store)["alma"] == ""


def test_other_actors_promises_say_nothing(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma", by="Mayor"), bridge("kiel"))
    learn(store, on(5), opened("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    assert records(store)["kiel"] == ""


def test_another_name_of_the_actor_is_the_same_actor(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma", by="Mr X"), bridge("kiel"))
    learn(store, on(5), opened("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    assert records(store)["kiel"] == "1 of 1 earlier promise kept (90% interval 22 to 97%)"


def test_a_name_that_becomes_an_alias_later_joins_the_record(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma", by="The Premier"), bridge("kiel"), bridge("elbe"))
    learn(store, on(5), opened("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    text = rules(bridge("alma", by="The Premier"), bridge("kiel"), bridge("elbe"))
    apply(store, text.replace("[Mr X]", "[The Premier]"), on(7))
    learn(store, on(8), fallen("elbe", on(8)))
    assert records(store)["kiel"] == ""
    assert records(store)["elbe"].startswith("1 of 2 earlier")


def test_a_promise_of_several_shows_the_record_of_each_who_has_one(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel", by='Minister X, Mayor, "Clerk"'))
    learn(store, on(5), opened("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    assert records(store)["kiel"] == "Minister X: 1 of 1 earlier promise kept (90% interval 22 to 97%)"


def test_what_is_overdue_or_falls_overdue_at_once_counts_as_nothing(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma", due=10), bridge("kiel"), bridge("elbe"))
    judge(store, on(13))
    judge(store, on(23, hour=0, minute=1))
    assert set(records(store).values()) == {""}


def test_a_denial_proved_false_is_no_earlier_promise(tmp_path: Path) -> None:
    denial = PROMISE.format(id="alma", by="Minister X", kind="claim") + "    opens: 2016-05-02\n"
    store = new_desk(tmp_path, denial, bridge("kiel"))
    learn(store, on(5), fallen("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    assert records(store)["kiel"] == ""


def test_after_an_outage_only_what_was_decided_before_each_alarm_counts(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel"), bridge("elbe"))
    ingest(store, [fallen("alma", on(5))], on(5))
    ingest(store, [fallen("kiel", on(6))], on(6))
    ingest(store, [fallen("elbe", on(7))], on(7))
    judge(store, on(8))
    told = {name: record.partition(" earlier")[0] for name, record in records(store).items()}
    assert told == {"alma": "", "kiel": "0 of 1", "elbe": "0 of 2"}


def test_a_verdict_that_was_mended_counts_as_it_stood_then(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel"), bridge("elbe"))
    learn(store, on(5), fallen("alma", on(5)))
    learn(store, on(6), fallen("kiel", on(6)))
    learn(store, on(7), opened("alma", on(7)))
    learn(store, on(8), fallen("elbe", on(8)))
    assert records(store)["kiel"].startswith("0 of 1 earlier")
    assert records(store)["elbe"].startswith("1 of 2 earlier")


def test_a_promise_taken_out_of_the_files_no_longer_counts(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel"))
    learn(store, on(5), opened("alma", on(5)))
    apply(store, rules(bridge("kiel")), on(6))
    judge(store, on(6))
    learn(store, on(7), fallen("kiel", on(7)))
    assert records(store)["kiel"] == ""


@pytest.mark.parametrize("number", [1, 40])
def test_looking_earlier_promises_up_costs_the_same_queries_for_one_alert_and_for_many(
    tmp_path: Path, number: int
) -> None:
    names = [f"b{n}" for n in range(number)]
    store = new_desk(tmp_path, bridge("alma"), *(bridge(name) for name in names))
    learn(store, on(5), opened("alma", on(5)))
    ingest(store, [fallen(name, on(6)) for name in names], on(6))
    with statements() as seen:
        judge(store, on(6))
    assert records(store)[names[-1]].startswith("1 of 1 earlier")
    assert sum("judged.status IN" in statement for statement in seen) == 1


def test_a_tick_without_alerts_does_not_look(tmp_path: Path) -> None:
    store = new_desk(tmp_path, bridge("alma"), bridge("kiel"))
    ingest(store, [opened("alma", on(5))], on(5))
    with statements() as seen:
        judge(store, on(5))
    assert not any("judged.status IN" in statement for statement in seen)


def test_of_promisors_bound_one_by_one_only_the_one_whose_instance_is_decided_has_a_record(tmp_path: Path) -> None:
    store = new_desk(tmp_path, PLEDGE, bridge("alma", by="North"), bridge("kiel", by="South"))
    north = (judged.c.promise_id == "pledge") & (judged.c.instance == "North")
    with store.write(on(4), "test") as commit:
        commit.connection.execute(update(judged).where(north).values(status="kept", since=to_micros(on(4))))
    learn(store, on(6), fallen("alma", on(6)), fallen("kiel", on(6)))
    told = records(store)
    assert told["alma"].startswith("1 of 1 earlier promise kept")
    assert told["kiel"] == ""
