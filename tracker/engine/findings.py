"""Findings: everything the order of decision asks about one reading, found when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tracker.domain.instants import Span
from tracker.domain.promises import Kind
from tracker.domain.statuses import Flag
from tracker.domain.values import Truth
from tracker.domain.verdicts import Listened
from tracker.engine.asking import asked_once
from tracker.engine.docket import Docket
from tracker.engine.finding import (
    at_odds_of,
    breach_of,
    breaches_of,
    cannot_verify_of,
    due_soon_from,
    kept_of,
    last_day_of,
    listened_for,
    may_yet_hear_until,
    next_proof,
    part_of_kept_of,
    partly_latest_of,
    sources_wanting_of,
    spoken_against,
    state_now,
    undecided_against,
    undone_of,
    wait_end_of,
)
from tracker.engine.hearing import Hearing, Latch
from tracker.engine.misses import concession_of, shortfall_of
from tracker.engine.pieces import Piece
from tracker.engine.progress import Progress, partly_reached_by, progress_of
from tracker.engine.roles import AGAINST, FOR
from tracker.engine.states import NO_DATA, State


class Findings:
    """What is true of one reading at one instant; whatever no line of the order asks for is not worked out.

    `*_claimed` also counts accounts that serve their author; the plain name would do for a closing verdict.
    """

    def __init__(self, hearing: Hearing, docket: Docket) -> None:
        self._hearing = hearing
        self._conditions = hearing.reading.conditions
        self.docket = docket
        self.kind: Kind = hearing.promise.kind
        self.at: datetime = hearing.view.at
        self.opens: datetime = hearing.reading.opens
        self.due: datetime | None = hearing.reading.due
        self.until: datetime | None = hearing.reading.until
        self.review_by: datetime | None = hearing.promise.review_by
        self.wait_end: datetime | None = wait_end_of(hearing, docket)
        """The end of the waiting time after `due`."""
        if hearing.is_unheard and all(each.is_unheard for _, each in hearing.earlier):
            self.__dict__.update(_UNHEARD if not docket.event else _UNHEARD_BUT_FOR_THE_EVENT)

    @asked_once
    def due_soon_from(self) -> datetime | None:
        """Return when the deadline begins to be near."""
        return due_soon_from(self._hearing.reading)

    @property
    def before_due(self) -> bool:
        """Say whether the deadline has not passed (there may be none)."""
        return self.due is None or self.at <= self.due

    @property
    def window_over(self) -> bool:
        """Say whether the window has an end and it has passed."""
        return self.until is not None and self.at > self.until

    @property
    def last_day(self) -> Span | None:
        """Return the day of the window's end in the promise's zone, as far as it belongs to the window."""
        return last_day_of(self._hearing)

    @asked_once
    def first_wait_end(self) -> datetime:
        """Return the end of the waiting time after `opens`: before it, silence in a window says nothing yet."""
        promise = self._hearing.promise
        return promise.wait_for_reports.after(self.opens, promise.tz)

    @asked_once
    def kept(self) -> Latch | None:
        """Return when `kept_when` first came true."""
        return kept_of(self._hearing, confirmed=True)

    @asked_once
    def kept_claimed(self) -> Latch | None:
        """Return the same with the word of those who gain by it."""
        if not self._hearing.interested:
            return self.kept
        return kept_of(self._hearing, confirmed=False)

    @asked_once
    def broken(self) -> Latch | None:
        """Return when it was first broken."""
        return breach_of(self._hearing, confirmed=True)

    @asked_once
    def breaches(self) -> tuple[Latch, ...]:
        """Return every instant at which a standing promise was shown to be broken."""
        return tuple(breaches_of(self._hearing))

    @asked_once
    def broken_claimed(self) -> Latch | None:
        """Return the same with the word of those who gain by it."""
        if not self._hearing.interested:
            return self.broken
        return breach_of(self._hearing, confirmed=False)

    @asked_once
    def _pointing_at_broken(self) -> tuple[Piece, ...]:
        return self._hearing.pointing(self._conditions.broken_when, AGAINST, confirmed=True)

    @property
    def contrary(self) -> Piece | None:
        """Return the latest account that may decide against the promise."""
        return self._pointing_at_broken[-1] if self._pointing_at_broken else None

    @asked_once
    def against(self) -> tuple[Piece, ...]:
        """Return all that may decide against it: what `broken_when`, or a breach without one, rests on."""
        return self._pointing_at_broken or self._hearing.pointing(
            self._conditions.kept_when, FOR, Truth.FALSE, confirmed=True
        )

    @asked_once
    def partly(self) -> State:
        """Return what `partly_when` is now."""
        return state_now(self._hearing, self._conditions.partly_when, FOR, confirmed=True)

    @asked_once
    def partly_reached(self) -> tuple[Piece, ...]:
        """Return the figure whose progress reaches `partly_from`."""
        return partly_reached_by(self._hearing)

    @asked_once
    def partly_latest(self) -> Piece | None:
        """Return the latest account of `partly_when`, if they ever made it true."""
        return partly_latest_of(self._hearing)

    @asked_once
    def at_risk(self) -> State:
        """Return what `at_risk_when` is now."""
        return state_now(self._hearing, self._conditions.at_risk_when, AGAINST, confirmed=False)

    @asked_once
    def concession(self) -> Piece | None:
        """Return the promisor's own admission."""
        return concession_of(self._hearing)

    @asked_once
    def _undone(self) -> tuple[Latch | None, datetime | None]:
        return undone_of(self._hearing, self.kept)

    @property
    def undone(self) -> Latch | None:
        """Return when a deed was undone."""
        return self._undone[0]

    @property
    def undone_by(self) -> datetime | None:
        """Return until when an undoing makes a kept promise `reversed`."""
        return self._undone[1]

    @asked_once
    def _shortfall(self) -> tuple[State, bool]:
        return shortfall_of(self._hearing, self.docket)

    @property
    def shortfall(self) -> State:
        """Return what shows that the deadline was missed."""
        return self._shortfall[0]

    @property
    def may_have_been_reached(self) -> bool:
        """Say whether only later figures miss what may have been reached unseen."""
        return self._shortfall[1]

    @asked_once
    def part_of_kept(self) -> tuple[Piece, ...]:
        """Return what makes a part of `kept_when` true now."""
        return part_of_kept_of(self._hearing)

    @asked_once
    def progress(self) -> Progress | None:
        """Return how far the newest figure has come."""
        return progress_of(self._hearing)

    @asked_once
    def sources_wanting(self) -> int:
        """Return how many more origins would make a criterion of `kept_when` true that too few support, or 0."""
        return sources_wanting_of(self._hearing)

    @asked_once
    def cannot_verify(self) -> State:
        """Return what `cannot_verify_when` is."""
        return cannot_verify_of(self._hearing)

    @asked_once
    def proof(self) -> tuple[Piece, ...]:
        """Return accounts of holding that suffice by themselves, for maintain, refrain and claim."""
        return self._hearing.pointing(self._conditions.kept_when, FOR, confirmed=True)

    @asked_once
    def proof_claimed(self) -> tuple[Piece, ...]:
        """Return the same with those that serve their author: they count while nothing is closed."""
        if not self._hearing.interested:
            return self.proof
        return self._hearing.pointing(self._conditions.kept_when, FOR, confirmed=False)

    @asked_once
    def _next_proof(self) -> tuple[datetime | None, bool]:
        return next_proof(self._hearing, self.proof_claimed)

    @property
    def proof_due(self) -> datetime | None:
        """Return until when the next proof of holding is due, by `proof_every`."""
        return None if self._hearing.promise.proof_every is None else self._next_proof[0]

    @property
    def proof_listened(self) -> bool:
        """Say whether somebody listened enough since the last proof."""
        return self._hearing.promise.proof_every is None or self._next_proof[1]

    @property
    def contested(self) -> bool:
        """Contradicted, but only by accounts that cannot decide.

        Interested parties, accusations, low grades; too few sources, or others that say otherwise of one time.
        """
        if self.broken is not None:
            return False
        return self.broken_claimed is not None or bool(self.undecided) or spoken_against(self._hearing)

    @property
    def doubts(self) -> frozenset[Flag]:
        """Return the flag that says so, if it is contested."""
        return frozenset({Flag.CONTESTED}) if self.contested else frozenset()

    @asked_once
    def undecided(self) -> tuple[Piece, ...]:
        """Return accounts of a breach that might decide, but for too few sources or others of the same time."""
        return undecided_against(self._hearing)

    @asked_once
    def at_odds(self) -> tuple[Piece, ...]:
        """Return figures of one time that contradict each other on the deed."""
        return at_odds_of(self._hearing)

    @asked_once
    def listened(self) -> Listened:
        """Return how far the needed sources were listened to."""
        return listened_for(self._hearing, self.wait_end)

    @asked_once
    def may_yet_hear_until(self) -> datetime | None:
        """A needed source has simply not been asked since the deadline: until when that is no hole."""
        return may_yet_hear_until(self._hearing, self.wait_end)


_NOTHING, _NOBODY, _UNKNOWN = (
    ("kept", "kept_claimed", "broken", "broken_claimed", "partly_latest", "concession", "progress"),
    (
        "_pointing_at_broken",
        "against",
        "partly_reached",
        "part_of_kept",
        "proof",
        "proof_claimed",
        "undecided",
        "at_odds",
    ),
    ("partly", "at_risk", "cannot_verify"),
)
_UNHEARD_BUT_FOR_THE_EVENT: Mapping[str, object] = {
    **dict.fromkeys(_NOTHING),
    **dict.fromkeys(_NOBODY, ()),
    **dict.fromkeys(_UNKNOWN, NO_DATA),
    "_undone": (None, None),
    "sources_wanting": 0,
}
_UNHEARD = {**_UNHEARD_BUT_FOR_THE_EVENT, "_shortfall": (NO_DATA, False)}
"""What is found where nothing counts that was told and silence answers nothing: that needs no search.

The event before which a deed was due is a shortfall by itself.
"""
