"""Section 8: which source it takes for silence to count, and which answers with accounts rest on silence too."""

from __future__ import annotations

import pytest

from tests.engine.asking import at_least, at_most, counted, happened, none_of
from tests.engine.given import NOBODY_LISTENED, heard, leaving, listening, promise, reading, status, verdict
from tests.engine.telling import DUE, deed, report
from tracker.domain.coverage import SourceFacts
from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.promises import Promise
from tracker.domain.statuses import Flag, Status

AFTER = "2016-05-24"
NEEDS_TWO = leaving(needs=["wire", "paper"])


def test_one_and_the_same_source_must_have_listened_to_the_window_and_the_waiting() -> None:
    window, waiting = ("2016-03-01", "2016-05-20"), ("2016-05-21", AFTER)
    by_two = listening(heard("wire", *window), heard("paper", *waiting))
    by_one = listening(heard("wire", *window), heard("wire", *waiting), heard("paper", *waiting))

    assert status(NEEDS_TWO, at=AFTER, coverage=by_two) is Status.UNVERIFIABLE
    assert status(NEEDS_TWO, at=AFTER, coverage=by_one) is Status.OVERDUE


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (FieldTest("event", starts=("depart",)), Status.OVERDUE),
        (FieldTest("event", starts=("arriv",)), Status.UNVERIFIABLE),
        (FieldTest("event", other_than=("arrival",)), Status.OVERDUE),
        (FieldTest("event", other_than=("departure",)), Status.UNVERIFIABLE),
        (FieldTest("actor", any_of=("departure",)), Status.UNVERIFIABLE),
    ],
)
def test_a_source_that_covers_an_event_listens_for_whatever_test_it_passes(
    test: FieldTest, expected: Status
) -> None:
    judged = promise(reading(Criterion("d", (test,)), happened("other"), kept="d", due=DUE))
    wire = SourceFacts("wire", covers=("departure",))
    coverage = listening(heard("wire", "2016-03-01", AFTER), sources=[wire])

    assert status(judged, at=AFTER, coverage=coverage) is expected


FEW = promise(reading(counted("few", at_most(2), "strike"), kept="few", due=DUE), needs=["wire"])
NOT_MANY = promise(reading(counted("many", at_least(3), "strike"), kept=none_of("many"), due=DUE), needs=["wire"])
ONE = report("a", deed("2016-04-01", "strike"))
HEARD = listening(heard("wire", "2016-03-01", "2016-05-01"))


@pytest.mark.parametrize("judged", [FEW, NOT_MANY], ids=["at most two", "not three"])
def test_that_no_more_occurred_than_was_told_counts_only_where_somebody_listened(judged: Promise) -> None:
    assert status(judged, ONE, at="2016-05-01", coverage=HEARD) is Status.KEPT
    assert status(judged, ONE, at="2016-05-01", coverage=NOBODY_LISTENED) is Status.PENDING
    assert Flag.COVERAGE_ASSUMED in verdict(judged, ONE, at="2016-05-01").flags


def test_what_was_told_counts_whoever_listened() -> None:
    three = [report(f"on-{on}", deed(f"2016-04-{on}", "strike")) for on in ("01", "02", "03")]
    many = promise(reading(counted("many", at_least(3), "strike"), kept="many", due=DUE), needs=["wire"])

    assert status(many, *three, at="2016-05-01", coverage=NOBODY_LISTENED) is Status.KEPT
