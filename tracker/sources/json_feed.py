"""JSON Feed (jsonfeed.org, versions 1 and 1.1): its items, made the same as those of any other feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tracker.domain.errors import SourceFailed
from tracker.domain.instants import iso
from tracker.language.dates import BadDate, read_when
from tracker.sources.feed_items import LONGEST_TEXT, LONGEST_TITLE, Item, capped
from tracker.sources.foreign_dates import plain_date
from tracker.sources.identity import identity_of, web_address
from tracker.sources.json_api import items_of
from tracker.sources.plain_text import cut, from_markup, on_one_line, tidy
from tracker.sources.screening import MAX_ITEMS
from tracker.sources.strict_json import JsonFields, flaw_in, written

_LONGEST_FIELD = 2_000
_MOST_FIELDS = 200
_MOST_TAGS = 50
_DEEPEST_FIELD = 4


def json_feed_items(document: Any, base: str, language: str | None) -> Iterator[Item | str]:
    """Yield the items of a JSON Feed, or what is wrong with one; raises SourceFailed where it is no such feed."""
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        raise SourceFailed("the answer is JSON, but no JSON Feed", "read it with `kind: json`")
    feed_language = language or _text(document, "language")
    for item in items_of(document, "items")[:MAX_ITEMS]:
        wrong = flaw_in(item) if isinstance(item, dict) else "it is not a mapping of names to values"
        yield wrong or _item(item, base, feed_language)


def _item(item: Mapping[str, Any], base: str, language: str) -> Item | str:
    problems: list[str] = []
    notes: list[str] = []
    title = capped(on_one_line(from_markup(_text(item, "title"))), LONGEST_TITLE, "title", notes)
    summary = tidy(_text(item, "summary"))
    html = _text(item, "content_html")
    text = from_markup(html) if html else tidy(_text(item, "content_text"))
    text = capped(text or summary, LONGEST_TEXT, "text", notes)
    written_link = _text(item, "url") or _text(item, "external_url")
    url = web_address(written_link, base)
    if url is None:
        problems.append(f"its link {cut(on_one_line(written_link), 60)!r} is not a web address and is left out")
    if not (title or text or url):
        return "it is empty"
    published, day = _published(item, problems)
    tags = tuple(dict.fromkeys(cut(on_one_line(tag), 100) for tag in JsonFields(item).get("tags") if tag.strip()))
    fields = _fields(item) | {"title": (title,), "text": (text,), "summary": (cut(summary, LONGEST_TEXT),)}
    fields |= {"link": (url or "",), "tags": tags[:_MOST_TAGS], "published": (day,) if day else ()}
    own = _text(item, "language")[:35] or language or None
    identity = identity_of(_text(item, "id"), url or "", (written(item),))
    return Item(
        identity,
        published,
        title,
        text,
        url or "",
        own,
        tags[:_MOST_TAGS],
        fields,
        tuple(problems),
        tuple(notes),
        _edited(item),
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    """Return a text or number; what is neither is nothing."""
    return next(iter(JsonFields(item).get(name)), "")


def _published(item: Mapping[str, Any], problems: list[str]) -> tuple[datetime | None, str]:
    """Return when it was published, and how the language writes that."""
    for name in ("date_published", "date_modified"):
        given = _text(item, name)
        if not given:
            continue
        plain = plain_date(given)
        try:
            instant = read_when(plain).end("UTC")
        except BadDate:
            problems.append(f"its date {cut(on_one_line(given), 60)!r} cannot be read")
        else:
            return instant, plain if len(plain) <= len("2016-03-14") else iso(instant.astimezone(UTC))
    return None, ""


def _edited(item: Mapping[str, Any]) -> datetime | None:
    """Return when it was last changed; where only that date stands, it is when it was published."""
    if not _text(item, "date_published"):
        return None
    try:
        return read_when(plain_date(_text(item, "date_modified"))).end("UTC")
    except BadDate:
        return None


def _fields(item: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Return every value by its path in lower case; `_deedline: {value: 3}` is `deedline:value` too, as in XML."""
    fields: dict[str, Sequence[str]] = {}
    _gather(item, "", fields, 0)
    shorter = {name[1:].replace(".", "_"): found for name, found in fields.items() if name.startswith("_")}
    return {**shorter, **fields}


def _gather(value: object, path: str, fields: dict[str, Sequence[str]], depth: int) -> None:
    if len(fields) >= _MOST_FIELDS:
        return
    if isinstance(value, dict) and depth < _DEEPEST_FIELD:
        for name, inner in value.items():
            _gather(inner, f"{path}.{name}" if path else name, fields, depth + 1)
    elif found := JsonFields(value).get(""):
        fields[path.lower().replace(":", "_")] = [cut(tidy(each), _LONGEST_FIELD) for each in found]
