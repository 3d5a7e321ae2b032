"""JSON as sources send it: numbers kept as they were written, and what no item may hold found in it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from tracker.domain.errors import SourceFailed
from tracker.language.nodes import DEEPEST, NumberText
from tracker.sources.charset import decoded
from tracker.sources.plain_text import cut, on_one_line

_LONGEST_NUMBER = 400
_MOST_FOUND = 1_000
"""The most values that one path may find in one item."""


class _BadNumber(str):
    """A number that nothing can be counted with: not finite, or too long."""

    __slots__ = ()


class _Doubled(dict[str, Any]):
    """A mapping in which one key stood twice."""

    key = ""


def read_json(body: bytes, content_type: str) -> tuple[Any, str]:
    """Return the document, and a problem with its letters in words; raises SourceFailed where it is no JSON.

    Numbers are NumberText. `flaw_in` says what is wrong with a part of it.
    """
    text, problem = decoded(body, content_type)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise SourceFailed("the answer is empty", "check the address of the source")
    try:
        found = json.loads(
            text, object_pairs_hook=_mapping, parse_float=_number, parse_int=_number, parse_constant=_BadNumber
        )
    except json.JSONDecodeError as error:
        what = "an HTML page" if text.lstrip()[:1] == "<" else "not JSON"
        place = f"line {error.lineno}, column {error.colno}"
        raise SourceFailed(f"the answer is {what}: {error.msg.lower()} at {place}", "check its address") from None
    except RecursionError:
        raise SourceFailed("the answer is nested far too deeply", "no list of items needs that") from None
    if isinstance(found, _Doubled):
        problem = problem or flaw_in(found)
    return found, problem


def _number(text: str) -> str:
    if len(text) > _LONGEST_NUMBER or not math.isfinite(float(text)):
        return _BadNumber(text[:40])
    return NumberText(text)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    doubled = _Doubled(found)
    doubled.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return doubled


def flaw_in(value: object, depth: int = 0) -> str:
    """Return what no item may hold and this one does, in words; empty where it is as it should be."""
    if isinstance(value, _BadNumber):
        return f"the number {value!s} is not finite or too long"
    if isinstance(value, str):
        return ""
    if not isinstance(value, dict | list):
        return ""
    if depth >= DEEPEST:
        return f"more than {DEEPEST} levels lie inside each other"
    if isinstance(value, _Doubled):
        return f"the key {cut(on_one_line(value.key), 60)!r} stands twice"
    inner = value.values() if isinstance(value, dict) else value
    return next((flaw for each in inner if (flaw := flaw_in(each, depth + 1))), "")


class JsonFields:
    """A JSON value by paths such as `actors.0.name`; `*` is every element of a list."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def get(self, path: str, otherwise: Sequence[str] = ()) -> Sequence[str]:
        """Return the texts at a path: a list gives each of its texts and numbers, a mapping none."""
        found: list[str] = []
        for node in nodes_at(self._value, path):
            for leaf in node if isinstance(node, list) else (node,):
                text = _text_of(leaf)
                if text is not None and len(found) < _MOST_FOUND:
                    found.append(text)
        return found or otherwise


def nodes_at(value: object, path: str) -> list[object]:
    """Return the values at a path; a key that holds dots itself is found under its whole name."""
    return [value] if not path else _walk(value, _steps(path))


@lru_cache(maxsize=1024)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _walk(value: object, steps: tuple[str, ...]) -> list[object]:
    if not steps:
        return [value]
    head, rest = steps[0], steps[1:]
    if isinstance(value, Mapping):
        if rest and (whole := ".".join(steps)) in value:
            return [value[whole]]
        if head in value:
            return _walk(value[head], rest)
    elif isinstance(value, list):
        if head == "*":
            return [found for each in value[:_MOST_FOUND] for found in _walk(each, rest)]
        if head.isascii() and head.isdigit() and len(head) < 9 and int(head) < len(value):
            return _walk(value[int(head)], rest)
    return []


def _text_of(value: object) -> str | None:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return None


def written(value: object) -> str:
    """Return a value as one text, the same whenever it says the same; only its start where it is very deep."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except RecursionError:
        return str(type(value).__name__)
