"""Look promises up: the list, one with its history, and a judgement of what is stored at any past instant."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from tracker.domain.alerts import Transition
from tracker.domain.coverage import Coverage
from tracker.domain.errors import Unknown
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import ALARMS
from tracker.domain.verdicts import Judgement, Verdict, View
from tracker.engine.as_json import verdict_row
from tracker.engine.judging import judge
from tracker.engine.knowledge import is_known
from tracker.engine.standing_parts import parts_of
from tracker.store.coverage_rows import load_coverage
from tracker.store.promise_rows import Logged, load_names
from tracker.store.report_loading import reports_of_promises
from tracker.store.showing_rows import Listed, Version, load_history, load_listed, load_parts, load_transitions
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class PromiseHistory:
    """A promise with everything that happened to it, oldest first."""

    listed: Listed
    versions: tuple[Version, ...]
    transitions: tuple[Transition, ...]
    reports: tuple[ReportVersion, ...]
    parts: tuple[Listed, ...] = ()
    """Its parts with their verdicts, in natural order."""


def list_promises(store: Store, *, retired: bool = False) -> tuple[Listed, ...]:
    """Return the promises in force (or those out of force) with their present headlines, in order of id."""
    with store.read() as connection:
        logged = store.shelf.fresh(connection)[1]
        chosen = {name: each for name, each in logged.items() if each.retired == retired}
        return tuple(load_listed(connection, chosen).values())


def promise_history(store: Store, promise_id: str) -> PromiseHistory:
    """Return one promise with its versions, transitions and reports; raises Unknown."""
    with store.read() as connection:
        logged = find_promise(store, connection, promise_id)
        return PromiseHistory(
            load_listed(connection, {promise_id: logged})[promise_id],
            load_history(connection, promise_id),
            load_transitions(connection, promise_id=promise_id),
            reports_of_promises(connection, [promise_id])[promise_id],
            tuple(load_parts(connection, {promise_id: logged}, [promise_id]).values()),
        )


def history_at(store: Store, promise_id: str, view: View) -> PromiseHistory:
    """Return a promise's history as it stood at a view: what was known by then, and the verdict of that view.

    Versions and transitions are those logged up to the view's instant; raises Unknown.
    """
    judgement = judge_stored(store, promise_id, view)
    judged = judgement.headline
    whole = promise_history(store, promise_id)
    transitions = tuple(each for each in whole.transitions if each.at <= view.at)
    logged = whole.listed.logged
    parts = tuple(_listed(logged, each, transitions, view) for each in parts_of(judgement))
    in_alarm = sum(each.status in ALARMS for each in parts)
    return PromiseHistory(
        replace(_listed(logged, judged, transitions, view), parts_in_alarm=in_alarm),
        tuple(each for each in whole.versions if each.known <= view.at),
        transitions,
        tuple(each for each in whole.reports if is_known(each, view)),
        parts,
    )


def _listed(logged: Logged, judged: Verdict, transitions: Sequence[Transition], view: View) -> Listed:
    """Return how a promise or one of its parts stood at a view, and since when by what was logged until then."""
    moves = [each for each in transitions if each.reading is None and each.instance == judged.instance]
    since = moves[-1].at if moves and moves[-1].new is judged.status else None
    return Listed(logged, judged.status, since, view.at, judged.next_boundary, verdict=verdict_row(judged))


def reports_for(store: Store, promise_id: str) -> tuple[ReportVersion, ...]:
    """Return every version of every report that may touch a promise."""
    with store.read() as connection:
        find_promise(store, connection, promise_id)
        return reports_of_promises(connection, [promise_id])[promise_id]


def coverage_in_store(store: Store) -> Coverage:
    """Return everything known about listening."""
    with store.read() as connection:
        return load_coverage(connection)


def judge_stored(store: Store, promise_id: str, view: View) -> Judgement:
    """Judge a promise from what is stored, at any view of time: live, as known then, or with hindsight.

    The promise is taken as it is written now. Writes nothing; raises Unknown.
    """
    with store.read() as connection:
        logged = find_promise(store, connection, promise_id)
        reports = reports_of_promises(connection, [promise_id])[promise_id]
        coverage, names = load_coverage(connection), load_names(connection)
    return judge(logged.promise, reports, coverage, view, names)


def find_promise(store: Store, connection: Connection, promise_id: str) -> Logged:
    """Return a promise by id, retired ones too; raises Unknown with the nearest id there is."""
    logged = store.shelf.fresh(connection)[1]
    if promise_id in logged:
        return logged[promise_id]
    near = difflib.get_close_matches(promise_id, list(logged), n=1)
    hint = f"did you mean {near[0]}?" if near else "`deedline promises` lists them"
    raise Unknown(f"there is no promise {promise_id}", hint)
