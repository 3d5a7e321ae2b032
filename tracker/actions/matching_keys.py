"""The keys by which a report finds the promises it touches, made once for each set of promises and names."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from tracker.domain.promises import Names
from tracker.engine.keys import Keys
from tracker.store.promise_rows import load_names
from tracker.store.store import Store

_MADE: WeakKeyDictionary[Store, tuple[int, Names, Keys]] = WeakKeyDictionary()


def keys_in_force(store: Store, connection: Connection, names: Names | None = None) -> Keys:
    """Return the keys of all promises in force; `names` are those in force where none are given."""
    seq, logged = store.shelf.fresh(connection)
    in_force = load_names(connection) if names is None else names
    made = _MADE.get(store)
    if made is None or made[0] != seq or made[1] != in_force:
        promises = (each.promise for each in logged.values() if not each.retired)
        made = _MADE[store] = (seq, in_force, Keys.of(promises, in_force))
    return made[2]
