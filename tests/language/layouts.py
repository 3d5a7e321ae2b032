"""One meaning, written in many ways: block and flow, quotes, comments, blank lines, keys in any order."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection, Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _*-]*[A-Za-z0-9*]|[0-9-][0-9A-Za-z%:. -]*[0-9A-Za-z%]|[A-Za-z0-9]")
"""Texts that may stand without quotes, in block and in flow."""
_WORDS_APART = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_REMARKS = ("# by summer", '# see: {with} [care], "quoted', "#", "# - id: not-this", "# 'til then")


def written(value: Mapping[str, object], chance: random.Random) -> bytes:
    """Return the mapping as one file, in a layout drawn by chance."""
    lines = [*_remarks(chance, 0), *_block(value, 0, chance), *_remarks(chance, 0)]
    if chance.random() < 0.3:
        lines.insert(0, "---")
    ending = chance.choice(("\n", "\n", "\r\n"))
    mark = b"\xef\xbb\xbf" if chance.random() < 0.2 else b""
    return mark + (ending.join(lines) + ending).encode()


def shuffled(value: object, chance: random.Random, lists: Collection[str] = ()) -> object:
    """Return the value with the keys of every mapping, and the lists under these keys, in another order."""
    if isinstance(value, Mapping):
        keys = chance.sample(list(value), len(value))
        return {
            key: chance.sample(inner, len(inner)) if isinstance(inner, list) and key in lists else inner
            for key in keys
            for inner in (shuffled(value[key], chance, lists),)
        }
    if isinstance(value, list):
        return [shuffled(item, chance, lists) for item in value]
    return value


def _remarks(chance: random.Random, depth: int) -> list[str]:
    """Return nothing, blank lines or comments, indented in any way."""
    if chance.random() < 0.8:
        return []
    indent = " " * chance.choice((depth, 0, depth + 3))
    return [chance.choice(("", "   ", indent + chance.choice(_REMARKS))) for _ in range(chance.randint(1, 2))]


def _block(value: object, depth: int, chance: random.Random) -> list[str]:
    """Return the lines of a mapping or a list, indented by `depth`; style is drawn anew at each level."""
    lines: list[str] = []
    pad, deeper = " " * depth, depth + chance.choice((2, 2, 1, 4))
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines += _remarks(chance, depth)
            name = f"{pad}{_scalar(key, chance)}{chance.choice(('', '', ' '))}:"
            lines += _after(name, item, deeper, chance)
    elif isinstance(value, list):
        for item in value:
            lines += _remarks(chance, depth)
            if isinstance(item, Mapping) and item and chance.random() < 0.7:
                first, *rest = _block(item, depth + 2, chance)
                while not first.strip() or first.strip().startswith("#"):
                    first, *rest = rest
                lines += [f"{pad}- {first.strip()}", *rest]
            else:
                lines += _after(f"{pad}-", item, deeper, chance)
    return lines


def _after(start: str, item: object, deeper: int, chance: random.Random) -> list[str]:
    """Return what stands behind a key or a dash: on the same line, or in lines of its own below."""
    is_whole = isinstance(item, Mapping | list) and bool(item)
    if is_whole and chance.random() < 0.7:
        return [start + _tail(chance), *_block(item, deeper, chance)]
    gap = " " * chance.choice((1, 1, 3))
    text = _flow(item, chance, deeper) if isinstance(item, Mapping | list) else _scalar(item, chance)
    return (start + gap + text + _tail(chance)).split("\n")


def _tail(chance: random.Random) -> str:
    return chance.choice(("", "", "", "", "  ", " " + chance.choice(_REMARKS)))


def _flow(value: object, chance: random.Random, depth: int) -> str:
    comma = chance.choice((", ", ",", " , ", ",\n" + " " * (depth + 1)))
    inside = chance.choice(("", " "))
    if isinstance(value, Mapping):
        pairs = [f"{_scalar(key, chance)}: {_flow(item, chance, depth)}" for key, item in value.items()]
        return "{" + inside + comma.join(pairs) + inside + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + inside + comma.join(_flow(item, chance, depth) for item in value) + inside + "]"
    return _scalar(value, chance)


def _scalar(value: object, chance: random.Random) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    ways = [json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'"]
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_APART and ": " not in value:
        ways += [value] * 3
    return chance.choice(ways)
