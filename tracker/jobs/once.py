"""One pass of everything, for `run --once`: what a scheduler outside calls instead of keeping the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tracker.actions.apply_rules import Applied
from tracker.actions.collect import Collection
from tracker.actions.deliver import Delivered
from tracker.actions.judge_due import JudgedDue
from tracker.jobs.work import Work
from tracker.store.coverage_rows import load_sources
from tracker.store.leases import holding
from tracker.store.source_rows import load_states


class NotDue(NamedTuple):
    """A source that was not asked, because its time has not come, and when it has."""

    source: str
    next_poll_at: datetime | None


@dataclass(frozen=True, slots=True)
class OncePass:
    """What one pass did, step by step."""

    rules: Applied | None
    collected: tuple[Collection, ...]
    not_due: tuple[NotDue, ...]
    judged: JudgedDue
    digests: int
    delivered: Delivered


def run_once(work: Work) -> OncePass:
    """Apply rules, collect, watch sources, judge, plan digests, deliver.

    Raises StoreHeld if the service runs on the store.
    """
    with holding(work.store, work.clock):
        work.go_on()
        rules = work.apply_changed_rules()
        not_due = _not_due(work)
        collected = work.collect()
        work.watch_sources()
        judged = work.judge()
        work.ask_reviewers()
        digests = work.plan_digests()
        return OncePass(rules, collected, not_due, judged, digests, work.deliver())


def _not_due(work: Work) -> tuple[NotDue, ...]:
    now = work.clock.now()
    with work.store.read() as connection:
        asked = [source.id for source in load_sources(connection) if source.is_asked]
        states = load_states(connection)
    waiting = (NotDue(each, states[each].next_poll_at) for each in asked if each in states)
    return tuple(each for each in waiting if each.next_poll_at is not None and each.next_poll_at > now)
