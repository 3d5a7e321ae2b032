"""The rows of a GDELT event export: 61 columns without a header, offered by the names of its codebook.

Source: The GDELT Event Database, data format codebook version 2.0 (19 February 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tracker.sources.cameo import ROOTS
from tracker.sources.items import RawItem

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS: Final = (
    *("GlobalEventID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor1{part}" for part in _ACTOR),
    *(f"Actor2{part}" for part in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
_AS_WRITTEN: Final = {name: place for place, name in enumerate(COLUMNS)}
AT: Final = {name.lower(): place for place, name in enumerate(COLUMNS)}
"""Where each column stands, by its name in small letters, as paths are written."""

_LONGEST_ROW = 20_000
_LONGEST_SAID = 500
Row = Sequence[str]


def rows_of(table: bytes, name: str, broken: list[RawItem]) -> Iterator[tuple[int, Row]]:
    """Yield each row that has its 61 columns, with its number; the others are added to `broken`.

    `name` is what the table is called where it stands.
    """
    for number, raw in enumerate(table.split(b"\n"), start=1):
        line = raw.removesuffix(b"\r")
        if not line:
            continue
        wrong = ""
        if len(line) > _LONGEST_ROW:
            wrong = f"it is longer than {_LONGEST_ROW} bytes"
        else:
            cells = line.decode("utf-8", "replace").split("\t")
            if len(cells) == len(COLUMNS):
                yield number, cells
                continue
            wrong = f"it has {len(cells)} columns, not {len(COLUMNS)}"
        said = line[:_LONGEST_SAID].decode("utf-8", "replace")
        broken.append(RawItem({}, said, f"{name} row {number}", wrong))


class RowFields:
    """What a row offers to a `map`: every column by its name, and what is made of several.

    `cameo` holds the event's code, its base and its root, so that a table of codes takes the nearest it knows;
    `actor1` and `actor2` a country's code, else the name; `country` the last part of the place; `title` all of it
    in a few words; `site` who is cited and `link` the page, if it is one.
    """

    __slots__ = ("_row",)

    def __init__(self, row: Row) -> None:
        self._row = row

    def get(self, path: str, otherwise: Sequence[str], /) -> Sequence[str]:
        """Return the values at a path, whatever its case."""
        place = _AS_WRITTEN.get(path)
        if place is None:
            place = AT.get(path.lower())
        if place is not None:
            return (self._row[place],)
        made = MADE.get(path) or MADE.get(path.lower())
        return made(self._row) if made is not None else otherwise


def knows(path: str) -> bool:
    """Say whether a row offers anything at a path."""
    return path.lower() in AT or path.lower() in MADE


def _title(row: Row) -> Sequence[str]:
    """Say in a few words what the row says: who did what to whom, and where."""
    who = " to ".join(name for name in (row[_ACTORS[0] + 1], row[_ACTORS[1] + 1]) if name) or "unnamed"
    did = ROOTS.get(row[_CODE + 2], "unknown")
    where = f" in {row[_PLACE]}" if row[_PLACE] else ""
    return (f"{who}: {did} ({row[_CODE]}){where}",)


def _site(row: Row) -> Sequence[str]:
    """Return who is cited: the host of the page without `www.`, else the citation."""
    if not row[_SOURCE].startswith(_WEB):
        return (row[_SOURCE],)
    host = row[_SOURCE].split("/", 3)[2].lower()
    return (host.removeprefix("www."),)


_CODE = AT["eventcode"]
_PLACE = AT["actiongeo_fullname"]
_SOURCE = AT["sourceurl"]
_ACTORS = AT["actor1code"], AT["actor2code"]
_WEB = ("http://", "https://")
MADE: Final[Mapping[str, Callable[[Row], Sequence[str]]]] = {
    "cameo": lambda row: row[_CODE : _CODE + 3],
    "actor1": lambda row: (row[_ACTORS[0] + 2] or row[_ACTORS[0] + 1],),
    "actor2": lambda row: (row[_ACTORS[1] + 2] or row[_ACTORS[1] + 1],),
    "country": lambda row: (row[_PLACE].rpartition(",")[2].strip(),),
    "title": _title,
    "site": _site,
    "link": lambda row: (row[_SOURCE],) if row[_SOURCE].startswith(_WEB) else (),
}
"""Paths that no column has by itself."""
