"""Find a configured source by its id, or say which there are."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from sqlalchemy import Connection

from tracker.domain.errors import Unknown
from tracker.domain.sources import Source
from tracker.store.coverage_rows import load_sources


def known_source(connection: Connection, name: str) -> Source:
    """Return the source in force of that id; raises Unknown with the nearest one, or all there are."""
    sources = {each.id: each for each in load_sources(connection)}
    check_known(sources, name)
    return sources[name]


def check_known(known: Collection[str], name: str) -> None:
    """Raise Unknown, with the nearest source there is, if this one is not among those known."""
    if name in known:
        return
    near = get_close_matches(name, known, n=1)
    cure = f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none yet'}"
    raise Unknown(f"there is no source {name}", cure)
