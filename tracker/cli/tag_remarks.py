"""Remarks on tags that no promise has: probably misspelt, perhaps meant for promises to come."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tracker.cli.delivery import known_promises
from tracker.cli.plain import clean, say
from tracker.domain.counting import first_of

if TYPE_CHECKING:
    from tracker.app import App

MOST_NAMED = 12


def remark_on_tags(app: App, tags: Iterable[str]) -> None:
    """Say on stderr which tags no promise has, each with the nearest that one has; refuses nothing."""
    if wanted := tuple(tags):
        for line in remarks(wanted, {tag for promise in known_promises(app) for tag in promise.tags}):
            say(clean(line))


def remarks(wanted: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Yield a remark for each tag that is not among the known ones."""
    there = sorted(known)
    for tag in dict.fromkeys(wanted):
        if tag not in there:
            yield f"no promise has the tag `{tag[:80]}`; {_instead(tag, there)}"


def _instead(tag: str, there: list[str]) -> str:
    by_fold = {each.casefold(): each for each in there}
    if near := difflib.get_close_matches(tag.casefold(), by_fold, 1):
        return f"did you mean `{by_fold[near[0]]}`?"
    if not there:
        return "none has a tag so far"
    return f"there are {first_of([f'`{each}`' for each in there], MOST_NAMED)}"
