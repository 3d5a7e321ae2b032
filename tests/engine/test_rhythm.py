"""A source's own rhythm, and when a silence or a run of items without facts is far from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.domain.instants import Span
from tracker.domain.liveness import Burst, Rhythm
from tracker.engine.rhythm import learn, longest_silence, most_bare

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ALWAYS = (Span(START - DAY, START + 1000 * DAY),)


def bursts(*gaps: timedelta, items: int = 1, with_facts: int = 1) -> list[Burst]:
    """Return news that came after gaps of these lengths."""
    at, found = START, [Burst(START, START, items, with_facts)]
    for gap in gaps:
        at += gap
        found.append(Burst(at, at, items, with_facts))
    return found


def rhythm(*gaps: timedelta) -> Rhythm:
    learnt = learn(bursts(*gaps), ALWAYS)
    assert learnt is not None
    return learnt


def test_a_daily_source_is_known_after_a_fortnight() -> None:
    assert learn(bursts(*[DAY] * 13), ALWAYS) is None
    learnt = rhythm(*[DAY] * 14)
    assert (learnt.gaps, learnt.middle, learnt.usual, learnt.longest) == (14, DAY, DAY, DAY)


def test_a_weekly_source_is_known_after_ten_gaps() -> None:
    assert learn(bursts(*[7 * DAY] * 9), ALWAYS) is None
    assert rhythm(*[7 * DAY] * 10).middle == 7 * DAY


def test_of_nothing_nothing_is_learnt() -> None:
    assert learn([], ALWAYS) is None


def test_one_exceptional_gap_teaches_nothing_and_a_second_does() -> None:
    usual = rhythm(*[DAY] * 30)
    once = rhythm(*[DAY] * 15, 20 * DAY, *[DAY] * 15)
    twice = rhythm(*[DAY] * 15, 20 * DAY, *[DAY] * 15, 20 * DAY)
    assert longest_silence(once, HOUR) <= longest_silence(usual, HOUR)
    assert longest_silence(twice, HOUR) > 40 * DAY


def test_weekends_are_no_far_silence() -> None:
    weeks = [DAY, DAY, DAY, DAY, 3 * DAY] * 4
    assert longest_silence(rhythm(*weeks), HOUR) > 6 * DAY


def test_a_gap_in_which_nobody_listened_is_not_the_sources() -> None:
    gaps = [*[DAY] * 15, 30 * DAY, *[DAY] * 15, 30 * DAY]
    first = START + 15 * DAY
    heard = (Span(START, first), Span(first + 30 * DAY, first + 45 * DAY))
    learnt = learn(bursts(*gaps), heard)
    assert learnt is not None
    assert (learnt.gaps, learnt.longest) == (30, DAY)


def test_the_fewer_gaps_are_known_the_longer_a_silence_may_be() -> None:
    few, many = rhythm(*[2 * DAY] * 10), rhythm(*[2 * DAY] * 100)
    assert longest_silence(few, HOUR) == 8 * DAY
    assert longest_silence(many, HOUR) == 6 * DAY


def test_no_silence_is_far_that_is_short_for_how_often_it_is_asked() -> None:
    quick = rhythm(*[timedelta(minutes=5), 2 * DAY - timedelta(minutes=5)] * 1, *[timedelta(hours=1)] * 400)
    assert longest_silence(quick, timedelta(minutes=1)) >= 2 * HOUR
    assert longest_silence(quick, 2 * DAY) == 12 * DAY


def test_the_share_of_items_with_facts_leaves_the_last_bare_ones_out() -> None:
    news = bursts(*[DAY] * 20, items=4, with_facts=2)
    bare = [Burst(START + n * DAY, START + n * DAY, 4, 0) for n in range(21, 30)]
    learnt = learn([*news, *bare], ALWAYS)
    assert learnt is not None
    assert (learnt.items, learnt.share, learnt.longest_bare) == (84, 0.5, 0)


def test_the_rarer_facts_are_the_more_bare_items_are_no_news() -> None:
    def known(share: float, longest_bare: int = 0, items: int = 500) -> int | None:
        return most_bare(Rhythm(100, DAY, DAY, DAY, items, share, longest_bare))

    assert known(1.0) == 10
    assert known(0.5) == 14
    assert known(0.05) == 180
    assert known(0.5, longest_bare=40) == 80
    assert known(0.0) is None
    assert known(0.5, items=20) is None
