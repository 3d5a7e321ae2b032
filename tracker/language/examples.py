"""Examples: read once the promises stand, since names and days in them are those of their promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.coverage import Coverage, CoverageSpan, SourceFacts
from tracker.domain.criteria import Position
from tracker.domain.examples import Example, Expectation, WantedAlerts
from tracker.domain.promises import Promise
from tracker.domain.reports import Report
from tracker.language import shapes
from tracker.language.coverage_files import COVERAGE as COVERAGE_SPAN
from tracker.language.coverage_files import span_of
from tracker.language.expectations import ALERT, EXPECTATION, read_alert, read_expectation
from tracker.language.forms import BOOLEAN, ID, TEXT, Form, text_of
from tracker.language.keys import Fields, Key, Record
from tracker.language.nodes import Items, Node, Scalar, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.promise_keys import listing
from tracker.language.report_keys import REPORT
from tracker.language.report_reading import report_of
from tracker.language.surroundings import Use


def _tables(node: Node, page: Page) -> tuple[Table, ...]:
    return () if isinstance(node, Items) and not node.items else _REPORTS.read(node, page)


def _coverage(node: Node, page: Page) -> tuple[Table, ...] | None:
    if isinstance(node, Scalar):
        if text_of(node, "`assumed` or a list of spans") != "assumed":
            raise Wrong(node, f"`{shown(node.text)}` is no coverage", "write `assumed`, or a list of spans")
        return None
    return () if isinstance(node, Items) and not node.items else _SPANS.read(node, page)


_REPORTS = listing("list of reports", "source: ...", REPORT.name)
_SPANS = listing("list of spans", "source: ...", COVERAGE_SPAN.name)
NAME = Key("name", TEXT, "What it shows, in one line.", required=True)
PROMISE = Key("promise", ID, "The promise it tries.", required=True)
COVERAGE: Key[tuple[Table, ...] | None] = Key(
    "coverage",
    Form(
        "`assumed`, or a list of `{source, from, to, kind}`",
        _coverage,
        shapes.either({"enum": ["assumed"]}, shapes.many(shapes.record(COVERAGE_SPAN.name))),
    ),
    "When sources were listened to.",
    otherwise="`assumed`: all the time, flagged",
)
REPORTS: Key[tuple[Table, ...]] = Key(
    "reports",
    Form("list of reports", _tables, shapes.many(shapes.record(REPORT.name))),
    "What is reported; the keys are those of a report in a file.",
    (),
)
EXPECT: Key[tuple[Table, ...]] = Key(
    "expect", listing("list of expectations", "at: ...", EXPECTATION.name), "What must come out.", ()
)
ALERTS: Key[tuple[Table, ...]] = Key(
    "alerts",
    listing("list of alerts", "at: ...", ALERT.name),
    "Every alert that must come, in order of time, up to the last day the example names; any other fails it.",
    otherwise="alerts are not looked at",
)
SILENCE = Key("expect_silence", BOOLEAN, "True: nobody is alerted up to the last day the example names.", False)
EXAMPLE = Record("an example", (NAME, PROMISE, COVERAGE, REPORTS, EXPECT, ALERTS, SILENCE))


@dataclass(frozen=True, slots=True)
class ExampleDraft:
    """An example whose own keys are read, but not yet what it says of its promise."""

    fields: Fields
    page: Page


@dataclass(frozen=True, slots=True)
class Tried:
    """An example, with what it rests on in other files."""

    example: Example
    page: Page
    uses: tuple[Use, ...] = ()


def read_examples(
    drafts: Sequence[ExampleDraft],
    promises: Mapping[str, Promise],
    places: Mapping[str, Position],
    sources: Sequence[SourceFacts],
) -> Iterator[Tried]:
    """Yield every example that can be used; problems go to their pages.

    `places` says where each promise is declared, also those that could not be made.
    """
    for draft in drafts:
        try:
            promise = _promise(draft, promises, places)
            example = _example(draft.fields, draft.page, promise, sources)
        except Wrong as wrong:
            draft.page.add_wrong(wrong)
        except Failed:
            continue
        else:
            what = f"the promise `{promise.id}`"
            use = Use(draft.fields.node(PROMISE), what, places[promise.id].file)
            yield Tried(example, draft.page, (use,))


def _promise(draft: ExampleDraft, promises: Mapping[str, Promise], places: Mapping[str, Position]) -> Promise:
    name = draft.fields.given(PROMISE)
    if name is None:
        raise Failed
    node = draft.fields.node(PROMISE)
    if name in promises:
        return promises[name]
    if name not in places:
        hint = draft.page.nearest(name, places) or "name a promise of these files"
        raise Wrong(node, f"there is no promise `{shown(name)}`", hint, "unknown-promise")
    file = places[name].file
    if file == draft.page.file:
        raise Failed
    message = f"the promise `{shown(name)}` stands in {file}, which has errors"
    raise Wrong(node, message, "mend that file first", "depends")


def _example(fields: Fields, page: Page, promise: Promise, sources: Sequence[SourceFacts]) -> Example:
    before = page.count
    reports = _reports(fields, page, promise.tz)
    spans = _spans(fields, page, promise.tz)
    ids = frozenset(report.id for report in reports)
    expect = []
    for table in fields.given(EXPECT) or ():
        try:
            expect.append(read_expectation(table, page, promise, ids))
        except Wrong as wrong:
            page.add_wrong(wrong)
        except Failed:
            fields.complete = False
    alerts = _alerts(fields, page, promise.tz, [*expect, *reports])
    if page.count > before or not fields.complete:
        raise Failed
    if not expect and alerts is None:
        raise Wrong(
            fields.table, "this example expects nothing", "give `expect`, `alerts` or `expect_silence: true`"
        )
    return Example(
        name=fields.need(NAME),
        promise=promise.id,
        reports=reports,
        expect=tuple(expect),
        coverage=Coverage(sources=tuple(sources), assumed=True)
        if spans is None
        else Coverage(spans, tuple(sources)),
        alerts=alerts,
        position=page.at(fields.table),
    )


def _alerts(fields: Fields, page: Page, tz: str, others: Sequence[Expectation | Report]) -> WantedAlerts | None:
    """Return the alerts that must come, or that none may; None where neither is said."""
    tables, silence = fields.given(ALERTS), fields.need(SILENCE)
    if tables is not None and silence:
        hint = "leave one of the two out"
        raise Wrong(fields.node(SILENCE), "`expect_silence` stands beside `alerts`", hint, "misplaced-key")
    if tables is None and not silence:
        return None
    wanted = []
    for table in tables or ():
        try:
            wanted.append(read_alert(table, page, tz))
        except Wrong as wrong:
            page.add_wrong(wrong)
        except Failed:
            fields.complete = False
    named = [each.at if isinstance(each, Expectation) else each.published for each in others]
    ends = [*named, *(each.on.end for each in wanted)]
    if not fields.complete:
        raise Failed
    if not ends:
        hint = "give a day under `expect`, such as `{at: 2026-11-20, status: pending}`"
        raise Wrong(fields.node(SILENCE), "up to when must it be silent?", hint, "missing-key")
    place = ALERTS if tables is not None else SILENCE
    return WantedAlerts(tuple(wanted), max(ends), page.at(fields.table.entries[place.name].key))


def _reports(fields: Fields, page: Page, tz: str) -> tuple[Report, ...]:
    found: dict[str, Report] = {}
    for table in fields.given(REPORTS) or ():
        try:
            report = report_of(table, page, tz, by_hand=True)
        except Wrong as wrong:
            page.add_wrong(wrong)
        except Failed:
            fields.complete = False
        else:
            if found.setdefault(report.id, report) != report:
                message = f"another report of this example has the id `{shown(report.id)}`"
                page.add(table, message, "give each report an id of its own", "duplicate-id")
    return tuple(found.values())


def _spans(fields: Fields, page: Page, tz: str) -> tuple[CoverageSpan, ...] | None:
    tables = fields.given(COVERAGE)
    if tables is None:
        return None
    found = []
    for table in tables:
        try:
            found.append(span_of(table, page, tz))
        except Wrong as wrong:
            page.add_wrong(wrong)
        except Failed:
            fields.complete = False
    return tuple(found)
