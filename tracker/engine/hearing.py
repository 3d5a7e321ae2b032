"""The hearing of one reading: its criteria with what they admit, and conditions asked at any instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.criteria import Condition, Conditions, Criterion, Op
from tracker.domain.instants import Duration, Span
from tracker.domain.promises import Names, Promise, Reading
from tracker.domain.values import Truth
from tracker.domain.verdicts import Account, View
from tracker.engine.conditions import evaluate
from tracker.engine.courses import ANSWERS_SILENCE, Course, course_of
from tracker.engine.evidence import Admitted, Piece, admit
from tracker.engine.listening import Ears, suffices
from tracker.engine.states import State

FOR = 1
AGAINST = -1
NEITHER = 0
"""Polarities: what it means for the promise when a condition comes true."""

Role = tuple[Condition | None, int]


def roles(conditions: Conditions) -> tuple[Role, Role, Role, Role, Role]:
    """Return the conditions that bear on a promise with their polarity: kept, partly, broken, at risk, undone."""
    return (
        (conditions.kept_when, FOR),
        (conditions.partly_when, FOR),
        (conditions.broken_when, AGAINST),
        (conditions.at_risk_when, AGAINST),
        (conditions.undone_when, AGAINST),
    )


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
    """One reading's evidence at a view. Courses are made once and asked many times."""

    def __init__(
        self,
        promise: Promise,
        reading: Reading,
        accounts: Sequence[Account],
        ears: Ears,
        view: View,
        names: Names,
    ) -> None:
        self.promise = promise
        self.reading = reading
        self.ears = ears
        self.view = view
        self.admitted: dict[str, Admitted] = {
            name: admit(criterion, accounts, promise, reading, view.at, names)
            for name, criterion in reading.criteria.items()
        }
        self._courses: dict[tuple[str, int, bool, datetime | None], Course] = {}

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
            """`unless`: false once its part was true; else true where somebody listened."""
            was = self.first(Truth.TRUE, part, sign, confirmed=confirmed, since=since, until=instant)
            if was is not None:
                return State(Truth.FALSE, was.pieces)
            return State(Truth.TRUE if self.was_listening(instant) else Truth.UNCLEAR, by_silence=True)

        return evaluate(condition, polarity, state_of, until_of)

    def criterion_state(
        self, name: str, polarity: int, instant: datetime, *, confirmed: bool, since: datetime | None = None
    ) -> State:
        """Return the state of one criterion at an instant, as `state` does for a condition."""
        criterion = self.reading.criteria[name]
        course = self._course(name, polarity, confirmed, since)
        return course.at(instant, lambda t: self.was_listening(t, criterion))

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
        last = self.view.at if until is None else min(until, self.view.at)
        for instant in self.instants(condition, since, last):
            state = self.state(condition, polarity, instant, confirmed=confirmed, since=since)
            if after is not None and not any(piece.when.end > after for piece in state.pieces):
                continue
            if state.truth is truth and (state.is_shown or not measured):
                return Latch(self._made_at(condition, since, instant, state), state.pieces, state.by_silence)
        return None

    def _made_at(self, condition: Condition, since: datetime | None, instant: datetime, state: State) -> datetime:
        """Return when a condition found true at an instant became so: with its last account, unless time did it.

        An answer that had to last, or that came as an account left a rolling window, is younger than its accounts.
        """
        if any(instant == turn for name in condition.names() for turn in self._turns(name, since)):
            return instant
        return max((piece.when.end for piece in state.pieces), default=instant)

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
        if condition is None:
            return ()
        opposite = Truth.FALSE if truth is Truth.TRUE else Truth.TRUE
        found: dict[int, Piece] = {}
        for name, sign in leaves(condition, 1):
            wanted = truth if sign > 0 else opposite
            for piece in self._pieces(name, polarity * sign, confirmed, since):
                if piece.satisfied is wanted:
                    found[id(piece)] = piece
        return tuple(sorted(found.values(), key=lambda piece: piece.order))

    def was_listening(self, instant: datetime, criterion: Criterion | None = None) -> bool:
        """Say whether a needed source was listened to for enough of the window (a criterion's own) up to then."""
        return suffices(self.ears.share(self._window(instant, criterion)), self.promise.coverage_share)

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
        if since is not None:
            pieces = tuple(piece for piece in pieces if piece.when.end > since)
        if confirmed and not self.reading.criteria[name].own_word_counts:
            pieces = tuple(piece for piece in pieces if not piece.serves_its_author(polarity))
        return pieces

    def _course(self, name: str, polarity: int, confirmed: bool, since: datetime | None) -> Course:
        key = (name, polarity, confirmed, since)
        if key not in self._courses:
            self._courses[key] = course_of(
                self.reading.criteria[name],
                self._pieces(name, polarity, confirmed, since),
                self.reading.opens,
                self.promise.tz,
            )
        return self._courses[key]

    def instants(self, condition: Condition, since: datetime | None, last: datetime) -> list[datetime]:
        """Return the instants at which a condition could turn, from `since` (the opening) to `last`."""
        start = self.reading.opens if since is None else since
        ends = {piece.when.end for name in condition.names() for piece in self.admitted[name].pieces}
        for name in condition.names():
            ends.update(self._turns(name, since))
        if self.ears.spans and (_has_unless(condition) or self._silence_answers(condition)):
            end = last if self.reading.until is None else min(last, self.reading.until)
            ends |= self.ears.turns(self.reading.opens, end, self.promise.coverage_share)
        ends |= {start, last}
        return sorted(end for end in ends if start <= end <= last)

    def _silence_answers(self, condition: Condition) -> bool:
        """Say whether some criterion of the condition has an answer where nothing is reported."""
        return any(self.reading.criteria[name].reducer in ANSWERS_SILENCE for name in condition.names())

    def turns_after(self, at: datetime) -> datetime | None:
        """Return the next instant at which time alone, without any new fact, changes what a criterion is."""
        turns = (turn for name in self.admitted for turn in self._turns(name, None) if turn > at)
        return min(turns, default=None)

    def _turns(self, name: str, since: datetime | None) -> Iterator[datetime]:
        """Yield when accounts leave a rolling window, and when an answer has lasted long enough."""
        criterion = self.reading.criteria[name]
        if not isinstance(criterion.over, Duration) and criterion.for_at_least is None:
            return
        for confirmed in (False, True):
            for polarity in (FOR, AGAINST) if confirmed else (NEITHER,):
                course = self._course(name, polarity, confirmed, since)
                yield from course.instants
                if course.silence_counts_from is not None:
                    yield course.silence_counts_from


def _has_unless(condition: Condition) -> bool:
    return condition.op is Op.UNLESS or any(map(_has_unless, condition.parts))


def leaves(condition: Condition, sign: int) -> Iterator[tuple[str, int]]:
    """Yield each criterion of a condition with +1, or -1 where an odd number of none_of turns it."""
    if condition.op is Op.CRITERION:
        yield condition.name, sign
    for part in condition.parts:
        yield from leaves(part, -sign if condition.op in (Op.NONE_OF, Op.UNLESS) else sign)
