"""Reports from files (JSON lines, CSV, YAML) and from plain mappings; a broken row loses only itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.domain.reports import Report
from tracker.language.json_places import to_read_again
from tracker.language.nodes import Entry, Node, NotANode, Scalar, Style, Table, node_of
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.report_keys import ID, INLINE_NAMES, REPORT, SOURCE
from tracker.language.report_reading import report_of
from tracker.language.rows import read_rows


@dataclass(frozen=True, slots=True)
class ReadReports:
    """What a file gave: the reports that could be read, in file order, and what was wrong with the others."""

    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_reports(
    name: str, data: bytes, *, tz: str = "UTC", by_hand: bool = False, source: str = ""
) -> ReadReports:
    """Read a file of reports by its ending (.jsonl, .json, .csv, .yaml); days are days in the zone `tz`.

    `by_hand` marks them as entered by an analyst, whose corrections reach across sources. `source` is whose they
    are where they do not say. Never raises for what the file holds.
    """
    page = Page(name)
    rows = read_rows(page, data, REPORT, "reports")
    if name.lower().endswith(".csv"):
        reports = _joined_rows(page, (_from_source(row, source) for row in rows), tz, by_hand)
    else:
        reports = {}
        for row in rows:
            before = page.count
            report = _attempt(_from_source(row, source), page, tz, by_hand)
            if placed := to_read_again(row, page, before):
                report = _attempt(_from_source(placed, source), page, tz, by_hand)
            if report is not None:
                _keep(reports, report, row, page)
    return ReadReports(tuple(reports.values()), page.all_problems())


def read_report(
    mapping: Mapping[str, object], position: Position, *, tz: str = "UTC", by_hand: bool = False
) -> ReadReports:
    """Read one report from plain values in the shape of a file, as if it stood at `position`."""
    page = Page(position.file)
    try:
        node = node_of(mapping, position.line, position.column)
    except NotANode as error:
        return ReadReports((), (Problem(position, f"this report cannot be read: {error}"),))
    report = _attempt(node, page, tz, by_hand)
    return ReadReports(() if report is None else (report,), page.all_problems())


def _attempt(node: Node, page: Page, tz: str, by_hand: bool) -> Report | None:
    try:
        return report_of(node, page, tz, by_hand)
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def _keep(reports: dict[str, Report], report: Report, node: Node, page: Page) -> None:
    """Keep a report; the same item twice is nothing, another one under the same id is an error."""
    first = reports.setdefault(report.id, report)
    if first != report:
        message = f"another report with the id `{shown(report.id)}` stands in this file"
        page.add(node, message, "give each report an id of its own", "duplicate-id")


def _from_source(row: Table, source: str) -> Table:
    if not source or SOURCE.name in row.entries:
        return row
    place = row.line, row.column
    named = Entry(Scalar(SOURCE.name, *place), Scalar(source, *place, Style.QUOTED))
    return Table({**row.entries, SOURCE.name: named}, *place)


def _joined_rows(page: Page, rows: Iterable[Table], tz: str, by_hand: bool) -> dict[str, Report]:
    """Read CSV rows: rows that share an id are facts of one report, and need not repeat its other fields."""
    reports: dict[str, Report] = {}
    heads: dict[str, Table] = {}
    for row in rows:
        key = row.value(ID.name)
        named = key.text if isinstance(key, Scalar) else ""
        head = heads.get(named)
        whole = row if head is None else _completed(row, head, page)
        report = None if whole is None else _attempt(whole, page, tz, by_hand)
        if report is None:
            continue
        if named and head is None:
            heads[named] = Table({key: entry for key, entry in row.entries.items() if key not in INLINE_NAMES})
        first = reports.get(report.id)
        reports[report.id] = report if first is None else _joined(first, report)
    return reports


def _completed(row: Table, head: Table, page: Page) -> Table | None:
    """Return the row with the report's fields from its first row; None if the two differ."""
    differing = [name for name in head.entries if name in row.entries and _cell(row, name) != _cell(head, name)]
    if differing:
        message = f"`{differing[0]}` differs from the report's first row"
        page.add(row.entries[differing[0]].value, message, "leave it empty, or give another id", "csv-row")
        return None
    return Table({**head.entries, **row.entries}, row.line, row.column)


def _cell(row: Table, name: str) -> str:
    node = row.value(name)
    return node.text if isinstance(node, Scalar) and node.style is Style.CELL else ""


def _joined(first: Report, more: Report) -> Report:
    new = tuple(fact for fact in more.facts if fact not in first.facts)
    return replace(first, facts=first.facts + new, published=max(first.published, more.published))
