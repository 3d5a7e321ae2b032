"""Keeps a date on one line of a narrow page: blanks within it become such as no line breaks at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tracker.domain.date_languages import DATE_WORDS, DateWords

NO_BREAK = "\u00a0"


def unbroken(text: str) -> str:
    """Return a text whose dates, written as in any language of `DATE_WORDS`, hold together: "Sun 20 Mar 2016"."""
    return _DATE.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def _forms() -> Iterator[str]:
    """Yield every form of a date, those with a year before those without: the longest is wanted."""
    for with_year in (True, False):
        for words in DATE_WORDS.values():
            form = words.dated if with_year else words.day
            yield f"(?:{_any_of(words.days)} )?{_pattern(form, words)}"


def _pattern(form: str, words: DateWords) -> str:
    parts = {"day": r"\d{1,2}", "month": _any_of(words.months), "year": r"\d{4}"}
    return re.escape(form).replace(r"\{", "{").replace(r"\}", "}").format(**parts)


def _any_of(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"


_DATE = re.compile(rf"(?<!\w)(?:{'|'.join(_forms())})(?!\w)")
