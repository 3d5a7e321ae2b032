"""Outlines: what follows from the criteria and conditions of a reading alone, whatever is told and whenever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.domain.criteria import Condition, Conditions, Criterion, Op, Reducer
from tracker.domain.instants import Duration
from tracker.engine.asking import MANY, MadeOnce, asked_once
from tracker.engine.evidence import NOTHING, Admitted
from tracker.engine.roles import leaves, roles


class Outline:
    """A reading as it was written: made once, with its rule, and the same at every judging."""

    def __init__(self, criteria: Mapping[str, Criterion], conditions: Conditions) -> None:
        self._criteria = criteria
        self._conditions = conditions
        self.turning = tuple(
            [
                name
                for name, criterion in criteria.items()
                if criterion.for_at_least is not None or isinstance(criterion.over, Duration)
            ]
        )
        """Criteria whose answer can turn by time alone."""
        self.nothing: Mapping[str, Admitted] = dict.fromkeys(criteria, NOTHING)
        """What the criteria admit while nothing is told."""

    @asked_once
    def silence_matters(self) -> bool:
        """Say whether silence can make some condition true or false: one of none_of, of a count or a sum."""
        stated = (*(condition for condition, _ in roles(self._conditions)), self._conditions.cannot_verify_when)
        return any(_by_silence(condition, self._criteria) for condition in stated if condition is not None)

    @asked_once
    def bearing(self) -> Sequence[tuple[str, int, int]]:
        """Return each criterion of each condition that bears on the promise: its sign, and that of the condition.

        Those of `partly_when` come first, as what is part of the deed is told so only where nothing tells more.
        """
        kept, partly, *against = roles(self._conditions)
        return [
            (name, sign, polarity)
            for condition, polarity in (partly, kept, *against)
            if condition is not None
            for name, sign in leaves(condition, polarity)
        ]

    @asked_once
    def polarities(self) -> Mapping[str, int]:
        """Return each criterion that such a condition names with its sign, `kept_when` before `partly_when`."""
        found: dict[str, int] = {}
        for condition, polarity in roles(self._conditions):
            for name, sign in leaves(condition, polarity) if condition is not None else ():
                found.setdefault(name, sign)
        return found

    @asked_once
    def measured(self) -> Criterion | None:
        """Return the first criterion of `kept_when` that has a baseline: by it progress is measured."""
        kept_when = self._conditions.kept_when
        hoped = () if kept_when is None else leaves(kept_when, 1)
        named = (self._criteria[name] for name, sign in hoped if sign > 0)
        return next((criterion for criterion in named if criterion.baseline is not None), None)


outline_of = MadeOnce(Outline, MANY)
"""The outline of a reading's criteria and conditions."""


def _by_silence(condition: Condition, criteria: Mapping[str, Criterion]) -> bool:
    if condition.op in (Op.NONE_OF, Op.UNLESS):
        return True
    if condition.op is Op.CRITERION:
        criterion = criteria[condition.name]
        return criterion.reducer in (Reducer.COUNT, Reducer.SUM) and criterion.comparison is not None
    return any(_by_silence(part, criteria) for part in condition.parts)
