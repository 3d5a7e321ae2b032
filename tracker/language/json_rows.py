"""Rows of JSON: one object on each line, or a document that holds a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.json_places import JsonRow
from tracker.language.nodes import NotANode, NumberText, Table, node_of
from tracker.language.pages import Page, shown
from tracker.language.text_lines import lines_of

_ONE_OBJECT = "write one object in braces on each line"
_OBJECTS = "write one object in braces, or a list of them"
_BETWEEN_ITEMS = re.compile(r"[\s,]*")


def rows_of_json_lines(page: Page, data: bytes) -> Iterator[Table]:
    """Yield the object of each line, noting the lines that hold none."""
    for number, line in lines_of(page, data):
        if not line.strip():
            continue
        start = len(line) - len(line.lstrip())
        place = Position(page.file, number, start + 1)
        try:
            value = _DECODER.decode(line)
        except (json.JSONDecodeError, NotANode, RecursionError) as error:
            _note(page, error, "this line", place, _ONE_OBJECT)
            continue
        yield from _row(page, value, "expected one JSON object on this line", place, _ONE_OBJECT, (line, start))


def rows_of_json(page: Page, data: bytes) -> Iterator[Table]:
    """Yield the objects of a list, or the only one, each at its place; broken JSON yields nothing."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Position(page.file, data.count(b"\n", 0, error.start) + 1)
        page.note(Problem(place, "the text is not UTF-8", "save the file as UTF-8", "encoding"))
        return
    try:
        _BARE.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        _note(page, error, "this document", Position(page.file), _OBJECTS)
        return
    for at in _starts(text):
        place = Position(page.file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        try:
            value, _ = _DECODER.raw_decode(text, at)
        except NotANode as error:
            _note(page, error, "this object", place, _OBJECTS)
            continue
        yield from _row(page, value, "expected a JSON object here", place, _OBJECTS, (text, at))


def _starts(text: str) -> Iterator[int]:
    """Yield where each item of a list begins, or the only value; the text is known to be JSON."""
    at = _past(text, 0)
    if text[at] != "[":
        yield at
        return
    at = _past(text, at + 1)
    while text[at] != "]":
        yield at
        at = _past(text, _BARE.raw_decode(text, at)[1])


def _past(text: str, at: int) -> int:
    space = _BETWEEN_ITEMS.match(text, at)
    return space.end() if space else at


def _row(
    page: Page, value: object, wanted: str, place: Position, hint: str, read_from: tuple[str, int]
) -> Iterator[Table]:
    try:
        node = node_of(value, place.line, place.column)
    except NotANode as error:
        _note(page, error, "this object", place, hint)
        return
    if isinstance(node, Table):
        yield JsonRow(node.entries, node.line, node.column, *read_from)
    else:
        page.note(Problem(place, wanted, hint, "json-syntax"))


def _note(page: Page, error: Exception, what: str, place: Position, hint: str) -> None:
    if isinstance(error, json.JSONDecodeError):
        place = Position(place.file, place.line + error.lineno - 1, error.colno)
        page.note(Problem(place, f"{what} is not JSON: {error.msg.lower()}", hint, "json-syntax"))
        return
    reason = "too many levels" if isinstance(error, RecursionError) else str(error)
    page.note(Problem(place, f"{what} cannot be read: {reason}", code="json-syntax"))


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise NotANode(f"the key `{shown(key)}` stands twice")
        found[key] = value
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_distinct, parse_float=NumberText, parse_int=NumberText, parse_constant=NumberText
)
_BARE = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
"""For finding places only: it looks at nothing but the syntax."""
