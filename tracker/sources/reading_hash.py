"""How a source is read, as a hash: what was read otherwise has to be read again."""

from __future__ import annotations

import hashlib

from tracker.domain.sources import Source


def reading_hash(source: Source) -> str:
    """Return a hash of everything in a source's configuration that decides what its answers mean."""
    meant = (
        *(source.url, source.path, source.items, source.columns, source.delimiter),
        *(sorted(source.params.items()), sorted(source.options.items()), source.since),
        *(source.facts, sorted(source.report.items()), sorted(source.only.items()), source.trust_text),
        *(source.reliability, source.origin, source.language),
    )
    return hashlib.sha256(repr(meant).encode("utf-8", "surrogatepass")).hexdigest()[:16]
