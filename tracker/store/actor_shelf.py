"""Which promises bind which actor, held ready in memory and brought up to date by what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock

from tracker.domain.promises import Names
from tracker.engine.actor_records import promisors, speaking_instance
from tracker.store.promise_rows import Logged


class ActorShelf:
    """Canonical actor to the promises that bind it. Names are made canonical once, not for every alert."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seq = 0
        self._names = Names()
        self._bound: dict[str, dict[str, str]] = {}
        """Promise to {actor: instance}."""
        self._promises: dict[str, set[str]] = {}

    def promises_of(
        self, actors: Iterable[str], logged: Mapping[str, Logged], seq: int, names: Names
    ) -> dict[str, dict[str, str]]:
        """Return {actor: {promise: instance that speaks for the actor}} for canonical names of actors.

        `logged` and `seq` are what the shelf of promises gives.
        """
        with self._lock:
            self._refresh(logged, seq, names)
            return {
                actor: {each: self._bound[each][actor] for each in self._promises.get(actor, ())}
                for actor in actors
            }

    def _refresh(self, logged: Mapping[str, Logged], seq: int, names: Names) -> None:
        if names != self._names:
            self._seq, self._names, self._bound, self._promises = 0, names, {}, {}
        if seq <= self._seq:
            return
        for promise_id, each in logged.items():
            if each.seq > self._seq:
                named = promisors(each.promise, names)
                self._take(promise_id, {key: speaking_instance(each.promise, name) for key, name in named.items()})
        self._seq = seq

    def _take(self, promise_id: str, bound: dict[str, str]) -> None:
        for actor in self._bound.get(promise_id, {}):
            self._promises[actor].discard(promise_id)
        self._bound[promise_id] = bound
        for actor in bound:
            self._promises.setdefault(actor, set()).add(promise_id)
