"""The API of ReliefWeb: reports that humanitarian organisations publish, in the order in which they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import iso
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import FieldRule, Source
from tracker.language.dates import BadDate, read_when
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
from tracker.sources.identity import hash_of
from tracker.sources.items import RawItem, reports_of
from tracker.sources.keeping import Kept
from tracker.sources.mapping import Fields
from tracker.sources.problem_lists import shortened
from tracker.sources.strict_json import JsonFields, written

USUAL: Final = {
    "id": FieldRule("id"),
    "published": FieldRule("fields.date.created"),
    "title": FieldRule("fields.title"),
    "text": FieldRule("fields.body"),
    "link": FieldRule("fields.url"),
    "origin": FieldRule("fields.source.*.name"),
    "language": FieldRule("fields.language.*.code"),
    "tags": FieldRule("tags"),
}
ASKED: Final = (
    *("title", "body", "url", "date.created", "date.changed", "date.original", "source.name", "source.shortname"),
    *(
        "country.name",
        "primary_country.name",
        "language.code",
        "theme.name",
        "disaster.name",
        "disaster_type.name",
    ),
    "format.name",
)
"""The fields that are asked for."""
PAGE_SIZE: Final = 100
MOST_PAGES: Final = 20
"""How many pages are read at one time; the others are read the next times."""
_TAGS: Final = ("country", "theme", "disaster_type", "format")
_CHANGED: Final = "fields.date.changed"
_RELIEFWEB: Final = "ReliefWeb"


@dataclass(slots=True)
class _Walk:
    """One way through what has changed: what it held, and from which change the next page or collection asks."""

    since: datetime
    now: datetime
    entries: dict[str, tuple[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    offset: int = 0
    """How many of those that changed at that very instant are passed over."""
    pages: int = 0
    ended: bool = False


def collect_reliefweb(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Read what was added or changed since, oldest change first.

    Each page is asked for by the last change of the page before it, not by its place in the list: what changes
    meanwhile moves to the end and is met there, so that nothing slips between two pages. Raises SourceFailed when
    the first page cannot be had or is no answer of this API.
    """
    walk = _begun(source, place_of(state, source), now)
    kept = Kept(source.only)
    try:
        while not walk.ended and walk.pages < MOST_PAGES:
            _read_page(source, walk, ask)
    except SourceFailed as failed:
        if not walk.pages:
            raise _explained(failed) from None
        walk.problems.append(f"page {walk.pages + 1}: {failed.message}; it goes on there next time")
    else:
        if not walk.ended:
            walk.problems.append(f"{walk.pages} pages were read: the others are read next time")
    items = [_item(entry, place) for place, entry in walk.entries.values()]
    found = reports_of(source, (item for item in items if item.wrong or kept(item.fields)), now, USUAL)
    problems = shortened([*walk.problems, *found.problems])
    place = {"since": iso(walk.since), "offset": "" if walk.ended else str(walk.offset)}
    after = CollectState(cursor=placed(source, place), last_success=now)
    return Collected(found.reports, after, problems, found.passed_over)


def _begun(source: Source, before: Mapping[str, str], now: datetime) -> _Walk:
    since = _instant(before.get("since", ""))
    if since is None:
        return _Walk(first_asked(source, now), now)
    return _Walk(since, now, offset=whole_number(before.get("offset", "")) or 0)


def _read_page(source: Source, walk: _Walk, ask: Ask) -> None:
    """Read one page and note where the next one begins; one that is not full is the last."""
    answer = answer_of(ask(_address(source, walk.since, walk.offset)), _RELIEFWEB)
    if "error" in answer or whole_number(answer.get("status", 200)) != 200:
        said = said_in(answer.get("error"))
        raise SourceFailed(
            f"it answered an error{f': {said}' if said else ''}", "correct the parameters of this source"
        )
    entries = listed(answer, "data", _RELIEFWEB)
    walk.pages += 1
    for number, entry in enumerate(entries, start=1):
        name, place = _id(entry) or hash_of(written(entry)), f"page {walk.pages} report {number}"
        first, _ = walk.entries.get(name, (place, None))
        walk.entries[name] = (first, entry)
    changes = [change for entry in entries if (change := _change(entry)) is not None and change <= walk.now]
    last = max(changes, default=walk.since)
    if last > walk.since:
        walk.since, walk.offset = last, 0
    else:
        walk.offset += len(entries)
    walk.ended = len(entries) < PAGE_SIZE


def _address(source: Source, since: datetime, offset: int) -> str:
    """Return the address of what has changed since; a filter of the source's own holds beside ours."""
    parts = urlsplit(source.url)
    own = [*parse_qsl(parts.query, keep_blank_values=True), *source.params.items()]
    filters = [(f"filter[conditions][1]{name[len('filter') :]}", value) for name, value in own if _is_filter(name)]
    others = [(name, value) for name, value in own if not _is_filter(name) and name not in _OURS]
    ours = [
        ("appname", source.options.get("appname", "")),
        ("limit", str(PAGE_SIZE)),
        ("offset", str(offset)),
        ("sort[]", "date.changed:asc"),
        ("sort[]", "id:asc"),
        *(("fields[include][]", name) for name in ASKED),
        ("filter[operator]", "AND"),
        ("filter[conditions][0][field]", "date.changed"),
        ("filter[conditions][0][value][from]", since.astimezone(UTC).isoformat(timespec="seconds")),
        *filters,
    ]
    return urlunsplit((*parts[:3], urlencode([*others, *ours]), ""))


_OURS = frozenset({"appname", "limit", "offset", "sort[]", "profile", "preset"})
"""Parameters that are set here, whatever the source says."""


def _is_filter(name: str) -> bool:
    return name.startswith("filter[")


def _item(entry: Any, place: str) -> RawItem:
    return item_of(entry, place, _made_of)


def _made_of(report: Fields) -> Mapping[str, Sequence[str]]:
    """Return `tags` of a report: its countries, themes, kinds of disaster and its format."""
    return {"tags": tuple(tag for name in _TAGS for tag in report.get(f"fields.{name}.*.name", ()))}


def _id(entry: Any) -> str:
    return "".join(JsonFields(entry).get("id")[:1])


def _change(entry: Any) -> datetime | None:
    """Return when an entry last changed; None where it does not say."""
    return _instant("".join(JsonFields(entry).get(_CHANGED)[:1]))


def _instant(text: str) -> datetime | None:
    try:
        return read_when(text).start("UTC").replace(microsecond=0)
    except BadDate:
        return None


def _explained(failed: SourceFailed) -> SourceFailed:
    if failed.message.startswith("it answered 403"):
        return SourceFailed(failed.message, "its `appname` has to be one that ReliefWeb approved")
    return failed
