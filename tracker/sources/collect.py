"""One collection of one source, whatever its kind."""

from __future__ import annotations

from datetime import datetime

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Fetcher
from tracker.domain.sources import Source, SourceKind


def collect_source(source: Source, state: CollectState, now: datetime, fetcher: Fetcher) -> Collected:
    """Collect a source at `now` (aware UTC); raises SourceFailed with a plain reason and stores nothing.

    Reports come again as often as the source offers them; who stores them recognises them by source and id. A
    `person` or an `inbox` is not collected from: what they have to say arrives by itself.
    """
    match source.kind:
        case SourceKind.FEED:
            from tracker.sources.feed import collect_feed  # feed libraries are loaded where a feed is read

            return collect_feed(source, state, now, fetcher)
        case SourceKind.FOLDER:
            from tracker.sources.folder import collect_folder

            return collect_folder(source, state, now)
        case SourceKind.PERSON | SourceKind.INBOX:
            return Collected(state=state)
