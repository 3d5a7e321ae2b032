"""Risk: when `at_risk_when` holds or the promisor conceded, and since when that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.oracle.conditions import AGAINST, FOR, state, witnesses
from tests.oracle.placing import Dated
from tests.oracle.situation import Situation
from tracker.domain.promises import Interest, Kind
from tracker.domain.reports import Nature
from tracker.domain.values import Truth


def concessions(s: Situation) -> list[Dated]:
    """Return the promisor's admissions of its own miss that no later account in support has ended.

    What supports the promise ends them before the deadline only.
    """
    conditions = s.reading.conditions
    against = [
        *witnesses(s, conditions.at_risk_when, AGAINST, firm=False),
        *witnesses(s, conditions.broken_when, AGAINST, firm=False),
        *witnesses(s, conditions.kept_when, FOR, firm=False, wanted=False),
    ]
    support = [
        *witnesses(s, conditions.kept_when, FOR, firm=False),
        *witnesses(s, conditions.partly_when, FOR, firm=False),
    ]
    due = s.deadline if s.promise.kind in (Kind.ACHIEVE, Kind.RECUR) else None
    in_time = [other for other in support if due is None or other.end <= due]
    return [
        dated
        for dated in against
        if dated.told.fact.nature is Nature.CONCESSION and s.interest(dated.told) is Interest.SELF
        if not s.is_of_a_fellow(dated.told)
        if not any(other.end > dated.end for other in in_time)
    ]


def is_at_risk(s: Situation) -> bool:
    """Say whether `at_risk_when` holds or a concession stands."""
    return _signs(s) is not None or bool(concessions(s))


def _signs(s: Situation) -> Sequence[Dated] | None:
    condition = s.reading.conditions.at_risk_when
    if condition is None:
        return None
    now = state(s, condition, s.now, 0)
    return now.rests_on if now.truth is Truth.TRUE else None


def risk_known_at(s: Situation) -> datetime | None:
    """Return when the newest sign of risk became known; None where nobody told of any."""
    signs = [*(_signs(s) or ()), *concessions(s)]
    return max((dated.told.published for dated in signs), default=None)
