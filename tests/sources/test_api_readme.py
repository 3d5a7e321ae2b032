"""What the README of the sources says of the public event data is true."""

from __future__ import annotations

import pytest

from tests.sources.test_readme import README, SNIPPETS, loaded
from tracker.domain.sources import Source
from tracker.sources import gdelt
from tracker.sources.gdelt_rows import MADE, knows


def shown(kind: str) -> list[Source]:
    """Return the sources of one kind that the README shows."""
    return [source for source in map(loaded, SNIPPETS) if source.kind == kind]


def test_the_map_of_gdelt_is_the_one_shown() -> None:
    filtered, mapped = shown("gdelt")
    assert mapped.facts == gdelt.FACTS
    assert all(knows(path) for path in filtered.only)


def test_every_path_that_gdelt_makes_is_described() -> None:
    assert all(f"`{path}`" in README for path in MADE)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (gdelt.CATCH_UP.total_seconds() / 3600, "up to 24 hours before"),
        (gdelt.MOST_FILES, "24 at a time"),
        (gdelt.STALE.total_seconds() / 3600, "more than two hours old"),
    ],
)
def test_the_limits_are_those_that_hold(number: float, said: str) -> None:
    assert said in README
    assert f"{number:g}" in said.replace("two", "2")
