"""Names that criteria wait for and facts never say."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.language.writing import rules
from tracker.domain.coverage import SourceFacts
from tracker.domain.instants import day_span
from tracker.domain.reports import Fact, Report
from tracker.engine.unnamed import Unnamed, unnamed

PUBLISHED = datetime(2016, 3, 20, tzinfo=UTC)
RULES = """
statements:
  s: {by: [Russia], date: 2016-03-14, quote: "q", link: "https://example.org/s"}
names:
  actors: {Russia: [Russian Federation], Syria's army: [Government of Syria]}
promises:
  - id: p
    title: "t"
    said: s
    kind: refrain
    NEEDS
    criteria:
      strike: {match: {event: clash, actor: MATCH}, happened: once}
    broken_when: strike
"""


def waiting(
    match: str, *facts: Fact, needs: str = "needs: [ged]", covers: tuple[str, ...] = ()
) -> tuple[Unnamed, ...]:
    found = rules(RULES.replace("MATCH", match).replace("NEEDS", needs))
    reports = [Report("r", "ged", PUBLISHED, facts)]
    return unnamed(found.promises, SourceFacts("ged", covers=covers), reports, found.names)


def clash(actor: str) -> Fact:
    return Fact(day_span(PUBLISHED.date(), "UTC"), event="clash", actor=actor)


def test_an_actor_that_no_fact_names_is_noticed_with_what_they_say_instead() -> None:
    facts = (clash("Government of Syria"), clash("Government of Syria"), clash("IS"))
    assert waiting("Russia", *facts) == (Unnamed("p", "strike", "actor", ("russia",), ("syria's army", "is")),)


def test_another_name_of_the_same_actor_counts() -> None:
    assert waiting("Russia", clash("Russian Federation")) == ()


def test_one_of_several_names_is_enough() -> None:
    assert waiting("[Russia, IS]", clash("IS")) == ()


def test_a_source_that_the_promise_does_not_rest_on_is_not_asked() -> None:
    assert waiting("Russia", clash("IS"), needs="needs: [wires]") == ()


def test_what_a_source_claims_to_cover_is_what_it_is_asked_for() -> None:
    assert waiting("Russia", clash("IS"), needs="tags: [x]", covers=("clash",)) != ()
    assert waiting("Russia", clash("IS"), needs="tags: [x]", covers=("convoys",)) == ()


def test_facts_without_any_actor_are_noticed_too() -> None:
    fact = Fact(day_span(PUBLISHED.date(), "UTC"), event="clash")
    assert waiting("Russia", fact) == (Unnamed("p", "strike", "actor", ("russia",)),)
