"""Actor records from the store: as everything stands now, or as the log of verdicts has it for a past day."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.look_up import judge_stored
from tracker.domain.actors import ActorRecord, RecordEntry
from tracker.domain.errors import Unknown
from tracker.domain.folding import canonical
from tracker.domain.promises import Kind, Names, Promise
from tracker.domain.statuses import GROUPS, Group, Status
from tracker.domain.verdicts import Basis, Verdict, View
from tracker.engine.actor_records import actor_records, promisors
from tracker.store.actor_rows import WITHDRAWN, Grounds, Stand, load_grounds, load_stands
from tracker.store.promise_rows import Logged, load_names
from tracker.store.store import Store

Which = tuple[str, str]
"""A promise and an instance of it; an empty instance is the headline."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One promise of an actor as it was counted, with the reason and the reports its verdict rests on."""

    entry: RecordEntry
    promise: Promise
    grounds: Grounds | None


@dataclass(frozen=True, slots=True)
class ActorPage:
    """One actor's record with every promise behind it, and the other names it goes by in them."""

    record: ActorRecord
    ranked: int
    """How many actors have a rank."""
    promises: tuple[Counted, ...]
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ledger:
    """Everything records are counted from, read from one snapshot."""

    logged: Mapping[str, Logged]
    names: Names
    stands: Mapping[Which, Stand]
    withdrawn: frozenset[str]
    at: datetime | None


def list_records(store: Store, now: datetime, at: datetime | None = None) -> tuple[ActorRecord, ...]:
    """Return the record of every actor, the ranked first; writes nothing.

    Without `at` from the present verdicts. With `at` (aware UTC) from the log of verdicts as of that instant:
    promises not judged by then are not there, and whom a promise binds is read as it is written now.
    """
    ledger = _read(store, at)
    return actor_records(_entries(ledger, _told_apart(store, ledger, now)), ledger.names)


def one_record(store: Store, name: str, now: datetime, at: datetime | None = None) -> ActorPage:
    """Return one actor's record by any of its names; raises Unknown with the nearest name there is."""
    ledger = _read(store, at)
    apart = _told_apart(store, ledger, now)
    entries = tuple(_entries(ledger, apart))
    records = actor_records(entries, ledger.names)
    record = _find(records, name, canonical(ledger.names, "actor", name))
    own = {(entry.promise, entry.instance): entry for entry in entries if record.key in _keys(entry, ledger.names)}
    with store.read() as connection:
        stored = load_grounds(connection, [ledger.stands[which] for which in own if which in ledger.stands], at)
    grounds = {
        **{(stand.promise, stand.instance): each for stand, each in stored.items()},
        **{which: _grounds(verdict) for which, verdict in apart.items()},
    }
    counted = (
        Counted(entry, ledger.logged[entry.promise].promise, grounds.get(which)) for which, entry in own.items()
    )
    spelled = {each for entry in own.values() for each in entry.by if each != record.actor}
    others = sorted(each for each in spelled if canonical(ledger.names, "actor", each) == record.key)
    return ActorPage(record, sum(each.rank is not None for each in records), tuple(counted), tuple(others))


def _find(records: Sequence[ActorRecord], name: str, key: str) -> ActorRecord:
    for record in records:
        if record.key == key:
            return record
    meant = _meant(records, key)
    hint = f"did you mean {meant}?" if meant else "`deedline actors` lists them"
    raise Unknown(f"there is no actor {name}", hint)


def _meant(records: Sequence[ActorRecord], key: str) -> str:
    """Return the actor with the nearest name, else the first one with a word in its name that is near."""
    by_name = {record.key: record.actor for record in records}
    by_word: dict[str, str] = {}
    for record in records:
        for word in record.key.split():
            by_word.setdefault(word, record.actor)
    for named in (by_name, by_word):
        if near := difflib.get_close_matches(key, named, n=1):
            return named[near[0]]
    return ""


def _read(store: Store, at: datetime | None) -> _Ledger:
    with store.read() as connection:
        logged = store.shelf.fresh(connection)[1]
        stands = load_stands(connection, at)
        void = [stand for stand in stands if stand.status is Status.VOID and not stand.instance]
        withdrawn = {
            stand.promise for stand, why in load_grounds(connection, void, at).items() if why.code == WITHDRAWN
        }
        by_which = {(stand.promise, stand.instance): stand for stand in stands}
        return _Ledger(logged, load_names(connection), by_which, frozenset(withdrawn), at)


def _told_apart(store: Store, ledger: _Ledger, now: datetime) -> dict[Which, Verdict]:
    """Judge those promises anew that bind promisors one by one and of which only the headline is stored."""
    found: dict[Which, Verdict] = {}
    for promise_id, each in ledger.logged.items():
        names = each.promise.each
        if names and _is_open_to_all(ledger, promise_id) and (promise_id, names[0]) not in ledger.stands:
            judgement = judge_stored(store, promise_id, View.as_known_then(ledger.at or now, Basis.RECORDED))
            found |= {(promise_id, row.instance): row for row in judgement.instances if row.reading is None}
    return found


def _is_open_to_all(ledger: _Ledger, promise_id: str) -> bool:
    """Say whether a promise was judged and is not closed as a whole, so that its promisors stand apart."""
    headline = ledger.stands.get((promise_id, ""))
    return headline is not None and GROUPS[headline.status] is not Group.CLOSED


def _entries(ledger: _Ledger, apart: Mapping[Which, Verdict]) -> Iterator[RecordEntry]:
    for promise_id, each in sorted(ledger.logged.items()):
        promise = each.promise
        headline = ledger.stands.get((promise_id, ""))
        if headline is None and ledger.at is not None:
            continue  # it was not there yet
        one_by_one = bool(promise.each) and _is_open_to_all(ledger, promise_id)
        bound: list[tuple[tuple[str, ...], str]] = [(promise.each or promise.by, "")]
        if one_by_one:
            bound = [((name,), name) for name in promisors(promise, ledger.names).values()]
        for by, instance in bound:
            stand = apart.get((promise_id, instance)) or ledger.stands.get((promise_id, instance))
            yield RecordEntry(
                promise_id,
                by,
                None if stand is None else stand.status,
                instance,
                is_claim=promise.kind is Kind.CLAIM,
                is_withdrawn=promise_id in ledger.withdrawn or (headline is None and each.retired),
            )


def _keys(entry: RecordEntry, names: Names) -> set[str]:
    return {canonical(names, "actor", name) for name in entry.by}


def _grounds(verdict: Verdict) -> Grounds:
    return Grounds(verdict.reason.code, verdict.reason.text, verdict.deciding)
