"""Findings: everything the order of decision asks about one reading, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.instants import Span
from tracker.domain.promises import Kind, Ruling
from tracker.domain.verdicts import Listened
from tracker.engine.amending import Moved
from tracker.engine.evidence import Piece
from tracker.engine.hearing import Latch
from tracker.engine.progress import Progress
from tracker.engine.states import State


@dataclass(frozen=True, slots=True)
class Docket:
    """What stands about a reading beside its evidence: moves, rulings, triggers, an event that ends its time."""

    moved: Moved
    ruling: Ruling | None = None
    dormant: bool = False
    """Conditional, and no trigger yet."""
    gone: tuple[Piece, ...] | None = None
    """The condition of the promise has gone: by these pieces it is void."""
    event: tuple[Piece, ...] = ()
    """What shows the event before which the deed was due; the deadline is then the event's last instant."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is true of one reading at one instant.

    `*_claimed` also counts accounts that serve their author; the plain name would do for a closing verdict.
    """

    kind: Kind
    docket: Docket
    at: datetime
    opens: datetime
    due: datetime | None
    until: datetime | None
    last_day: Span | None
    """The day of the window's end in the promise's zone, as far as it belongs to the window."""
    wait_end: datetime | None
    """The end of the waiting time after `due`."""
    review_by: datetime | None
    first_wait_end: datetime
    """The end of the waiting time after `opens`: before it, silence in a window says nothing yet."""
    kept: Latch | None
    kept_claimed: Latch | None
    broken: Latch | None
    broken_claimed: Latch | None
    contrary: Piece | None
    """The latest account that may decide against the promise."""
    against: tuple[Piece, ...]
    """Every account that may decide against it: what `broken_when`, or a breach without one, rests on."""
    partly: State
    partly_reached: tuple[Piece, ...]
    """The figure whose progress reaches `partly_from`."""
    partly_latest: Piece | None
    at_risk: State
    concession: Piece | None
    undone: Latch | None
    undone_by: datetime | None
    """Until when an undoing makes a kept promise `reversed`."""
    shortfall: State
    may_have_been_reached: bool
    part_of_kept: tuple[Piece, ...]
    progress: Progress | None
    sources_wanting: int
    """How many more origins would make a criterion of `kept_when` true that too few support, or 0."""
    cannot_verify: State
    proof: tuple[Piece, ...]
    """Accounts of holding that suffice by themselves, for maintain, refrain and claim."""
    proof_claimed: tuple[Piece, ...]
    """The same with those that serve their author: they count while nothing is closed."""
    proof_due: datetime | None
    """Until when the next proof of holding is due, by `proof_every`."""
    proof_listened: bool
    """Somebody listened enough since the last proof."""
    contested: bool
    """Contradicted, but only by accounts that cannot decide: interested parties, accusations, low grades."""
    listened: Listened
    may_yet_hear_until: datetime | None
    """A needed source has simply not been asked since the deadline: until when that is no hole."""

    @property
    def before_due(self) -> bool:
        """Say whether the deadline has not passed (there may be none)."""
        return self.due is None or self.at <= self.due

    @property
    def window_over(self) -> bool:
        """Say whether the window has an end and it has passed."""
        return self.until is not None and self.at > self.until
