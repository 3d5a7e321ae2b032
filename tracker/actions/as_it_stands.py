"""How promises stand this moment, as notices: for telling again what people were told before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.actions.announcing import Announcement, as_one
from tracker.actions.earlier_promises import records_before
from tracker.actions.judging_plan import withdrawn
from tracker.domain.alerts import Notice, Why
from tracker.domain.promises import Promise
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, Judgement, Verdict, View
from tracker.engine.judging import judge
from tracker.engine.listening import SharedEars
from tracker.engine.notices import notice
from tracker.engine.standing_parts import parts_of, spoken_for
from tracker.store.coverage_rows import load_coverage
from tracker.store.promise_rows import load_names
from tracker.store.report_loading import reports_of_promises
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class Stands:
    """A promise with its judgement of this moment and the version that was judged."""

    promise: Promise
    judgement: Judgement
    version: int
    record: str

    @property
    def status(self) -> Status:
        """Return the headline."""
        return self.judgement.headline.status

    def of(self, instance: str) -> Verdict | None:
        """Return how the whole ('') or one part of it stands; None for a part that it has no more."""
        if not instance:
            return self.judgement.headline
        return next((each for each in parts_of(self.judgement) if each.instance == instance), None)

    @property
    def spoken_for(self) -> Mapping[str, str]:
        """Return the parts that need no word of their own, each with what says it all."""
        return spoken_for(self.status, {each.instance: each.status for each in parts_of(self.judgement)})

    def told(self, verdict: Verdict, why: Why, *, old: Status | None, public_url: str) -> Notice:
        """Return the notice that tells of it by its headline or the verdict of one part."""
        whole = self.judgement if not verdict.instance else Judgement(verdict)
        made = notice(self.promise, whole, old=old, why=why, public_url=public_url, rule_version=self.version)
        return replace(made, record=self.record)


def as_they_stand(store: Store, promises: Iterable[str], now: datetime) -> Mapping[str, Stands]:
    """Judge promises as of now; one that cannot be judged is left out, its judging says so elsewhere."""
    wanted = sorted(set(promises))
    if not wanted:
        return {}
    with store.read() as connection:
        logged = store.shelf.fresh(connection)[1]
        names, coverage = load_names(connection), load_coverage(connection)
        reports = reports_of_promises(connection, wanted)
        records = records_before(store, connection, wanted, now)
    ears, view = SharedEars(), View.as_known_then(now, Basis.RECORDED)
    found: dict[str, Stands] = {}
    for name in wanted:
        each = logged[name]
        try:
            judgement = (
                withdrawn(each.promise, now)
                if each.retired
                else judge(each.promise, reports[name], coverage, view, names, shared=ears)
            )
        except Exception:  # noqa: S112 - one poisonous promise stops no other; judging sets it aside and reports it
            continue
        found[name] = Stands(each.promise, judgement, each.ver, records[name])
    return found


def one_of(some: Sequence[Announcement], stands: Stands) -> Announcement:
    """Return the announcements of one promise as one; parts that something told speaks for are not named."""
    told = {each.notice.instance for each in some}
    unnamed = {name for name in told if stands.spoken_for.get(name) in told}
    return as_one(sorted(some, key=lambda each: each.notice.instance in unnamed), unnamed=unnamed)
