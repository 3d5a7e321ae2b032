"""Makes new stores from what the migrations made once in this process; lets no test wait for the disk or for SQL.

Running every migration takes a hundred times as long as writing down the tables they end with, and compiling SQL
as long as all else in many tests: every statement is compiled once for all stores of a process. What a store does
when the power fails is not seen by any test here; processes that tests start, and the tests of the store itself
(`tests/store/conftest.py`), use stores as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from tracker.store import connecting, opening

_SHARED: dict[str, LRUCache[object, object]] = {"compiled_cache": LRUCache(1_000)}
"""What is compiled is kept by statement and dialect, and so all stores' dialects, made alike, pass for one."""

_bring_up_to_date = opening._bring_up_to_date


@pytest.fixture(autouse=True, scope="module")
def quick_stores() -> Iterator[None]:
    """Make stores quickly; a folder whose tests are about making them replaces this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connecting, "PRAGMAS", (*connecting.PRAGMAS, "synchronous = OFF"))
        patch.setattr(opening, "_bring_up_to_date", _quickly_up_to_date)
        patch.setattr(connecting, "create_engine", partial(create_engine, execution_options=_SHARED))
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda dialect: hash(type(dialect)))
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda dialect, other: type(dialect) is type(other))
        yield


def _quickly_up_to_date(connection: Connection, path: Path) -> None:
    if opening._revision(connection, path) is not None:
        _bring_up_to_date(connection, path)
        return
    for statement in _as_migrated():
        connection.exec_driver_sql(statement)


@cache
def _as_migrated() -> tuple[str, ...]:
    """Return the statements that make a new store as the migrations leave it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        engine = connecting.connect(path)
        with engine.execution_options(**{connecting.WRITES: True}).begin() as connection:
            _bring_up_to_date(connection, path)
            raw = connection.connection.driver_connection
            assert raw is not None
            dump = tuple(raw.iterdump())
        engine.dispose()
    return tuple(statement for statement in dump if statement not in ("BEGIN TRANSACTION;", "COMMIT;"))
