from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from tracker.domain.errors import StoreError, StoreVersion
from tracker.store import opening
from tracker.store.connecting import WRITES, connect
from tracker.store.opening import HEAD, open_store
from tracker.store.tables import METADATA
from tracker.store.tables.reviews import unit_seen


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


def test_units_that_an_older_store_holds_are_no_news(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with connect(path).execution_options(**{WRITES: True}).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in (
            "INSERT INTO report VALUES (1, 'wires', 'r')",
            "INSERT INTO report_ver VALUES (1, 1, 1, 1, 0, 0, 0, 0, '', NULL, NULL, NULL, NULL, 0, '[]')",
            *(
                "INSERT INTO fact (id, report_ver_id, n, occ_from, occ_to, precision, nature, unit, note,"
                f" date_assumed) VALUES ({n}, 1, {n}, 0, 0, 'day', 'act', {unit}, '', 0)"
                for n, unit in ((1, "'Aircraft '"), (2, "'aircraft'"), (3, "NULL"))
            ),
        ):
            connection.exec_driver_sql(statement)
    with open_store(path).read() as connection:
        assert list(connection.execute(select(unit_seen.c.unit)).scalars()) == ["aircraft"]


def test_a_new_file_is_waited_for_while_another_process_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE half_made (id)")
        monkeypatch.setattr("time.sleep", lambda _seconds: other.execute("ROLLBACK"))
        with connect(tmp_path / "store.db").connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert not other.in_transaction, "it was waited for"
