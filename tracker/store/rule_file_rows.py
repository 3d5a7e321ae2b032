"""Rule files as last seen: which version of each is in force, and what is wrong with the present one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from tracker.store.commits import Commit
from tracker.store.tables.promises import rule_file


@dataclass(frozen=True, slots=True)
class RuleFileState:
    """A rule file: the hash of its content, of the version in force (None: none ever was), its problems."""

    name: str
    hash: str
    good_hash: str | None
    problems: tuple[str, ...] = ()


def load_rule_files(connection: Connection) -> dict[str, RuleFileState]:
    """Return every rule file that was last seen in the folder, by name."""
    return {
        row.name: RuleFileState(row.name, row.hash, row.good_hash, tuple(json.loads(row.problems)))
        for row in connection.execute(select(rule_file).order_by(rule_file.c.name))
    }


def write_rule_files(commit: Commit, hashes: Mapping[str, str], problems: Mapping[str, Sequence[str]]) -> None:
    """Note the files now seen; one with problems keeps the version in force that it had."""
    held = load_rule_files(commit.connection)
    for name in sorted(hashes.keys() | problems.keys()):
        before = held.get(name)
        told = tuple(problems.get(name, ()))
        present = hashes.get(name, "")
        good = (before.good_hash if before else None) if told else present
        state = RuleFileState(name, present, good, told)
        if state == before:
            continue
        values = {
            "hash": present,
            "good_hash": good,
            "problems": json.dumps(told, ensure_ascii=False),
            "seq": commit.seq,
        }
        if before is None:
            commit.connection.execute(insert(rule_file), {"name": name, **values})
        else:
            commit.connection.execute(update(rule_file).where(rule_file.c.name == name).values(**values))
    gone = held.keys() - hashes.keys() - problems.keys()
    if gone:
        commit.connection.execute(delete(rule_file).where(rule_file.c.name.in_(sorted(gone))))
