"""Roles: the conditions of a promise, and what it means for the promise when one comes true."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.criteria import Condition, Conditions

FOR = 1
AGAINST = -1
NEITHER = 0
"""Polarities: what it means for the promise when a condition comes true."""

Role = tuple[Condition | None, int]


def roles(conditions: Conditions) -> tuple[Role, Role, Role, Role, Role]:
    """Return the conditions that bear on a promise with their polarity: kept, partly, broken, at risk, undone."""
    return (
        (conditions.kept_when, FOR),
        (conditions.partly_when, FOR),
        (conditions.broken_when, AGAINST),
        (conditions.at_risk_when, AGAINST),
        (conditions.undone_when, AGAINST),
    )


def leaves(condition: Condition, sign: int) -> Sequence[tuple[str, int]]:
    """Return each criterion of a condition with +1, or -1 where an odd number of none_of turns it."""
    return condition.leaves if sign == 1 else [(name, sign * its) for name, its in condition.leaves]
