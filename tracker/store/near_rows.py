"""Looking for reports that are like new ones, by the traits they share with few others."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from sqlalchemy import Connection, text

from tracker.store.inserting import insert_tuples, pieces
from tracker.store.tables.copies import near_trait

COMMON_FROM = 30
"""A trait that so many share within the window says next to nothing; no more of them are looked at."""

FEWEST_SHARED = 2
RARE_ENOUGH = 0.2
"""Two that share one trait only are hardly ever one, unless at most five do."""

_AT_ONCE = 64
"""So many traits are asked for in one statement."""

Traits = Sequence[int]
_Window = tuple[int, int]


def write_traits(connection: Connection, reports: Mapping[int, tuple[int, Traits]]) -> None:
    """Keep the traits of reports: by row id the publication (microseconds) and the traits."""
    insert_tuples(
        connection,
        near_trait,
        [(trait, published, report_id) for report_id, (published, traits) in reports.items() for trait in traits],
        missing=True,
    )


def likely_near(
    connection: Connection, reports: Mapping[int, tuple[int, Traits]], reach: int, most: int
) -> dict[int, Sequence[int]]:
    """Return for each report up to `most` others published within `reach` (microseconds), the likeliest first.

    Reports are given as `write_traits` takes them. A trait counts the more the fewer share it. The cost is
    bounded whatever is stored: for each trait of each report at most twice `COMMON_FROM` rows are read, and what
    several of the reports share is read once for all of them.
    """
    asking: dict[int, list[int]] = {}
    for report_id, (_, traits) in reports.items():
        for trait in traits:
            asking.setdefault(trait, []).append(report_id)
    windows = {each: (published - reach, published + reach) for each, (published, _) in reports.items()}
    holders = {
        trait: _shared(connection, trait, [windows[each] for each in ids])
        for trait, ids in asking.items()
        if len(ids) > 1
    }
    alone = [(trait, windows[ids[0]]) for trait, ids in asking.items() if len(ids) == 1]
    found = _found(connection, alone)
    return {
        report_id: _likeliest(
            [found[trait] if trait in found else holders[trait][windows[report_id]] for trait in traits],
            report_id,
            most,
        )
        for report_id, (_, traits) in reports.items()
    }


def _likeliest(found: Sequence[Sequence[int]], report_id: int, most: int) -> Sequence[int]:
    """Weigh those that have traits of a report, itself among them.

    Traits that equally many share weigh the same and are counted in one go.
    """
    by_number: dict[int, list[Sequence[int]]] = {}
    for holders in found:
        others = len(holders) - (report_id in holders)
        if others:
            by_number.setdefault(others, []).append(holders)
    weights: dict[int, float] = {}
    shared: dict[int, int] = {}
    for others, traits in by_number.items():
        for each, times in Counter(chain.from_iterable(traits)).items():
            weights[each] = weights.get(each, 0.0) + times / others
            shared[each] = shared.get(each, 0) + times
    weights.pop(report_id, None)
    likely = sorted(
        [
            (-weight, each)
            for each, weight in weights.items()
            if shared[each] >= FEWEST_SHARED or weight >= RARE_ENOUGH
        ]
    )
    return [each for _, each in likely[:most]]


def _shared(connection: Connection, trait: int, windows: Iterable[_Window]) -> dict[_Window, Sequence[int]]:
    """Return who has a trait that several reports have, for the window of each: many are published on one day."""
    distinct = sorted(set(windows))
    most = COMMON_FROM * len(distinct)
    holders = _between(connection, trait, distinct[0][0], distinct[-1][1], most)
    ids = [each for _, each in holders]
    found: dict[_Window, Sequence[int]] = {}
    for first, last in distinct:
        start = bisect_left(holders, (first, 0))
        if len(holders) == most and start + COMMON_FROM > most:  # what was read ends too early for this one
            found[first, last] = [each for _, each in _between(connection, trait, first, last, COMMON_FROM)]
        else:
            end = bisect_left(holders, (last + 1, 0))
            found[first, last] = ids[start : min(end, start + COMMON_FROM)]
    return found


def _between(connection: Connection, trait: int, first: int, last: int, most: int) -> Sequence[tuple[int, int]]:
    """Return publication (microseconds) and row id of those that have a trait, in order."""
    asked = {"trait": trait, "first": first, "last": last, "most": most}
    return connection.execute(_ASKING_ONE, asked).all()


_ASKING_ONE = text(
    "SELECT published, report_id FROM near_trait WHERE trait = :trait AND published BETWEEN :first AND :last"
    " ORDER BY published, report_id LIMIT :most"
)


def _found(connection: Connection, asked: Sequence[tuple[int, _Window]]) -> dict[int, Sequence[int]]:
    """Return who has each of these traits within its window."""
    found: dict[int, list[int]] = {trait: [] for trait, _ in asked}
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    for some in pieces(asked, _AT_ONCE):
        given = tuple(chain.from_iterable((trait, first, last) for trait, (first, last) in some))
        for number, holder in connection.exec_driver_sql(_asking(len(some), mark), given):
            found[some[number][0]].append(holder)
    return {**found}


@lru_cache(maxsize=2 * _AT_ONCE)
def _asking(number: int, mark: str) -> str:
    """Return one statement for several traits: asking for each by itself costs more than finding it.

    Its parameters go to the driver as they are, three for each trait: naming hundreds of them costs as much again.
    """
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT {each} AS number, report_id FROM near_trait"  # noqa: S608
        f" WHERE trait = {mark} AND published BETWEEN {mark} AND {mark}"
        f" ORDER BY published, report_id LIMIT {COMMON_FROM}) AS held{each}"
        for each in range(number)
    )
