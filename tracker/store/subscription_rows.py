"""Decisions about who is sent the digest, each one kept; the newest of a mailbox holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from tracker.domain.alerts import Subscriber
from tracker.domain.mail_addresses import mailbox
from tracker.store.canonical import from_json, hash_of, to_json
from tracker.store.commits import Commit
from tracker.store.micros import from_micros
from tracker.store.tables.digests import subscription


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody wants the digest: who said so, how (`command` or a kind of link) and when.

    `asked` is what they asked for, None where the settings say it or nothing was ever asked by command.
    """

    address: str
    wanted: bool
    by: str
    via: str
    at: datetime
    asked: Subscriber | None = None


def load_decisions(connection: Connection) -> dict[str, Decision]:
    """Return the decision that holds for each mailbox."""
    newest = select(func.max(subscription.c.id)).group_by(subscription.c.mailbox)
    rows = connection.execute(
        select(subscription).where(subscription.c.id.in_(newest)).order_by(subscription.c.mailbox)
    )
    found = {}
    for row in rows:
        asked = from_json(Subscriber, row.body) if row.body else None
        address = asked.address if asked else row.mailbox
        found[row.mailbox] = Decision(address, row.wanted, row.by, row.via, from_micros(row.at), asked)
    return found


def add_decision(commit: Commit, decision: Decision) -> None:
    """Keep a decision, as of this commit."""
    row = {
        "mailbox": mailbox(decision.address),
        "wanted": decision.wanted,
        "body": to_json(decision.asked) if decision.asked else "",
        "by": decision.by,
        "via": decision.via,
        "at": commit.at,
        "seq": commit.seq,
    }
    commit.seal(hash_of("|".join(str(value) for value in row.values())))
    commit.connection.execute(insert(subscription), row)
