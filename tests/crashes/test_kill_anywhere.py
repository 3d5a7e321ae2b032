"""Killed at any commit and any network call, Deedline loses nothing and doubles nothing that can be looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.crashes.lengths import CRASH_RUNS, CRASH_SEED
from tests.crashes.runs import Plan, Untroubled, plan_of, run
from tests.crashes.world import World

CHUNKS = 8
TOLD_IN_FULL = 3
SEEDS = [int(CRASH_SEED)] if CRASH_SEED else list(range(CRASH_RUNS))


def test_untroubled_the_scenario_has_every_kind_of_message(wanted: Untroubled) -> None:
    arrived = {name: [each.title for each in got] for name, got in wanted.books.arrived.items()}
    new, act, kept = (
        "○ 2 new promises: 2 pending",
        "▲ Act: overdue since 20 May (3 days late) - The bridge alma opens (Minister X)",
        "✔ Kept: kept late - The bridge alma opens (Minister X)",
    )
    week = (
        "Week to 19 May: 2 promises joined the log and nothing else changed; "
        "the one source was heard, but not all the time."
    )
    assert arrived == {"slack": [new, act, kept], "slack_webhook": [act, kept], "email": [act, week, kept]}
    assert wanted.books.channel == ((new, ""), (kept, ""), (kept, kept)), "a root that was edited, and its reply"
    assert wanted.books.repeated == 0


def test_the_places_are_every_commit_and_every_call(wanted: Untroubled) -> None:
    kinds = Counter(place.rpartition(": ")[2] for place in wanted.places)
    commits = {each.rpartition(" of ")[2] for each in kinds if " the commit of " in each}
    assert {"lease", "collect", "judge", "digest", "claim", "attempt", "sent", "edit"} <= commits
    for cause in commits:
        assert kinds[f"before the commit of {cause}"] == kinds[f"after the commit of {cause}"] > 0
    assert kinds["answer read"] == 9, "eight messages and an edit"
    for moment in ("before connecting", "before sending", "answer lost"):
        assert kinds[moment] >= 9


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_killed_anywhere_nothing_is_lost_and_nothing_doubled(
    world: World, wanted: Untroubled, chunk: int, record_property: Callable[[str, object], None]
) -> None:
    kills, repeated, wrong = 0, 0, []
    first = set()
    for seed in SEEDS[chunk::CHUNKS]:
        plan = plan_of(seed, len(wanted.places))
        ran = run(world, plan, wanted)
        kills += len(ran.killed)
        repeated += ran.books.repeated
        first.add(plan.kills[0])
        if ran.problems:
            wrong.append(f"CRASH_SEED={seed}, {plan}, killed {list(ran.killed)}:\n  " + "\n  ".join(ran.problems))
    record_property("crash_runs", len(SEEDS[chunk::CHUNKS]))
    record_property("crash_kills", kills)
    record_property("crash_places", " ".join(map(str, sorted(first))))
    record_property("places_in_all", len(wanted.places))
    record_property("repeated", repeated)
    assert not wrong, f"{len(wrong)} runs went wrong, the first of them:\n" + "\n".join(wrong[:TOLD_IN_FULL])


def test_a_message_in_flight_to_a_webhook_is_sent_again_and_says_so(world: World, wanted: Untroubled) -> None:
    ran = run(world, Plan(("slack_webhook send: answer lost",)), wanted)
    assert ran.problems == ()
    assert [each.marked for each in ran.books.arrived["slack_webhook"]] == [False, True, False]
    assert ran.books.repeated == 1


def test_a_message_in_flight_to_slack_is_found_and_not_sent_again(world: World, wanted: Untroubled) -> None:
    ran = run(world, Plan(("slack send: answer lost",)), wanted)
    assert ran.problems == ()
    assert ran.books.repeated == 0
    assert "conversations.history" in world.slack.workspace.calls
