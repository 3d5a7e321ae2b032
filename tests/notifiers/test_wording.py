"""The words of a notice, before any layout."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.notifiers.samples import POSTPONED, a_delivery, a_notice
from tracker.domain.alerts import DeliveryKind, EvidenceLine, Why
from tracker.domain.statuses import Flag, Status
from tracker.domain.verdicts import Bearing
from tracker_notifiers import wording


def test_the_headline_says_symbol_word_status_lateness_title_and_actor() -> None:
    told = wording.headline(a_notice())

    assert told == "▲ Act: overdue since 14 Nov (3 days late) - Publish grid plan (Minister X)"


def test_a_deadline_of_another_year_is_told_with_its_year() -> None:
    notice = a_notice(late_since=datetime(2015, 11, 17, tzinfo=UTC))

    assert "since 17 Nov 2015 (366 days late)" in wording.headline(notice)


def test_a_kept_promise_is_not_called_late() -> None:
    assert "since" not in wording.headline(a_notice(status=Status.KEPT_LATE))


def test_a_word_that_says_it_all_stands_alone() -> None:
    assert wording.headline(a_notice(status=Status.KEPT)) == "✔ Kept - Publish grid plan (Minister X)"


def test_lateness_counts_days_in_the_promise_s_own_zone() -> None:
    notice = a_notice(
        tz="Asia/Tokyo",
        late_since=datetime(2016, 11, 14, 14, 59, 59, tzinfo=UTC),
        at=datetime(2016, 11, 14, 15, 0, tzinfo=UTC),
    )

    assert wording.since(notice) == " since 14 Nov (1 day late)"


@pytest.mark.parametrize("flag", list(Flag))
def test_every_flag_has_words(flag: Flag) -> None:
    assert wording.FLAG_WORDS[flag]


@pytest.mark.parametrize("flag", wording.IN_HEADLINE)
def test_a_flag_that_changes_the_meaning_stands_in_the_headline(flag: Flag) -> None:
    assert wording.FLAG_WORDS[flag] in wording.headline(a_notice(flags=(flag.value,)))


def test_other_flags_are_remarks() -> None:
    notice = a_notice(flags=("deadline_moved", "claimed_not_confirmed", "conceded"))

    assert wording.remarks(notice) == "deadline moved, conceded by the promisor"


def test_what_decides_comes_first_on_its_side() -> None:
    other = EvidenceLine(Bearing.AGAINST, "delay feared", "Paper", "paper", "1 Nov 2016")
    notice = a_notice(evidence=(other, POSTPONED))

    assert wording.of_bearing(notice, Bearing.AGAINST) == (POSTPONED, other)


def test_an_origin_that_is_its_own_source_is_named_once() -> None:
    line = EvidenceLine(Bearing.FOR, "seen", "Gazette", "gazette", "1 Nov 2016")

    assert wording.provenance(line) == ("Gazette", ", 1 Nov 2016")


def test_several_notices_are_counted_by_status_under_the_gravest_sign() -> None:
    notices = (a_notice(), a_notice(status=Status.KEPT), a_notice(status=Status.BROKEN), a_notice())

    assert wording.group_headline(notices) == "✖ 4 promises: 2 overdue, 1 kept, 1 broken"


def test_a_first_look_at_many_promises_calls_them_new() -> None:
    notices = (a_notice(why=Why.BASELINE), a_notice(why=Why.BASELINE))

    assert wording.group_headline(notices).startswith("▲ 2 new promises")


def test_a_test_message_says_so() -> None:
    assert wording.subject(a_delivery(kind=DeliveryKind.TEST)).startswith("Test: ")


def test_one_reading_is_no_list_of_readings() -> None:
    assert wording.readings(a_notice(readings={"": Status.KEPT})) == ()
