"""One collection of one source, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Fetcher
from tracker.domain.sources import Source
from tracker.sources.asking import Asker
from tracker.sources.kinds import collect_of
from tracker.sources.signing_in import SignIns

_NO_SECRETS: Mapping[str, str] = MappingProxyType({})


def collect_source(
    source: Source,
    state: CollectState,
    now: datetime,
    fetcher: Fetcher,
    secrets: Mapping[str, str] = _NO_SECRETS,
    sign_ins: SignIns | None = None,
) -> Collected:
    """Collect a source at `now` (aware UTC); raises SourceFailed with a plain reason and stores nothing.

    Reports come again as often as the source offers them; who stores them recognises them by source and id. A
    `person` or an `inbox` is not collected from: what they have to say arrives by itself. `sign_ins` holds the
    tokens of sources that sign in, and is best kept from one collection to the next.
    """
    if not source.is_asked:
        return Collected(state=state)
    return collect_of(source.kind)(source, state, now, Asker(source, fetcher, secrets, sign_ins))
