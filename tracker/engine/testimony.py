"""Testimony: what was told of each criterion of one reading, and how its truth runs through time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import attrgetter

from tracker.domain.criteria import Condition, Criterion
from tracker.domain.promises import Promise, Reading
from tracker.domain.verdicts import View
from tracker.engine.attention import Listening
from tracker.engine.courses import Course, course_of
from tracker.engine.evidence import Admitted, admit
from tracker.engine.gathering import Gathered
from tracker.engine.listening import Ears
from tracker.engine.outline import outline_of
from tracker.engine.parties import parties_of
from tracker.engine.pieces import Piece
from tracker.engine.roles import AGAINST, FOR, NEITHER
from tracker.engine.states import State

_Asked = tuple[str, int | None, int]
"""Pieces of a criterion: by name, seen with a polarity where that matters, from which of them on."""


class Testimony:
    """The pieces of each criterion and their courses, made once and asked many times."""

    def __init__(self, promise: Promise, reading: Reading, gathered: Gathered, ears: Ears, view: View) -> None:
        self.promise = promise
        self.reading = reading
        self.ears = ears
        self.view = view
        self.outline = outline_of(reading.criteria, reading.conditions)
        self.heard = _heard(promise, reading, gathered, view)
        """What the criteria admit that something was told of, in order."""
        self.admitted: Mapping[str, Admitted] = (
            {**self.outline.nothing, **self.heard} if self.heard else self.outline.nothing
        )
        self.turning = self.outline.turning
        interested: list[str] = []
        self.has_pieces = False
        for name, admitted in self.heard.items():
            if admitted.pieces:
                self.has_pieces = True
                if admitted.has_interest:
                    interested.append(name)
        self.has_interest = bool(interested)
        """Some of the pieces could serve their author."""
        self.interested = {name for name in interested if not reading.criteria[name].own_word_counts}
        """Criteria some of whose pieces may not count where only what is confirmed does."""
        self._pieces_of: dict[_Asked, tuple[Piece, ...]] = {}
        self._courses: dict[_Asked, Course] = {}
        self._silent: dict[str, Course] = {}
        self._listening: dict[str | None, Listening] = {}

    @property
    def is_unheard(self) -> bool:
        """Say whether nothing counts that was told, and silence answers nothing that is asked."""
        return not self.has_pieces and not self.outline.silence_matters

    def criterion_state(
        self, name: str, polarity: int, instant: datetime, *, confirmed: bool, since: datetime | None = None
    ) -> State:
        """Return the state of one criterion at an instant, as `state` does for a condition."""
        return self.course(name, polarity, confirmed, since).at(instant, self.listening_for(name))

    def listening_for(self, name: str | None) -> Listening:
        """Return what says of an instant whether enough was listened to, for one criterion or the window."""
        listening = self._listening.get(name)
        if listening is None:
            over = None if name is None else self.reading.criteria[name].over
            listening = self._listening[name] = Listening(self.promise, self.reading, self.ears, over)
        return listening

    def is_told_of(self, condition: Condition) -> bool:
        """Say whether a criterion of the condition has any pieces."""
        admitted = self.admitted
        return self.has_pieces and any(admitted[name].pieces for name in condition.names())

    def was_listening(self, instant: datetime, criterion: Criterion | None = None) -> bool:
        """Say whether a needed source was listened to for enough of the window (a criterion's own) up to then."""
        return self.listening_for(None if criterion is None else criterion.name)(instant)

    def pieces(self, name: str, polarity: int, confirmed: bool, since: datetime | None) -> tuple[Piece, ...]:
        """Return a criterion's pieces after `since`, `confirmed` without those that serve their author."""
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

    def course(self, name: str, polarity: int, confirmed: bool, since: datetime | None) -> Course:
        """Return how the truth of a criterion runs through time on those of its pieces."""
        if not self.admitted[name].pieces:
            return self._silent_course(name)
        asked = self._asked(name, polarity, confirmed, since)
        course = self._courses.get(asked)
        if course is None:
            pieces = self.pieces(name, polarity, confirmed, since)
            criterion = self.reading.criteria[name]
            course = course_of(criterion, pieces, self.reading.opens, self.promise.tz)
            self._courses[asked] = course
        return course

    def _silent_course(self, name: str) -> Course:
        course = self._silent.get(name)
        if course is None:
            criterion = self.reading.criteria[name]
            course = self._silent[name] = course_of(criterion, (), self.reading.opens, self.promise.tz)
        return course

    def turns_after(self, at: datetime) -> datetime | None:
        """Return the next instant at which time alone, without any new fact, changes what a criterion is."""
        if not self.turning:
            return None
        turns = [turn for name in self.turning for turn in self.turns(name, None) if turn > at]
        return min(turns, default=None)

    def turns(self, name: str, since: datetime | None) -> Iterator[datetime]:
        """Yield when accounts leave a rolling window, and when an answer has lasted long enough."""
        if name not in self.turning:
            return
        for confirmed in (False, True):
            for polarity in (FOR, AGAINST) if confirmed else (NEITHER,):
                course = self.course(name, polarity, confirmed, since)
                yield from course.instants
                if course.silence_counts_from is not None:
                    yield course.silence_counts_from


def _heard(promise: Promise, reading: Reading, gathered: Gathered, view: View) -> dict[str, Admitted]:
    matched = gathered.matched(reading.criteria)
    if not matched:
        return {}
    parties = parties_of(promise, gathered.names)
    return {
        name: admit(criterion, gathered.weighed(criterion, matched[name], parties), reading, view.at)
        for name, criterion in reading.criteria.items()
        if name in matched
    }


_when_it_ends = attrgetter("when.end")
