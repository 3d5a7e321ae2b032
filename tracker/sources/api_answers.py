"""What the APIs of public event data have in common: answers that are mappings, and a place to go on from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.domain.collecting import CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Page
from tracker.domain.sources import Source
from tracker.language.dates import BadDate, read_when
from tracker.sources.items import RawItem
from tracker.sources.mapping import Fields
from tracker.sources.plain_text import cut, on_one_line
from tracker.sources.reading_hash import reading_hash
from tracker.sources.strict_json import JsonFields, flaw_in, read_json, written

FIRST_LOOK = timedelta(days=30)
"""How far back the first collection asks where a source does not say."""
MadeOf = Callable[[Fields], Mapping[str, Sequence[str]]]
"""What is made of an item: more paths and their values."""


class Enriched:
    """A JSON value by its paths, and by those that are made of it."""

    __slots__ = ("_made", "_value")

    def __init__(self, value: object, made_of: MadeOf) -> None:
        self._value = JsonFields(value)
        self._made = made_of(self._value)

    def get(self, path: str, otherwise: Sequence[str], /) -> Sequence[str]:
        """Return the texts at a path."""
        return self._made[path] if path in self._made else self._value.get(path, otherwise)


def item_of(value: object, place: str, made_of: MadeOf) -> RawItem:
    """Return one entry of an answer as an item; one that is no mapping, or holds what none may hold, is wrong."""
    if not isinstance(value, dict):
        return RawItem({}, written(value), place, "it is not a mapping of names to values")
    return RawItem(Enriched(value, made_of), written(value), place, flaw_in(value))


def answer_of(page: Page, of: str) -> dict[str, Any]:
    """Return an answer that is a mapping; raises SourceFailed for any other. `of` names the API."""
    document, _ = read_json(page.body, page.headers.get("content-type", ""))
    if not isinstance(document, dict):
        raise SourceFailed(f"the answer is not one of the {of} API: it is no mapping", "check the address")
    return document


def listed(answer: Mapping[str, Any], key: str, of: str) -> list[Any]:
    """Return the list of entries under a key of an answer; raises SourceFailed where there is none."""
    entries = answer.get(key)
    if not isinstance(entries, list):
        keys = ", ".join(cut(on_one_line(name), 40) for name in list(answer)[:10])
        raise SourceFailed(f"the answer is not one of the {of} API: it has no list `{key}`", f"it has {keys}")
    return entries


def whole_number(value: object) -> int | None:
    """Return a value of an answer as a whole number; None if it is none."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


def said_in(value: object) -> str:
    """Return what an error in an answer says, as it may be shown: a text, or those inside a mapping or a list."""
    if isinstance(value, dict):
        value = [value.get(name) for name in ("type", "message", "error")]
    if isinstance(value, list):
        return cut(", ".join(said for each in value[:5] if (said := said_in(each))), 200)
    return cut(on_one_line(value), 200) if isinstance(value, str) else ""


def place_of(state: CollectState, source: Source) -> Mapping[str, str]:
    """Return where the last collection stopped; nothing where the source was read otherwise then."""
    try:
        held = json.loads(state.cursor or "{}")
    except ValueError:
        return {}
    if not isinstance(held, dict) or held.get("read_as") != reading_hash(source):
        return {}
    return {name: value for name, value in held.items() if isinstance(value, str)}


def placed(source: Source, place: Mapping[str, str]) -> str:
    """Return a place as a cursor."""
    kept = {name: value for name, value in place.items() if value}
    return json.dumps({**kept, "read_as": reading_hash(source)}, separators=(",", ":"))


def first_asked(source: Source, now: datetime) -> datetime:
    """Return from when the first collection asks: the `start` of the source; raises SourceFailed for no date."""
    written_start = source.options.get("start", "")
    if not written_start:
        return now.astimezone(UTC) - FIRST_LOOK
    try:
        return read_when(written_start).start("UTC")
    except BadDate as bad:
        raise SourceFailed(f"`start` of this source: {bad.message}", bad.hint) from None
