"""What people read of a verdict is composed when they ask, and nothing else about the verdict shows it."""

from __future__ import annotations

import pickle
from unittest.mock import patch

from tests.engine.given import leaving, verdict
from tests.engine.telling import deed, report
from tracker.domain.verdicts import Reason, Verdict
from tracker.engine import single
from tracker.engine.as_json import verdict_row

AT = "2016-04-20"


def _judged() -> Verdict:
    return verdict(leaving(), report("a", deed()), report("b", deed("2016-01-01")), at=AT)


def test_judging_composes_no_sentence_and_lists_nothing() -> None:
    with patch.object(single, "reason_words") as words, patch.object(single, "witnesses_of") as witnesses:
        _judged()
    assert not words.called
    assert not witnesses.called


def test_reading_a_verdict_changes_nothing_about_it() -> None:
    read, unread = _judged(), _judged()
    assert verdict_row(read)["set_aside"] == [{"report": "b", "why": "before the window"}]
    assert [each.account.id for each in read.witnesses] == ["a"]
    assert read == unread
    assert repr(read) == repr(_judged())


def test_an_unread_verdict_is_pickled_with_its_words() -> None:
    judged = _judged()._replace(readings={})
    kept = pickle.loads(pickle.dumps(judged))
    assert kept == judged
    assert verdict_row(kept) == verdict_row(judged)


def test_a_part_that_is_put_in_its_place_is_shown_as_it_is() -> None:
    judged = _judged()._replace(reason=Reason("deed", "so be it"), witnesses=(), set_aside=(), next_step="nothing")
    assert (judged.reason.text, judged.witnesses, judged.set_aside, judged.next_step) == (
        "so be it",
        (),
        (),
        "nothing",
    )
