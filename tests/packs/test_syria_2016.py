"""The shipped demo pack: it loads, its board says what a careful reader would, and it follows what is edited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.packs.playing import SYRIA, Pack, edited, read_pack, with_figures, with_report, without
from tracker.domain.statuses import ALARMS, Flag, Status

START = "ru-syria-start"
MAIN = "ru-syria-main-part"
HMEIMIM = "ru-hmeimim-operates"
TARTUS = "ru-tartus-operates"
SUPPORT = "ru-supports-syria"
ENVOY = "un-envoy-briefs-council"
PRESIDENTS = "presidents-speak"
DENIAL = "ru-no-indiscriminate-attacks"

FIRST, LAST = date(2016, 3, 14), date(2017, 1, 31)

EXPECTED: dict[date, dict[str, tuple[Status, str]]] = {
    date(2016, 3, 14): {
        START: (Status.PENDING, "due tomorrow; nothing has been reported"),
        MAIN: (Status.PENDING, "it opens tomorrow"),
        HMEIMIM: (Status.HOLDING, "first day, a wire is read, nothing contradicts"),
        TARTUS: (Status.HOLDING, "first day, a wire is read, nothing contradicts"),
        SUPPORT: (Status.HOLDING, "first day, a wire is read, nothing contradicts"),
        ENVOY: (Status.PENDING, "due on Wednesday"),
        PRESIDENTS: (Status.PENDING, "due on Wednesday"),
        DENIAL: (Status.DISPUTED, "the Observatory's toll contradicts; it is listed as an interested party"),
    },
    date(2016, 3, 15): {
        START: (Status.ON_TRACK, "only the ministry says so: its own word counts but does not close"),
        MAIN: (Status.PENDING, "a first group is no figure"),
    },
    date(2016, 3, 16): {
        START: (Status.KEPT, "a wire saw departures on the promised day"),
        MAIN: (Status.ON_TRACK, "at least 15 of 36 or 40: more than none, not shown to be more than half"),
        ENVOY: (Status.PENDING, "the day itself belongs to whoever promised"),
        PRESIDENTS: (Status.PENDING, "the day itself belongs to whoever promised"),
    },
    date(2016, 3, 19): {
        ENVOY: (Status.AWAITING, "reports are still expected"),
        PRESIDENTS: (Status.AWAITING, "reports are still expected"),
    },
    date(2016, 3, 20): {
        START: (Status.KEPT, "a start stays a start"),
        MAIN: (Status.ON_TRACK, "14 of 40 counted; 'most' is one witness without a number"),
        HMEIMIM: (Status.HOLDING, "helicopters were seen arriving"),
        TARTUS: (Status.HOLDING, "a wire is read and nothing contradicts"),
        SUPPORT: (Status.HOLDING, "the corrected briefing: strikes near Palmyra go on"),
        ENVOY: (Status.UNVERIFIABLE, "nobody read those who would know: no accusation"),
        PRESIDENTS: (Status.UNVERIFIABLE, "nobody read those who would know: no accusation"),
        DENIAL: (Status.DISPUTED, "nothing new on either side"),
    },
    date(2016, 3, 31): {
        MAIN: (Status.AT_RISK, "more shipped in than out: a doubt, while aircraft have left"),
        HMEIMIM: (Status.HOLDING, "described as operating"),
        TARTUS: (Status.HOLDING, "its ships sail"),
    },
    date(2016, 5, 20): {
        MAIN: (Status.AT_RISK, "about 30 by Russia's own count; the US says unchanged, without a count"),
        DENIAL: (Status.DISPUTED, "nothing new on either side"),
    },
    date(2016, 6, 15): {
        MAIN: (Status.AT_RISK, "the review date passes, the open doubt is the stronger word"),
    },
    date(2017, 1, 31): {
        START: (Status.KEPT, "a start stays a start"),
        MAIN: (Status.DISPUTED, "four jets back: over a tenth of 36, not over a tenth of 40"),
        HMEIMIM: (Status.HOLDING, "jets on the pictures; without an end it is never kept"),
        TARTUS: (Status.HOLDING, "proved in March, contradicted by nobody"),
        SUPPORT: (Status.HOLDING, "strike aircraft are there"),
        ENVOY: (Status.UNVERIFIABLE, "still nobody has said anything"),
        PRESIDENTS: (Status.UNVERIFIABLE, "still nobody has said anything"),
        DENIAL: (Status.DISPUTED, "a claim never ends by itself"),
    },
}
"""Argued from the semantics, each with its reason; a day lists the promises there is something to say about."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(SYRIA)


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def test_the_pack_loads_without_a_problem(pack: Pack) -> None:
    assert pack.problems == ()
    assert pack.plan is not None
    assert (pack.plan.replay.start.date(), pack.plan.replay.end.date()) == (FIRST, LAST)


def test_the_evenings_news_is_eight_promises_of_the_right_kind(pack: Pack) -> None:
    kinds = {promise.id: promise.kind.value for promise in pack.rules.promises}

    assert kinds == {
        START: "achieve",
        MAIN: "achieve",
        HMEIMIM: "maintain",
        TARTUS: "maintain",
        SUPPORT: "maintain",
        ENVOY: "achieve",
        PRESIDENTS: "achieve",
        DENIAL: "claim",
    }


@pytest.mark.parametrize(
    ("day", "promise", "status"),
    [
        pytest.param(day, promise, status, id=f"{day}-{promise}")
        for day, row in EXPECTED.items()
        for promise, (status, _) in row.items()
    ],
)
def test_the_board_says_what_a_careful_reader_would(pack: Pack, day: date, promise: str, status: Status) -> None:
    assert pack.status(promise, day) is status


def test_every_day_at_which_the_board_is_printed_is_argued_here(pack: Pack) -> None:
    assert pack.plan is not None
    assert {stop.at.date() for stop in pack.plan.boards} <= EXPECTED.keys()


def test_both_readings_are_shown_and_part_over_the_jets_that_came_back(pack: Pack) -> None:
    headline = pack.judged(MAIN, LAST).headline

    assert headline.readings == {"against-36": Status.BROKEN, "against-40": Status.AT_RISK}
    assert Flag.DEPENDS_ON_READING in headline.flags


def test_the_denial_is_never_called_broken_on_any_day(pack: Pack) -> None:
    assert {pack.status(DENIAL, day) for day in days()} <= {Status.HOLDING, Status.DISPUTED}


def test_nothing_unreported_is_ever_an_accusation(pack: Pack) -> None:
    accusations = {Status.BROKEN, Status.REVERSED, Status.OVERDUE, Status.DISPUTED}
    found = {promise: {pack.status(promise, day) for day in days()} for promise in (ENVOY, PRESIDENTS)}

    assert not (found[ENVOY] | found[PRESIDENTS]) & accusations
    assert {pack.status(promise, LAST) for promise in found} == {Status.UNVERIFIABLE}


def test_an_open_ended_promise_never_becomes_kept(pack: Pack) -> None:
    assert {pack.status(promise, day) for promise in (HMEIMIM, TARTUS, SUPPORT) for day in days()} == {
        Status.HOLDING
    }


def test_the_denial_is_disputed_by_the_observatory_alone(pack: Pack) -> None:
    verdict = pack.judged(DENIAL, FIRST).headline

    assert verdict.deciding == ("sohr-toll",)
    assert verdict.reason.code == "interested_only"


def test_without_the_observatory_nobody_speaks_about_the_denial(tmp_path: Path) -> None:
    copy = edited(SYRIA, tmp_path / "copy", without("sohr-toll"))

    assert copy.problems == ()
    assert copy.status(DENIAL, FIRST) is Status.UNVERIFIABLE


def test_a_smaller_toll_no_longer_disputes_the_denial(tmp_path: Path) -> None:
    copy = edited(SYRIA, tmp_path / "copy", with_figures(sohr_toll=17))

    assert copy.status(DENIAL, LAST) is not Status.DISPUTED
    assert copy.status(DENIAL, LAST) is not Status.BROKEN


def test_two_counts_above_half_keep_the_main_part_and_the_return_undoes_it(tmp_path: Path) -> None:
    copy = edited(SYRIA, tmp_path / "copy", with_figures(reuters_15_of_36=22, janes_14_of_40=23))

    assert copy.status(MAIN, date(2016, 3, 17)) is Status.KEPT
    assert copy.judged(MAIN, LAST).headline.readings == {
        "against-36": Status.REVERSED,
        "against-40": Status.KEPT,
    }


def test_six_jets_flown_back_break_it_in_both_readings(tmp_path: Path) -> None:
    copy = edited(SYRIA, tmp_path / "copy", with_figures(mod_su25_return=6))

    assert copy.status(MAIN, LAST) is Status.BROKEN


def test_three_jets_flown_back_are_a_rotation(tmp_path: Path) -> None:
    copy = edited(SYRIA, tmp_path / "copy", with_figures(mod_su25_return=3))

    assert copy.status(MAIN, LAST) is Status.AT_RISK


def test_copies_alone_add_nothing(tmp_path: Path) -> None:
    copies = ("straits-times-15", "huffpost-21-remain", "jpost-corrected-briefing", "jpost-ships")
    copy = edited(SYRIA, tmp_path / "copy", without(*copies))
    whole = read_pack(SYRIA)

    assert [copy.board(day) for day in EXPECTED] == [whole.board(day) for day in EXPECTED]


def test_without_independent_departures_the_ministrys_word_does_not_close_the_start(tmp_path: Path) -> None:
    tellers = ("reuters-15-of-36", "straits-times-15", "huffpost-21-remain")
    copy = edited(SYRIA, tmp_path / "copy", without(*tellers))
    verdict = copy.judged(START, date(2016, 3, 19)).headline

    assert verdict.status is Status.OVERDUE
    assert Flag.CLAIMED_NOT_CONFIRMED in verdict.flags


def test_without_its_correction_the_first_briefing_would_have_cast_doubt_on_the_support(tmp_path: Path) -> None:
    copy = edited(SYRIA, tmp_path / "copy", without("centcom-corrected", "jpost-corrected-briefing"))

    assert copy.status(SUPPORT, date(2016, 3, 20)) is Status.AT_RISK


def test_no_verdict_rests_on_the_briefing_that_was_corrected(pack: Pack) -> None:
    rests_on = {
        report
        for promise in pack.rules.promises
        for day in EXPECTED
        for verdict in pack.judged(promise.id, day).all
        for report in verdict.deciding
    }

    assert "reuters-15-of-36" in rests_on
    assert "centcom-first-version" not in rests_on


def test_a_report_of_the_conversation_added_by_hand_keeps_that_promise(tmp_path: Path) -> None:
    row = {
        "id": "added",
        "source": "presidential-offices",
        "origin": "kremlin",
        "published": "2016-03-15",
        "facts": [{"occurred": "2016-03-14", "event": "conversation of presidents", "nature": "observation"}],
    }
    copy = edited(SYRIA, tmp_path / "copy", with_report(row))

    assert copy.status(PRESIDENTS, date(2016, 3, 20)) is Status.KEPT


def test_every_report_says_who_when_and_where_it_can_be_read() -> None:
    lines = (SYRIA / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    incomplete = [
        row["id"]
        for row in rows
        if not (row["source"] and row["origin"] and row["title"] and row["published"])
        or not re.match(r"https?://", row["url"])
        or not all(fact["occurred"] and fact["nature"] for fact in row["facts"])
    ]

    assert len(rows) == 17
    assert incomplete == []


def test_every_report_comes_from_a_listed_source(pack: Pack) -> None:
    assert {report.source for report in pack.reports} <= {source.id for source in pack.rules.sources}


def test_coverage_is_claimed_only_for_sources_that_report_here(pack: Pack) -> None:
    assert {span.source for span in pack.coverage.spans} <= {report.source for report in pack.reports}


def test_no_alarm_is_raised_without_a_source_link(pack: Pack) -> None:
    links = {report.id: report.url for report in pack.reports}
    bare = [
        (promise.id, day)
        for promise in pack.rules.promises
        for day in EXPECTED
        if (headline := pack.judged(promise.id, day).headline).status in ALARMS - {Status.UNVERIFIABLE}
        and (not headline.deciding or not all(links[report] for report in headline.deciding))
    ]

    assert bare == []
