from __future__ import annotations

from functools import lru_cache

import pytest

from tests.copies.measure import PARTS, Judged, figures, judged, misses, table
from tracker.engine.near.likeness import JOIN_FROM, PROPOSE_FROM

parts = pytest.mark.parametrize("part", ["dev", "held"])
other_topics = pytest.mark.parametrize("part", ["more", "more3", "fresh", "blind"])


@lru_cache
def scored(part: str) -> tuple[Judged, ...]:
    return tuple(judged(part))


@parts
def test_what_is_joined_without_asking_belongs_together(part: str) -> None:
    found = figures(scored(part), JOIN_FROM)
    assert found.precision >= 0.98
    assert found.linked >= 0.98


@parts
def test_most_copies_are_joined_without_asking(part: str) -> None:
    assert figures(scored(part), JOIN_FROM).copies >= 0.8


@parts
def test_most_of_what_belongs_together_is_joined_or_proposed(part: str) -> None:
    found = figures(scored(part), PROPOSE_FROM)
    assert found.recall >= 0.9
    assert found.same_event >= 0.85


@parts
def test_hard_pairs_are_mostly_not_even_proposed(part: str) -> None:
    hard = [each for each in scored(part) if each.is_hard]
    assert sum(each.score >= PROPOSE_FROM for each in hard) <= 0.15 * len(hard)


@parts
def test_counts_from_the_other_end_are_found_as_proposals(part: str) -> None:
    turned = [each for each in scored(part) if each.why == "inverted count"]
    assert sum(PROPOSE_FROM <= each.score < JOIN_FROM for each in turned) >= 0.9 * len(turned)


def test_the_table_names_every_part_and_every_miss_has_its_reason() -> None:
    assert table().count("joined or proposed") == len(PARTS)
    assert all(" | " in each for each in misses("dev"))


every_part = pytest.mark.parametrize("part", ["dev", "held", "more", "more2", "more3", "more4", "fresh", "blind"])


@every_part
def test_two_newsrooms_that_tell_one_event_are_never_joined_without_asking(part: str) -> None:
    assert figures(scored(part), JOIN_FROM).same_event == 0


def test_small_words_that_turn_a_long_text_keep_two_apart() -> None:
    assert figures(scored("more4"), JOIN_FROM).precision >= 0.98


def test_texts_in_other_units_and_other_words_are_joined_by_nothing_wrong_and_mostly_proposed() -> None:
    assert figures(scored("more2"), JOIN_FROM).precision >= 0.98
    assert figures(scored("more2"), JOIN_FROM).copies >= 0.3
    assert figures(scored("more2"), PROPOSE_FROM).copies >= 0.85


def test_what_a_desk_only_converted_or_wrote_otherwise_is_joined() -> None:
    converted = [each for each in scored("more2") if each.why == "units and figures of another house"]
    assert len(converted) >= 18
    assert all(each.score >= JOIN_FROM for each in converted)


@every_part
def test_which_report_is_given_first_does_not_matter(part: str) -> None:
    there, back = scored(part), judged(part, swapped=True)
    assert [(each.score, each.likeness.link) for each in there] == [
        (each.score, each.likeness.link) for each in back
    ]


@other_topics
def test_pairs_on_other_topics_reach_the_marks_of_joining_too(part: str) -> None:
    found = figures(scored(part), JOIN_FROM)
    assert found.precision >= 0.98
    assert found.copies >= 0.6
