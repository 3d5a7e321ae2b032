"""A notice is everything a message about a verdict needs, in plain data."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.asking import at_least, latest
from tests.engine.given import NOBODY_LISTENED, heard, judgement, leaving, listening, promise, reading
from tests.engine.telling import deed, evening, figure, report
from tracker.domain.alerts import Why
from tracker.domain.instants import Span
from tracker.domain.promises import Interest
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing, Listened
from tracker.engine.notices import coverage_words, notice

PARTIES = {"mod-ru": Interest.SELF}


def test_it_says_what_was_promised_how_it_stands_and_why() -> None:
    told = notice(leaving(), judgement(leaving(), at="2016-06-01"), old=Status.AWAITING, why=Why.FIRST)
    assert (told.promise, told.title, told.by, told.quote) == (
        "the-promise",
        "The main part leaves",
        ("Russia",),
        "we will leave",
    )
    assert (told.old, told.status, told.why) == (Status.AWAITING, Status.OVERDUE, Why.FIRST)
    assert told.due == told.late_since == evening("2016-05-20")
    assert told.reason


def test_accounts_for_and_against_are_told_with_whose_they_are_and_whether_they_decide() -> None:
    judged = leaving(interest=PARTIES)
    reports = report("a", deed(origin="mod-ru"), source="tass"), report("b", deed("2016-04-20", "cancelled"))
    lines = notice(judged, judgement(judged, *reports, at="2016-05-01"), old=None, why=Why.FIRST).evidence
    by_origin = {line.origin: line for line in lines}
    assert by_origin["mod-ru"].bearing is Bearing.FOR
    assert by_origin["mod-ru"].self_serving
    assert not by_origin["mod-ru"].decides
    assert by_origin["mod-ru"].source == "tass"
    assert by_origin["source-b"].bearing is Bearing.AGAINST
    assert by_origin["source-b"].decides


def test_the_accounts_that_decide_come_first() -> None:
    judged = leaving()
    reports = report("a", deed("2016-04-10")), report("b", deed("2016-04-20")), report("c", deed("2016-04-30"))
    lines = notice(judged, judgement(judged, *reports, at="2016-05-01"), old=None, why=Why.FIRST).evidence
    assert [(line.source, line.decides) for line in lines] == [
        ("source-a", True),
        ("source-c", False),
        ("source-b", False),
    ]


def test_it_says_how_far_sources_were_listened_to() -> None:
    judged = leaving(needs=["wire"])
    coverage = listening(heard("wire", "2016-03-01", "2016-06-01"))
    listened = notice(judged, judgement(judged, at="2016-06-01", coverage=coverage), old=None, why=Why.FIRST)
    deaf = notice(judged, judgement(judged, at="2016-06-01", coverage=NOBODY_LISTENED), old=None, why=Why.FIRST)
    assert "100" in listened.coverage
    assert deaf.coverage
    assert deaf.coverage != listened.coverage


def test_every_reading_is_shown() -> None:
    two = promise(
        reading(latest("gone", at_least(18)), name="against-36", kept="gone", due="2016-05-20"),
        reading(latest("gone", at_least(20)), name="against-40", kept="gone", due="2016-05-20"),
    )
    told = notice(two, judgement(two, report("a", figure(19)), at="2016-05-01"), old=None, why=Why.FIRST)
    assert told.readings == {"against-36": Status.KEPT, "against-40": Status.PENDING}
    assert "depends_on_reading" in told.flags


def test_without_a_public_address_there_is_no_link() -> None:
    judged = judgement(leaving(), at="2016-06-01")
    assert notice(leaving(), judged, old=None, why=Why.FIRST).url == ""
    linked = notice(leaving(), judged, old=None, why=Why.FIRST, public_url="https://deeds.example/")
    assert linked.url.startswith("https://deeds.example/")
    assert "the-promise" in linked.url


def test_holes_of_a_moment_are_not_told_of() -> None:
    start, hour = evening("2016-03-01"), timedelta(hours=1)
    deaf = Span(start + 100 * hour, start + 300 * hour)
    blink = Span(start + 20 * hour, start + 20 * hour + timedelta(seconds=4))
    tail = Span(start + 500 * hour - timedelta(minutes=5), start + 500 * hour)
    window = Span(start, start + 500 * hour)

    told = coverage_words(Listened(0.6, False, sources=("wire",), holes=(blink, deaf, tail), window=window))
    assert "wire was not listened to from" in told
    assert "shorter hole" not in told
    assert "was not" not in coverage_words(
        Listened(0.8, False, sources=("wire",), holes=(blink, tail), window=window)
    )
