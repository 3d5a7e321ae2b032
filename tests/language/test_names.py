"""Names in force."""

from __future__ import annotations

from tests.language.writing import GONE, rules, written
from tracker.domain.criteria import FieldTest
from tracker.domain.folding import canonical, holding_places
from tracker.language.loading import load_rules

FILE = 'places: {Hmeimim: [Khmeimim, "Хмеймим"], Syria: }\nwithin: {khmeimim: SYRIA}\nactors: {Russia: RF}\n'


def test_a_file_called_names_holds_names_alone() -> None:
    names = rules("", names=FILE).names
    assert canonical(names, "place", "хмеймим") == "hmeimim"
    assert canonical(names, "actor", "rf") == "russia"
    assert holding_places(names, "Khmeimim") == ("hmeimim", "syria")


def test_other_files_hold_names_in_a_section() -> None:
    assert rules("names:\n  units: {aircraft: [jets]}\n").names.aliases == {
        "unit": {"aircraft": "aircraft", "jets": "aircraft"}
    }


def test_names_of_several_files_are_joined() -> None:
    names = rules("names: {places: {Syria: [Siria]}}", names=FILE).names
    assert canonical(names, "place", "SIRIA") == "syria"
    assert canonical(names, "place", "Khmeimim") == "hmeimim"


def test_names_of_a_file_with_errors_do_not_count() -> None:
    good = written(f"criteria:\n  {GONE}\nkept_when: gone").replace("event: departure", "place: the base")
    bad = b"names: {places: {Hmeimim: [the base]}}\nsources: [1]\n"
    loaded = load_rules({"good.yaml": good.encode(), "bad.yaml": bad})
    (made,) = loaded.rules.promises
    assert made.readings[0].criteria["gone"].match == (FieldTest("place", ("the base",)),)
    assert loaded.rules.names.aliases == {}
    assert [problem.position.file for problem in loaded.problems] == ["bad.yaml"]
