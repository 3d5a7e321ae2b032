"""Sentences that two texts share: a word in place of another that turns the meaning keeps them apart."""

from __future__ import annotations

import pytest

from tests.engine.test_near_copies import alike

STORY = (
    "Eastmoor opened its tram line on Tuesday. It cost 214 million pounds, 9 million under budget, and was"
    " finished four months ahead of the date in the contract. The county pays a quarter and the road fund the"
    " rest. Prices rose by 3.1 percent in the year to April. Girls again did better than boys in the examination."
)


def test_the_same_text_is_joined() -> None:
    assert alike(STORY, STORY).joins


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("under budget", "over budget"),
        ("ahead of the date", "after the date"),
        ("in the year to", "in the month to"),
        ("The county pays a quarter and the road fund", "The road fund pays a quarter and the county"),
        ("Girls again did better than boys", "Boys again did better than girls"),
    ],
)
def test_a_word_that_turns_the_meaning_keeps_them_apart(before: str, after: str) -> None:
    assert not alike(STORY, STORY.replace(before, after)).joins
    assert not alike(STORY.replace(before, after), STORY).joins


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("9 million under budget", "9 million below budget"),
        ("examination", "examinatoin"),
        ("It cost", "This cost"),
    ],
)
def test_a_word_that_says_the_same_does_not(before: str, after: str) -> None:
    assert alike(STORY, STORY.replace(before, after)).joins


def test_a_lead_of_its_own_keeps_a_text_apart() -> None:
    doubt = "The opposition on Tuesday cast doubt on figures that the council has published about costs."
    found = alike(STORY, STORY.replace("Eastmoor opened its tram line on Tuesday.", doubt))
    assert not found.joins
    assert any("lead that only one has" in each for each in found.against)
