"""The short form `limit`: one threshold gives the proof of holding and the breach."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tracker.domain.criteria import Condition, Criterion, Op, Reducer
from tracker.domain.folding import canonical
from tracker.domain.values import Comparison, Interval
from tracker.language import shapes
from tracker.language.comparing import LIMIT_KEYS, Threshold, threshold_in
from tracker.language.criteria import GRADE, SOURCES, Draft
from tracker.language.forms import Form
from tracker.language.keys import Key, Record, read_record
from tracker.language.matching import FIELD_KEYS, tests_in
from tracker.language.nodes import Node
from tracker.language.pages import Failed, Page, Wrong

WITHIN, OVER = "within-limit", "over-limit"
_FIELDS = tuple(key for key in FIELD_KEYS if key.name != "unit")
LIMIT_RECORD = Record("`limit`", (*_FIELDS, *LIMIT_KEYS, SOURCES, GRADE))


@dataclass(frozen=True, slots=True)
class Limit:
    """The two criteria of a limit, as drafts by name."""

    within: Draft
    over: Draft

    @property
    def kept_when(self) -> Condition:
        """Return the proof of holding."""
        return Condition(Op.CRITERION, WITHIN)

    @property
    def broken_when(self) -> Condition:
        """Return the breach."""
        return Condition(Op.CRITERION, OVER)


def _limit(node: Node, page: Page) -> Limit:
    fields = read_record(LIMIT_RECORD, node, page)
    if not fields.complete:
        raise Failed
    if not any(test.field == "indicator" for test in tests_in(fields)):
        raise Wrong(node, "a limit is on an indicator", "write `indicator:`", "missing-key")
    threshold: Threshold = threshold_in(fields, node)
    unit = None if threshold.unit is None else canonical(page.names, "unit", threshold.unit)
    within = Criterion(
        WITHIN,
        tests_in(fields),
        Reducer.LATEST,
        threshold.comparison,
        unit,
        sources=fields.need(SOURCES),
        least_grade=fields.get(GRADE),
        position=page.at(node),
    )
    return Limit(Draft(within), Draft(replace(within, name=OVER, comparison=_beyond(threshold.comparison))))


def _beyond(comparison: Comparison) -> Comparison:
    """Return everything on the other side of a one-sided threshold."""
    allowed = comparison.allowed
    if math.isinf(allowed.low):
        beyond = Interval(allowed.high, math.inf, low_open=not allowed.high_open)
    else:
        beyond = Interval(-math.inf, allowed.low, high_open=not allowed.low_open)
    return Comparison(beyond, f"not {comparison.words}")


LIMIT = Key(
    "limit",
    Form("`{indicator, at_most, unit}` and other fields of `match`", _limit, shapes.record(LIMIT_RECORD.name)),
    "For maintain and refrain: proof of holding and breach from one threshold.",
)
