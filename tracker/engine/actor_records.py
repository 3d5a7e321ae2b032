"""Actor records: who a promise binds, what its outcome counts for, and how sure the share kept is (section 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tracker.domain.actors import DECIDED, LEAST_TO_RANK, ActorRecord, LeftOut, RecordEntry
from tracker.domain.folding import canonical
from tracker.domain.promises import Names, Promise
from tracker.domain.statuses import Status
from tracker.engine.beta_distribution import quantile

CREDIBILITY = 0.9
"""How likely the true share lies inside the interval, as much below it as above."""

NO_NAMES = Names()

_COUNTED = (*sorted(DECIDED), Status.OVERDUE, Status.UNVERIFIABLE)
_LEFT_OUT: Mapping[Status, LeftOut] = {
    Status.VOID: LeftOut.VOID,
    Status.SUPERSEDED: LeftOut.SUPERSEDED,
    Status.SUSPENDED: LeftOut.SUSPENDED,
    Status.DISPUTED: LeftOut.DISPUTED,
    Status.DORMANT: LeftOut.DORMANT,
}


def actor_records(entries: Iterable[RecordEntry], names: Names = NO_NAMES) -> tuple[ActorRecord, ...]:
    """Return the record of every actor: the ranked by rank, then the others by name.

    A promise of several actors counts for each of them, and once for one who is named twice. The order of entries
    does not matter.
    """
    spellings: dict[str, Counter[str]] = {}
    tallies: dict[str, Counter[Status | LeftOut]] = {}
    for entry in entries:
        count = counts_as(entry)
        for key, spelling in sorted(_keys(entry.by, names).items()):
            spellings.setdefault(key, Counter())[spelling] += 1
            tallies.setdefault(key, Counter())[count] += 1
    records = [_record(key, _spelling(key, spellings[key]), tally) for key, tally in tallies.items()]
    return tuple(_ranked(records))


def counts_as(entry: RecordEntry) -> Status | LeftOut:
    """Return the one count a promise goes under; PENDING stands for everything that is still open."""
    if entry.is_withdrawn:
        return LeftOut.WITHDRAWN
    if entry.is_claim:
        return LeftOut.CLAIM
    if entry.status is None:
        return LeftOut.NOT_JUDGED
    if entry.status in _LEFT_OUT:
        return _LEFT_OUT[entry.status]
    return entry.status if entry.status in _COUNTED else Status.PENDING


def promisors(promise: Promise, names: Names = NO_NAMES) -> dict[str, str]:
    """Return whom a promise binds: canonical name of the actor to the name as the promise writes it.

    Where `each` binds promisors one by one it is those, whoever spoke for them.
    """
    return _keys(promise.each or promise.by, names)


def speaking_instance(promise: Promise, promisor: str) -> str:
    """Return the instance whose verdict counts for a promisor, by the name as written; empty is the headline."""
    return promisor if promise.each else ""


def share_interval(fulfilled: int, decided: int) -> tuple[float, float]:
    """Return the central 90% interval of the share kept: Beta(1 + kept, 1 + not kept), a flat prior (0..1)."""
    tail = (1 - CREDIBILITY) / 2
    a, b = 1 + fulfilled, 1 + decided - fulfilled
    return quantile(tail, a, b), quantile(1 - tail, a, b)


def interval_words(interval: tuple[float, float]) -> str:
    """Return an interval as "12 to 53%"."""
    low, high = interval
    return f"{100 * low:.0f} to {100 * high:.0f}%"


def earlier_words(fulfilled: int, decided: int) -> str:
    """Return "3 of 11 earlier promises kept (90% interval 12 to 53%)"; empty while nothing is decided."""
    if not decided:
        return ""
    noun = "promise" if decided == 1 else "promises"
    interval = interval_words(share_interval(fulfilled, decided))
    return f"{fulfilled} of {decided} earlier {noun} kept ({100 * CREDIBILITY:.0f}% interval {interval})"


def _keys(by: Iterable[str], names: Names) -> dict[str, str]:
    """Return canonical name to spelling, the first of those given."""
    found: dict[str, str] = {}
    for name in by:
        found.setdefault(canonical(names, "actor", name), name)
    return found


def _spelling(key: str, spellings: Counter[str]) -> str:
    """Return how a name is shown: by its canonical spelling if one was used, then as it is written most often."""
    own = [name for name in spellings if canonical(NO_NAMES, "actor", name) == key] or list(spellings)
    return min(own, key=lambda name: (-spellings[name], name))


def _record(key: str, actor: str, tally: Counter[Status | LeftOut]) -> ActorRecord:
    record = ActorRecord(
        actor,
        key,
        kept=tally[Status.KEPT],
        kept_late=tally[Status.KEPT_LATE],
        partly_kept=tally[Status.PARTLY_KEPT],
        broken=tally[Status.BROKEN],
        reversed=tally[Status.REVERSED],
        overdue=tally[Status.OVERDUE],
        unverifiable=tally[Status.UNVERIFIABLE],
        open=tally[Status.PENDING],
        left_out={reason: tally[reason] for reason in LeftOut if tally[reason]},
    )
    interval = share_interval(record.fulfilled, record.decided) if record.decided else None
    return replace(record, interval=interval)


def _ranked(records: Iterable[ActorRecord]) -> Iterator[ActorRecord]:
    by_name = sorted(records, key=lambda record: record.key)
    # The lower end asks for many kept promises and for many in all: 5 of 5 does not stand above 60 of 61.
    enough = sorted((each for each in by_name if each.decided >= LEAST_TO_RANK), key=_lower_end, reverse=True)
    places: dict[float, int] = {}
    for place, each in enumerate(enough, 1):
        rank = places.setdefault(_lower_end(each), place)
        yield replace(each, rank=rank if len(enough) > 1 else None)  # the first of one says nothing
    # No other order than the alphabet's: sorted by share, they would be ranked after all.
    yield from (each for each in by_name if each.decided < LEAST_TO_RANK)


def _lower_end(record: ActorRecord) -> float:
    return record.interval[0] if record.interval else 0.0
