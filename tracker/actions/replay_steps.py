"""What happens while a pack is played: promises logged, statuses moved, messages laid out, boards to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from tracker.actions.rehearsal import Laid
from tracker.domain.alerts import Transition
from tracker.domain.promises import Promise
from tracker.domain.reports import Report
from tracker.domain.verdicts import Judgement
from tracker.engine.standing_parts import parts_of, spoken_for


@dataclass(frozen=True, slots=True)
class Logged:
    """The pack's promises came into force."""

    at: datetime
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A report became known and moved nothing by itself; `why` says so in a short phrase."""

    at: datetime
    report: Report
    why: str


@dataclass(frozen=True, slots=True)
class Move:
    """What changed of one promise at one instant: headline, readings or flags; `judgement` says why."""

    at: datetime
    promise: Promise
    transitions: tuple[Transition, ...]
    judgement: Judgement

    @property
    def headline(self) -> Transition | None:
        """Return the change of the headline, if that is among them."""
        moves = (each for each in self.transitions if each.reading is None and not each.instance)
        return next(moves, None)

    @property
    def parts(self) -> tuple[Transition, ...]:
        """Return the changes of parts, but for one that the promise itself speaks for."""
        stand = {each.instance: each.status for each in parts_of(self.judgement)}
        spoken = spoken_for(self.judgement.headline.status, stand)
        return tuple(each for each in self.transitions if each.instance and each.instance not in spoken)

    @property
    def is_new(self) -> bool:
        """Say whether this is the promise's first verdict."""
        return self.headline is not None and self.headline.old is None


@dataclass(frozen=True, slots=True)
class Row:
    """One promise on the board, with the judgement that put it there."""

    promise: Promise
    judgement: Judgement
    since: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """How every promise stands at an instant; `look` says what there is to see."""

    at: datetime
    look: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be done: a rule that was not applied, a promise that cannot be judged."""

    at: datetime
    text: str


Step: TypeAlias = Logged | Move | Heard | Laid | Board | Trouble
