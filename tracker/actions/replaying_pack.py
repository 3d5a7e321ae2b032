"""Play a pack from its first day to its last through the actions of the service, with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.actions.apply_rules import apply_rules
from tracker.actions.attest import attest_coverage
from tracker.actions.deliver import deliver
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due, next_due
from tracker.actions.packs import Pack
from tracker.actions.rehearsal import Laid, RehearsalSender
from tracker.actions.replay_steps import Board, Heard, Logged, Move, Row, Step, Trouble
from tracker.domain.alerts import Target, Transition
from tracker.domain.coverage import Coverage, CoverageSpan
from tracker.domain.ports import Clock, Sender
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Report, ReportVersion
from tracker.domain.verdicts import Judgement, View
from tracker.engine.judging import judge
from tracker.store.store import Store

TICK = timedelta(minutes=5)
"""How often this service looks whether a promise is due; reports and boards come at their own instants."""

AGAIN = timedelta(hours=1)
"""When a promise is looked at again that is still due after it was judged: it was set aside."""

PlanDigests = Callable[[Store, datetime], object]
"""Puts the digests that are due at an instant into the outbox."""


@dataclass(slots=True)
class MovingClock:
    """A clock that stands where it was set last."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.at


@dataclass(slots=True)
class _Arriving:
    """What there is to take in and to show at one instant."""

    reports: list[Report] = field(default_factory=list)
    coverage: list[CoverageSpan] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    digest: bool = False


class Replay:
    """One run of a pack on an empty store. `senders` are asked for payloads only: nothing is ever sent."""

    def __init__(
        self,
        store: Store,
        pack: Pack,
        senders: Mapping[str, Sender],
        targets: Iterable[Target],
        plan_digests: PlanDigests,
    ) -> None:
        self._store = store
        self._pack = pack
        self._clock = MovingClock(pack.plan.replay.start)
        self._senders = {name: RehearsalSender(name, senders[name], self._clock) for name in sorted(senders)}
        self._targets = tuple(targets)
        self._plan_digests = plan_digests
        self._judged: dict[tuple[str, datetime], Judgement] = {}
        self._rows: dict[str, Row] = {}
        self._troubles: set[str] = set()

    @property
    def clock(self) -> Clock:
        """Return the clock of the replay."""
        return self._clock

    def steps(self) -> Iterator[Step]:
        """Play the pack; what happens is yielded as it happens, in order."""
        start = self._pack.plan.replay.start
        apply_rules(self._store, self._pack.loaded, start)
        yield Logged(start, self._pack.loaded.rules.promises)
        arriving = _by_instant(self._pack)
        for now in self._instants(sorted(arriving)):
            yield from self._at(now, arriving.get(now, _Arriving()))

    def _instants(self, known: Sequence[datetime]) -> Iterator[datetime]:
        """Yield every instant at which something arrives, or a tick finds a promise due, in order."""
        waiting = list(known)
        end = max(self._pack.plan.replay.end, self._pack.plan.digest_week.end)
        last = None
        while True:
            due = _tick(next_due(self._store))
            if due is not None and last is not None and due <= last:
                due = last + AGAIN
            now = min((each for each in (*waiting[:1], due) if each is not None), default=None)
            if now is None or now > end:
                return
            if waiting and waiting[0] <= now:
                waiting.pop(0)
            last = now
            yield now

    def _at(self, now: datetime, arriving: _Arriving) -> Iterator[Step]:
        """Let one instant pass, in the order in which the service works."""
        self._clock.at = now
        attest_coverage(self._store, arriving.coverage, now)
        if arriving.reports:
            ingest(self._store, arriving.reports, now)
        done = judge_due(self._store, now, targets=self._targets, judge=self._judge)
        moves = self._moves(done.transitions)
        yield from moves
        yield from self._heard(now, arriving.reports, moves)
        for each in done.set_aside:
            yield from self._trouble(now, f"the promise {each.promise} cannot be judged: {each.error}")
        if arriving.digest:
            self._plan_digests(self._store, now)
        if done.messages or arriving.digest:
            deliver(self._store, self._senders, self._clock)
        yield from self._laid()
        for look in arriving.looks:
            yield Board(now, look, self._board())

    def _judge(
        self,
        promise: Promise,
        reports: Sequence[ReportVersion],
        coverage: Coverage,
        view: View,
        names: Names,
    ) -> Judgement:
        """Judge as the service does, and remember the judgement with its evidence, so that it can be shown."""
        judgement = judge(promise, reports, coverage, view, names)
        self._judged[promise.id, view.at] = judgement
        before = self._rows.get(promise.id)
        stays = before is not None and before.judgement.headline.status is judgement.headline.status
        since = before.since if before is not None and stays else view.at
        self._rows[promise.id] = Row(promise, judgement, since)
        return judgement

    def _moves(self, transitions: Iterable[Transition]) -> list[Move]:
        grouped: dict[tuple[datetime, str], list[Transition]] = {}
        for each in transitions:
            if each.instance and each.old is None:
                continue  # a part that begins is no news
            grouped.setdefault((each.at, each.promise), []).append(each)
        order = {promise.id: place for place, promise in enumerate(self._pack.loaded.rules.promises)}
        moves = [
            Move(at, self._rows[promise].promise, tuple(grouped[at, promise]), self._judged[promise, at])
            for at, promise in sorted(grouped, key=lambda key: (key[0], order[key[1]]))
        ]
        self._judged.clear()
        return moves

    def _heard(self, now: datetime, reports: Iterable[Report], moves: Iterable[Move]) -> Iterator[Heard]:
        moving = {each for move in moves for verdict in move.judgement.all for each in verdict.deciding}
        verdicts = [verdict for row in self._rows.values() for verdict in row.judgement.all]
        aside = {entry.report: entry.why for verdict in verdicts for entry in reversed(verdict.set_aside)}
        counting = {
            each for verdict in verdicts for witness in verdict.witnesses for each in witness.account.members
        }
        for report in reports:
            if report.id not in moving:
                otherwise = (
                    "it counts, and settles nothing yet" if report.id in counting else "no promise asks for it"
                )
                yield Heard(now, report, aside.get(report.id, otherwise))

    def _trouble(self, now: datetime, text: str) -> Iterator[Trouble]:
        """Tell of something that went wrong, once."""
        if text not in self._troubles:
            self._troubles.add(text)
            yield Trouble(now, text)

    def _laid(self) -> Iterator[Laid]:
        for sender in self._senders.values():
            yield from sender.taken()

    def _board(self) -> tuple[Row, ...]:
        return tuple(self._rows[each.id] for each in self._pack.loaded.rules.promises if each.id in self._rows)


def _tick(due: datetime | None) -> datetime | None:
    """Return the first tick at or after an instant."""
    if due is None:
        return None
    over = (due - datetime.min.replace(tzinfo=due.tzinfo)) % TICK
    return due + (TICK - over) if over else due


def unplayed(pack: Pack) -> tuple[Report, ...]:
    """Return the reports that were published after the replay's last instant."""
    return tuple(report for report in pack.reports if report.published > pack.plan.replay.end)


def _by_instant(pack: Pack) -> dict[datetime, _Arriving]:
    """Return what is known from which instant on: a report from its publication, coverage from its recording.

    What was known before the replay begins is known from its first instant on.
    """
    start = pack.plan.replay.start
    found: dict[datetime, _Arriving] = {start: _Arriving(), pack.plan.replay.end: _Arriving()}
    for report in pack.reports:
        found.setdefault(max(start, report.published), _Arriving()).reports.append(report)
    for span in pack.coverage:
        recorded = start if span.recorded is None else max(start, span.recorded)
        found.setdefault(recorded, _Arriving()).coverage.append(span)
    week = pack.plan.digest_week
    for instant in (max(start, week.start), week.end):  # where its subscriber joins, and where it is due
        found.setdefault(instant, _Arriving()).digest = True
    for stop in pack.plan.boards:
        found.setdefault(stop.at, _Arriving()).looks.append(stop.look)
    return found
