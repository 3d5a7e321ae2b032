"""Outlines: what follows from the criteria and conditions of a reading alone, whatever is told and whenever."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.criteria import Condition, Conditions, Criterion, Op, Reducer
from tracker.domain.instants import Duration
from tracker.engine.asking import MadeOnce
from tracker.engine.evidence import NOTHING, Admitted
from tracker.engine.roles import leaves, roles


class Outline:
    """A reading as it was written: made once, with its rule, and the same at every judging."""

    def __init__(self, criteria: Mapping[str, Criterion], conditions: Conditions) -> None:
        stated = [(condition, polarity) for condition, polarity in roles(conditions) if condition is not None]
        self.turning = tuple(
            name
            for name, criterion in criteria.items()
            if criterion.for_at_least is not None or isinstance(criterion.over, Duration)
        )
        """Criteria whose answer can turn by time alone."""
        self.polarities: Mapping[str, int] = {
            name: sign
            for condition, polarity in reversed(stated)
            for name, sign in reversed(leaves(condition, polarity))
        }
        """Each criterion that a condition for or against the promise names, with its polarity by the first."""
        kept, partly, *against = roles(conditions)
        self.bearing = tuple(
            (name, sign, polarity)
            for condition, polarity in (partly, kept, *against)
            if condition is not None
            for name, sign in leaves(condition, polarity)
        )
        """Each criterion of each of those conditions with its sign, and the polarity of the condition."""
        hoped = [] if conditions.kept_when is None else leaves(conditions.kept_when, 1)
        named = (criteria[name] for name, sign in hoped if sign > 0)
        self.measured = next((criterion for criterion in named if criterion.baseline is not None), None)
        """The first criterion of `kept_when` that has a baseline: by it progress is measured."""
        self.nothing: Mapping[str, Admitted] = dict.fromkeys(criteria, NOTHING)
        """What the criteria admit while nothing is told."""
        checked = conditions.cannot_verify_when
        asked = [condition for condition, _ in stated] + ([] if checked is None else [checked])
        self.silence_matters = any(_by_silence(condition, criteria) for condition in asked)
        """Silence can make some condition true or false: one with none_of, or with a count or a sum."""


outline_of = MadeOnce(Outline)
"""The outline of a reading's criteria and conditions."""


def _by_silence(condition: Condition, criteria: Mapping[str, Criterion]) -> bool:
    if condition.op in (Op.NONE_OF, Op.UNLESS):
        return True
    if condition.op is Op.CRITERION:
        criterion = criteria[condition.name]
        return criterion.reducer in (Reducer.COUNT, Reducer.SUM) and criterion.comparison is not None
    return any(_by_silence(part, criteria) for part in condition.parts)
