"""Judging: a promise, reports and coverage at a view of time become a verdict; a pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.domain.coverage import Coverage
from tracker.domain.promises import Names, Promise, Reading
from tracker.domain.reports import Report, ReportVersion
from tracker.domain.verdicts import Account, Judgement, Reason, SetAside, Verdict, View
from tracker.engine.accounts import accounts_of
from tracker.engine.boundaries import next_boundary
from tracker.engine.deciding import decide
from tracker.engine.findings import find
from tracker.engine.flags import flags_of
from tracker.engine.headline import headline
from tracker.engine.hearing import Hearing
from tracker.engine.knowledge import known_at
from tracker.engine.listening import ears_for
from tracker.engine.matching import matches
from tracker.engine.parts import (
    evidence_state,
    fulfilment_of,
    phase_of,
    set_aside_of,
    timeliness_of,
    witnesses_of,
)
from tracker.engine.wording import next_words, reason_words


def judge(
    promise: Promise, reports: Sequence[ReportVersion], coverage: Coverage, view: View, names: Names
) -> Judgement:
    """Judge a promise at a view: same inputs, same answer, whatever the order of the reports.

    Raises nothing for well-formed values; the reports may be of any promise, only matching ones count.
    """
    known = known_at(reports, view)
    accounts, copies = accounts_of(known.reports, names)
    gone = (*known.set_aside, *copies)
    verdicts = tuple(
        _judge_reading(promise, reading, accounts, _about(reading, gone, known.told, names), coverage, view, names)
        for reading in promise.readings
    )
    return Judgement(headline(verdicts), verdicts if len(verdicts) > 1 else ())


def _judge_reading(
    promise: Promise,
    reading: Reading,
    accounts: Sequence[Account],
    gone: Sequence[SetAside],
    coverage: Coverage,
    view: View,
    names: Names,
) -> Verdict:
    ears = ears_for(promise, reading.criteria.values(), coverage, view)
    hearing = Hearing(promise, reading, accounts, ears, view, names)
    found = find(hearing)
    decision = decide(found)
    witnesses = witnesses_of(hearing, decision)
    set_aside = set_aside_of(hearing, decision)
    timeliness, late_since = timeliness_of(decision, found)
    return Verdict(
        promise=promise.id,
        status=decision.status,
        at=view.at,
        known=view.known,
        reason=Reason(decision.code, reason_words(decision, found, promise)),
        phase=phase_of(decision, found),
        reading=reading.name,
        fulfilment=fulfilment_of(decision, found),
        progress=None if found.progress is None else round(found.progress.share, 4),
        timeliness=timeliness,
        late_since=late_since,
        evidence=evidence_state(witnesses, set_aside),
        flags=flags_of(decision, found),
        deciding=tuple(dict.fromkeys(piece.account.id for piece in decision.pieces)),
        witnesses=witnesses,
        set_aside=(*set_aside, *gone),
        listened=found.listened,
        next_boundary=next_boundary(hearing, found),
        next_step=next_words(decision, found, promise, reading),
    )


def _about(
    reading: Reading, gone: Sequence[SetAside], told: Mapping[str, Report], names: Names
) -> tuple[SetAside, ...]:
    """Keep what was set aside of reports that this reading's criteria would have matched."""
    return tuple(
        entry
        for entry in gone
        if any(
            matches(criterion, told[entry.report], fact, names)
            for fact in told[entry.report].facts
            for criterion in reading.criteria.values()
        )
    )
