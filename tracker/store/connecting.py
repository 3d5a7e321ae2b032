"""Connections to the database: pragmas, explicit transactions, and outside errors as errors of ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError

from tracker.domain.errors import StoreError

BUSY_SECONDS = 30
WRITES = "deedline_writes"
"""Execution option that makes a transaction take the write lock when it begins."""

PRAGMAS = ("synchronous = FULL", "foreign_keys = ON")
"""What every connection is told, once its file is written ahead."""

_PAUSE = 0.01
_PRIMARY_CODE = 0xFF

_CURES = (
    ("locked", "another process has been writing for a long time; see which one `deedline doctor` names"),
    ("readonly", "let the user that runs Deedline write the file and its folder"),
    ("read-only", "let the user that runs Deedline write the file and its folder"),
    ("full", "make room on the disk"),
    ("unable to open", "check that the folder exists and may be read and written"),
    ("not a database", "name another file, or put a backup in its place"),
    ("malformed", "put a backup in its place: the file is damaged"),
    ("disk i/o error", "check the disk: it does not read or write"),
    ("no such table", "name another file: this one is not a Deedline store"),
)


def connect(path: Path) -> Engine:
    """Return an engine on a SQLite file: WAL, foreign keys, and a commit that has reached the disk."""
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=10
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, and too late: BEGIN is ours.
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: Any) -> None:
    # Here alone SQLite does not wait for a process that writes, such as another that is making the same new file.
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY or time.monotonic() >= ends:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin(connection: Connection) -> None:
    # Without IMMEDIATE two readers that turn writers lose updates in silence, in spite of WAL and busy_timeout.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def as_store_errors(path: Path) -> Iterator[None]:
    """Turn what the database or the file system says into a StoreError with a cure.

    Broken constraints pass through: they are mistakes of ours, not of the store.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        said = str(error.orig)
        cure = next((cure for word, cure in _CURES if word in said.lower()), "deedline doctor says more")
        raise StoreError(f"the store {path} cannot be used: {said}", cure) from error
    except OSError as error:
        said = error.strerror or str(error)
        raise StoreError(f"the store {path} cannot be used: {said}", "check the path and its rights") from error
