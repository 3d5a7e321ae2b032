"""A change in a promise that binds several one by one: told once, under the key of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.domain.folding import canonical
from tracker.domain.plans import Difference
from tracker.domain.promises import Names, Promise

_PLACEHOLDER = "{each}"


def once_for_each(found: Sequence[Difference], old: Promise, new: Promise) -> tuple[Difference, ...]:
    """Return differences with those that all promisors share told once, where both versions have promisors.

    A change of one promisor alone keeps its name, and what the promise as a whole tells already is not said again.
    """
    if not (old.each and new.each):
        return tuple(found)
    moved = {f"steps.{name}" for name in {*old.each} ^ {*new.each}}
    found = [each for each in found if each.path not in moved]  # `each` itself tells who came and who went
    names = [name for name in new.each if name in old.each]
    if not names:
        return tuple(found)
    by_name = {name: _of(name, found) for name in names}
    shared = set.intersection(*(set(each) for each in by_name.values()))
    told: dict[Difference, None] = {}
    paths = {each.path for each in found}
    for each in found:
        general = next((_general(each, name) for name in names if each.path.startswith(_start(name))), None)
        if general is None or general not in shared:
            told[each] = None
        elif general.path not in paths:
            told[general] = None
    return tuple(told)


def _of(name: str, found: Sequence[Difference]) -> list[Difference]:
    return [_general(each, name) for each in found if each.path.startswith(_start(name))]


def _start(name: str) -> str:
    return f"steps.{name}."


def _general(each: Difference, name: str) -> Difference:
    """Return what a change of one promisor says of any: the placeholder stands where its name did."""
    spellings = "|".join(re.escape(spelling) for spelling in (name, canonical(Names(), "actor", name)))
    texts = (each.path.removeprefix(_start(name)), each.old, each.new)
    return Difference(*(re.sub(rf"(?<!\w)(?:{spellings})(?!\w)", _PLACEHOLDER, text) for text in texts))
