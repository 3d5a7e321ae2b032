"""Which items of a source are kept at all: `only` says what they must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.sources.mapping import Fields


class Kept:
    """The `only` of a source made ready: at each path one of its values, compared without case."""

    def __init__(self, only: Mapping[str, Sequence[str]]) -> None:
        self._tests = tuple((path, frozenset(map(_plain, values))) for path, values in only.items())

    def __call__(self, item: Fields) -> bool:
        """Say whether an item is kept."""
        return all(any(_plain(each) in values for each in item.get(path, ())) for path, values in self._tests)


def _plain(text: str) -> str:
    return text.strip().casefold()
