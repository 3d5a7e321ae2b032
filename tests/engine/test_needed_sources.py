"""Section 8: which source it takes for silence to count."""

from __future__ import annotations

import pytest

from tests.engine.asking import happened
from tests.engine.given import heard, leaving, listening, promise, reading, status
from tests.engine.telling import DUE
from tracker.domain.coverage import SourceFacts
from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.statuses import Status

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
