"""The hearing of one reading: its criteria with what they admit, and conditions asked at any instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tracker.domain.criteria import Condition, Criterion
from tracker.domain.instants import Duration, Span
from tracker.domain.promises import Promise, Reading
from tracker.domain.values import Truth
from tracker.domain.verdicts import Account, View
from tracker.engine.conditions import evaluate, may_be, truth_of
from tracker.engine.courses import Course, course_of
from tracker.engine.evidence import Admitted, Piece, admit
from tracker.engine.listening import Ears
from tracker.engine.matching import Matched
from tracker.engine.roles import AGAINST, FOR, NEITHER, leaves
from tracker.engine.states import State

_Asked = tuple[str, int | None, int]
"""Pieces of a criterion: by name, seen with a polarity where that matters, from which of them on."""


@dataclass(frozen=True, slots=True)
class Latch:
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


class Hearing:
    """One reading's evidence at a view. Courses and answers are made once and asked for many times."""

    def __init__(
        self, promise: Promise, reading: Reading, matched: Matched[Account], ears: Ears, view: View
    ) -> None:
        self.promise = promise
        self.reading = reading
        self.ears = ears
        self.view = view
        parties = matched.parties_of(promise)
        self.admitted: dict[str, Admitted] = {
            name: admit(criterion, matched.by(criterion), parties, reading, view.at)
            for name, criterion in reading.criteria.items()
        }
        self._turning = [
            name
            for name, criterion in reading.criteria.items()
            if criterion.for_at_least is not None or isinstance(criterion.over, Duration)
        ]
        """Criteria whose answer can turn by time alone."""
        self.has_pieces = any(admitted.pieces for admitted in self.admitted.values())
        self.interested = {
            name
            for name, admitted in self.admitted.items()
            if admitted.has_interest and not reading.criteria[name].own_word_counts
        }
        """Criteria some of whose pieces may not count where only what is confirmed does."""
        self._pieces_of: dict[_Asked, tuple[Piece, ...]] = {}
        self._courses: dict[_Asked, Course] = {}
        self._firsts: dict[tuple[object, ...], tuple[Condition, Latch | None]] = {}
        self._heard: dict[str, Callable[[datetime], bool]] = {}

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

    def criterion_state(
        self, name: str, polarity: int, instant: datetime, *, confirmed: bool, since: datetime | None = None
    ) -> State:
        """Return the state of one criterion at an instant, as `state` does for a condition."""
        return self._course(name, polarity, confirmed, since).at(instant, self._listening_for(name))

    def _listening_for(self, name: str) -> Callable[[datetime], bool]:
        heard = self._heard.get(name)
        if heard is None:
            heard = self._heard[name] = partial(self.was_listening, criterion=self.reading.criteria[name])
        return heard

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
        if condition is None:
            return None
        confirmed = confirmed and bool(self.interested)
        asked = (truth, id(condition), polarity, confirmed, since, until, measured, after)
        known = self._firsts.get(asked)
        if known is None:  # kept with its condition, so that no other can have its id
            latches = self._latches(truth, condition, polarity, confirmed, since, until)
            for latch, is_shown in latches:
                if (is_shown or not measured) and (after is None or _later_than(after, latch.pieces)):
                    break
            else:
                latch = None
            known = self._firsts[asked] = (condition, latch)
        return known[1]

    def _latches(
        self,
        truth: Truth,
        condition: Condition,
        polarity: int,
        confirmed: bool,
        since: datetime | None,
        until: datetime | None,
    ) -> Iterator[tuple[Latch, bool]]:
        """Yield each instant at which the condition has that truth, and whether accounts show it."""
        last = self.view.at if until is None else min(until, self.view.at)
        courses: dict[tuple[str, int], Course] = {}

        def truths_of(name: str, sign: int) -> frozenset[Truth]:
            course = courses[name, sign] = self._course(name, sign, confirmed, since)
            return course.truths

        def truth_at(name: str, sign: int) -> Truth:
            course = courses.get((name, sign))
            if course is None:
                course = courses[name, sign] = self._course(name, sign, confirmed, since)
            return course.at(instant, self._listening_for(name)).truth

        def until_of(part: Condition, sign: int) -> Truth:
            return self._unless(part, sign, instant, confirmed, since).truth

        if not may_be(truth, condition, polarity, truths_of):
            return
        for instant in self.instants(condition, since, last):
            if truth_of(condition, polarity, truth_at, until_of) is truth:
                state = self.state(condition, polarity, instant, confirmed=confirmed, since=since)
                made_at = self._made_at(condition, since, instant, state)
                yield Latch(made_at, state.pieces, state.by_silence), state.is_shown

    def _made_at(self, condition: Condition, since: datetime | None, instant: datetime, state: State) -> datetime:
        """Return when a condition found true at an instant became so: with its last account, unless time did it.

        An answer that had to last, or that came as an account left a rolling window, is younger than its accounts.
        """
        turning = [name for name in condition.names() if name in self._turning]
        if any(instant == turn for name in turning for turn in self._turns(name, since)):
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
            if pieces := self._pieces(name, polarity * sign, confirmed, since):
                wanted = truth if sign > 0 else opposite
                pointing.append([piece for piece in pieces if piece.satisfied is wanted])
        if len(pointing) < 2:  # of one criterion they are in order already
            return tuple(pointing[0]) if pointing else ()
        found = {id(piece): piece for pieces in pointing for piece in pieces}
        return tuple(sorted(found.values(), key=lambda piece: piece.order))

    def was_listening(self, instant: datetime, criterion: Criterion | None = None) -> bool:
        """Say whether a needed source was listened to for enough of the window (a criterion's own) up to then."""
        if self.ears.assumed:
            return self.promise.coverage_share <= 1
        return self.ears.share(self._window(instant, criterion)) >= self.promise.coverage_share

    def _window(self, instant: datetime, criterion: Criterion | None) -> Span:
        over = None if criterion is None else criterion.over
        if isinstance(over, Span):
            end = min(instant, over.end)
            return Span(min(over.start, end), end)
        end = instant if self.reading.until is None else min(instant, self.reading.until)
        start = self.reading.opens
        if over is not None:
            start = max(start, over.before(instant, self.promise.tz))
        return Span(min(start, end), end)

    def _pieces(self, name: str, polarity: int, confirmed: bool, since: datetime | None) -> tuple[Piece, ...]:
        pieces = self.admitted[name].pieces
        if not pieces or (since is None and not (confirmed and name in self.interested)):
            return pieces
        asked = self._asked(name, polarity, confirmed, since)
        known = self._pieces_of.get(asked)
        if known is None:
            _, sign, start = asked
            known = pieces[start:]
            if sign is not None:
                known = tuple([piece for piece in known if not piece.serves_its_author(sign)])
            self._pieces_of[asked] = known
        return known

    def _asked(self, name: str, polarity: int, confirmed: bool, since: datetime | None) -> _Asked:
        """Return which pieces are meant: what differs only in what no piece turns on is the same question."""
        pieces = self.admitted[name].pieces
        start = 0 if since is None else bisect_right(pieces, since, key=_when_it_ends)
        return name, polarity if confirmed and name in self.interested else None, start

    def _course(self, name: str, polarity: int, confirmed: bool, since: datetime | None) -> Course:
        if not self.admitted[name].pieces:
            polarity, confirmed, since = NEITHER, False, None
        asked = self._asked(name, polarity, confirmed, since)
        course = self._courses.get(asked)
        if course is None:
            pieces = self._pieces(name, polarity, confirmed, since)
            criterion = self.reading.criteria[name]
            course = course_of(criterion, pieces, self.reading.opens, self.promise.tz)
            self._courses[asked] = course
        return course

    def instants(self, condition: Condition, since: datetime | None, last: datetime) -> list[datetime]:
        """Return the instants at which a condition could turn, from `since` (the opening) to `last`."""
        start = self.reading.opens if since is None else since
        ends: set[datetime] = set()
        for name in condition.names():
            ends.update([piece.when.end for piece in self.admitted[name].pieces])
            ends.update(self._turns(name, since))
        ends |= {start, last}
        return sorted([end for end in ends if start <= end <= last])

    def turns_after(self, at: datetime) -> datetime | None:
        """Return the next instant at which time alone, without any new fact, changes what a criterion is."""
        turns = [turn for name in self._turning for turn in self._turns(name, None) if turn > at]
        return min(turns, default=None)

    def _turns(self, name: str, since: datetime | None) -> Iterator[datetime]:
        """Yield when accounts leave a rolling window, and when an answer has lasted long enough."""
        if name not in self._turning:
            return
        for confirmed in (False, True):
            for polarity in (FOR, AGAINST) if confirmed else (NEITHER,):
                course = self._course(name, polarity, confirmed, since)
                yield from course.instants
                if course.silence_counts_from is not None:
                    yield course.silence_counts_from


def _when_it_ends(piece: Piece) -> datetime:
    return piece.when.end


def _later_than(instant: datetime, pieces: Sequence[Piece]) -> bool:
    return any(piece.when.end > instant for piece in pieces)
