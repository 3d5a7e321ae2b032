"""Hand-made mutants: an order of decision with a line swapped, lost or bent fails the rows of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.engine import test_amendments, test_order_for_achieve, test_order_for_standing, test_recur, test_steps
from tests.engine import test_triggers as triggers
from tests.engine.asking import all_of, happened
from tests.engine.given import leaving, promise, reading, status
from tests.engine.leaving_for_good import DATED, UNDATED
from tests.engine.moving import amended_by, overruled, ruled
from tests.engine.staying_calm import standing
from tests.engine.telling import deed, report
from tracker.domain.promises import Kind, Promise
from tracker.domain.reports import Fact, ReportVersion
from tracker.domain.statuses import Status
from tracker.engine import deciding, deciding_wholes
from tracker.engine.deciding import Decision, Line
from tracker.engine.findings import Findings

S = Status
Check = Callable[[], bool]
Order = tuple[Line, ...]


def _told(judged: Promise, facts: list[Fact], at: str, expected: Status) -> Check:
    return _known(judged, [report(f"r{number}", fact) for number, fact in enumerate(facts)], at, expected)


def _known(judged: Promise, reports: Sequence[ReportVersion], at: str, expected: Status) -> Check:
    return lambda: status(judged, *reports, at=at) is expected


def _half_done(due: str | None, review_by: str | None) -> Promise:
    """Return a promise of two deeds."""
    both = reading(happened("departure"), happened("sale"), kept=all_of("departure", "sale"), due=due)
    return promise(both, review_by=review_by)


def _rows() -> Iterator[Check]:
    """Yield every row of the tables that follow section 7, as a check that holds while the order is right."""
    achieve, calm = test_order_for_achieve, test_order_for_standing
    for _, facts, at, expected in (
        *(*achieve.BEFORE_OPENING, *achieve.KEPT_AND_BROKEN, *achieve.KEPT, *achieve.BROKEN),
        *(*achieve.UP_TO_DUE, *achieve.AFTER_DUE),
    ):
        yield _told(DATED, facts, at, expected)
    for _, facts, at, expected in achieve.IF_UNDATED:
        yield _told(UNDATED, facts, at, expected)
    for _, facts, at, expected in (*calm.ANY_KIND, *calm.WITH_A_WINDOW):
        yield _told(standing(Kind.REFRAIN), facts, at, expected)
    for _, facts, at, expected in calm.IF_A_CLAIM:
        yield _told(standing(Kind.CLAIM, until=None), facts, at, expected)
    for _, amendments, at, expected in test_amendments.ROWS:
        yield _known(amended_by(leaving(), *amendments), (), at, expected)
    for _, reports, at, expected in triggers.UNLESS:
        yield _known(triggers.ultimatum(), reports, at, expected)
    yield _known(triggers.answering(), (), "2016-02-01", S.DORMANT)
    for _, reports, at, expected in test_steps.ROWS:
        yield _known(test_steps.of_steps(test_steps.SIGN, test_steps.BUILD), reports, at, expected)
    for _, tolerate, figures, at, expected in test_recur.SERIES:
        bought = [
            test_recur.bought(number, f"2016-{index:02}")
            for index, number in enumerate(figures, 1)
            if number is not None
        ]
        yield _known(test_recur.buying(tolerate=tolerate), bought, at, expected)
    seen = report("a", deed("2016-04-10"))
    yield _known(overruled(leaving(), ruled(S.VOID, "2016-04-20")), [seen], "2016-04-20", S.VOID)
    yield _known(overruled(leaving(), ruled(S.SUSPENDED, "2016-02-01")), (), "2016-02-02", S.SUSPENDED)
    yield _known(_half_done("2016-05-20", None), [seen], "2016-04-11", S.ON_TRACK)
    yield _known(_half_done(None, "2016-04-30"), [seen], "2016-05-01", S.REVIEW)


ROWS = tuple(_rows())


def swapped(order: Order, first: str, second: str) -> Order:
    """Return the order with two lines, named like their functions, in each other's place."""
    names = [line.__name__ for line in order]
    one, other = names.index(f"_{first}"), names.index(f"_{second}")
    lines = [*order]
    lines[one], lines[other] = lines[other], lines[one]
    return tuple(lines)


def without(order: Order, line: str) -> Order:
    return tuple(each for each in order if each.__name__ != f"_{line}")


def bent(order: Order, line: str, into: Status) -> Order:
    """Return the order with one line giving another status wherever it applies."""

    def wrong(found: Findings, right: Line) -> Decision | None:
        decision = right(found)
        return None if decision is None else decision._replace(status=into)

    return tuple(
        (lambda found, right=each: wrong(found, right)) if each.__name__ == f"_{line}" else each for each in order
    )


@dataclass(frozen=True)
class Mutant:
    """What is put in the place of a name of a module."""

    module: object
    name: str
    value: object


def _orders(**changed: Order) -> list[Mutant]:
    return [Mutant(deciding, name, order) for name, order in changed.items()]


UP, AFTER, STANDING = deciding.UP_TO_DUE, deciding.AFTER_DUE, deciding.STANDING
BACKWARDS = tuple(reversed(deciding_wholes._FAILURES))

MUTANTS: dict[str, list[Mutant]] = {
    "rulings are ignored": _orders(UP_TO_DUE=without(UP, "ruling"), AFTER_DUE=without(AFTER, "ruling")),
    "opening outranks a ruling": _orders(UP_TO_DUE=swapped(UP, "ruling", "not_open")),
    "opening outranks dormancy": _orders(UP_TO_DUE=swapped(UP, "dormant", "not_open")),
    "a window holds before it opens": _orders(STANDING=without(STANDING, "not_open")),
    "the deed outranks what contradicts it": _orders(UP_TO_DUE=without(UP, "kept_and_broken")),
    "broken outranks kept": _orders(UP_TO_DUE=swapped(UP, "kept", "broken_unless_partly")),
    "broken is forgotten before due": _orders(UP_TO_DUE=without(UP, "broken_unless_partly")),
    "broken is forgotten after due": _orders(AFTER_DUE=without(AFTER, "broken_unless_partly")),
    "on_track outranks at_risk": _orders(UP_TO_DUE=swapped(UP, "amended_or_at_risk", "on_track")),
    "pending outranks on_track": _orders(UP_TO_DUE=swapped(UP, "on_track", "pending")),
    "review outranks at_risk": _orders(UP_TO_DUE=swapped(UP, "amended_or_at_risk", "review")),
    "on_track outranks review": _orders(UP_TO_DUE=swapped(UP, "review", "on_track")),
    "an announced delay is forgotten once due": _orders(AFTER_DUE=without(AFTER, "amended")),
    "awaiting outranks a shortfall": _orders(AFTER_DUE=swapped(AFTER, "missed", "awaiting")),
    "silence counts at once": _orders(AFTER_DUE=without(AFTER, "awaiting")),
    "a part outranks waiting": _orders(AFTER_DUE=swapped(AFTER, "awaiting", "partly")),
    "overdue outranks unverifiable": _orders(AFTER_DUE=swapped(AFTER, "unverifiable", "overdue")),
    "a part is forgotten": _orders(AFTER_DUE=without(AFTER, "partly")),
    "silence is worded as broken": _orders(AFTER_DUE=bent(AFTER, "overdue", S.BROKEN)),
    "the end of the window outranks a breach": _orders(STANDING=swapped(STANDING, "breach", "window_over")),
    "at_risk outranks the end of the window": _orders(STANDING=swapped(STANDING, "window_over", "at_risk")),
    "holding outranks at_risk": _orders(STANDING=swapped(STANDING, "at_risk", "holding")),
    "interested parties dispute nothing": _orders(STANDING=without(STANDING, "only_interested")),
    "a window never ends": _orders(STANDING=without(STANDING, "window_over")),
    "the mildest failure of the steps is told": [Mutant(deciding_wholes, "_FAILURES", BACKWARDS)],
    "late steps do not count as done": [Mutant(deciding_wholes, "_DONE", (S.KEPT,))],
}


def test_the_rows_hold_for_the_order_as_it_is() -> None:
    assert [number for number, holds in enumerate(ROWS) if not holds()] == []


@pytest.mark.parametrize("mutants", MUTANTS.values(), ids=MUTANTS.keys())
def test_a_mutant_of_the_order_fails_a_row(mutants: list[Mutant], monkeypatch: pytest.MonkeyPatch) -> None:
    for mutant in mutants:
        monkeypatch.setattr(mutant.module, mutant.name, mutant.value)

    assert not all(holds() for holds in ROWS)
