"""Numbers with commas in brackets: YAML parts `{at_least: 1,000}` into `at_least: 1` and a key `000`."""

from __future__ import annotations

import re

from tracker.language.nodes import Entry, Node, Scalar, Style

_GROUP = re.compile(r"\d{3}(?:\.\d+)?%?")
_BEGUN = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*")


def joined(before: Entry, key: Node) -> Entry | None:
    """Return the entry whose number goes on in a key that stands right behind its comma; None if it does not."""
    value = before.value
    if not (isinstance(value, Scalar) and isinstance(key, Scalar) and value.style is key.style is Style.PLAIN):
        return None
    if (key.line, key.column) != (value.line, value.column + len(value.text) + 1):
        return None
    if not (_BEGUN.fullmatch(value.text) and _GROUP.fullmatch(key.text)):
        return None
    return Entry(before.key, value._replace(text=f"{value.text},{key.text}"))


def is_parted(items: tuple[Node, ...]) -> bool:
    """Say whether a list looks like numbers that their commas parted: `[1,000, 2,000]`."""
    texts = [item.text for item in items if isinstance(item, Scalar)]
    many = len(items) > 2 and any(_GROUP.fullmatch(text) for text in texts[1:])
    return many or texts[1:] == ["000"]
