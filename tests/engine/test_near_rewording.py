"""A story shortened in words of the desk's own is a copy; one word that turns it makes another story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.domain.reports import Report
from tracker.engine.near.contrasts import contrasting
from tracker.engine.near.drawing import objections
from tracker.engine.near.likeness import Likeness, likeness
from tracker.engine.near.phrases import with_phrases
from tracker.engine.near.readings import read_alike
from tracker.engine.near.telling import Telling, telling_of
from tracker.engine.near.tokens import Sort, tokens_of
from tracker.engine.near.vocabulary import stem

PUBLISHED = datetime(2016, 3, 16, 12, tzinfo=UTC)
WIRE = (
    "ORVIK, March 16 (Reuters) - The last 1,200 soldiers of the northern force withdrew from the Orvik air base on"
    " Tuesday, two weeks ahead of the deadline set in the Lund accord.\n"
    "A column of 140 vehicles crossed the border at Tell Hanna at 6.30 a.m.\n"
    "Police took over the base, and 38 containers were left behind.\n"
    "The force had arrived in 2011."
)
BRIEF = (
    "The northern force pulled its last 1,200 troops out of the Orvik air base on Tuesday, 14 days ahead of the"
    " deadline set in the Lund accord. Early in the morning 140 vehicles crossed the border at Tell Hanna."
)


def telling(text: str, title: str = "") -> Telling:
    return telling_of(Report("r", "s", PUBLISHED, title=title, text=text))


def alike(first: str, second: str) -> Likeness:
    return likeness(telling(first), telling(second))


def against_drawing(first: Telling, second: Telling) -> list[str]:
    return list(objections(*read_alike(first, second)))


def test_a_brief_in_other_words_is_put_to_an_analyst() -> None:
    assert against_drawing(telling(WIRE), telling(BRIEF)) == []
    assert alike(WIRE, BRIEF).is_worth_asking


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1,200 troops", "1,300 troops"),
        ("14 days", "12 days"),
        ("Orvik", "Lervik"),
        ("on Tuesday", "on Monday"),
        ("pulled its last", "will pull its last"),
        ("pulled its last", "did not pull its last"),
        ("pulled its last", "threatened to pull its last"),
        ("out of the Orvik", "into the Orvik"),
        ("The northern force", "The southern force"),
    ],
)
def test_a_brief_that_says_one_thing_otherwise_is_no_copy(before: str, after: str) -> None:
    spoilt = BRIEF.replace(before, after)
    assert spoilt != BRIEF
    assert not alike(WIRE, spoilt).joins
    assert not alike(spoilt, WIRE).joins


def test_another_newsroom_with_the_same_figures_is_asked_about_and_not_joined() -> None:
    own = (
        "The baker counted them: one hundred and forty lorries until the dust closed on Tuesday. With them some"
        " 1,200 northerners were gone from Orvik, half a month before Lund said they had to. A sergeant found the"
        " keys on a hook and hung them where they had always been."
    )
    assert not alike(WIRE, own).joins


def test_a_lead_may_have_a_word_of_its_own_unless_the_headline_has_it_too() -> None:
    reworded = BRIEF.replace("pulled its last", "hurriedly pulled its last")
    assert against_drawing(telling(WIRE), telling(reworded)) == []
    headed = telling(reworded, title="Force hurriedly gone from air base")
    assert against_drawing(telling(WIRE), headed) == ["strange in its first sentence: hurriedly"]


def test_a_part_of_the_day_stands_for_the_hour() -> None:
    early = BRIEF.replace("out of the Orvik air base on", "out of the Orvik air base early on")
    assert against_drawing(telling(WIRE), telling(early)) == []
    later = WIRE.replace("6.30 a.m.", "6.30 p.m.")
    assert against_drawing(telling(later), telling(early.replace("early on", "overnight on"))) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soldiers", "troops"),
        ("killed", "dead"),
        ("climbed", "rose"),
        ("wildfire", "blaze"),
        ("retook", "recaptured"),
        ("election", "elected"),
        ("stopped", "halted"),
    ],
)
def test_words_that_desks_put_for_each_other_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plan", "plane"),
        ("wheat", "maize"),
        ("minister", "ambassador"),
        ("killed", "injured"),
        ("trapped", "rescued"),
        ("won", "lost"),
        ("rose", "fell"),
        ("missile", "drone"),
        ("claimed", "said"),
    ],
)
def test_words_that_tell_another_story_stay_two(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("they pulled the last men out of town", "withdraw"),
        ("they put the talks off until May", "postpone"),
        ("a gallery caved in at noon", "collapse"),
        ("eleven lost their lives there", "die"),
    ],
)
def test_a_turn_of_phrase_is_read_as_one_word(text: str, word: str) -> None:
    assert stem(word) in {token.key for token in with_phrases(list(tokens_of(text, PUBLISHED.date())))}


def test_a_turn_of_phrase_does_not_reach_into_the_next_sentence() -> None:
    read = with_phrases(list(tokens_of("they pulled hard. Out they went", PUBLISHED.date())))
    assert stem("withdraw") not in {token.key for token in read}


def test_found_alive_and_found_dead_are_held_against_each_other() -> None:
    lead = "A quake near Masha killed at least 14 people on Tuesday."
    alive = telling(f"{lead} A boy of six was found alive in the ruins of a dormitory.")
    dead = telling(f"{lead} A boy of six was found dead in the ruins of a dormitory.")
    assert ("aliv", "die") in set(contrasting(alive, dead))
    assert list(contrasting(alive, alive)) == []


@pytest.mark.parametrize("text", ["at noon", "at 12:00", "at 12 p.m."])
def test_noon_is_a_time_of_day(text: str) -> None:
    times = [
        token.norm for token in tokens_of(f"It left {text} again", PUBLISHED.date()) if token.sort is Sort.TIME
    ]
    assert times == ["12:00"]


def test_tomorrow_is_the_day_after_the_report() -> None:
    assert telling("The planes leave tomorrow, officers said").days == {"2016-03-17"}


def test_a_weekday_to_come_is_the_date_that_the_other_text_gives() -> None:
    story = "The port of Orvik will reopen {} after repairs to 14 cranes, the harbour office said."
    assert alike(story.format("on Friday"), story.format("on 18 March")).joins
    assert not alike(story.format("on Friday"), story.format("on 19 March")).joins
