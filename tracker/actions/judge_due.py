"""Judge every promise that is due and write down what changed, with the messages that tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from tracker.actions.announcing import LATE
from tracker.actions.batches import kept_until_written
from tracker.actions.earlier_promises import with_records
from tracker.actions.judging_plan import Grounds, Judge, moments_of
from tracker.actions.parts_before import with_parts_as_they_stood
from tracker.actions.poisonous import Poisonous, aside_messages, find_poisonous, in_words
from tracker.actions.recording import Judging, Recorder
from tracker.actions.telling import tell
from tracker.domain.alerts import Target, Transition
from tracker.domain.errors import DeedlineError
from tracker.domain.promises import Names
from tracker.domain.routing import Routing
from tracker.engine.judging import judge as judge_promise
from tracker.engine.listening import SharedEars
from tracker.store.coverage_rows import load_coverage
from tracker.store.judged_rows import Due, load_due, set_aside
from tracker.store.micros import from_micros, to_micros
from tracker.store.outbox_rows import enqueue
from tracker.store.promise_rows import load_names
from tracker.store.report_loading import reports_of_promises
from tracker.store.store import Store

BATCH = 10_000
"""Promises judged in one go: what falls due together is told together."""

MOST_BATCHES = 20
HOLD = timedelta(hours=1)
"""How long a promise that cannot be judged is set aside."""


@dataclass(frozen=True, slots=True)
class SetAsidePromise:
    """A promise whose judging failed, and how."""

    promise: str
    error: str


@dataclass(frozen=True, slots=True)
class JudgedDue:
    """What a pass over the due promises did."""

    judged: int = 0
    transitions: tuple[Transition, ...] = ()
    alerts: int = 0
    messages: int = 0
    set_aside: tuple[SetAsidePromise, ...] = ()

    def __add__(self, other: JudgedDue) -> JudgedDue:
        return JudgedDue(
            self.judged + other.judged,
            self.transitions + other.transitions,
            self.alerts + other.alerts,
            self.messages + other.messages,
            self.set_aside + other.set_aside,
        )


def judge_due(
    store: Store,
    now: datetime,
    *,
    names: Names | None = None,
    targets: Iterable[Target] = (),
    routing: Routing | None = None,
    public_url: str = "",
    judge: Judge | None = None,
    late: timedelta = LATE,
    targets_of: Callable[[str], Sequence[Target]] | None = None,
) -> JudgedDue:
    """Judge the promises whose time has come or of which something new is known.

    `now` is aware UTC; `names` are those in force where none are given. Alerts go where `routing` says, without
    one to every target. Boundaries missed since the last pass are recorded with their own instants; alerts told
    more than `late` after theirs share one message. A promise whose judging raises is set aside for an hour and
    stops no other; `targets_of` says where its owner is told, otherwise that goes to every target.
    `judge` is the engine's unless another is given.
    """
    now = store.no_earlier_than_knowledge(now)
    told = tuple(targets)
    going = routing or Routing.to(told)
    telling = _Telling(now, going, public_url, late, targets_of or (lambda _: told))
    done = JudgedDue()
    for _ in range(MOST_BATCHES):
        with kept_until_written():
            with store.read() as connection:
                due = load_due(connection, to_micros(now), BATCH)
                if not due:
                    break
                judged, poisonous = _judge_all(store, connection, due, now, names, judge)
            done += _write_all(store, judged, poisonous, telling)
    return done


def next_due(store: Store) -> datetime | None:
    """Return the instant from which some promise wants judging; None if none ever will by time alone."""
    with store.read() as connection:
        waiting = load_due(connection, 2**62, 1)
    return from_micros(waiting[0].next_check_at) if waiting else None


def _judge_all(
    store: Store, connection: Connection, due: list[Due], now: datetime, names: Names | None, judge: Judge | None
) -> tuple[list[Judging], list[Poisonous]]:
    logged = store.shelf.fresh(connection)[1]
    in_force = load_names(connection) if names is None else names
    together = judge or partial(judge_promise, shared=SharedEars())
    grounds = Grounds(together, in_force, load_coverage(connection), now)
    reports = reports_of_promises(connection, [each.promise_id for each in due])
    judged: list[Judging] = []
    poisonous: list[Poisonous] = []
    for each in due:
        promise = logged[each.promise_id]
        try:
            moments = moments_of(each, promise, reports[each.promise_id], grounds)
        except Exception as error:  # one poisonous promise stops no other
            poisonous.append((each, error))
        else:
            judged.append(Judging(each, promise, moments))
    return with_parts_as_they_stood(connection, judged, reports, grounds), poisonous


@dataclass(frozen=True, slots=True)
class _Telling:
    """When a pass writes down what it judged, and whom it tells."""

    now: datetime
    routing: Routing
    public_url: str
    late: timedelta
    targets_of: Callable[[str], Sequence[Target]]


class _OnlyTried(Exception):
    """Ends a trial, so that nothing of it is stored."""


def _write_all(store: Store, judged: list[Judging], poisonous: list[Poisonous], telling: _Telling) -> JudgedDue:
    """Write down what was judged; a promise that cannot be written down is set aside too."""
    try:
        return _write_down(store, judged, poisonous, telling)
    except DeedlineError:
        raise
    except Exception:
        more = find_poisonous(judged, partial(_try_to_write, store, telling))
        if not more:
            raise
    bad = {due.id for due, _ in more}
    return _write_down(store, [each for each in judged if each.due.id not in bad], [*poisonous, *more], telling)


def _try_to_write(store: Store, telling: _Telling, judged: Sequence[Judging]) -> None:
    with suppress(_OnlyTried):
        _write_down(store, judged, [], telling, only_try=True)


def _write_down(
    store: Store,
    judged: Sequence[Judging],
    poisonous: list[Poisonous],
    telling: _Telling,
    *,
    only_try: bool = False,
) -> JudgedDue:
    now = telling.now
    aside = tuple(SetAsidePromise(due.promise_id, in_words(error)) for due, error in poisonous)
    with store.write(now, "judge") as commit:
        recorder = Recorder(commit, judged, telling.public_url)
        announcements = [told for each in judged for told in recorder.record(each, now)]
        announcements = with_records(store, commit.connection, announcements, recorder.transitions)
        recorder.write()
        messages = tell(commit, announcements, telling.routing, now, telling.late)
        mended = [each.due for each in judged if each.due.fails]
        if poisonous or mended:
            logged = store.shelf.fresh(commit.connection)[1]
            enqueue(commit, aside_messages(poisonous, mended, logged, telling.targets_of, commit.seq))
        for (due, _), entry in zip(poisonous, aside, strict=True):
            set_aside(commit.connection, due, entry.error, to_micros(now + HOLD))
        if only_try:
            raise _OnlyTried
    alerts = sum(len(each.alerts) for each in announcements)
    return JudgedDue(recorder.recorded, tuple(recorder.transitions), alerts, len(messages), aside)
