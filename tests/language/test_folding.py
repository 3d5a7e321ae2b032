"""Folding and names: how words are compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.folding import canonical, fold, holding_places
from tracker.domain.promises import Names

NAMES = Names(
    aliases={
        "place": {"hmeimim": "hmeimim", "хмеимим": "hmeimim", "syria": "syria"},
        "actor": {"russia": "russia", "russian federation": "russia"},
    },
    within={"hmeimim": "syria", "syria": "middle east"},
)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_and_white_space_make_no_difference(text: str) -> None:
    assert fold(f"  {text.upper()}\t") == fold(text.lower())


def test_accents_widths_and_ligatures_are_folded() -> None:
    assert fold("  ÉCOLE ﬁn\u00a0Ａ") == "ecole fin a"


def test_marks_that_spell_a_word_stay() -> None:
    assert fold("が") != fold("か")
    assert fold("कि") != fold("क")


def test_an_alias_in_any_script_is_its_canonical_name() -> None:
    assert canonical(NAMES, "place", "Хмеймим") == "hmeimim"


def test_a_target_goes_by_the_names_of_actors() -> None:
    assert canonical(NAMES, "target", "RUSSIAN  Federation") == "russia"


def test_a_name_that_nobody_listed_is_its_own() -> None:
    assert canonical(NAMES, "unit", "Aircraft") == "aircraft"


def test_a_place_is_followed_by_all_that_hold_it() -> None:
    assert holding_places(NAMES, "Hmeimim") == ("hmeimim", "syria", "middle east")


def test_a_circle_of_places_ends() -> None:
    names = Names(within={"a": "b", "b": "a"})
    assert holding_places(names, "A") == ("a", "b")
