"""Coverage from a file: which source was listened to, or could not be, during which span."""

from __future__ import annotations

from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.errors import Problem
from tracker.language.dates import BadDate, between, checked_span
from tracker.language.forms import NAME, WHEN, choice, text_form
from tracker.language.json_places import to_read_again
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Table
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.rows import read_rows

SOURCE = Key("source", NAME, "The id of the source.", required=True)
FROM = Key("from", WHEN, "The first day or instant.", required=True)
TO = Key("to", WHEN, "The last day or instant; a day counts to its end.", required=True)
KIND = Key(
    "kind",
    choice(Listening, "a kind of coverage"),
    "Whether it was listened to, and how that is known; denied means that it could not be.",
    Listening.ATTESTED,
)
RECORDED = Key("recorded", WHEN, "From when on this was known.", otherwise="from the beginning")
NOTE = Key("note", text_form("text", 2_000, empty=True, lines=True), "Why, for people.", "")

COVERAGE = Record("a span of coverage", (SOURCE, FROM, TO, KIND, RECORDED, NOTE))


def read_coverage(name: str, data: bytes, tz: str = "UTC") -> tuple[tuple[CoverageSpan, ...], tuple[Problem, ...]]:
    """Read a file of coverage (.yaml, .jsonl or .csv); days are days in the zone `tz`. Never raises."""
    page = Page(name)
    spans: list[CoverageSpan] = []
    for row in read_rows(page, data, COVERAGE, "coverage"):
        before = page.count
        span = _attempt(row, page, tz)
        if placed := to_read_again(row, page, before):
            span = _attempt(placed, page, tz)
        spans += [] if span is None else [span]
    return tuple(spans), page.all_problems()


def _attempt(row: Table, page: Page, tz: str) -> CoverageSpan | None:
    try:
        return span_of(row, page, tz)
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def span_of(row: Table, page: Page, tz: str) -> CoverageSpan:
    """Read one span of coverage; raises Wrong or Failed."""
    fields = read_record(COVERAGE, row, page, nulls=True)
    if not fields.complete:
        raise Failed
    try:
        span = checked_span(between(fields.need(FROM), fields.need(TO)), tz)
    except BadDate as bad:
        raise Wrong(fields.node(TO), bad.message, bad.hint) from None
    recorded = fields.get(RECORDED)
    return CoverageSpan(
        source=fields.need(SOURCE),
        span=span,
        kind=fields.need(KIND),
        recorded=None if recorded is None else recorded.end(tz),
        note=fields.get(NOTE) or "",
    )
