"""Which rows of a table were read before: eight bytes each, kept as text in the cursor of its state."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

from tracker.domain.sources import Source
from tracker.sources.reading_hash import reading_hash

_BYTES = 8
"""So few that a million rows stay small; two rows of a table that share them are one in ten million tables."""


def digest_of(data: bytes) -> bytes:
    """Return the digest of a row or a table."""
    return hashlib.blake2b(data, digest_size=_BYTES).digest()


@dataclass(frozen=True, slots=True)
class SeenRows:
    """The digest of the whole table and of each of its items; `fits` says that they were read as they are now."""

    whole: bytes = b""
    rows: frozenset[bytes] = frozenset()
    fits: bool = False

    @classmethod
    def read(cls, cursor: str, source: Source) -> SeenRows:
        """Return what a cursor holds; nothing where it was left by a source that was read otherwise."""
        try:
            held = json.loads(cursor or "{}")
            if held.get("read_as") != reading_hash(source):
                return cls()
            whole, rows = base64.b64decode(held["whole"]), base64.b64decode(held["rows"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()
        return cls(whole, frozenset(rows[at : at + _BYTES] for at in range(0, len(rows), _BYTES)), fits=True)

    def written(self, source: Source) -> str:
        """Return it as a cursor."""
        held = {
            "read_as": reading_hash(source),
            "whole": base64.b64encode(self.whole).decode(),
            "rows": base64.b64encode(b"".join(sorted(self.rows))).decode(),
        }
        return json.dumps(held, separators=(",", ":"))
