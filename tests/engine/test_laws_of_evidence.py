"""Section 11: the laws of evidence and silence (4 to 6), on made-up promises, histories and listening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.given import NO_NAMES
from tests.engine.lengths import laws
from tests.engine.made_coverage import coverages, deaf
from tests.engine.made_reports import END, histories, instants, retold
from tests.engine.stories import all_said, differing, promises
from tests.engine.telling import report
from tracker.domain.coverage import ASSUMED, Coverage
from tracker.domain.promises import Promise
from tracker.domain.reports import Fact, Grade, Report, ReportVersion
from tracker.domain.statuses import GROUPS, EvidenceState, Group, Status
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import Judgement, Verdict, View
from tracker.engine.judging import judge

DECIDED = {Group.KEPT, Group.NOT_KEPT}
LATE = END - timedelta(days=1)
Told = list[ReportVersion]


def _judge(judged: Promise, told: Iterable[ReportVersion], at: datetime, coverage: Coverage) -> Judgement:
    return judge(judged, tuple(told), coverage, View(at, END), NO_NAMES)


def _newest(told: Told) -> dict[str, Report]:
    """Return what each report says in its newest version."""
    return {version.report.id: version.report for version in told}


# 4 copies add no corroboration


def _rough(fact: Fact) -> Fact:
    """Return a telling whose figure is no more exact than any other."""
    if fact.value is None or fact.value.qualifier is not Qualifier.EQ:
        return fact
    return replace(fact, value=Value(round(fact.value.number, -1), Qualifier.ABOUT))


@st.composite
def tellings(draw: st.DrawFn, facts: tuple[Fact, ...], *, when: bool) -> tuple[Fact, ...]:
    """Draw how somebody tells the same again."""
    return tuple(_rough(retold(draw, fact, when=when)) for fact in facts)


def _without_the_copy(verdict: Verdict) -> Verdict:
    """Leave out that the copy stands among the members of its account, and that it was set aside."""
    witnesses = (
        each._replace(account=each.account._replace(members=each.account.members[:1]))
        for each in verdict.witnesses
    )
    aside = tuple(entry for entry in verdict.set_aside if entry.report != "z-copy")
    return _settled(verdict._replace(witnesses=tuple(witnesses), set_aside=aside))


def _settled(verdict: Verdict) -> Verdict:
    """Take "cannot tell" for none: what was set aside is still shown."""
    if verdict.evidence is EvidenceState.CANNOT_TELL:
        return verdict._replace(evidence=EvidenceState.NONE)
    return verdict


@laws
@given(promises, histories(), coverages(), instants(), st.data())
def test_a_lower_ranked_copy_changes_no_verdict(
    judged: Promise, told: Told, coverage: Coverage, at: datetime, data: st.DataObject
) -> None:
    reports = _newest(told)
    original = reports[data.draw(st.sampled_from(sorted(reports)))]
    corrections = any(each.corrects for each in reports.values())
    facts = data.draw(tellings(original.facts, when=not corrections))
    copy = replace(
        report("z-copy", *facts, source="tabloid", published=LATE, copy_of=[original.id]).report,
        origin=data.draw(st.sampled_from((None, "somebody else"))),
        grade=data.draw(st.sampled_from((Grade(), Grade("F"), Grade(None, 6)))),
        title=data.draw(st.sampled_from((original.title, "Forces withdraw"))),
        trust_text=data.draw(st.booleans()),
    )
    with_it = all_said(_judge(judged, [*told, ReportVersion(copy, LATE, seq=99)], at, coverage))
    without = all_said(_judge(judged, told, at, coverage))
    assert not differing([*map(_without_the_copy, without)], [*map(_without_the_copy, with_it)])


# 5 a retraction is an undo


def _with_its_copies(original: str, reports: dict[str, Report]) -> set[str]:
    taken = {original}
    while more := {key for key, each in reports.items() if key not in taken and taken & set(each.copy_of)}:
        taken |= more
    return taken


def _nothing_set_aside(verdict: Verdict) -> Verdict:
    return _settled(verdict._replace(set_aside=()))


@laws
@given(promises, histories(), coverages(), instants(), st.data())
def test_after_a_retraction_verdicts_are_those_without_the_account(
    judged: Promise, told: Told, coverage: Coverage, at: datetime, data: st.DataObject
) -> None:
    reports = _newest(told)
    original = reports[data.draw(st.sampled_from(sorted(reports)))]
    by_hand = data.draw(st.booleans())
    source = "desk" if by_hand else original.source
    undoing = report("z-retraction", source=source, published=LATE, retracts=[original.id], by_hand=by_hand)
    taken = _with_its_copies(original.id, reports)
    without = [version for version in told if version.report.id not in taken]
    retracted = all_said(_judge(judged, [*told, undoing], at, coverage))
    never_told = all_said(_judge(judged, without, at, coverage))
    assert not differing([*map(_nothing_set_aside, never_told)], [*map(_nothing_set_aside, retracted)])


@laws
@given(promises, histories(), instants(), st.data())
def test_a_feed_changes_nothing_by_retracting_anothers_reports(
    judged: Promise, told: Told, at: datetime, data: st.DataObject
) -> None:
    targets = sorted(_newest(told))
    hostile = report(
        "z-hostile",
        source="hostile",
        published="2016-03-01",
        retracts=targets,
        corrects=[data.draw(st.sampled_from(targets))],
    )
    before, after = _judge(judged, told, at, ASSUMED), _judge(judged, [*told, hostile], at, ASSUMED)
    assert not differing(all_said(before), all_said(after))


# 6 silence of the sensors


def _unruled(judged: Promise) -> Promise:
    """Return the promise as no analyst decided about it."""
    return replace(judged, rulings=(), steps=tuple(map(_unruled, judged.steps)))


machine_judged = promises.map(_unruled)


@laws
@given(machine_judged, histories(), deaf(), instants())
def test_deaf_sensors_never_make_overdue_broken_or_kept(
    judged: Promise, told: Told, coverage: Coverage, at: datetime
) -> None:
    for verdict in _judge(judged, told, at, coverage).all:
        assert verdict.status is not Status.OVERDUE
        assert verdict.reason.code not in ("silence", "window_over", "no_proof")
        assert GROUPS[verdict.status] not in DECIDED or verdict.deciding


@laws
@given(machine_judged, deaf(), instants())
def test_without_reports_deaf_sensors_decide_nothing(judged: Promise, coverage: Coverage, at: datetime) -> None:
    for verdict in _judge(judged, [], at, coverage).all:
        assert GROUPS[verdict.status] not in DECIDED
        assert verdict.status is not Status.OVERDUE


# what else must always hold


@laws
@given(promises, histories(), coverages(), instants())
def test_every_verdict_can_be_explained(judged: Promise, told: Told, coverage: Coverage, at: datetime) -> None:
    ids = set(_newest(told))
    for verdict in _judge(judged, told, at, coverage).all:
        assert verdict.reason.text
        assert set(verdict.deciding) <= ids
        assert {entry.report for entry in verdict.set_aside} <= ids
        assert all(entry.why for entry in verdict.set_aside)


@laws
@given(machine_judged, histories(), coverages(), instants())
def test_silence_is_never_worded_as_broken(judged: Promise, told: Told, coverage: Coverage, at: datetime) -> None:
    for verdict in _judge(judged, told, at, coverage).all:
        if verdict.status in (Status.BROKEN, Status.REVERSED):
            assert verdict.deciding, verdict
