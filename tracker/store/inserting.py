"""Bulk writing and reading in pieces that every database takes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, Insert, Table, Update, column, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault

T = TypeVar("T")

MOST_ASKED_FOR = 5_000
"""How many values are asked for in one query."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in one go, all with the same keys; no rows is nothing."""
    if rows:
        _run(connection, _inserting(table, connection.dialect, tuple(rows[0])), rows)


def insert_tuples(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], *, missing: bool = False
) -> None:
    """Insert rows that hold a value for every column, in the order of the table's columns; no rows is nothing.

    With `missing` those are left alone whose key is there already.
    """
    if not rows:
        return
    names = tuple(each.name for each in table.columns)
    compiled = _inserting(table, connection.dialect, names, missing=missing)
    given: list[Any] = list(rows)
    if tuple(compiled.positiontup or ()) != names:  # a driver that takes values by name
        given = [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(str(compiled), given)


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, leaving those alone whose key is there already."""
    if rows:
        _run(connection, _inserting(table, connection.dialect, tuple(rows[0]), missing=True), rows)


def execute_many(connection: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement once for each row; the rows, all with the same keys, fill its named parameters."""
    if rows:
        _run(connection, _compiled(statement, connection.dialect, rows[0]), rows)


@lru_cache(maxsize=256)
def _inserting(table: Table, dialect: Dialect, names: tuple[str, ...], *, missing: bool = False) -> SQLCompiler:
    """Return the statement that inserts rows of these columns: making it takes as long as writing thirty rows."""
    if not missing:
        return _compiled(insert(table).inline(), dialect, names)
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    return _compiled(make(table).on_conflict_do_nothing().inline(), dialect, names)


def _compiled(statement: Insert | Update, dialect: Dialect, names: Iterable[str]) -> SQLCompiler:
    return statement.compile(dialect=dialect, column_keys=list(names))


def _run(connection: Connection, compiled: SQLCompiler, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the driver have the values as they are (text, numbers, None): handling each on the way costs more."""
    fixed = {
        each.key: each.default.arg
        for each in compiled.insert_prefetch
        if isinstance(each.default, ScalarElementColumnDefault)
    }
    if fixed:
        rows = [{**fixed, **row} for row in rows]
    if compiled.positional and compiled.positiontup:
        in_order = compiled.positiontup
        read = itemgetter(*in_order) if len(in_order) > 1 else lambda row: (row[in_order[0]],)
        connection.exec_driver_sql(str(compiled), [read(row) for row in rows])
    else:
        connection.exec_driver_sql(str(compiled), list(rows))


def among(
    connection: Connection, wanted: ColumnElement[Any], values: Collection[str] | Collection[int]
) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the values, any number of them on SQLite.

    SQLite takes them as one JSON list: a statement with a parameter for each costs more to prepare than to run.
    """
    if connection.dialect.name != "sqlite":
        return wanted.in_(list(values))
    listed = func.json_each(json.dumps(list(values))).table_valued(column("value"))
    return wanted.in_(select(listed.c.value))


def next_id(connection: Connection, table: Table) -> int:
    """Return the first free id of a table. Writers are alone in the store, so ids can be given out in bulk."""
    greatest = connection.execute(select(func.max(table.c.id))).scalar_one()
    return int(greatest or 0) + 1


def pieces(items: Sequence[T], size: int = MOST_ASKED_FOR) -> Iterator[Sequence[T]]:
    """Yield the items in order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
