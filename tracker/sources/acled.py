"""The API of ACLED (Armed Conflict Location and Event Data): events as they are added, changed and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.reports import Report
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.sources.acled_fields import made_of
from tracker.sources.api_answers import (
    answer_of,
    first_asked,
    item_of,
    listed,
    place_of,
    placed,
    said_in,
    whole_number,
)
from tracker.sources.asking import with_params
from tracker.sources.identity import identity_of
from tracker.sources.items import RawItem, reports_of
from tracker.sources.keeping import Kept
from tracker.sources.problem_lists import shortened

USUAL: Final = {
    "id": FieldRule("event_id_cnty"),
    "published": FieldRule("timestamp"),
    "title": FieldRule("title"),
    "text": FieldRule("notes"),
}
FACTS: Final = (
    FactRule(
        {
            "event": FieldRule("sub_event_type"),
            "indicator": FieldRule(constant="deaths"),
            "value": FieldRule("fatalities"),
            "unit": FieldRule(constant="people"),
            "actor": FieldRule("actor1"),
            "target": FieldRule("actor2"),
            "place": FieldRule("country"),
            "occurred": FieldRule("occurred"),
            "code": FieldRule("event_type"),
        }
    ),
)
"""What an event says where a source has no `map` of its own."""

PAGE_SIZE: Final = 1_000
MOST_PAGES: Final = 20
"""How many pages of events are read at one time; the others are read the next times."""
OVERLAP: Final = timedelta(days=1)
"""How much of what was read before is asked for again, because events move between pages while they are read."""
_ACLED: Final = "ACLED"


@dataclass(slots=True)
class _Pages:
    """What was read of a list: its entries with their places, and the page to go on at (empty: all were read)."""

    entries: list[tuple[str, Any]] = field(default_factory=list)
    onward: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        """Say whether an event came twice: then others may have slipped between two pages."""
        ids = [name for _, entry in self.entries if (name := _id(entry))]
        return len(set(ids)) < len(ids)


def collect_acled(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Read what was added or changed since, and which events were deleted, which retracts their reports.

    Raises SourceFailed when the first page asked for cannot be had or is no answer of this API.
    """
    before = place_of(state, source)
    since = before.get("since") or _epoch(first_asked(source, now))
    pages = _read(ask, source.url, {**source.params, **_since("timestamp", since)}, before.get("page", ""))
    newest = _newest(pages, "timestamp", now, before.get("newest", since))
    after = {"since": since, "newest": newest, "page": pages.onward, "deleted": before.get("deleted", _epoch(now))}
    if pages.moved:
        pages.problems.append("events moved while they were read: all of them are read again next time")
        after |= {"page": "", "newest": ""}
    elif not pages.onward:
        after |= {"since": str(max(int(since), int(newest) - int(OVERLAP.total_seconds()))), "newest": ""}
    found = reports_of(_mapped(source), _items(source, pages), now, USUAL)
    retractions = (
        () if "deleted" not in before else _retractions(source, before["deleted"], after, now, ask, pages)
    )
    kept = CollectState(cursor=placed(source, after), last_success=now)
    problems = shortened([*pages.problems, *found.problems])
    return Collected((*found.reports, *retractions), kept, problems, found.passed_over)


def _mapped(source: Source) -> Source:
    return source if source.facts else replace(source, facts=FACTS)


def _items(source: Source, pages: _Pages) -> list[RawItem]:
    kept = Kept(source.only)
    items = (item_of(entry, place, made_of) for place, entry in pages.entries)
    return [item for item in items if item.wrong or kept(item.fields)]


def _retractions(
    source: Source, since: str, after: dict[str, str], now: datetime, ask: Ask, told: _Pages
) -> tuple[Report, ...]:
    """Return a retraction for every event deleted since; what cannot be had is asked for again next time."""
    parts = urlsplit(source.url)
    url = urlunsplit(parts._replace(path=parts.path.replace("/acled/", "/deleted/"), query=""))
    try:
        pages = _read(ask, url, _since("deleted_timestamp", since), "")
    except SourceFailed as failed:
        told.problems.append(f"which events were deleted is not known: {failed.message}")
        return ()
    if not pages.onward:
        newest = _newest(pages, "deleted_timestamp", now, since)
        after["deleted"] = str(max(int(since), int(newest) - int(OVERLAP.total_seconds())))
    told.problems += pages.problems
    return tuple(
        {
            name: _retraction(source, entry, name, now) for _, entry in pages.entries if (name := _id(entry))
        }.values()
    )


def _retraction(source: Source, entry: Mapping[str, Any], name: str, now: datetime) -> Report:
    deleted = whole_number(entry.get("deleted_timestamp"))
    return Report(
        id=f"{source.id}:deleted:{name}",
        source=source.id,
        published=min(datetime.fromtimestamp(deleted, UTC), now) if deleted and deleted < 10**11 else now,
        title=f"ACLED deleted the event {name}",
        retracts=(f"{source.id}:{name}",),
    )


def _read(ask: Ask, url: str, params: Mapping[str, str], start: str) -> _Pages:
    """Read a list page by page until one is not full; raises SourceFailed when the first cannot be had."""
    pages = _Pages()
    first = whole_number(start) or 1
    for number in range(first, first + MOST_PAGES):
        asked = {**params, "_format": "json", "limit": str(PAGE_SIZE), "page": str(number)}
        try:
            entries = _entries(answer_of(ask(with_params(url, asked)), _ACLED))
        except SourceFailed as failed:
            if number == first:
                raise
            pages.problems.append(f"page {number}: {failed.message}; it goes on there next time")
            pages.onward = str(number)
            return pages
        pages.entries += ((f"page {number} event {place}", each) for place, each in enumerate(entries, start=1))
        if len(entries) < PAGE_SIZE:
            return pages
    pages.onward = str(first + MOST_PAGES)
    pages.problems.append(f"{MOST_PAGES} pages were read: the others are read next time")
    return pages


def _entries(answer: Mapping[str, Any]) -> list[Any]:
    """Return the list in an answer; raises SourceFailed where it says, with status 200 outside, that it failed."""
    status = whole_number(answer.get("status", 200))
    if status != 200 or answer.get("success") in (False, "0", "false"):
        said = said_in([answer.get(name) for name in ("error", "message", "messages")])
        hint = (
            "check the account and its token" if status in (401, 403) else "correct the parameters of this source"
        )
        raise SourceFailed(f"it answered status {status or 'unknown'}{f': {said}' if said else ''}", hint)
    return listed(answer, "data", _ACLED)


def _since(name: str, since: str) -> dict[str, str]:
    return {name: since, f"{name}_where": ">="}


def _newest(pages: _Pages, name: str, now: datetime, otherwise: str) -> str:
    """Return the newest time stamp among the entries that is not later than now."""
    stamps = [whole_number(entry.get(name)) for _, entry in pages.entries if isinstance(entry, dict)]
    latest = int(now.timestamp())
    return str(max([int(otherwise), *(stamp for stamp in stamps if stamp is not None and stamp <= latest)]))


def _id(entry: Any) -> str:
    """Return the id of an entry as reports are known by it; empty where it has none."""
    name = entry.get("event_id_cnty") if isinstance(entry, dict) else None
    return identity_of(name, "", ()) if isinstance(name, str) and name.strip() else ""


def _epoch(instant: datetime) -> str:
    return str(int(instant.timestamp()))
