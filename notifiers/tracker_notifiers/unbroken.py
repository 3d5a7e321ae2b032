"""Keeps a date on one line of a narrow page: blanks within it become such as no line breaks at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tracker.domain.date_languages import DATE_WORDS, DateWords

NO_BREAK = "\u00a0"


def unbroken(text: str) -> str:
    """Return a text whose dates, written as in any language of `DATE_WORDS`, hold together: "Sun 20 Mar 2016"."""
    return "".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    at = 0
    for found in _DATE.finditer(text):
        before = text[at : found.start()]
        # The day of the week is looked for last: a text that is searched for figures is soon searched.
        yield f"{before[:-1]}{NO_BREAK}" if _ends_in_a_weekday(before) else before
        yield found[0].replace(" ", NO_BREAK)
        at = found.end()
    yield text[at:]


def _ends_in_a_weekday(text: str) -> bool:
    return text.endswith(" ") and text[:-1].rpartition(" ")[2].lstrip("([“") in _WEEKDAYS


def _forms() -> Iterator[str]:
    """Yield every form of a date, those with a year before those without: the longest is wanted."""
    yield from (_pattern(words.dated, words) for words in DATE_WORDS.values())
    yield from (_pattern(words.day, words) for words in DATE_WORDS.values())


def _pattern(form: str, words: DateWords) -> str:
    """Return what follows the number of the day, with which every form begins."""
    parts = {"day": "", "month": _any_of(words.months), "year": r"\d{4}"}
    return re.escape(form).replace(r"\{", "{").replace(r"\}", "}").format(**parts)


def _any_of(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"


_WEEKDAYS = frozenset(day for words in DATE_WORDS.values() for day in words.days)
_DATE = re.compile(rf"(?<!\w)\d{{1,2}}(?:{'|'.join(_forms())})(?!\w)")
