"""RSS and Atom feeds: fetched conditionally, checked, parsed, and each item made a report."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Fetcher
from tracker.domain.reports import Grade, Report
from tracker.domain.sources import Source
from tracker.sources.charset import as_text
from tracker.sources.feed_items import Item, read_item
from tracker.sources.mapping import Mapper
from tracker.sources.plain_text import cut
from tracker.sources.problem_lists import shortened
from tracker.sources.screening import screened


def collect_feed(source: Source, state: CollectState, now: datetime, fetcher: Fetcher) -> Collected:
    """Fetch the feed if it changed and read its items; raises SourceFailed when it cannot be had or is no feed."""
    page = fetcher.fetch(
        source.url,
        etag=state.etag,
        modified=state.modified,
        max_bytes=source.max_bytes,
        allow_private=source.allow_private,
    )
    if page.not_modified:
        return Collected(state=replace(state, last_success=now))
    text, garbled = as_text(page.body, page.headers.get("content-type", ""))
    checked = screened(text)
    problems = [*((garbled,) if garbled else ()), *checked.problems]
    reports = _reports(source, _items(checked.document, source, page.url), now, problems)
    kept = CollectState(page.headers.get("etag", ""), page.headers.get("last-modified", ""), last_success=now)
    return Collected(reports, kept, shortened(problems))


def _items(document: bytes, source: Source, base: str) -> Iterator[Item | None]:
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
        yield read_item(fields, base, typed=is_atom)


def _reports(
    source: Source, items: Iterable[Item | None], now: datetime, problems: list[str]
) -> tuple[Report, ...]:
    """Return the reports, each id once; what is wrong with an item is added to the problems and costs no other."""
    found: dict[str, Report] = {}
    mapper = Mapper(source)
    for number, item in enumerate(items, start=1):
        if item is None:
            problems.append(f"item {number} is empty and is left out")
            continue
        report, unread = _report(source, mapper, item, now)
        held = found.get(report.id)
        if held is not None and held != report:
            unread = (*unread, "another item has the same id; the later dated one is taken")
        if held is None or held.published < report.published:
            found[report.id] = report
        name = f"item {number} ({cut(item.title or item.id, 60)!r})"
        problems += [f"{name}: {problem}" for problem in (*item.problems, *unread)]
    return tuple(found.values())


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
    )
    return report, (*undated, *mapped.problems)
