"""JSON documents on the web: a list of items, on one page or on many, all of them or what is newer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import Pages, Paging, Source
from tracker.sources.asking import with_params
from tracker.sources.identity import web_address
from tracker.sources.items import RawItem, reports_of
from tracker.sources.newest import Newest
from tracker.sources.plain_text import cut, on_one_line
from tracker.sources.problem_lists import shortened
from tracker.sources.progress import Progress
from tracker.sources.strict_json import JsonFields, flaw_in, nodes_at, read_json, written

MOST_ITEMS = 20_000
"""The most items that are read at one time; what follows is read the next time."""


def collect_json(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Ask for the items, page after page; raises SourceFailed where a page cannot be had or holds no items."""
    before = Progress.read(state, source)
    try:
        return _collect(source, state, before, now, ask)
    except SourceFailed:
        if not before.onward:
            raise
        # the place where the last collection stopped may no longer be known: from the start, once
        return _collect(source, state, replace(before, onward=""), now, ask)


def _collect(source: Source, state: CollectState, before: Progress, now: datetime, ask: Ask) -> Collected:
    walk = _Walk(source, before, Newest(source.since, before.newest, now))
    single = source.pages is None and source.since is None
    items = list(walk.items(ask, state if single and before.fits else CollectState()))
    if walk.not_modified:
        return Collected(state=replace(state, last_success=now))
    found = reports_of(source, items, now)
    problems = [*walk.problems, *found.problems]
    after = replace(before, onward=walk.onward, newest=walk.newest.value, since=walk.since_after)
    kept = CollectState(walk.etag if single else "", walk.modified if single else "", after.written(source), now)
    is_whole = source.since is None and not before.onward and not walk.onward
    return Collected(found.reports, kept, shortened(problems), found.passed_over, is_whole=is_whole)


@dataclass(slots=True)
class _Walk:
    """One way through the pages of an answer, and how far it went."""

    source: Source
    before: Progress
    newest: Newest
    problems: list[str] = field(default_factory=list)
    not_modified: bool = False
    onward: str = ""
    """The address of the page where the next collection goes on; empty where the last page was read."""
    etag: str = ""
    modified: str = ""

    @property
    def since_after(self) -> str:
        """Return what the next first page asks for: it moves on only when every page was read."""
        return self.before.since if self.onward else self.newest.value

    def items(self, ask: Ask, state: CollectState) -> Iterator[RawItem]:
        """Yield the items of every page."""
        pages = self.source.pages
        url, count, seen = self._first(), 0, set[str]()
        for number in range(1, (pages.most if pages else 1) + 1):
            seen.add(url)
            page = ask(url, etag=state.etag, modified=state.modified)
            if page.not_modified:
                self.not_modified = True
                return
            self.etag, self.modified = page.headers.get("etag", ""), page.headers.get("last-modified", "")
            document, garbled = read_json(page.body, page.headers.get("content-type", ""))
            self.problems += [garbled] if garbled else []
            listed = items_of(document, self.source.items)
            for item in listed:
                count += 1
                self.newest.see(item)
                yield raw_item(item, f"item {count}")
            following = "" if pages is None else _following(pages, document, page.url, url, len(listed))
            if not following:
                return
            if following in seen:
                self.problems.append(f"page {number} leads back to a page before it: no more are read")
                return
            url = following
            if count >= MOST_ITEMS:
                break
        self.onward = url
        self.problems.append(f"{count} items on {number} pages were read: the others are read next time")

    def _first(self) -> str:
        if self.before.onward:
            return self.before.onward
        since, pages = self.source.since, self.source.pages
        params = dict(self.source.params)
        if pages is not None and pages.size_param:
            params[pages.size_param] = str(pages.size)
        if pages is not None and pages.by is Paging.PAGE:
            params[pages.param] = str(pages.first)
        if pages is not None and pages.by is Paging.OFFSET:
            params[pages.param] = "0"
        if since is not None and (value := Newest.asked(since, self.before.since)):
            params[since.param] = value
        return with_params(self.source.url, params) if params else self.source.url


def _following(pages: Pages, document: Any, base: str, asked: str, items: int) -> str:
    """Return the address of the next page, empty if there is none."""
    if pages.by in (Paging.PAGE, Paging.OFFSET):
        if not items or items < pages.size:
            return ""
        step = 1 if pages.by is Paging.PAGE else pages.size
        return with_params(asked, {pages.param: str(number_in(asked, pages.param) + step)})
    found = JsonFields(document).get(pages.at)
    if not found or not found[0].strip() or not items:
        return ""
    if pages.by is Paging.CURSOR:
        return with_params(asked, {pages.param: on_one_line(found[0])[:2_000]})
    link = web_address(found[0], base)
    if link is None:
        shown = cut(on_one_line(found[0]), 60)
        raise SourceFailed(f"the link to the next page, {shown!r}, is not a web address", "correct `pages`")
    return link


def number_in(url: str, param: str) -> int:
    """Return the number that a parameter of an address holds."""
    held = parse_qs(urlsplit(url).query).get(param, ["0"])[-1]
    return int(held) if held.isascii() and held.isdigit() and len(held) < 15 else 0


def items_of(document: Any, path: str) -> list[Any]:
    """Return the list of items at a path of a document; raises SourceFailed where there is none."""
    found = nodes_at(document, path)
    where = f"at `{path}`" if path else "in the answer itself"
    if not found:
        held = ", ".join(cut(on_one_line(key), 40) for key in list(document)[:10]) if _is_mapping(document) else ""
        raise SourceFailed(
            f"the answer holds nothing {where}", f"it holds {held}: correct `items`" if held else "correct `items`"
        )
    (listed,) = found if len(found) == 1 else (found,)
    if listed is None:
        return []
    if not isinstance(listed, list):
        kind = "a mapping" if _is_mapping(listed) else "one value"
        raise SourceFailed(f"{where} stands {kind}, not a list of items", "say in `items` where the list is")
    return listed


def _is_mapping(value: object) -> bool:
    return isinstance(value, dict)


def raw_item(item: Any, place: str) -> RawItem:
    """Return a JSON value as an item; one that is no mapping, or holds what no item may hold, is wrong."""
    wrong = flaw_in(item) if _is_mapping(item) else "it is not a mapping of names to values"
    return RawItem(JsonFields(item), written(item), place, wrong)
