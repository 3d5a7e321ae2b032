"""What may be a slip in reports put in by hand: they are taken in all the same."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.reports import Report
from tracker.engine.source_names import named_sources, unknown_sources
from tracker.language.report_links import WaitingLink, linked_ids, waiting_links
from tracker.store.coverage_rows import load_sources
from tracker.store.report_names import newest_ids, stored_ids, stored_sources
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


def sources_not_known(store: Store, reports: Sequence[Report]) -> tuple[str, ...]:
    """Return a remark on each source of the reports that neither rules in force nor stored reports name."""
    with store.read() as connection:
        in_force = (each.promise for each in store.shelf.fresh(connection)[1].values() if not each.retired)
        configured = (each.id for each in load_sources(connection))
        known = named_sources(in_force, configured) | stored_sources(connection)
    return tuple(unknown_sources((report.source for report in reports), known))
