"""Everything that judging one reading at one view rests on, with its dates worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.oracle.accounts import Told
from tests.oracle.listening import needed, pieces, share
from tests.oracle.moves import Dates
from tracker.domain.coverage import Coverage, SourceFacts
from tracker.domain.folding import canonical
from tracker.domain.instants import Span
from tracker.domain.promises import Interest, Kind, Names, Promise, Reading
from tracker.domain.verdicts import View


@dataclass
class Situation:
    """One reading of a promise, what is known, and the dates that count at the view."""

    promise: Promise
    reading: Reading
    accounts: list[Told]
    coverage: Coverage
    view: View
    names: Names
    dates: Dates
    opens: datetime
    facts_until: datetime | None = None
    """The last instant at which a fact counts, where there is one."""
    begins: datetime | None = None
    """From when its amounts are in force, where others were before."""
    before: Situation | None = None
    """The same by the amounts that were in force before."""
    since: datetime | None = None
    """Only what occurred after this counts, where the order of decision asks so."""

    @property
    def at(self) -> datetime:
        """Return the instant of judging."""
        return self.view.at

    @property
    def deadline(self) -> datetime | None:
        """Return the date that counts: the due date, or the end of the window."""
        return self.dates.counts

    @property
    def wait_over(self) -> datetime | None:
        """Return when silence after the deadline, or after a later date that was announced, is silence."""
        if self.dates.counts is None:
            return None
        last = self.dates.counts if self.dates.later is None else max(self.dates.counts, self.dates.later)
        return self.promise.wait_for_reports.after(last, self.promise.tz)

    def interest(self, told: Told) -> Interest:
        """Return where the account's origin, else its source, stands towards the promisor."""
        table = self.promise.interest
        return table.get(told.origin) or table.get(told.report.source) or Interest.NEUTRAL

    @property
    def now(self) -> datetime:
        """Return up to when time counts: a window that stands is over with its end."""
        stands = self.promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
        return self.at if not stands or self.deadline is None else min(self.at, self.deadline)

    def is_of_a_fellow(self, told: Told) -> bool:
        """Say whether one promisor speaks of another who is bound by the same promise."""
        bound = {canonical(self.names, "actor", name) for name in (*self.promise.by, *self.promise.beside)}
        teller = canonical(self.names, "actor", told.origin)
        actor = canonical(self.names, "actor", told.fact.actor) if told.fact.actor else None
        return teller in bound and actor in bound and actor != teller

    def serves_itself(self, told: Told, in_support: bool) -> bool:
        """Say whether the account speaks in the interest of who tells it."""
        if self.is_of_a_fellow(told):
            return True
        stands = self.interest(told)
        return stands in (Interest.SELF, Interest.ALLY) if in_support else stands is Interest.ADVERSARY

    def heard(self) -> list[tuple[SourceFacts, list[Span]]]:
        """Return what each needed source heard."""
        sources = needed(self.promise, list(self.reading.criteria.values()), self.coverage, self.names)
        return [(source, pieces(self.coverage, self.view, source.id)) for source in sources]

    def listened(self, *spans: tuple[datetime, datetime]) -> bool:
        """Say whether one needed source heard enough of every span."""
        if self.coverage.assumed:
            return True
        least = self.promise.coverage_share
        return any(all(share(heard, *span) >= least for span in spans) for _, heard in self.heard())

    def listened_a_little(self, start: datetime, end: datetime) -> bool:
        """Say whether any needed source heard any of a span."""
        return self.coverage.assumed or any(share(heard, start, end) > 0 for _, heard in self.heard())

    def may_yet_hear(self, start: datetime, end: datetime) -> bool:
        """Say whether a needed source has simply not been asked since, so that its gap is no hole yet.

        Not so where a source that heard enough was asked since.
        """
        if self.coverage.assumed:
            return False
        gap_is_open = False
        for source, heard in self.heard():
            last = max((span.end for span in heard), default=None)
            if last is not None and last >= end:
                if share(heard, start, end) >= self.promise.coverage_share:
                    return False
            elif last is not None and source.every is not None and self.at <= last + 3 * source.every:
                gap_is_open = True
        return gap_is_open
