from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tracker.domain.errors import StoreError, StoreVersion
from tracker.store import opening
from tracker.store.opening import HEAD, open_store
from tracker.store.tables import METADATA


def test_a_new_store_is_made_with_its_folder(tmp_path: Path) -> None:
    open_store(tmp_path / "a" / "b" / "store.db").close()
    assert (tmp_path / "a" / "b" / "store.db").exists()


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db")
    with store.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []


def test_the_version_the_code_expects_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert scripts.get_current_head() == HEAD


def test_a_store_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    open_store(tmp_path / "store.db").close()
    store = open_store(tmp_path / "store.db", create=False)
    assert store.last_commit() == (0, None)


def test_writes_survive_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db")
    with store.read() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        ]
    assert told == ["wal", 1, 2, 30_000]


def test_no_store_where_none_may_be_made_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at") as caught:
        open_store(tmp_path / "store.db", create=False)
    assert "deedline init" in caught.value.hint
    assert not (tmp_path / "store.db").exists()


def test_a_store_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreVersion, match="later version of Deedline: store version 9999") as caught:
        open_store(path)
    assert "install that version" in caught.value.hint


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE birds (name)")
    connection.close()
    with pytest.raises(StoreError, match="no Deedline store"):
        open_store(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, this is a letter and not a database.\n" * 40)
    with pytest.raises(StoreError, match="not a database") as caught:
        open_store(path)
    assert "backup" in caught.value.hint


def test_a_path_through_a_file_is_an_error_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be used") as caught:
        open_store(tmp_path / "file" / "store.db")
    assert caught.value.hint


def test_a_folder_in_the_stores_place_is_an_error_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    with pytest.raises(StoreError, match="unable to open"):
        open_store(tmp_path / "store.db")
