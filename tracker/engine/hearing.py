"""The hearing of one reading: its criteria with what they admit, and conditions asked at any instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from tracker.domain.criteria import Condition, Op
from tracker.domain.instants import Span
from tracker.domain.promises import STANDING, Promise, Reading
from tracker.domain.values import Truth
from tracker.domain.verdicts import View
from tracker.engine.conditions import evaluate, may_be, truth_of
from tracker.engine.courses import ANSWERS_SILENCE, Course
from tracker.engine.gathering import Gathered
from tracker.engine.listening import Ears
from tracker.engine.pieces import Piece
from tracker.engine.roles import leaves
from tracker.engine.states import State
from tracker.engine.testimony import Testimony


class Latch(NamedTuple):
    """The first instant at which a condition was true, and the pieces that made it so."""

    instant: datetime
    pieces: tuple[Piece, ...]
    by_silence: bool = False
    """It rests, at least in part, on nothing having been reported."""

    @property
    def deed(self) -> Span:
        """Return the span of the account that completed it (its own instant where silence did)."""
        if not self.pieces:
            return Span(self.instant, self.instant)
        return max(self.pieces, key=lambda piece: piece.when.end).when


class Hearing(Testimony):
    """One reading's evidence at a view. Courses and answers are made once and asked for many times."""

    def __init__(self, promise: Promise, reading: Reading, gathered: Gathered, ears: Ears, view: View) -> None:
        super().__init__(promise, reading, gathered, ears, view)
        self.earlier: tuple[tuple[datetime, Hearing], ...] = ()
        """What is heard by amounts that were in force before, each up to the instant from which others were."""
        self.counts_from: datetime | None = None
        """From when the amounts it is heard by are in force, if not from the opening."""
        self._firsts: dict[tuple[object, ...], tuple[Condition, Latch | None]] = {}

    @property
    def now(self) -> datetime:
        """Return the instant up to which time counts: a window that stands is judged up to its end, and no more.

        An account that leaves a rolling window after that, or an answer that would have lasted, changes nothing.
        """
        until, at = self.reading.until, self.view.at
        return at if until is None or self.promise.kind not in STANDING else min(at, until)

    def state(
        self,
        condition: Condition,
        polarity: int,
        instant: datetime,
        *,
        confirmed: bool,
        since: datetime | None = None,
    ) -> State:
        """Evaluate a condition at an instant.

        `confirmed` leaves out accounts that serve their author; `since` leaves out what occurred before it.
        """

        def state_of(name: str, sign: int) -> State:
            return self.criterion_state(name, sign, instant, confirmed=confirmed, since=since)

        def until_of(part: Condition, sign: int) -> State:
            return self._unless(part, sign, instant, confirmed, since)

        return evaluate(condition, polarity, state_of, until_of)

    def _unless(
        self, part: Condition, sign: int, instant: datetime, confirmed: bool, since: datetime | None
    ) -> State:
        """`unless`: false once its part was true; else true where somebody listened."""
        was = self.first(Truth.TRUE, part, sign, confirmed=confirmed, since=since, until=instant)
        if was is not None:
            return State(Truth.FALSE, was.pieces)
        return State(Truth.TRUE if self.was_listening(instant) else Truth.UNCLEAR, by_silence=True)

    def first(
        self,
        truth: Truth,
        condition: Condition | None,
        polarity: int,
        *,
        confirmed: bool,
        since: datetime | None = None,
        until: datetime | None = None,
        measured: bool = False,
        after: datetime | None = None,
    ) -> Latch | None:
        """Return the first instant at which the condition had that truth, up to `until` or the view's instant.

        `measured` asks for accounts that show it: silence alone does not do. `after` asks for one that occurred
        later than that, beside all that occurred before.
        """
        if condition is None or (measured and not self.is_told_of(condition)):
            return None
        confirmed = confirmed and bool(self.interested)
        asked = (truth, id(condition), polarity, confirmed, since, until, measured, after)
        known = self._firsts.get(asked)
        if known is None:  # kept with its condition, so that no other can have its id
            latches = self._latches(truth, condition, polarity, confirmed, since, until)
            for latch, is_shown, _ in latches:
                if (is_shown or not measured) and (after is None or _later_than(after, latch.pieces)):
                    break
            else:
                latch = None
            known = self._firsts[asked] = (condition, latch)
        return known[1]

    def shown(self, truth: Truth, condition: Condition, polarity: int, until: datetime | None) -> Iterator[Latch]:
        """Yield each instant at which accounts that may decide show that the condition has that truth.

        Each with the accounts of that very instant, if there are any.
        """
        if not self.is_told_of(condition):
            return
        for latch, is_shown, instant in self._latches(truth, condition, polarity, True, None, until):
            if is_shown:
                fresh = tuple(self._of_the_instant(truth, condition, polarity, instant))
                yield latch._replace(pieces=fresh or latch.pieces)

    def _of_the_instant(
        self, truth: Truth, condition: Condition, polarity: int, instant: datetime
    ) -> Iterator[Piece]:
        """Yield the accounts of an instant of those criteria by which the condition has that truth."""
        opposite = Truth.FALSE if truth is Truth.TRUE else Truth.TRUE
        for name, sign in leaves(condition, 1):
            state = self.criterion_state(name, polarity * sign, instant, confirmed=True)
            if state.truth is (truth if sign > 0 else opposite):
                pieces = self.pieces(name, polarity * sign, True, None)
                yield from (piece for piece in pieces if piece.when.end == instant)

    def may_be_true(self, condition: Condition, polarity: int, *, confirmed: bool) -> bool:
        """Say whether a condition can be true at any instant at all; a "no" is certain."""

        def truths_of(name: str, sign: int) -> frozenset[Truth]:
            return self.course(name, sign, confirmed, None).truths

        return may_be(Truth.TRUE, condition, polarity, truths_of)

    def _latches(
        self,
        truth: Truth,
        condition: Condition,
        polarity: int,
        confirmed: bool,
        since: datetime | None,
        until: datetime | None,
    ) -> Iterator[tuple[Latch, bool, datetime]]:
        """Yield each instant at which the condition has that truth, whether accounts show it, and when it was."""
        last = self.now if until is None else min(until, self.now)
        courses: dict[tuple[str, int], Course] = {}

        def truths_of(name: str, sign: int) -> frozenset[Truth]:
            course = courses[name, sign] = self.course(name, sign, confirmed, since)
            return course.truths

        def truth_at(name: str, sign: int) -> Truth:
            course = courses.get((name, sign))
            if course is None:
                course = courses[name, sign] = self.course(name, sign, confirmed, since)
            return course.at(instant, self.listening_for(name)).truth

        def until_of(part: Condition, sign: int) -> Truth:
            return self._unless(part, sign, instant, confirmed, since).truth

        if not may_be(truth, condition, polarity, truths_of):
            return
        for instant in self.instants(condition, since, last):
            if truth_of(condition, polarity, truth_at, until_of) is truth:
                state = self.state(condition, polarity, instant, confirmed=confirmed, since=since)
                made_at = self._made_at(condition, since, instant, state)
                yield Latch(made_at, state.pieces, state.by_silence), state.is_shown, instant

    def _made_at(self, condition: Condition, since: datetime | None, instant: datetime, state: State) -> datetime:
        """Return when a condition found true at an instant became so: with its last account, unless time did it.

        An answer that had to last, or that came as an account left a rolling window, is younger than its accounts.
        """
        turning = [name for name in condition.names() if name in self.turning]
        if any(instant == turn for name in turning for turn in self.turns(name, since)):
            return instant
        return max([piece.when.end for piece in state.pieces], default=instant)

    def pointing(
        self,
        condition: Condition | None,
        polarity: int,
        truth: Truth = Truth.TRUE,
        *,
        confirmed: bool,
        since: datetime | None = None,
    ) -> tuple[Piece, ...]:
        """Return the pieces that push the condition towards `truth`, in order of time."""
        if condition is None or not self.has_pieces:
            return ()
        opposite = Truth.FALSE if truth is Truth.TRUE else Truth.TRUE
        pointing = []
        for name, sign in leaves(condition, 1):
            if pieces := self.pieces(name, polarity * sign, confirmed, since):
                wanted = truth if sign > 0 else opposite
                pointing.append([piece for piece in pieces if piece.satisfied is wanted])
        if len(pointing) < 2:  # of one criterion they are in order already
            return tuple(pointing[0]) if pointing else ()
        found = {id(piece): piece for pieces in pointing for piece in pieces}
        return tuple(sorted(found.values(), key=lambda piece: piece.order))

    def instants(self, condition: Condition, since: datetime | None, last: datetime) -> list[datetime]:
        """Return the instants at which a condition could turn, from `since` (the opening) to `last`."""
        start = self.reading.opens if since is None else since
        if self.counts_from is not None:
            start = max(start, self.counts_from)
        names = condition.names()
        ends: set[datetime] = set()
        for name in names:
            ends.update([piece.when.end for piece in self.admitted[name].pieces])
            ends.update(self.turns(name, since))
        if self.ears.spans and (_has_unless(condition) or self._silence_answers(condition)):
            end = last if self.reading.until is None else min(last, self.reading.until)
            ends |= self.ears.turns(self.reading.opens, end, self.promise.coverage_share)
        ends |= {start, last}
        return sorted([end for end in ends if start <= end <= last])

    def _silence_answers(self, condition: Condition) -> bool:
        """Say whether some criterion of the condition has an answer where nothing is reported."""
        return any(self.reading.criteria[name].reducer in ANSWERS_SILENCE for name in condition.names())


def _has_unless(condition: Condition) -> bool:
    return condition.op is Op.UNLESS or any(map(_has_unless, condition.parts))


def _later_than(instant: datetime, pieces: Sequence[Piece]) -> bool:
    return any(piece.when.end > instant for piece in pieces)
