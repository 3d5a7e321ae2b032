"""A store of an earlier version is brought up to date with what it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config

from tests.actions.making import on, opened
from tests.actions.reviewing import reviewed_store, said
from tests.notifiers.samples import a_notice
from tracker.actions.ingest import ingest
from tracker.actions.send_test import queue_test
from tracker.domain.alerts import Target
from tracker.store import opening
from tracker.store.connecting import WRITES, connect
from tracker.store.opening import open_store
from tracker.store.outbox_rows import Payload


def migrate(path: Path, step: Callable[[Config, str], None], revision: str) -> None:
    """Take a store forward or back to the version of a revision."""
    engine = connect(path)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        step(config, revision)
    engine.dispose()


def test_a_first_store_is_brought_up_to_date(tmp_path: Path) -> None:
    migrate(tmp_path / "store.db", command.upgrade, "0001")
    store = open_store(tmp_path / "store.db")
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == opening.HEAD
        assert connection.exec_driver_sql("SELECT count(*) FROM source_episode").scalar() == 0


def test_what_earlier_collections_brought_is_counted_from_the_reports(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path)
    ingest(store, [opened("alma", on(9)), opened("kiel", on(9))], on(10))
    ingest(store, [opened("alma", on(8))], on(11))
    store.close()
    migrate(path, command.downgrade, "0001")
    engine = connect(path)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO source (id, body, file, in_force, etag, modified, cursor, fails, last_error, hole)"
            " VALUES ('wires', '', '', 1, '', '', '', 0, '', 0)"
        )
        for seq, ok in ((1, 1), (2, 1), (3, 0)):
            values = f"('wires', {seq}, {ok}, 9, '[]', '', {seq})"
            connection.exec_driver_sql(
                f"INSERT INTO collection (source_id, at, ok, reports, problems, reason, seq) VALUES {values}"
            )
    engine.dispose()

    with open_store(path).read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT new, changed, with_facts FROM collection ORDER BY seq"
        ).fetchall()
    assert [tuple(row) for row in rows] == [(2, 0, 2), (0, 1, 1), (0, 0, 0)]


def test_messages_of_an_earlier_store_are_held_for_no_reason(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path)
    queue_test(store, Target("slack"), Payload((a_notice(),)), on(9))
    store.close()
    migrate(path, command.downgrade, "0007")
    with open_store(path).read() as connection:
        assert connection.exec_driver_sql("SELECT state, held_because FROM outbox").fetchall() == [("pending", "")]


def test_what_waited_for_review_before_people_were_asked_in_messages_is_no_news(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said("The bridge is open."))
    store.close()
    migrate(tmp_path / "store.db", command.downgrade, "0009")

    with open_store(tmp_path / "store.db").read() as connection:
        assert connection.exec_driver_sql("SELECT item_id, at FROM review_told").fetchall() == [(1, 0)]
        assert connection.exec_driver_sql("SELECT count(*) FROM interaction").scalar() == 0
