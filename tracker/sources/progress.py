"""How far a source was read: kept as text in the cursor of its state, and dropped when it is read otherwise."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tracker.domain.collecting import CollectState
from tracker.domain.sources import Source
from tracker.sources.reading_hash import reading_hash


@dataclass(frozen=True, slots=True)
class Progress:
    """What the last collection left: `onward` is the page it stopped before, `since` what a first page asks for,
    `newest` the newest value seen on the way. `fits` says that it was left by a source read as it is now.
    """

    onward: str = ""
    since: str = ""
    newest: str = ""
    fits: bool = False

    @classmethod
    def read(cls, state: CollectState, source: Source) -> Progress:
        """Return what the state holds; nothing where it was left by a source that was read otherwise."""
        try:
            held = json.loads(state.cursor or "{}")
        except ValueError:
            held = {}
        if not isinstance(held, dict) or held.get("read_as") != reading_hash(source):
            return cls()
        onward, since, newest = (str(held.get(name) or "") for name in ("onward", "since", "newest"))
        return cls(onward, since, newest, fits=True)

    def written(self, source: Source) -> str:
        """Return it as a cursor."""
        held = {name: value for name, value in asdict(self).items() if value and name != "fits"}
        return json.dumps({"read_as": reading_hash(source), **held}, ensure_ascii=False, separators=(",", ":"))
