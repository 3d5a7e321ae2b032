"""One item of a feed as a report: who it is, when it was published, what it says, in plain text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from tracker.domain.instants import iso, last_instant
from tracker.language.dates import FIRST_YEAR, LAST_YEAR, read_point
from tracker.sources.identity import identity_of, web_address
from tracker.sources.plain_text import cut, from_markup, on_one_line, tidy

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
_LONGEST_FIELD = 2_000
_LONGEST_DATE = 80
_MOST_TAGS = 50
_MARKUP_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?")


@dataclass(frozen=True, slots=True)
class Item:
    """What an item of a feed says, before it is a report of a source.

    `published` is None where the item has no date that can be read; `fields` holds every value that a source's
    `map` may name, as plain text.
    """

    id: str
    published: datetime | None
    title: str
    text: str
    url: str
    language: str | None
    tags: tuple[str, ...]
    fields: Mapping[str, Sequence[str]]
    problems: tuple[str, ...] = ()
    """What was wrong with it."""
    notes: tuple[str, ...] = ()
    """What was right and yet changed: a text that is cut."""
    edited: datetime | None = None
    """When it was last changed, where the feed tells that apart from when it was published."""


def read_item(entry: Mapping[str, Any], base: str, *, typed: bool = False) -> Item | None:
    """Read a parsed entry; relative links are taken from `base`. Returns None for an item that says nothing.

    `typed` says that the feed tells markup from plain text, as Atom does; RSS does not, so all of it is markup.
    """
    problems: list[str] = []
    notes: list[str] = []
    title = capped(on_one_line(_plain(entry, "title", typed)), LONGEST_TITLE, "title", notes)
    summary = _plain(entry, "summary", typed)
    text = capped(_content(entry, typed) or summary, LONGEST_TEXT, "text", notes)
    url = _url(_link(entry), base, problems)
    if not (title or text or url):
        return None
    dated = _dated(entry, problems)
    tags = _tags(entry)
    fields = _fields(entry) | {"title": (title,), "text": (text,), "link": (url,), "tags": tags}
    fields |= {"summary": (cut(summary, LONGEST_TEXT),), "published": (dated.written,) if dated else ()}
    language = str(entry.get("language") or "").strip()[:35] or None
    identity = identity_of(str(entry.get("id", "")), url, (title, text, str(entry.get("published", ""))))
    published = dated.instant if dated else None
    edited = _edited(entry, typed)
    wrong, changed = tuple(problems), tuple(notes)
    return Item(identity, published, title, text, url, language, tags, fields, wrong, changed, edited)


def capped(text: str, longest: int, name: str, notes: list[str]) -> str:
    """Return the text cut to its longest, and note it where that took something away."""
    if len(text) > longest:
        notes.append(f"its {name} of {len(text)} characters is cut to {longest}")
    return cut(text, longest)


def _plain(entry: Mapping[str, Any], name: str, typed: bool) -> str:
    return _as_plain(entry.get(f"{name}_detail") or {"value": entry.get(name, "")}, typed)


def _content(entry: Mapping[str, Any], typed: bool) -> str:
    """Return the full text where the feed has it."""
    return next((text for part in entry.get("content") or () if (text := _as_plain(part, typed))), "")


def _as_plain(detail: Mapping[str, Any], typed: bool) -> str:
    value = str(detail.get("value", ""))
    return tidy(value) if typed and detail.get("type") not in _MARKUP_TYPES else from_markup(value)


def _link(entry: Mapping[str, Any]) -> str:
    """Return the item's link; an RSS guid stands for one only if it is a whole address."""
    link = str(entry.get("link", ""))
    return "" if link == entry.get("id") and "://" not in link else link


@dataclass(frozen=True, slots=True)
class _Dated:
    """An instant and how the language writes it: a bare day stays a day."""

    instant: datetime
    written: str


def _dated(entry: Mapping[str, Any], problems: list[str]) -> _Dated | None:
    """Return when the item was published; a bare day, month or year is published by its last instant."""
    for name in ("published", "updated", "created"):
        raw, parsed = str(entry.get(name, "")).strip(), entry.get(f"{name}_parsed")
        if not raw:
            continue
        with suppress(ValueError, OverflowError):
            if parsed is not None and len(raw) <= _LONGEST_DATE:
                return _read_date(raw, datetime.fromtimestamp(calendar.timegm(parsed), UTC))
        problems.append(f"its date {cut(on_one_line(raw), 60)!r} cannot be read")
    return None


def _edited(entry: Mapping[str, Any], typed: bool) -> datetime | None:
    """Return when the item was last changed; where only one date stands, that is when it was published."""
    parsed = entry.get("updated_parsed")
    if parsed is None or not (typed or entry.get("published")):
        return None
    with suppress(ValueError, OverflowError):
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    return None


def _read_date(raw: str, instant: datetime) -> _Dated:
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(raw)
    if _YEAR_OR_MONTH.fullmatch(raw):
        return _Dated(read_point(raw, "UTC"), raw)
    if ":" not in raw and instant.time() == time.min:
        return _Dated(last_instant(instant.date(), "UTC"), instant.date().isoformat())
    return _Dated(instant, iso(instant))


def _url(link: str, base: str, problems: list[str]) -> str:
    """Return the link as an absolute address, or nothing."""
    url = web_address(link, base)
    if url is None:
        problems.append(f"its link {cut(on_one_line(link), 60)!r} is not a web address and is left out")
    return url or ""


def _tags(entry: Mapping[str, Any]) -> tuple[str, ...]:
    terms = (cut(on_one_line(str(tag.get("term") or "")), 100) for tag in entry.get("tags") or ())
    return tuple(dict.fromkeys(term for term in terms if term))[:_MOST_TAGS]


def _fields(entry: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Return every plain value of the item; an element with attributes offers each as `element.attribute`."""
    fields: dict[str, Sequence[str]] = {}
    for name, value in entry.items():
        if isinstance(value, str):
            fields[name] = (cut(tidy(value), _LONGEST_FIELD),)
        elif isinstance(value, Mapping):
            fields |= {f"{name}.{part}": (cut(tidy(str(inner)), _LONGEST_FIELD),) for part, inner in value.items()}
    return fields
