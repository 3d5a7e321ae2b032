"""One reading, one window: hear the evidence, find, decide, and put the verdict together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from tracker.domain.coverage import Coverage
from tracker.domain.criteria import Condition, Op
from tracker.domain.later import Later
from tracker.domain.promises import Promise, Reading
from tracker.domain.reports import Report
from tracker.domain.values import Truth
from tracker.domain.verdicts import Reason, SetAside, Verdict, View
from tracker.engine.amending import by_amounts_of
from tracker.engine.boundaries import next_boundary
from tracker.engine.deciding import Decision, decide
from tracker.engine.docket import Docket
from tracker.engine.findings import Findings
from tracker.engine.flags import flags_of
from tracker.engine.gathering import ByZone
from tracker.engine.hearing import Hearing
from tracker.engine.listening import Ears, SharedEars
from tracker.engine.outlook import next_words
from tracker.engine.parts import fulfilment_of, phase_of, timeliness_of
from tracker.engine.roles import AGAINST
from tracker.engine.suspecting import only_in_words
from tracker.engine.told import Told
from tracker.engine.witnesses import evidence_of, set_aside_of, witnesses_of
from tracker.engine.wording import reason_words


class Material(NamedTuple):
    """What every part of a promise is judged on: accounts, what was set aside of the reports, coverage, a view."""

    accounts: ByZone
    gone: tuple[SetAside, ...]
    no_more: Sequence[Told]
    """What those of `gone` told: the whole of it, or what of it is doubted."""
    coverage: Coverage
    view: View
    shared: SharedEars
    only_words: Sequence[Report] = ()
    """Reports that have words but no facts."""
    overhear: Callable[[Hearing], None] | None = None
    """Told of every hearing, for those who want to know what was true; it changes no answer."""

    def ears(self, promise: Promise, reading: Reading) -> Ears:
        """Return who listened for a reading."""
        return self.shared.ears_for(promise, reading.criteria.values(), self.coverage, self.view)

    def hearing(
        self, promise: Promise, reading: Reading, ears: Ears, earlier: Sequence[tuple[datetime, Reading]] = ()
    ) -> Hearing:
        """Hear one reading on what was told, dated as its promise counts days.

        `earlier` are readings with the amounts that were in force before, each up to an instant.
        """
        hearing = Hearing(promise, reading, self.accounts.in_zone(promise.tz), ears, self.view)
        if earlier:
            self._by_amounts(hearing, earlier)
        if self.overhear is not None:
            self.overhear(hearing)
        return hearing

    def _by_amounts(self, hearing: Hearing, earlier: Sequence[tuple[datetime, Reading]]) -> None:
        before: list[tuple[datetime, Hearing]] = []
        begun: datetime | None = None
        for ended, older in earlier:
            each = self.hearing(hearing.promise, by_amounts_of(hearing.reading, older), hearing.ears)
            each.counts_from, begun = begun, ended
            before.append((ended, each))
        hearing.earlier, hearing.counts_from = tuple(before), begun


def judge_single(
    promise: Promise, reading: Reading, material: Material, ears: Ears, docket: Docket, instance: str = ""
) -> Verdict:
    """Judge one reading over one window; its dates are those that count."""
    hearing = material.hearing(promise, reading, ears, docket.moved.earlier)
    if reading.due_before is not None:
        hearing, docket = _until_the_event(hearing, material, ears, docket)
    found = Findings(hearing, docket)
    decision = decide(found)
    set_aside: tuple[SetAside, ...] | Later[tuple[SetAside, ...]] = ()
    if hearing.heard or material.gone or material.only_words:
        set_aside = Later(_set_aside, hearing, decision, promise, reading, material)
    return Verdict(  # in the order of its fields: by their names it takes four times as long
        promise.id,
        decision.status,
        material.view.at,
        material.view.known,
        Reason(decision.code, Later(reason_words, decision, found, promise)),
        phase_of(decision, found),
        instance,
        reading.name or None,
        fulfilment_of(decision, found),
        None if found.progress is None else round(found.progress.share, 4),
        *timeliness_of(decision, found),
        found.due,
        evidence_of(hearing, decision),
        flags_of(decision, found),
        tuple(dict.fromkeys([piece.account.report.id for piece in decision.pieces])) if decision.pieces else (),
        Later(witnesses_of, hearing, decision) if hearing.has_pieces else (),
        set_aside,
        found.listened,
        next_boundary(hearing, found),
        Later(next_words, decision, found, promise, reading),
    )


def _until_the_event(hearing: Hearing, material: Material, ears: Ears, docket: Docket) -> tuple[Hearing, Docket]:
    """Where the deadline is an event, its last instant is the deadline once it is sufficiently shown."""
    reading = hearing.reading
    condition = Condition(Op.CRITERION, reading.due_before or "")
    shown = hearing.first(Truth.TRUE, condition, AGAINST, confirmed=True, measured=True)
    if shown is None:
        return hearing, docket
    due = shown.deed.end
    reading = replace(reading, due=due)
    moved = docket.moved._replace(reading=reading, original=due, last=due)
    again = material.hearing(hearing.promise, reading, ears, docket.moved.earlier)
    return again, docket._replace(moved=moved, event=shown.pieces)


def _set_aside(
    hearing: Hearing, decision: Decision, promise: Promise, reading: Reading, material: Material
) -> tuple[SetAside, ...]:
    """Return what this reading's criteria set aside, and what was set aside beside them of what they ask for."""
    heard = set_aside_of(hearing, decision)
    beside = _about(promise, reading, material)
    return tuple(dict.fromkeys((*heard, *beside))) if beside else heard


def _about(promise: Promise, reading: Reading, material: Material) -> Sequence[SetAside]:
    """Keep what was set aside of reports that this reading's criteria would have matched."""
    suspected = only_in_words(promise.id, reading, material.only_words) if material.only_words else ()
    if not material.gone:
        return tuple(suspected)
    about = {told.report.id for told in material.no_more if told.matching(reading.criteria)}
    return (*(entry for entry in material.gone if entry.report in about), *suspected)
