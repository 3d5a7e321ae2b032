"""Accounts: reports that go back to one observation, speaking through one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from tests.oracle.knowledge import natural, subject
from tracker.domain.instants import Span
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Grade, Report
from tracker.domain.values import Qualifier, Value


@dataclass(frozen=True)
class Told:
    """One observation as its group tells it."""

    report: Report
    fact: Fact
    origin: str
    grade: Grade
    published: datetime
    members: frozenset[str]
    same_event: frozenset[str]

    @property
    def occurred(self) -> Span:
        """Return when it occurred; an observation cannot end after its telling, a calendar figure is for later."""
        span = self.fact.occurred
        is_period_figure = self.fact.value is not None and span.is_named_period
        if not is_period_figure and span.start <= self.report.published < span.end:
            return Span(span.start, self.report.published, span.precision)
        return span


def accounts_of(reports: Sequence[Report], names: Names) -> list[Told]:
    """Return every account, in no particular order."""
    return [
        told
        for group in _groups(reports)
        for matter in sorted({subject(fact, names) for report in group for fact in report.facts})
        for told in _accounts_on(matter, group, names)
    ]


def _groups(reports: Sequence[Report]) -> list[list[Report]]:
    """Return the connected components of copying; a missing original joins its copies."""
    groups: list[tuple[set[str], list[Report]]] = []
    for report in reports:
        ids, held = {report.id, *report.copy_of}, [report]
        for other in [group for group in groups if group[0] & ids]:
            groups.remove(other)
            ids |= other[0]
            held += other[1]
        groups.append((ids, held))
    return [held for _, held in groups]


def _accounts_on(matter: tuple[str, str], group: list[Report], names: Names) -> list[Told]:
    """Return what a group tells of one matter: one account for each row of the report that speaks."""
    tellers = [report for report in group if _facts_on(matter, report, names)]
    speaker = _speaker(tellers, group)
    rows = _facts_on(matter, speaker, names)
    exact = _exact_figure(matter, speaker, tellers, names) if len(rows) == 1 else None
    return [
        Told(
            speaker,
            fact if exact is None else replace(fact, value=exact),
            _origin(fact, speaker, _speaker(group, group)),
            min((report.grade for report in tellers), key=lambda grade: grade.rank),
            min(report.published for report in tellers),
            frozenset(report.id for report in tellers),
            frozenset(key for report in tellers for key in report.same_event),
        )
        for fact in rows
    ]


def _facts_on(matter: tuple[str, str], report: Report, names: Names) -> list[Fact]:
    return [fact for fact in report.facts if subject(fact, names) == matter]


def _speaker(tellers: list[Report], group: list[Report]) -> Report:
    """Choose the original if it is known, else the best graded, the earliest published, the lowest id."""
    originals = [report for report in group if not report.copy_of]
    if len(originals) == 1 and originals[0] in tellers:
        return originals[0]
    return min(tellers, key=lambda report: (report.grade.rank, report.published, natural(report.id)))


def _origin(fact: Fact, speaker: Report, teller_of_all: Report) -> str:
    """What a copy adds has the origin of the account it copies."""
    own = speaker.origin_of(fact)
    of_all = [teller_of_all.origin_of(each) for each in teller_of_all.facts]
    return own if speaker is teller_of_all or own in of_all or not of_all else of_all[0]


def _exact_figure(matter: tuple[str, str], speaker: Report, tellers: list[Report], names: Names) -> Value | None:
    """Return the exact figure of a member graded at least as well, where the speaker's is a rounding of it."""
    (rough,) = _facts_on(matter, speaker, names)
    found = None
    for teller in sorted(tellers, key=lambda report: natural(report.id)):
        told = _facts_on(matter, teller, names)
        if teller is speaker or len(told) != 1 or teller.grade.rank > speaker.grade.rank:
            continue
        if told[0].unit == rough.unit and _is_rounding_of(found or rough.value, told[0].value):
            found = told[0].value
    return found


def _is_rounding_of(rough: Value | None, exact: Value | None) -> bool:
    """Say whether one figure is the other, exact one with fewer digits."""
    if rough is None or exact is None or exact.qualifier is not Qualifier.EQ:
        return False
    if rough.qualifier not in (Qualifier.EQ, Qualifier.ABOUT):
        return False
    if rough.number == exact.number:
        return rough.qualifier is Qualifier.ABOUT
    written, meant = Fraction(str(rough.number)), Fraction(str(exact.number))
    for digits in range(-6, 7):
        unit = Fraction(10) ** -digits
        if (written / unit).denominator == 1 and abs(written - meant) <= unit / 2:
            return True
    return False
