"""Taking texts apart and comparing them: one habit of newsrooms a test."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.domain.reports import Link, Report
from tracker.engine.near.likeness import JOIN_FROM, PROPOSE_FROM, Likeness, likeness
from tracker.engine.near.telling import Telling, telling_of
from tracker.engine.near.traits import traits_of
from tracker.engine.near.wires import agency_of, credited, without_credits

STORY = (
    "At least 15 Russian warplanes have left Syria since Tuesday, out of about 36 based at Hmeimim, footage shows."
    " The departures came two days after an order to withdraw."
)


def telling(text: str, title: str = "", day: int = 16, language: str | None = None) -> Telling:
    return telling_of(
        Report("r", "s", datetime(2016, 3, day, 12, tzinfo=UTC), title=title, text=text, language=language)
    )


def alike(first: str, second: str) -> Likeness:
    return likeness(telling(first), telling(second))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("about twenty-one planes", 21),
        ("1,200 troops", 1200),
        ("1.2 million doses", 1_200_000),
        ("$1.2bn was spent", 1.2e9),
        ("two hundred thousand people", 200_000),
        ("a dozen ships", 12),
    ],
)
def test_figures_are_read_however_they_are_written(text: str, number: float) -> None:
    assert [each.number for each in telling(f"There were {text} there").amounts] == [number]


@pytest.mark.parametrize("text", ["in 2015", "at 11:14", "the 3rd time", "Su-24", "one day"])
def test_years_times_and_types_are_no_figures(text: str) -> None:
    assert telling(f"It was seen {text} there").amounts == ()


@pytest.mark.parametrize("text", ["on Tuesday", "on 15 March", "March 15, 2016", "2016-03-15", "yesterday"])
def test_days_are_read_however_they_are_written(text: str) -> None:
    assert telling(f"The planes left {text}").days == {"2016-03-15"}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MOSCOW, March 15 (Interfax) - Planes left", "Interfax"),
        ("AFP - Planes left", "AFP"),
        ("Planes left. — AP", "AP"),
        ("Planes left (Reuters)", "Reuters"),
        ("MOSCOW, March 15. /TASS/. Planes left", "TASS"),
        ("Reuters reported that planes left", None),
        ("The ap was full - of planes", None),
    ],
)
def test_the_first_or_last_words_credit_an_agency(text: str, agency: str | None) -> None:
    assert credited(text) == agency
    assert "Planes left" in without_credits(text) or agency is None


def test_a_source_is_an_agency_by_its_name() -> None:
    assert agency_of("reuters-world") == "Reuters"
    assert agency_of("the-herald") is None


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        f"MOSCOW (Reuters) - {STORY}",
        f"{STORY} Subscribe to our newsletter. Nobody at the base would comment.",
        STORY.replace("15", "fifteen").replace("two", "2"),
        STORY.replace("departures", "depratures"),
        STORY.split(". ")[0] + ".",
    ],
)
def test_what_desks_do_to_a_story_leaves_a_copy(copy: str) -> None:
    found = alike(STORY, copy)
    assert found.score >= JOIN_FROM, found
    assert found.link is Link.COPY


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("15", "21", "another number: 15 and 21"),
        ("Tuesday", "Monday", "another day: Tuesday and Monday"),
        ("Hmeimim", "Shayrat", "another name in the same words: Hmeimim and Shayrat"),
        ("left", "reached", "another word in the same sentence: left and reached"),
    ],
)
def test_one_thing_said_otherwise_weighs_more_than_all_words(before: str, after: str, reason: str) -> None:
    found = alike(STORY, STORY.replace(before, after))
    assert reason in found.against
    assert found.score < JOIN_FROM


def test_a_denial_of_the_same_words_is_not_joined() -> None:
    assert alike(STORY, STORY.replace("have left", "have not left")).score < JOIN_FROM


def test_a_correction_is_not_joined_with_what_it_corrects() -> None:
    assert alike(STORY, f"Corrects: {STORY}").score < JOIN_FROM


def test_parts_of_one_count_are_worth_asking_about() -> None:
    found = alike(STORY, "Of 36 jets at Hmeimim in Syria, 21 had yet to leave on Tuesday, pictures show.")
    assert PROPOSE_FROM <= found.score < JOIN_FROM
    assert "two parts of one count: 15 and 21" in found.reasons


def test_translations_are_not_compared() -> None:
    assert likeness(telling(STORY, language="en"), telling(STORY, language="fr")).score == 0


def test_comparing_is_the_same_either_way_round() -> None:
    first, second = telling(STORY), telling(STORY.replace("15", "21") + " A third came back on Sunday.")
    there, back = likeness(first, second), likeness(second, first)
    assert (there.score, there.link) == (back.score, back.link)


def test_a_copy_that_kept_only_the_lead_shares_traits_with_the_whole() -> None:
    lead = STORY.split(". ")[0]
    long = f"{STORY} {' '.join(f'Officer {name} spoke of other matters.' for name in 'ABCDEFGH')}"
    assert len(set(traits_of(telling(lead))) & set(traits_of(telling(long)))) >= 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A dam of 600 metres holds 22 billion cubic metres", "A dam of 600m holds 22bn cu m"),
        ("Winds of 185 kilometres an hour tore at the roofs", "Winds of 185 km/h tore at the roofs"),
        ("It left the pier at 2.30 p.m. on Tuesday", "It left the pier at 14:30 on Tuesday"),
        ("Some 1,215 people came ashore on Tuesday", "Some 1.215 people came ashore on Tuesday"),
        ("The programme for the harbour started on Tuesday", "The program for the harbor began on Tuesday"),
        ("Mr. Orlow of the U.S. embassy spoke on Tuesday", "Orlow of the US embassy spoke on Tuesday"),
        (
            "The minister said on Tuesday that the pier was full",
            "The minister told reporters Tuesday the pier was full",
        ),
        ("The pier was full", "BREAKING: Meanwhile, the pier was full"),
    ],
)
def test_a_desk_writes_units_times_and_attribution_in_its_own_style(before: str, after: str) -> None:
    assert alike(f"{before}. {STORY}", f"{after}. {STORY}").joins


def test_a_dateline_with_a_short_month_is_no_part_of_a_story() -> None:
    assert alike(STORY, f"MOSCOW, Sept. 15 (Interfax) - {STORY}").joins


def test_another_time_of_day_is_told() -> None:
    found = alike(f"At 3.40 a.m. the first took off. {STORY}", f"At 5.10 a.m. the first took off. {STORY}")
    assert "another time of day: 3.40 a.m. and 5.10 a.m." in found.against
    assert not found.joins


LONG = (
    "Deminers have cleared the last minefield in the Karsk valley, the action centre said on Tuesday."
    " Since 2011 teams have destroyed 8,764 mines against people and 312 against tanks there."
    " More than 31 square kilometres of farmland can be used again."
)


def test_a_story_cut_and_turned_round_is_put_to_an_analyst() -> None:
    cut = (
        "The last minefield in the Karsk valley has been cleared by deminers, the action centre said on Tuesday."
        " Against people 8,764 mines, against tanks 312 mines have been destroyed there."
    )
    assert alike(LONG, cut).is_worth_asking


@pytest.mark.parametrize(
    "other",
    [
        "A deminer was killed in the Karsk valley on Tuesday, the action centre said."
        " Since 2011 teams have destroyed 8,764 mines against people there.",
        "The last minefield in the Karsk valley will be cleared by deminers, the action centre said on Tuesday."
        " Since 2011 teams destroyed 8,764 mines against people there.",
        "The last minefield in the Karsk valley has been cleared by deminers, the action centre said on Tuesday."
        " Destroyed were 312 mines against people and 8,764 against tanks.",
    ],
    ids=["another deed first", "a plan", "figures changed about"],
)
def test_the_same_words_about_something_else_are_no_copy(other: str) -> None:
    assert not alike(LONG, other).joins
