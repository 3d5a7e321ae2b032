"""Rows of a data file (JSON, JSON lines, CSV, YAML) as tables with positions: a broken row loses only itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import PurePosixPath

from tracker.domain.counting import counted
from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.json_rows import rows_of_json, rows_of_json_lines
from tracker.language.keys import Record
from tracker.language.nodes import Entry, Items, Node, Scalar, Style, Table
from tracker.language.pages import Page, nearest, shown
from tracker.language.text_lines import lines_of
from tracker.language.yaml_nodes import read_yaml

MOST_YAML = 4 * 1024 * 1024
_MOST_CSV_LINES = 200
"""How many lines one row of a CSV file may go over."""
_MOST_UNCLOSED = 50
_MOST_COLUMNS = 100

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".yaml", ".yml")


def read_rows(page: Page, data: bytes, record: Record, list_key: str) -> Iterator[Table]:
    """Yield each row of the file as a table, noting what cannot be read.

    A YAML file holds a list, or the list under `list_key`; a JSON file a list, or one row; the columns of a CSV
    file are the keys of `record`.
    """
    ending = PurePosixPath(page.file.lower()).suffix
    if ending in (".jsonl", ".ndjson"):
        yield from rows_of_json_lines(page, data)
    elif ending == ".json":
        yield from rows_of_json(page, data)
    elif ending == ".csv":
        yield from _csv_rows(page, data, record)
    elif ending in (".yaml", ".yml"):
        yield from _yaml_rows(page, data, list_key)
    else:
        message = f"files ending in `{shown(ending)}` are not read"
        page.note(Problem(Position(page.file), message, "use one of " + ", ".join(ENDINGS), "file-ending"))


def _yaml_rows(page: Page, data: bytes, list_key: str) -> Iterator[Table]:
    root = read_yaml(page, data, MOST_YAML)
    if isinstance(root, Table) and list(root.entries) == [list_key]:
        root = root.value(list_key)
    if root is None or (isinstance(root, Scalar) and root.is_null):
        return
    if not isinstance(root, Items):
        page.add(root, f"expected a list, or a list under `{list_key}`", "start each entry with `- `")
        return
    for item in root.items:
        if isinstance(item, Table):
            yield item
        else:
            page.add(item, "expected a mapping of keys here", "start each entry with `- key: value`")


def _csv_rows(page: Page, data: bytes, record: Record) -> Iterator[Table]:
    lines = list(lines_of(page, data))
    delimiter = max(",;\t", key=lines[0][1].count) if lines else ","
    header: list[str] | None = None
    for number, cells in csv_cells(page, lines, delimiter):
        if header is None:
            header = [cell.strip() for cell in cells]
            if not _good_header(page, number, header, record):
                return
        elif len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            message = f"{len(cells)} cells under a header of {len(header)}"
            hint = 'put double quotes around a cell that holds the separator: "a, b"'
            page.note(Problem(Position(page.file, number), message, hint, "csv-row"))
        elif len(cells) < len(header) and any(cell.strip() for cell in cells):
            message = f"{counted(len(cells), 'cell')} under a header of {len(header)}"
            hint = "keep the separators of empty cells, and put no line break into the row"
            page.note(Problem(Position(page.file, number), message, hint, "csv-row"))
        elif any(cell.strip() for cell in cells):
            yield _row(number, header, cells)


def _row(number: int, header: list[str], cells: list[str]) -> Table:
    entries: dict[str, Entry] = {}
    for column, (name, cell) in enumerate(zip(header, cells, strict=False), start=1):
        if cell.strip():
            value: Node = Scalar(cell.strip(), number, column, Style.CELL)
            entries[name] = Entry(Scalar(name, number, column), value)
    return Table(entries, number)


def _good_header(page: Page, number: int, header: list[str], record: Record) -> bool:
    before = page.count
    if len(header) > _MOST_COLUMNS:
        message = f"a header of {len(header)} columns"
        page.note(Problem(Position(page.file, number), message, "see the list of fields", "unknown-key"))
        return False
    for column, name in enumerate(header, start=1):
        place = Position(page.file, number, column)
        if name not in record.by_name:
            hint = nearest(name, record.by_name) or "see the list of fields"
            page.note(Problem(place, f"`{shown(name)}` is not a column", hint, "unknown-key"))
        elif name in header[: column - 1]:
            page.note(Problem(place, f"the column `{name}` stands twice", "delete one", "duplicate-key"))
    return page.count == before


def csv_cells(page: Page, lines: list[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row; a quote that is never closed loses its own line only."""
    at = unclosed = 0
    while at < len(lines):
        number, text = lines[at]
        taken = 1
        while text.count('"') % 2 and taken < _MOST_CSV_LINES and at + taken < len(lines):
            text += "\n" + lines[at + taken][1]
            taken += 1
        if text.count('"') % 2:
            hint = "close it, or double a quote that belongs to the text"
            page.note(Problem(Position(page.file, number), "a quote is opened and never closed", hint, "csv-row"))
            at += 1
            unclosed += 1
            if unclosed >= _MOST_UNCLOSED:
                return
            continue
        at += taken
        try:
            yield from ((number, cells) for cells in csv.reader([text], delimiter=delimiter))
        except csv.Error as error:
            page.note(Problem(Position(page.file, number), f"this row cannot be read: {error}", code="csv-row"))
