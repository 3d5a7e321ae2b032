"""What was announced since is told on a line of its own, and as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.given import leaving, verdict
from tests.engine.telling import evening
from tracker.domain.promises import Amendment, MovedBy
from tracker.engine.moves import move_data, move_words, moves_known

ANNOUNCED, LATER = evening("2016-05-01"), evening("2016-06-30")


@pytest.mark.parametrize(
    ("moved_by", "ending"),
    [
        (MovedBy.BOTH, "announced on 1 May 2016 by Russia and agreed by both sides"),
        (MovedBy.ALONE, "announced on 1 May 2016 by Russia alone: nothing is put off by that"),
        (MovedBy.THIRD_PARTY, "foreseen on 1 May 2016 by Russia: no move of those who promised"),
    ],
)
def test_a_move_says_whether_it_counts(moved_by: MovedBy, ending: str) -> None:
    move = Amendment(ANNOUNCED, moved_by, due=LATER, by=("Russia",))
    assert move_words(move, "UTC") == f"due 30 Jun 2016, {ending}"


def test_a_changed_amount_names_the_parameter() -> None:
    move = Amendment(ANNOUNCED, MovedBy.BOTH, amount="200", for_param="tests")
    assert move_words(move, "UTC").startswith("tests becomes 200, announced on 1 May 2016")


def test_only_what_was_announced_by_then_is_told() -> None:
    judged = replace(leaving(), amendments=(Amendment(ANNOUNCED, MovedBy.BOTH, due=LATER),))
    assert moves_known(judged, verdict(judged, at="2016-04-30")) == ()
    assert len(moves_known(judged, verdict(judged, at="2016-05-01"))) == 1


def test_a_move_as_data_names_who_moved_it() -> None:
    data = move_data(Amendment(ANNOUNCED, MovedBy.ALONE, due=LATER, by=("Russia",)))
    assert (data["due"], data["by"], data["moved_by"]) == ("2016-06-30T23:59:59.999999Z", ["Russia"], "alone")
