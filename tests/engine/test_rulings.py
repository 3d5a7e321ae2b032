"""Rulings (sections 1, 6 and 7): an analyst's decision comes first, from the instant it was made to its end."""

from __future__ import annotations

import pytest

from tests.engine.asking import happened
from tests.engine.given import judgement, leaving, promise, reading, status, verdict
from tests.engine.moving import overruled, ruled
from tests.engine.telling import a_tick_after, deed, evening, morning, report
from tracker.domain.statuses import Phase, Status

S = Status
SEEN = report("a", deed("2016-04-10"))


@pytest.mark.parametrize("wanted", [S.SUSPENDED, S.SUPERSEDED, S.VOID, S.KEPT, S.BROKEN, S.DISPUTED])
def test_a_ruling_gives_its_status_whatever_the_evidence_says(wanted: Status) -> None:
    assert status(overruled(leaving(), ruled(wanted, "2016-04-20")), SEEN, at="2016-04-20") is wanted


def test_a_ruling_is_known_from_its_own_instant() -> None:
    assert status(overruled(leaving(), ruled(S.VOID, "2016-04-20")), SEEN, at="2016-04-19") is S.KEPT


def test_in_hindsight_a_ruling_made_later_does_not_count() -> None:
    told = judgement(overruled(leaving(), ruled(S.VOID, "2016-06-20")), SEEN, at="2016-05-30", known=None)

    assert told.headline.status is S.KEPT


def test_a_ruling_ends_with_its_last_instant_and_that_is_a_boundary() -> None:
    suspended = overruled(leaving(), ruled(S.SUSPENDED, "2016-04-01", "2016-04-30"))
    last = verdict(suspended, at=evening("2016-04-30"))

    assert (last.status, last.next_boundary) == (S.SUSPENDED, morning("2016-05-01"))
    assert status(suspended, at=a_tick_after(evening("2016-04-30"))) is S.PENDING


def test_the_day_a_ruling_comes_into_force_is_a_boundary() -> None:
    assert verdict(overruled(leaving(), ruled(S.VOID, "2016-04-20")), at="2016-04-02").next_boundary == morning(
        "2016-04-20"
    )


def test_a_ruling_on_the_outcome_outranks_a_retirement_made_later() -> None:
    both = overruled(leaving(), ruled(S.KEPT, "2016-04-01"), ruled(S.SUSPENDED, "2016-04-02"))

    assert status(both, at="2016-04-03") is S.KEPT


def test_of_two_rulings_on_the_outcome_the_one_made_last_counts() -> None:
    both = overruled(leaving(), ruled(S.BROKEN, "2016-04-02"), ruled(S.KEPT, "2016-04-01"))

    assert status(both, at="2016-04-03") is S.BROKEN


def test_the_reason_names_author_day_and_reason() -> None:
    told = verdict(overruled(leaving(), ruled(S.SUSPENDED, "2016-04-01", "2016-04-30")), at="2016-04-03")

    words = "ruled suspended by desk on 1 Apr 2016 until 30 Apr 2016: the port was closed"
    assert (told.reason.code, told.reason.text) == ("ruling", words)


def test_a_retired_promise_is_closed() -> None:
    assert verdict(overruled(leaving(), ruled(S.VOID, "2016-04-01")), at="2016-04-03").phase is Phase.CLOSED


def test_a_ruling_on_one_reading_leaves_the_other_to_the_evidence() -> None:
    two = promise(
        reading(happened("departure"), name="loose", kept="departure", due="2016-05-20"),
        reading(happened("departure"), name="strict", kept="departure", due="2016-05-20"),
    )
    told = judgement(overruled(two, ruled(S.VOID, "2016-04-01", reading="strict")), at="2016-04-03")

    assert {each.reading: each.status for each in told.readings} == {"loose": S.PENDING, "strict": S.VOID}
