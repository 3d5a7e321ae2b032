"""What every table shares: one set of metadata with steady names for its constraints."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, MetaData, Table, text
from sqlmodel import SQLModel


class Row(SQLModel):
    """The root of the tables. Rows are written in bulk through Core, so tables check nothing themselves."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table(row: type[Row]) -> Table:
    """Return the Core table behind a row class."""
    return Row.metadata.tables[str(row.__tablename__)]


def part_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index over the rows that satisfy `where`, for every database that has such."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
