"""Rows of a store that another process works on, read from outside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

PATIENCE = 10
"""Seconds that a query waits for who is writing."""


def rows_of(store: Path, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query; none while there is no store, or no such table in it yet."""
    if not store.exists():
        return []
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise
