"""Opening a store: makes it if it is new, brings an older one up to date, refuses a newer one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from tracker.domain.errors import StoreError, StoreVersion
from tracker.store.connecting import WRITES, as_store_errors, connect
from tracker.store.store import Store

HEAD = "0012"
"""The newest migration; a test holds it equal to the newest file in `migrations/versions`."""


def open_store(path: Path | str, *, create: bool = True) -> Store:
    """Open the store at `path` (a SQLite file; its folder is made if missing).

    Raises StoreError if there is none and `create` is false, if the file cannot be used or is no store, and
    StoreVersion if a later version of Deedline made it.
    """
    path = Path(path)
    if not create and not path.exists():
        raise StoreError(f"there is no store at {path}", "make one with: deedline init")
    with as_store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = connect(path)
        try:
            with engine.connect() as connection, connection.begin():
                revision = _revision(connection, path)
            if revision != HEAD:
                with engine.execution_options(**{WRITES: True}).begin() as connection:
                    _bring_up_to_date(connection, path)
        except BaseException:
            engine.dispose()
            raise
    return Store(path, engine)


def _revision(connection: Connection, path: Path) -> str | None:
    """Return the migration the store stands at; None for an empty file."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if "alembic_version" not in names or "commit_log" not in names:
        raise StoreError(f"{path} is a database, but no Deedline store", "name another file in the settings")
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _bring_up_to_date(connection: Connection, path: Path) -> None:
    # Imported here: most openings find a store that is up to date and need none of it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    revision = _revision(connection, path)  # again, under the write lock: another process may have been faster
    if revision == HEAD:
        return
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    if revision is not None:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if revision not in known:
            raise StoreVersion(
                f"{path} was made by a later version of Deedline: store version {revision}, this one knows {HEAD}",
                "install that version or a later one, or name another store in the settings",
            )
    command.upgrade(config, "head")
