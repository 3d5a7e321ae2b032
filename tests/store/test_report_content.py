"""What a report says, as text for its hash: the same text by whichever way it is written."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.actions.making import on, opened
from tracker.domain.reports import Report
from tracker.store import report_content
from tracker.store.report_content import kept

TEXTS = st.text(st.characters(codec=None), max_size=30)


def _spelled_out(report: Report) -> str:
    """Return its text as Python's own encoder writes it."""
    said = json.loads(report_content._said(report))
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@settings(max_examples=60)
@given(title=TEXTS, text=TEXTS, note=TEXTS)
@example(title="\x00\x1f\x7f\u2028", text="half of a pair: \ud83d", note='"\\/é')
def test_texts_alone_are_written_as_the_encoder_of_all_else_writes_them(title: str, text: str, note: str) -> None:
    told = opened("alma", on(4))
    fact = replace(told.facts[0], note=note)
    report = replace(told, title=title, text=text, facts=(fact,))
    assert report_content._said(report) == _spelled_out(report)


def test_the_hash_of_a_report_stays_what_it_was() -> None:
    report = replace(opened("alma", on(4), name="a"), title="Die Brücke ist offen", text="Zeile\nzwei")
    assert kept(report)[1] == "bd50cde9a705947a609769ab3b91e44e6af6f4a56d4617ef4bfd22dfb0860966"
