"""One pass of everything, for `run --once`: what a scheduler outside calls instead of keeping the service."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.actions.apply_rules import Applied
from tracker.actions.collect import Collection
from tracker.actions.deliver import Delivered
from tracker.actions.judge_due import JudgedDue
from tracker.jobs.work import Work
from tracker.store.leases import holding


@dataclass(frozen=True, slots=True)
class OncePass:
    """What one pass did, step by step."""

    rules: Applied | None
    collected: tuple[Collection, ...]
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
        collected = work.collect()
        work.watch_sources()
        judged = work.judge()
        work.ask_reviewers()
        digests = work.plan_digests()
        return OncePass(rules, collected, judged, digests, work.deliver())
