"""Looking for reports that are like a new one, by the traits they share with few others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, TextClause, text

from tracker.store.inserting import insert_missing
from tracker.store.tables.copies import near_trait

COMMON_FROM = 30
"""A trait that so many share within the window says next to nothing; no more of them are looked at."""

FEWEST_SHARED = 2
RARE_ENOUGH = 0.2
"""Two that share one trait only are hardly ever one, unless at most five do."""

Traits = Sequence[int]


def write_traits(connection: Connection, reports: Mapping[int, tuple[int, Traits]]) -> None:
    """Keep the traits of reports: by row id the publication (microseconds) and the traits."""
    insert_missing(
        connection,
        near_trait,
        [
            {"trait": trait, "published": published, "report_id": report_id}
            for report_id, (published, traits) in reports.items()
            for trait in traits
        ],
    )


def likely_near(
    connection: Connection, report_id: int, traits: Traits, window: tuple[int, int], most: int
) -> Iterable[int]:
    """Return up to `most` other reports published within a window (microseconds), the likeliest first.

    A trait counts the more the fewer share it. The cost is bounded whatever is stored: a few dozen look-ups of at
    most `COMMON_FROM` rows each.
    """
    if not traits:
        return ()
    given = {f"t{number}": trait for number, trait in enumerate(traits)}
    rows = connection.execute(_asking(len(traits)), {**given, "first": window[0], "last": window[1]})
    holders: dict[int, list[int]] = {}
    for number, holder in rows:
        if holder != report_id:
            holders.setdefault(number, []).append(holder)
    weights: dict[int, float] = {}
    shared: Counter[int] = Counter()
    for found in holders.values():
        shared.update(found)
        for holder in found:
            weights[holder] = weights.get(holder, 0.0) + 1 / len(found)
    likely = (each for each in weights if shared[each] >= FEWEST_SHARED or weights[each] >= RARE_ENOUGH)
    return sorted(likely, key=lambda holder: (-weights[holder], holder))[:most]


@lru_cache(maxsize=128)
def _asking(number: int) -> TextClause:
    """Return one statement for all traits of a report: asking for each by itself costs more than finding it."""
    return text(
        " UNION ALL ".join(
            f"SELECT * FROM (SELECT {each} AS number, report_id FROM near_trait WHERE trait = :t{each}"  # noqa: S608
            f" AND published BETWEEN :first AND :last LIMIT {COMMON_FROM}) AS held{each}"
            for each in range(number)
        )
    )
