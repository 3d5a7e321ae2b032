"""What may be a slip in reports put in by hand: they are taken in all the same."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.reports import Report
from tracker.language.report_links import WaitingLink, linked_ids, waiting_links
from tracker.store.report_names import newest_ids, stored_ids
from tracker.store.store import Store

_MOST_LOOKED_AT = 2_000


def links_that_wait(store: Store, reports: Sequence[Report]) -> tuple[WaitingLink, ...]:
    """Return the links of reports to ids that neither they nor the store have."""
    wanted = linked_ids(reports)
    if not wanted:
        return ()
    with store.read() as connection:
        known = stored_ids(connection, wanted)
        missing = wanted - known - {report.id for report in reports}
        return waiting_links(reports, known, newest_ids(connection, _MOST_LOOKED_AT) if missing else ())
