"""Pairs of reports that were joined, proposed or taken apart: written once, the newest row of a pair counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, select, union

from tracker.domain.reports import JoinKind
from tracker.store.canonical import hash_of, to_json
from tracker.store.commits import Commit
from tracker.store.inserting import among, insert_rows, next_id, pieces
from tracker.store.tables.copies import account_link

Pair = tuple[int, int]
"""Two report row ids, the lesser first."""


class LinkState(StrEnum):
    """What became of a pair."""

    JOINED = "joined"
    PROPOSED = "proposed"
    APART = "apart"


class LinkWhy(StrEnum):
    """What decided on a pair."""

    NEAR = "near"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class AccountLink:
    """What was decided on a pair of reports; `score` is 0 to 1, `seq` and `at` (microseconds) say from when on."""

    pair: Pair
    state: LinkState
    why: LinkWhy
    kind: JoinKind
    copy_id: int | None = None
    carries: bool = False
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    who: str = ""
    note: str = ""
    seq: int = 0
    at: int = 0

    def decides_as(self, other: AccountLink) -> bool:
        """Say whether it comes to the same as another link of the pair."""
        return (self.state, self.kind, self.copy_id, self.carries, self.reasons) == (
            other.state,
            other.kind,
            other.copy_id,
            other.carries,
            other.reasons,
        )

    @property
    def words(self) -> str:
        """Return why the two were joined, for people."""
        told = "; ".join(self.reasons)
        if self.why is LinkWhy.NEAR:
            return f"{self.score:.2f} alike: {told}"
        return f"{self.who or 'an analyst'} decided so" + (f": {self.note}" if self.note else "")


def pair_of(one: int, other: int) -> Pair:
    """Return the pair of two reports by row id."""
    return (one, other) if one < other else (other, one)


def write_links(commit: Commit, links: Sequence[AccountLink]) -> None:
    """Append links, known from this commit on; nothing for none."""
    if not links:
        return
    first = next_id(commit.connection, account_link)
    rows = [
        {
            "id": first + number,
            "low": each.pair[0],
            "high": each.pair[1],
            "copy_id": each.copy_id,
            "kind": each.kind.value,
            "state": each.state.value,
            "why": each.why.value,
            "carries": each.carries,
            "score": each.score,
            "reasons": to_json(list(each.reasons)),
            "who": each.who,
            "note": each.note,
            "seq": commit.seq,
            "at": commit.at,
        }
        for number, each in enumerate(links)
    ]
    insert_rows(commit.connection, account_link, rows)
    commit.seal(*(hash_of(to_json(row)) for row in rows))


def all_links(connection: Connection) -> list[AccountLink]:
    """Return every link there ever was, oldest first."""
    rows = connection.execute(select(account_link).order_by(account_link.c.id)).mappings()
    return [_link(row) for row in rows]


def links_among(connection: Connection, report_ids: Iterable[int]) -> list[AccountLink]:
    """Return every link, oldest first, between two of these reports."""
    wanted = set(report_ids)
    return [each for each in _touching(connection, wanted) if wanted.issuperset(each.pair)]


def newest_links(connection: Connection, report_ids: Iterable[int]) -> Mapping[Pair, AccountLink]:
    """Return the link that counts of every pair that one of these reports is in."""
    return {each.pair: each for each in _touching(connection, set(report_ids))}


def _touching(connection: Connection, wanted: set[int]) -> list[AccountLink]:
    if not wanted or connection.execute(select(account_link.c.id).limit(1)).first() is None:
        return []
    found: dict[int, AccountLink] = {}
    for some in pieces(sorted(wanted)):
        touching = union(
            select(account_link.c.id).where(among(connection, account_link.c.low, some)),
            select(account_link.c.id).where(among(connection, account_link.c.high, some)),
        )
        for row in connection.execute(select(account_link).where(account_link.c.id.in_(touching))).mappings():
            found[row["id"]] = _link(row)
    return [found[each] for each in sorted(found)]


def _link(row: RowMapping) -> AccountLink:
    return AccountLink(
        (row["low"], row["high"]),
        LinkState(row["state"]),
        LinkWhy(row["why"]),
        JoinKind(row["kind"]),
        row["copy_id"],
        row["carries"],
        row["score"],
        tuple(json.loads(row["reasons"])),
        row["who"],
        row["note"],
        row["seq"],
        row["at"],
    )
