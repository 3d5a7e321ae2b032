"""Figures and dates in free text: offered with the words they stand in, whatever the text holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tracker.domain.candidates import Candidates, Role
from tracker.domain.reports import Report
from tracker.language.texts.candidates import MOST, candidates_in
from tracker.language.texts.dates import dates_in
from tracker.language.texts.figures import figures_in
from tracker.language.texts.tokens import LONGEST_TEXT, Cursor

MONDAY = datetime(2016, 3, 14, 10, tzinfo=UTC)


def told(text: str, title: str = "") -> Report:
    return Report("r", "wires", MONDAY, title=title, text=text)


def offered(text: str, *units: str) -> Candidates:
    return candidates_in(told(text), frozenset(units))


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        ("So far 21 of 36 aircraft left.", "21 of 36 aircraft", "21", "aircraft"),
        ("It took 1.5 billion euros.", "1.5 billion euros", "1,500,000,000", "euros"),
        ("They sent two dozen ships.", "two dozen ships", "24", "ships"),
        ("A dozen helicopters stay.", "A dozen helicopters", "12", "helicopters"),
        ("At least twenty-one jets flew.", "At least twenty-one jets", "at least 21", "jets"),
        (
            "Two hundred and fifty thousand people fled.",
            "Two hundred and fifty thousand people",
            "250,000",
            "people",
        ),
        ("Half a million tonnes went.", "Half a million tonnes", "500,000", "tonnes"),
        ("From 20 to 30 tanks.", "20 to 30 tanks", "20 to 30", "tanks"),
        ("They hold 1,200 kg there.", "1,200 kg", "1,200", "kg"),
        ("It cost $3bn in all.", "$3bn", "3,000,000,000", "dollars"),
        ("Nearly 40 per cent.", "Nearly 40 per cent", "about 40", "%"),
        ("fewer than 3 ships", "fewer than 3 ships", "less than 3", "ships"),
        ("12 Su-24 bombers took off", "12 Su-24 bombers", "12", "bombers"),
    ],
)
def test_a_figure_is_found_with_its_unit(text: str, quote: str, value: str, unit: str) -> None:
    (found,) = offered(text).figures
    assert (found.quote.text, str(found.value), found.unit) == (quote, value, unit)


def test_a_figure_names_the_whole_it_is_part_of() -> None:
    (found,) = offered("21 of the 36 aircraft").figures
    assert str(found.whole) == "36"


def test_units_that_rules_know_are_told_from_other_words() -> None:
    (plain,) = offered("36 modern strike aircraft").figures
    (known,) = offered("36 modern strike aircraft", "strike aircraft", "aircraft").figures
    assert (plain.unit, known.unit) == ("modern", "strike aircraft")


@pytest.mark.parametrize(
    "text", ["", "In 2016 it was so.", "the 4th of them", "one of us", "1,5 tonnes", "36.", "a b c"]
)
def test_what_is_no_figure_with_a_unit_is_not_offered(text: str) -> None:
    assert offered(text).figures == ()


@pytest.mark.parametrize(
    ("text", "role", "first", "last"),
    [
        ("by the end of March", Role.BY, date(2016, 3, 31), date(2016, 3, 31)),
        ("by the end of March 2017", Role.BY, date(2017, 3, 31), date(2017, 3, 31)),
        ("within 14 days", Role.WITHIN, date(2016, 3, 14), date(2016, 3, 28)),
        ("within two weeks", Role.WITHIN, date(2016, 3, 14), date(2016, 3, 28)),
        ("within a month", Role.WITHIN, date(2016, 3, 14), date(2016, 4, 14)),
        ("on 15 March 2016", Role.ON, date(2016, 3, 15), date(2016, 3, 15)),
        ("on March 15th, 2016", Role.ON, date(2016, 3, 15), date(2016, 3, 15)),
        ("on the 4th of May", Role.ON, date(2016, 5, 4), date(2016, 5, 4)),
        ("on 30 December", Role.ON, date(2015, 12, 30), date(2015, 12, 30)),
        ("2016-03-15", Role.ON, date(2016, 3, 15), date(2016, 3, 15)),
        ("since 2015", Role.SINCE, date(2015, 1, 1), date(2015, 12, 31)),
        ("in March", Role.ON, date(2016, 3, 1), date(2016, 3, 31)),
        ("before the end of the year", Role.BY, date(2016, 12, 31), date(2016, 12, 31)),
        ("next month", Role.ON, date(2016, 4, 1), date(2016, 4, 30)),
        ("tomorrow", Role.ON, date(2016, 3, 15), date(2016, 3, 15)),
        ("last Tuesday", Role.ON, date(2016, 3, 8), date(2016, 3, 8)),
        ("by Friday", Role.BY, date(2016, 3, 18), date(2016, 3, 18)),
        ("three weeks ago", Role.ON, date(2016, 2, 22), date(2016, 2, 22)),
    ],
)
def test_a_date_is_read_from_the_day_of_publication(text: str, role: Role, first: date, last: date) -> None:
    (found,) = offered(f"It is done, {text}, they say.").dates
    assert (found.quote.text, found.role) == (text, role)
    assert (found.span.start.date(), found.span.end.date()) == (first, last)


@pytest.mark.parametrize(
    "text", ["We may march on.", "on 31 February", "within 0 days", "May I?", "0000-00-00", "We"]
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert offered(text).dates == ()


def test_days_are_days_in_the_zone_that_is_given() -> None:
    late = Report("r", "wires", datetime(2016, 3, 14, 23, tzinfo=UTC), text="done today")
    (found,) = candidates_in(late, tz="Europe/Moscow").dates
    assert found.span.end == datetime(2016, 3, 15, 20, 59, 59, 999999, tzinfo=UTC)


WORDS = st.sampled_from(
    [
        *(
            "21",
            "1,200",
            "9" * 400,
            "1.5",
            "two",
            "dozen",
            "hundred",
            "and",
            "-",
            "of",
            "at",
            "least",
            "half",
            "a",
            "%",
        ),
        *(
            "by",
            "the",
            "end",
            "March",
            "2016",
            "31",
            "within",
            "days",
            "ago",
            "next",
            "Tuesday",
            "th",
            ",",
            "€",
            "\u202e",
        ),
        *("\ud800", "٣", "½", "İ", "ﬁ", "\n", "\0", "mid", "aircraft", "years", "9999", "0000"),
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=60).map(" ".join) | st.text(max_size=200)


@laws
@given(TEXTS, TEXTS)
def test_no_text_breaks_the_reading_and_quotes_are_slices_of_it(title: str, text: str) -> None:
    found = candidates_in(told(text, title))
    for quote in [each.quote for each in found.figures] + [each.quote for each in found.dates]:
        source = title if quote.field == "title" else text
        assert source[quote.start : quote.end] == quote.text != ""


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "9,999,",
        "twenty ",
        "two hundred and ",
        "and ",
        "by the ",
        "at least ",
        "March ",
        "within ",
        "a-1-",
        "half a ",
        "21 of 36 ",
        "the end of ",
        "no fewer than ",
        "€",
        "-",
        "last ",
        "(",
        "x",
        "\u0301",
        "2016-",
        "1.1.",
        "mid-",
    ],
)
def test_the_looks_at_a_hostile_text_grow_with_its_length_only(piece: str) -> None:
    text = piece * (6_000 // len(piece))
    cursor = Cursor(text)
    quotes = [each.quote for each in dates_in(cursor, text, "text", MONDAY, "UTC")]
    quotes += [each.quote for each in figures_in(cursor, text, "text", (), ())]
    assert cursor.looks <= 400 * len(cursor) + 400
    assert len(cursor) <= len(text)
    assert all(quote.end <= len(text) for quote in quotes)


def test_what_stands_far_down_a_text_is_not_read() -> None:
    assert len(Cursor("x " * LONGEST_TEXT)) == LONGEST_TEXT / 2
    assert offered("x " * LONGEST_TEXT + "21 ships on 15 March").figures == ()


def test_a_text_offers_no_more_than_people_can_read() -> None:
    found = offered("21 ships left on 15 March. " * 500)
    assert (len(found.figures), len(found.dates)) == (MOST, MOST)
