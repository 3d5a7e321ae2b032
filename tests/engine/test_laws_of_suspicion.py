"""Section 2, admission: what free text only suspects changes no verdict, and makes no charge, in any company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.given import NO_NAMES
from tests.engine.lengths import laws
from tests.engine.made_coverage import coverages
from tests.engine.made_reports import END, histories, instants
from tests.engine.stories import promises
from tracker.domain.coverage import Coverage
from tracker.domain.promises import Promise
from tracker.domain.reports import Fact, Report, ReportVersion, Suspected
from tracker.domain.statuses import EvidenceState
from tracker.domain.verdicts import Verdict, View, Witness
from tracker.engine.judging import judge

Told = list[ReportVersion]


def _verdicts(judged: Promise, told: Iterable[ReportVersion], at: datetime, coverage: Coverage) -> list[Verdict]:
    """Judge, leaving out what was set aside: that suspicions are shown is all they may do."""
    judgement = judge(judged, tuple(told), coverage, View(at, END), NO_NAMES)
    return [
        each._replace(
            set_aside=(),
            evidence=_settled(each.evidence),
            witnesses=tuple(_undoubted(witness) for witness in each.witnesses),
        )
        for each in judgement.all
    ]


def _undoubted(witness: Witness) -> Witness:
    account = witness.account
    return witness._replace(account=account._replace(report=replace(account.report, suspected=())))


def _settled(evidence: EvidenceState) -> EvidenceState:
    return EvidenceState.NONE if evidence is EvidenceState.CANNOT_TELL else evidence


@laws
@given(promises, histories(), coverages(), instants(), st.data())
def test_suspected_facts_change_no_verdict(
    judged: Promise, told: Told, coverage: Coverage, at: datetime, data: st.DataObject
) -> None:
    facts: list[Fact] = [fact for version in told for fact in version.report.facts]
    doubted = []
    for version in told:
        chosen = data.draw(st.lists(st.sampled_from(facts), max_size=2)) if facts else []
        suspected = tuple(Suspected(fact) for fact in chosen)
        doubted.append(replace(version, report=replace(version.report, suspected=suspected)))
    assert _verdicts(judged, doubted, at, coverage) == _verdicts(judged, told, at, coverage)


@laws
@given(promises, histories(), coverages(), instants())
def test_reports_that_only_suspect_are_as_good_as_none(
    judged: Promise, told: Told, coverage: Coverage, at: datetime
) -> None:
    silent = [
        replace(version, report=_only_suspected(version.report))
        for version in told
        if not version.report.retracts and not version.report.corrects
    ]
    assert _verdicts(judged, silent, at, coverage) == _verdicts(judged, (), at, coverage)


def _only_suspected(report: Report) -> Report:
    suspected = tuple(Suspected(fact) for fact in report.facts)
    return replace(report, facts=(), suspected=suspected, text="It has gone, they say.")
