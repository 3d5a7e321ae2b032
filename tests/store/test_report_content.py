"""What a report says, as text for its hash: the same text by whichever way it is written."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.actions.making import on, opened
from tests.store.any_report import facts, reports
from tracker.domain.instants import FIRST_INSTANT, Span
from tracker.domain.reports import Fact, Quote, Report, Suspected
from tracker.store import report_content
from tracker.store.canonical import to_json
from tracker.store.report_content import kept

TEXTS = st.text(st.characters(codec=None), max_size=30)


def _by_the_encoder(report: Report) -> str:
    """Return what a report says as the encoder of everything else writes it."""
    unsaid = {"stated", "trust_text", "edited", "joined", "suspected", "reviews"}
    said = {each.name: getattr(report, each.name) for each in fields(Report) if each.name not in unsaid}
    said |= {"published": FIRST_INSTANT, "url": report.url.partition("#")[0]}
    said["facts"] = [_undated(fact) for fact in report.facts]
    if report.suspected:
        said["suspected"] = [{"fact": _undated(each.fact), "quote": each.quote} for each in report.suspected]
    return to_json(said)


def _undated(fact: Fact) -> Fact:
    return replace(fact, occurred=Span(FIRST_INSTANT, FIRST_INSTANT)) if fact.date_assumed else fact


@settings(max_examples=60)
@given(title=TEXTS, text=TEXTS, note=TEXTS)
@example(title="\x00\x1f\x7f\u2028", text="half of a pair: \ud83d", note='"\\/é')
def test_any_text_is_written_as_the_encoder_of_all_else_writes_it(title: str, text: str, note: str) -> None:
    told = opened("alma", on(4))
    fact = replace(told.facts[0], note=note)
    report = replace(told, title=title, text=text, facts=(fact,))
    assert report_content._said(report) == _by_the_encoder(report)


@settings(max_examples=100)
@given(reports, st.lists(facts, max_size=2))
def test_every_field_is_written_as_the_encoder_of_all_else_writes_it(report: Report, cut_out: list[Fact]) -> None:
    suspected = tuple(Suspected(each, Quote("text", 0, 1, each.note)) for each in cut_out)
    whole = replace(report, suspected=suspected)
    assert report_content._said(whole) == _by_the_encoder(whole)


def test_the_hash_of_a_report_stays_what_it_was() -> None:
    report = replace(opened("alma", on(4), name="a"), title="Die Brücke ist offen", text="Zeile\nzwei")
    assert kept(report)[1] == "bd50cde9a705947a609769ab3b91e44e6af6f4a56d4617ef4bfd22dfb0860966"
