"""Names as they are compared: folded for case, accents and white space, and canonical under the names in force."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tracker.domain.promises import Names

_LONGEST_REMEMBERED = 200
_PASSES = 8
_MARKS = (
    (0x0300, 0x036F),  # accents of Latin, Greek and Cyrillic
    (0x0591, 0x05C7),  # Hebrew points
    (0x064B, 0x065F),  # Arabic vowel signs
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)


def fold(text: str) -> str:
    """Return the text as names are compared: NFKC, case and accents folded, white space collapsed.

    Folding twice is folding once. Marks that spell a word rather than accent it (Indic vowels, Japanese voicing)
    stay.
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _folded(text)


def canonical(names: Names, kind: str, text: str) -> str:
    """Return the folded canonical name for `text`; a name nobody listed is its own.

    `kind` is place, actor, indicator, event or unit; `target` goes by the names of actors. Other kinds are only
    folded.
    """
    folded = _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _folded(text)
    aliases = names.aliases.get("actor" if kind == "target" else kind)
    return folded if aliases is None else aliases.get(folded, folded)


def holding_places(names: Names, place: str) -> tuple[str, ...]:
    """Return the canonical place itself and every place that holds it, the nearest first."""
    chain = [canonical(names, "place", place)]
    if not names.within:
        return tuple(chain)
    while (holder := names.within.get(chain[-1])) is not None and holder not in chain:
        chain.append(holder)
    return tuple(chain)


@lru_cache(maxsize=16_384)
def _remembered(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    """Fold until nothing changes: dropping a mark can make a new composition or case pair."""
    if text.isascii():
        return " ".join(text.lower().split())
    for _ in range(_PASSES):
        bare = "".join(letter for letter in _decomposed(text) if not _is_dropped(letter))
        folded = " ".join(unicodedata.normalize("NFKC", bare).split())
        if folded == text:
            break
        text = folded
    return text


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _is_dropped(letter: str) -> bool:
    code = ord(letter)
    if code < 0x80:
        return False
    return any(first <= code <= last for first, last in _MARKS) or unicodedata.category(letter) == "Cf"
