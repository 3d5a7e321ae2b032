"""Replacements: promises that supersede each other must not go round in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.language import promise_keys as keys
from tracker.language.folder import PromiseDraft
from tracker.language.pages import shown
from tracker.language.promises import Built


def check_replacements(built: Sequence[tuple[PromiseDraft, Built]]) -> None:
    """Note every promise of a circle of replacements, on its own page."""
    circles = _circles({each.promise.id: each.promise.supersedes for _, each in built if each.promise.supersedes})
    for draft, each in built:
        circle = circles.get(each.promise.id)
        if circle:
            message = f"`supersedes` leads back to the promise itself: {shown(' > '.join(circle), 200)}"
            draft.page.add(draft.fields.node(keys.SUPERSEDES), message, "leave one of them out", "circular")


def _circles(earlier: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each promise of a circle to the way from it back to itself; every promise is walked over once."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in earlier:
        way: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            way[at] = len(way)
            at = earlier.get(at)
        if at is not None and at in way:
            circle = list(way)[way[at] :]
            for index, name in enumerate(circle):
                found[name] = [*circle[index:], *circle[:index], name]
    return found
