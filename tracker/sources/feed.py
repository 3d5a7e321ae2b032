"""RSS, Atom and JSON feeds: fetched conditionally, checked, parsed, and each item made a report."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser

from tracker.domain.collecting import Collected, CollectState, PassedOver
from tracker.domain.ports import Page
from tracker.domain.reports import Grade, Report
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import Source
from tracker.sources.charset import as_text
from tracker.sources.feed_items import Item, read_item
from tracker.sources.json_feed import json_feed_items
from tracker.sources.mapping import Mapper
from tracker.sources.plain_text import LONGEST_EXCERPT, cut, on_one_line
from tracker.sources.problem_lists import shortened
from tracker.sources.screening import screened
from tracker.sources.strict_json import read_json


def collect_feed(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Fetch the feed if it changed and read its items; raises SourceFailed when it cannot be had or is no feed."""
    page = ask(source.url, etag=state.etag, modified=state.modified)
    if page.not_modified:
        return Collected(state=replace(state, last_success=now))
    problems: list[str] = []
    lost: list[PassedOver] = []
    items = _items_of(page, source, problems, lost)
    notes: list[str] = []
    reports, passed_over = _reports(source, items, now, notes)
    passed_over = (*lost, *passed_over)
    problems += [*map(str, passed_over), *notes]
    kept = CollectState(page.headers.get("etag", ""), page.headers.get("last-modified", ""), last_success=now)
    return Collected(reports, kept, shortened(problems), passed_over)


def _items_of(page: Page, source: Source, problems: list[str], lost: list[PassedOver]) -> Iterator[Item | str]:
    """Return the items of an answer, whatever kind of feed it is; a text says what is wrong with one."""
    content_type = page.headers.get("content-type", "")
    if page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        document, garbled = read_json(page.body, content_type)
        problems += [garbled] if garbled else []
        return json_feed_items(document, page.url, source.language)
    text, garbled = as_text(page.body, content_type)
    checked = screened(text)
    problems += [*((garbled,) if garbled else ()), *checked.problems]
    lost += checked.passed_over
    return _items(checked.document, source, page.url)


def _items(document: bytes, source: Source, base: str) -> Iterator[Item | str]:
    """Parse a screened document; the markup stays as it came, because it becomes plain text here."""
    parsed = feedparser.parse(
        io.BytesIO(document),  # bare bytes would be tried as a file name first
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    is_atom = str(parsed.get("version", "")).startswith("atom")
    for entry in parsed.entries:
        fields: dict[str, Any] = dict.copy(entry)  # without the parser's own stand-ins for missing fields
        fields["language"] = fields.get("language") or source.language or parsed.feed.get("language")
        yield read_item(fields, base, typed=is_atom) or "it is empty"


def _reports(
    source: Source, items: Iterable[Item | str], now: datetime, notes: list[str]
) -> tuple[tuple[Report, ...], tuple[PassedOver, ...]]:
    """Return the reports, each id once, and the items with which something is wrong, which costs no other."""
    found: dict[str, Report] = {}
    mapper = Mapper(source)
    passed: list[PassedOver] = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, str):
            passed.append(PassedOver(f"item {number}", f"{item}: the item is left out", place=f"item {number}"))
            continue
        report, unread = _report(source, mapper, item, now)
        held = found.get(report.id)
        if held is not None and held != report and held.edited == report.edited:
            unread = (*unread, "another item has the same id; the later dated one is taken")
        if held is None or _age(held) < _age(report):
            found[report.id] = report
        place = f"item {number} ({cut(item.title or item.id, 60)!r})"
        excerpt = cut(on_one_line(f"{item.title} {item.text}"), LONGEST_EXCERPT)
        notes += [f"{place}: {note}" for note in item.notes]
        passed += [PassedOver(item.id, wrong, excerpt, place) for wrong in (*item.problems, *unread)]
    return tuple(found.values()), tuple(passed)


def _age(report: Report) -> datetime:
    return report.edited or report.published


def _report(source: Source, mapper: Mapper, item: Item, now: datetime) -> tuple[Report, tuple[str, ...]]:
    """Return the item as a report, and what could not be read; one without a date is published when it is read."""
    published = item.published or now
    undated = () if item.published else ("it has no date and counts from when it was first read",)
    mapped = mapper.read(item.fields, published)
    report = Report(
        id=f"{source.id}:{item.id}",  # an id is unique in its feed only
        source=source.id,
        published=published,
        facts=mapped.facts,
        suspected=mapped.suspected,
        origin=source.origin,
        title=item.title,
        text=item.text,
        url=item.url,
        grade=Grade(source.reliability),
        language=item.language,
        tags=item.tags,
        edited=item.edited,
    )
    return report, (*undated, *mapped.problems)
