"""Which items are kept."""

from __future__ import annotations

from tracker.sources.keeping import Kept


def test_an_item_is_kept_if_it_holds_one_of_the_values_at_each_path() -> None:
    kept = Kept({"root": ("08", "19"), "place": ("Syria",)})
    told = {("08", "Syria"): True, ("19", " SYRIA "): True, ("08", "Oslo"): False, ("04", "Syria"): False}
    assert {(root, place): kept({"root": (root,), "place": (place,)}) for root, place in told} == told
    assert not kept({"root": ("08",)})


def test_of_several_values_at_a_path_one_is_enough() -> None:
    assert Kept({"code": ("08",)})({"code": ("0871", "087", "08")})


def test_without_a_rule_everything_is_kept() -> None:
    assert Kept({})({})
