"""Secrets that a store makes for itself when they are first needed; they never leave it."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from tracker.store.commits import Commit
from tracker.store.inserting import insert_missing
from tracker.store.tables.digests import signing_secret


def load_secret(connection: Connection, name: str) -> bytes | None:
    """Return the secret that signs what `name` says; None while there is none."""
    value = connection.execute(select(signing_secret.c.value).where(signing_secret.c.name == name)).scalar()
    return None if value is None else bytes.fromhex(value)


def secret_for(commit: Commit, name: str) -> bytes:
    """Return the secret that signs what `name` says, making it if there is none; of two made at once one stays."""
    insert_missing(commit.connection, signing_secret, [{"name": name, "value": secrets.token_hex(32)}])
    made = load_secret(commit.connection, name)
    if made is None:
        raise RuntimeError(f"the secret of {name} was written and is not there")
    return made
