"""Section 1: what may be used: as known then by either clock, and hindsight."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.asking import at_least, latest
from tests.engine.given import NO_NAMES, heard, leaving, listening, promise, reading, status, verdict
from tests.engine.telling import a_tick_before, deed, evening, figure, report
from tracker.domain.coverage import ASSUMED, Listening
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Flag, Status
from tracker.domain.verdicts import Basis, View
from tracker.engine.judging import judge

LATE_RECORDED = report("a", deed("2016-04-10"), published="2016-04-11", recorded="2016-06-15")


def _by(basis: Basis, at: str, *reports: ReportVersion) -> Status:
    view = View.as_known_then(evening(at), basis)
    return judge(leaving(), reports, ASSUMED, view, NO_NAMES).headline.status


def test_by_our_log_a_report_is_known_from_its_recording() -> None:
    assert _by(Basis.RECORDED, "2016-06-14", LATE_RECORDED) is Status.OVERDUE
    assert _by(Basis.RECORDED, "2016-06-15", LATE_RECORDED) is Status.KEPT


def test_as_the_world_could_know_a_report_is_known_from_its_publication() -> None:
    assert _by(Basis.PUBLISHED, "2016-04-10", LATE_RECORDED) is Status.PENDING
    assert _by(Basis.PUBLISHED, "2016-04-11", LATE_RECORDED) is Status.KEPT


def test_a_report_is_known_at_the_very_instant_it_was_published() -> None:
    told = report("a", deed("2016-04-10"), published="2016-04-12")
    assert status(leaving(), told, at=evening("2016-04-12")) is Status.KEPT
    assert status(leaving(), told, at=a_tick_before(evening("2016-04-12"))) is Status.PENDING


def test_known_and_at_are_two_clocks() -> None:
    told = report("a", deed("2016-04-10"), published="2016-06-15")
    assert status(leaving(), told, at="2016-06-20", known="2016-06-01") is Status.OVERDUE
    assert status(leaving(), told, at="2016-06-20", known="2016-06-15") is Status.KEPT


def test_hindsight_uses_everything_known_now_about_facts_that_occurred_up_to_then() -> None:
    told = report("a", deed("2016-04-10"), published="2016-06-15")
    assert status(leaving(), told, at="2016-04-09", known=None) is Status.PENDING
    assert status(leaving(), told, at="2016-04-10", known=None) is Status.KEPT


def test_a_correction_is_known_from_its_own_instant() -> None:
    first = report("a", deed("2016-04-10"), source="wire")
    corrected = report("b", deed("2016-04-10", "loading"), source="wire", published="2016-05-01", corrects=["a"])
    assert status(leaving(), first, corrected, at="2016-04-30") is Status.KEPT
    assert status(leaving(), first, corrected, at="2016-05-01") is Status.PENDING


def test_in_hindsight_corrections_and_retractions_all_count() -> None:
    first = report("a", deed("2016-04-10"), source="wire")
    corrected = report("b", deed("2016-04-10", "loading"), source="wire", published="2016-05-01", corrects=["a"])
    withdrawn = report("b", source="wire", published="2016-05-01", retracts=["a"])
    for undoing in (corrected, withdrawn):
        assert status(leaving(), first, undoing, at="2016-04-15", known=None) is Status.PENDING


def test_of_several_versions_the_last_one_known_speaks() -> None:
    first = report("a", deed("2016-04-10"), published="2016-04-10", recorded="2016-04-10")
    edited = replace(
        report("a", deed("2016-04-10", "loading"), published="2016-04-10", recorded="2016-04-20"), number=2, seq=2
    )
    assert _by(Basis.RECORDED, "2016-04-19", first, edited) is Status.KEPT
    assert _by(Basis.RECORDED, "2016-04-20", first, edited) is Status.PENDING


def test_nothing_is_deleted_old_knowledge_keeps_the_old_version() -> None:
    first = report("a", deed("2016-04-10"), source="wire")
    withdrawn = report("b", source="wire", published="2016-06-01", retracts=["a"])
    assert status(leaving(), first, withdrawn, at="2016-06-30", known="2016-05-31") is Status.KEPT
    assert status(leaving(), first, withdrawn, at="2016-06-30", known="2016-06-01") is Status.OVERDUE


def test_a_verdict_names_only_reports_that_were_known() -> None:
    told = report("a", deed("2016-04-10"), published="2016-06-15")
    judged = verdict(leaving(), told, at="2016-06-01")
    assert judged.deciding == ()
    assert judged.set_aside == ()
    assert judged.witnesses == ()


def test_a_published_figure_counts_once_it_is_known_even_for_an_earlier_day() -> None:
    risky = promise(reading(latest("many", at_least(20)), at_risk="many", due="2016-05-20"))
    told = report("a", figure(25, "2016-04-10"), published="2016-04-15")
    assert status(risky, told, at="2016-04-14") is Status.PENDING
    assert status(risky, told, at="2016-04-15") is Status.AT_RISK


def test_listening_assumed_later_is_not_yet_flagged() -> None:
    assumed = heard("wire", "2016-03-01", "2016-05-24", Listening.ASSUMED, recorded="2016-06-30")
    seen = heard("wire", "2016-03-01", "2016-05-24")
    by_our_log = View.as_known_then(evening("2016-05-24"), Basis.RECORDED)
    judged = judge(leaving(needs=["wire"]), (), listening(seen, assumed), by_our_log, NO_NAMES).headline
    assert judged.status is Status.OVERDUE
    assert Flag.COVERAGE_ASSUMED not in judged.flags
