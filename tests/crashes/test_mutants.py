"""The counting notices a delivery that is broken: it is no check that cannot fail."""

from __future__ import annotations

import pytest

from tests.crashes.mutants import MUTANTS, Mutant
from tests.crashes.runs import Plan, Untroubled, plan_of, run
from tests.crashes.world import World


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_delivery_is_caught_where_a_sound_one_is_not(
    world: World, wanted: Untroubled, mutant: Mutant
) -> None:
    kills = (mutant.place,) if mutant.place else ()
    plan = Plan(kills, (mutant.trouble,) if mutant.trouble else ())

    assert run(world, plan, wanted).problems == ()
    broken = run(world, plan, wanted, mutant.spoil)
    assert broken.killed == kills
    assert mutant.found in "\n".join(broken.problems)


def test_as_many_seeds_as_there_are_places_kill_at_each_of_them(wanted: Untroubled) -> None:
    places = len(wanted.places)
    assert {plan_of(seed, places).kills[0] for seed in range(places)} == set(range(1, places + 1))
