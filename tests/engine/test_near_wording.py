"""What another house writes otherwise is the same; a word in place of another counts where it tells something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.reports import Report
from tracker.engine.near.drawing import objections
from tracker.engine.near.likeness import Likeness, likeness
from tracker.engine.near.shorthand import written_out
from tracker.engine.near.synonyms import ALIKE
from tracker.engine.near.telling import telling_of
from tracker.engine.near.trimming import trimmed
from tracker.engine.near.vocabulary import stem
from tracker.engine.near.wordings import WORDINGS

PUBLISHED = datetime(2016, 3, 16, 12, tzinfo=UTC)
LEAD = "A barge laden with 480 tonnes of gravel struck a lock gate at Tolmin on Tuesday, the harbour office said."
REST = (
    "The gate was lifted out by a crane and taken to a yard in Brod for repair.\n"
    "Six barges are waiting below the lock, and four more are on their way from Senj.\n"
    '"We work tonight and every night until it is done," said lock keeper Ilona Brask.\n'
    "The canal carries 3.2 million tonnes of cargo a year."
)
WIRE = f"{LEAD}\n{REST}"


def report(text: str, *, title: str = "Barge strikes lock gate", days: int = 0) -> Report:
    return Report("r", "s", PUBLISHED + timedelta(days=days), title=title, text=text)


def alike(text: str, *, title: str = "Barge strikes lock gate", days: int = 0) -> Likeness:
    return likeness(telling_of(report(WIRE)), telling_of(report(text, title=title, days=days)))


def changed(before: str, after: str) -> Likeness:
    assert before in WIRE
    return alike(WIRE.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("waiting below", "lingering below"),
        ("taken to a yard", "hauled to a yard"),
        ("laden with", "loaded with"),
    ],
)
def test_a_word_of_the_desks_own_changes_nothing_where_the_rest_is_the_same_to_the_word(
    before: str, after: str
) -> None:
    assert changed(before, after).joins


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("480 tonnes", "480 bushels"),
        ("480 tonnes", "480 crates"),
        ("Six barges", "Six ferries"),
        ("harbour office", "customs office"),
        ("lifted out by", "not lifted out by"),
        ("below the lock", "above Brod"),
        ("are waiting", "may be waiting"),
        ("Senj", "Zadar"),
        ("four more", "five more"),
    ],
)
def test_a_word_that_counts_names_or_turns_something_keeps_two_reports_apart(before: str, after: str) -> None:
    assert not changed(before, after).joins


def test_a_word_of_the_headline_is_no_wording() -> None:
    told = WIRE.replace("struck a lock gate", "grazed a lock gate")
    assert not alike(told, title="Barge grazed lock gate").joins


def test_little_that_is_the_same_to_the_word_lets_no_other_word_pass() -> None:
    first, second = (
        f"A barge {did} a lock gate at Tolmin on Tuesday, the harbour office said." for did in ("struck", "grazed")
    )
    assert not likeness(*(telling_of(report(each, title="")) for each in (first, second))).joins


def test_figures_that_only_one_cut_kept_count_nothing_beside_sentences_that_are_the_same() -> None:
    lines = WIRE.split("\n")
    first = "\n".join((*lines[:3], lines[4]))
    second = "\n".join((*lines[:3], "The lock is 110 metres long."))
    assert likeness(telling_of(report(first)), telling_of(report(second))).joins


def test_a_new_first_sentence_that_counts_more_is_told_otherwise() -> None:
    lead = (
        "Five barges carrying 480 tonnes of gravel, 190 of these in one of them, struck gates of some locks near"
        " Tolmin on Tuesday, the harbour office said."
    )
    assert not alike(f"{lead}\n{REST}", title="Barges strike gates").joins


@pytest.mark.parametrize("misspelt", ["Brasck", "Barsk", "Bask"])
def test_a_name_that_lacks_a_letter_beside_a_name_that_both_have_is_misspelt(misspelt: str) -> None:
    assert changed("Ilona Brask", f"Ilona {misspelt}").joins is (len(misspelt) >= 5)


@pytest.mark.parametrize("other", ["Brusk", "Trask", "Hrabak"])
def test_a_name_with_a_letter_in_place_of_another_is_another_name(other: str) -> None:
    assert not changed("Ilona Brask", f"Ilona {other}").joins


def test_two_words_written_as_one_are_the_same() -> None:
    assert changed("lock keeper", "lockkeeper").joins
    assert changed("lock gate", "lockgate").joins


def test_tonight_is_one_night_where_both_name_another_day_of_the_week() -> None:
    assert alike(WIRE, days=1).joins


def test_today_is_another_day_where_no_other_day_is_named() -> None:
    daily = "Guns were heard in Tolmin today, the mayor said.\nPeople stayed in cellars and shops were shut."
    first, second = (telling_of(report(daily, title="Guns in Tolmin", days=each)) for each in (0, 1))
    assert not likeness(first, second).joins


def test_will_and_is_to_are_one_plan() -> None:
    more = "\nThe canal {} be reopened for all traffic by the end of the month."
    first, second = (telling_of(report(WIRE + more.format(each))) for each in ("will", "is to"))
    assert likeness(first, second).joins


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("5 m³ of sand", "5 cubic metre of sand"),
        ("5 million m3 of sand", "5 million  cubic metre of sand"),
        ("40 km² burned", "40 square km burned"),
        ("61 crowns per MWh", "61 crowns per megawatt hour"),
        ("a grant of USD 2.1 m", "a grant of USD 2.1 million"),
        ("at 0920 local time", "at 09:20"),
        ("a depth of 9.5 m", "a depth of 9.5 m"),
        ("the M3 motorway", "the M3 motorway"),
    ],
)
def test_short_forms_are_written_out(short: str, full: str) -> None:
    assert " ".join(written_out(short).split()) == " ".join(full.split())


@pytest.mark.parametrize(
    "line",
    [
        "You have read 2 of 3 free articles this month.",
        "Norvia Press contributed to this report.",
        "More culture: The best exhibitions of the autumn",
        "This story may be updated.",
        "Send us your pictures.",
        "Do not reproduce without permission.",
    ],
)
def test_more_of_what_sites_print_around_a_story_is_no_part_of_it(line: str) -> None:
    assert trimmed(f"The lock is shut.\n{line}").strip() == "The lock is shut."


def test_words_in_y_and_their_plurals_are_one() -> None:
    assert stem("lorries") == stem("lorry") == stem("trucks")
    assert stem("companies") == stem("company")


def test_no_word_stands_in_two_groups_of_wordings() -> None:
    groups = [line.split() for line in f"{ALIKE}{WORDINGS}".split("\n") if line]
    firsts = {group[0] for group in groups}
    others = [word for line in WORDINGS.split("\n") for word in line.split()[1:]]
    assert not {word for word in others if word in firsts}
    assert len(others) == len(set(others))


@pytest.mark.parametrize("unit", ["bushels", "crates", "pallets"])
def test_a_brief_that_has_another_unit_to_the_same_figure_is_no_copy(unit: str) -> None:
    brief = (
        "A barge with 480 tonnes of gravel struck a lock gate at Tolmin on Tuesday. Six barges are waiting below"
        " the lock, four more are on their way from Senj. The gate was taken to Brod."
    )
    wire, told = telling_of(report(WIRE)), telling_of(report(brief))
    other = telling_of(report(brief.replace("tonnes", unit)))
    assert list(objections(wire, told)) == []
    assert [each for each in objections(wire, other) if each.endswith("counted in place of tonne")]
    assert not alike(brief.replace("tonnes", unit)).joins
