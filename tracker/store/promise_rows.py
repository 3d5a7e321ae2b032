"""Promises in force, their versions, and the names they are read with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select, update

from tracker.domain.criteria import Position
from tracker.domain.promises import Names, Promise
from tracker.store.canonical import from_json, hash_of, meaning_hash, to_json
from tracker.store.commits import Commit
from tracker.store.tables.promises import promise, promise_ver, ruleset

FILE = "file"
STORE = "store"


@dataclass(frozen=True, slots=True)
class Logged:
    """A promise as the store holds it, with its version and who owns it: a rule file or the store."""

    promise: Promise
    ver: int
    hash: str
    owner: str
    seq: int
    retired: bool = False

    @property
    def file(self) -> str:
        """Return the rule file it is written in, empty if none."""
        return self.promise.position.file if self.promise.position else ""


def load_promises(
    connection: Connection, *, since: int = 0, ids: Iterable[str] | None = None
) -> dict[str, Logged]:
    """Load the present version of promises, retired ones too; only those changed after commit `since`."""
    chosen = (
        select(promise, promise_ver.c.hash, promise_ver.c.body)
        .join(promise_ver, (promise_ver.c.promise_id == promise.c.id) & (promise_ver.c.ver == promise.c.ver))
        .where(promise.c.seq > since)
    )
    if ids is not None:
        chosen = chosen.where(promise.c.id.in_(list(ids)))
    return {
        row["id"]: Logged(
            replace(
                from_json(Promise, row["body"]),
                position=Position(row["file"], row["line"], row["place"]) if row["file"] else None,
            ),
            row["ver"],
            row["hash"],
            row["owner"],
            row["seq"],
            row["retired"],
        )
        for row in connection.execute(chosen.order_by(promise.c.id)).mappings()
    }


def write_version(commit: Commit, each: Promise, before: Logged | None, owner: str, logged_by: str = "") -> int:
    """Add a version of a promise, known from this commit on, and return its number."""
    number = 1 if before is None else before.ver + 1
    place = _place(each)
    values = {
        "owner": owner, "ver": number, "seq": commit.seq, "retired": False, "scan_after": 0, **place
    }  # fmt: skip
    if before is None:
        commit.connection.execute(insert(promise), {"id": each.id, **values})
    else:
        commit.connection.execute(update(promise).where(promise.c.id == each.id).values(**values))
    meaning = meaning_hash(each)
    _add_version(commit, each, number, meaning, retired=False, logged_by=logged_by)
    return number


def retire(commit: Commit, each: Logged) -> None:
    """Take a promise out of force: a version of its own, nothing is deleted."""
    commit.connection.execute(
        update(promise)
        .where(promise.c.id == each.promise.id)
        .values(ver=each.ver + 1, seq=commit.seq, retired=True, scan_after=None)
    )
    _add_version(commit, each.promise, each.ver + 1, each.hash, retired=True)


def move(commit: Commit, each: Promise) -> None:
    """Note that a promise now stands elsewhere in the files and means the same."""
    commit.connection.execute(
        update(promise).where(promise.c.id == each.id).values(seq=commit.seq, **_place(each))
    )


def load_names(connection: Connection) -> Names:
    """Return the names in force; none before rules were first applied."""
    body = connection.execute(select(ruleset.c.names).order_by(ruleset.c.ver.desc()).limit(1)).scalar()
    return Names() if body is None else from_json(Names, body)


def write_names(commit: Commit, names: Names) -> None:
    """Put names into force from this commit on."""
    body = to_json(names)
    last = commit.connection.execute(select(ruleset.c.ver).order_by(ruleset.c.ver.desc()).limit(1)).scalar()
    commit.connection.execute(
        insert(ruleset), {"ver": (last or 0) + 1, "seq": commit.seq, "hash": hash_of(body), "names": body}
    )
    commit.seal(hash_of(body))


def match_all_again(connection: Connection) -> list[str]:
    """Have every promise in force matched with all stored reports anew; return their ids."""
    connection.execute(update(promise).where(promise.c.retired.is_(False)).values(scan_after=0))
    return list(connection.execute(select(promise.c.id).where(promise.c.retired.is_(False))).scalars())


def _add_version(
    commit: Commit, each: Promise, number: int, meaning: str, *, retired: bool, logged_by: str = ""
) -> None:
    row = {
        "promise_id": each.id,
        "ver": number,
        "seq": commit.seq,
        "hash": meaning,
        "body": to_json(each),
        "file": each.position.file if each.position else "",
        "retired": retired,
        "logged_by": logged_by,
    }
    commit.connection.execute(insert(promise_ver), row)
    commit.seal(hash_of(f"{each.id} {number} {meaning} {retired}"))


def _place(each: Promise) -> dict[str, object]:
    if each.position is None:
        return {"file": "", "line": 1, "place": 1}
    return {"file": each.position.file, "line": each.position.line, "place": each.position.column}
