"""The tables, by theme; importing this package makes all of them known to the metadata."""

from tracker.store.tables import (
    alerts,
    copies,
    digests,
    inbox,
    interactions,
    ledger,
    outbox,
    promises,
    reports,
    reviews,
    routing,
    sources,
    verdicts,
)
from tracker.store.tables.rows import Row

METADATA = Row.metadata

__all__ = [
    "METADATA",
    "alerts",
    "copies",
    "digests",
    "inbox",
    "interactions",
    "ledger",
    "outbox",
    "promises",
    "reports",
    "reviews",
    "routing",
    "sources",
    "verdicts",
]
