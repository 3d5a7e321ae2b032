"""The rows of a table as items: a broken row loses only itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, SourceFailed
from tracker.language.pages import Page
from tracker.language.rows import csv_cells
from tracker.language.sources import NUMBERED
from tracker.language.text_lines import MOST_LINE
from tracker.sources.items import RawItem
from tracker.sources.plain_text import cut, on_one_line
from tracker.sources.seen_rows import digest_of

MOST_ROWS = 200_000
_MOST_COLUMNS = 500
_PARTS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the item it is, and the digest of what it says."""

    item: RawItem
    digest: bytes


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table taken apart: its columns, its rows, and what could not be read."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def rows_of(text: str, columns: tuple[str, ...] = (), delimiter: str = "") -> TableRows:
    """Take a table apart; raises SourceFailed where it is none.

    Without `columns` the first row names them; `#` alone numbers them from 1.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SourceFailed("the table is empty", "not even a row of names stands in it")
    if text.lstrip()[:1] == "<":
        raise SourceFailed("the answer is a page or XML, not a table", "give the address of the CSV file itself")
    page = Page("table")
    lines = list(_lines(text, page))
    cells = _cells(page, lines, delimiter or _delimiter(text))
    first = next(cells, None)
    if first is None:
        raise SourceFailed("no row of the table can be read", "; ".join(_said(page))[:300])
    number, head = first
    names, problems = _names(columns, head)
    table = TableRows(names)
    if columns:
        table.rows.append(_row(names, number, head))
    for number, row in cells:
        if not any(cell.strip() for cell in row):
            continue
        if len(table.rows) >= MOST_ROWS:
            problems.append(f"the table has more than {MOST_ROWS} rows: the first {MOST_ROWS} are read")
            break
        table.rows.append(_row(names, number, row))
    table.problems.extend([*problems, *_said(page)])
    return table


def _lines(text: str, page: Page) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_LINE:
            page.note(_too_long(page, number, len(line)))
        elif line.strip():
            yield number, line


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(_PARTS, key=first.count)


def _cells(page: Page, lines: list[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    if delimiter != "\t":
        yield from csv_cells(page, lines, delimiter)
        return
    for number, line in lines:  # there a quote is a letter like any other, unless it encloses the cell
        yield number, [_bare(cell) for cell in line.split("\t")]


def _bare(cell: str) -> str:
    inside = cell[1:-1]
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inside.replace('""', ""):
        return inside.replace('""', '"')
    return cell


def _names(columns: tuple[str, ...], head: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    if columns == (NUMBERED,):
        names = tuple(str(number) for number in range(1, len(head) + 1))
    else:
        names = columns or tuple(on_one_line(cell) for cell in head)
    if len(names) > _MOST_COLUMNS:
        raise SourceFailed(f"the table has {len(names)} columns, more than {_MOST_COLUMNS}", "take some out")
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    return names, [f"the column {cut(name, 60)!r} stands twice: the first is read" for name in doubled]


def _row(names: tuple[str, ...], number: int, cells: list[str]) -> Row:
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]
    said = "\x1f".join(cells)
    wrong = "" if len(cells) == len(names) else f"{len(cells)} cells under {len(names)} columns"
    fields = {} if wrong else _fields(names, cells)
    item = RawItem(fields, " | ".join(cells), f"row in line {number}", wrong)
    return Row(item, digest_of(said.encode("utf-8", "surrogatepass")))


def _fields(names: tuple[str, ...], cells: list[str]) -> Mapping[str, Sequence[str]]:
    return {name: (cell,) for name, cell in zip(reversed(names), reversed(cells), strict=True)}


def _said(page: Page) -> list[str]:
    return [f"line {each.position.line}: {each.message}" for each in page.all_problems()]


def _too_long(page: Page, number: int, length: int) -> Problem:
    return Problem(Position(page.file, number), f"a line of {length} characters", "shorten it", "too-long")
