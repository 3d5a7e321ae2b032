"""The engine's page, step 1: the key table finds exactly the promises that a report's facts touch."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.asking import happened
from tests.engine.given import promise, reading
from tests.engine.lengths import laws
from tests.engine.telling import deed, figure, report
from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact
from tracker.engine.keys import Keys
from tracker.engine.matching import matches

NAMES = Names(
    aliases={
        "place": {"latakia air base": "hmeimim"},
        "actor": {"vks": "russia"},
        "event": {"pullout": "departure"},
    },
    within={"hmeimim": "syria"},
)
EVENTS = ("departure", "Departure", "pullout", "loading", "strike")
ACTORS = ("Russia", "VKS", "Iran", None)
PLACES = ("Hmeimim", "Latakia air base", "Syria", "Tartus", None)

facts = st.one_of(
    st.builds(
        lambda event, actor, place: deed(event=event, actor=actor, place=place),
        st.sampled_from(EVENTS),
        st.sampled_from(ACTORS),
        st.sampled_from(PLACES),
    ),
    st.builds(lambda indicator: figure(3, indicator=indicator), st.sampled_from(("aircraft departed", "troops"))),
)


def _test_of(field: str, values: tuple[str, ...]) -> st.SearchStrategy[FieldTest]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(
        some.map(lambda chosen: FieldTest(field, any_of=chosen)),
        some.map(lambda chosen: FieldTest(field, other_than=chosen)),
        some.map(lambda chosen: FieldTest(field, starts=tuple(value[:3] for value in chosen))),
    )


tests_on_facts = st.lists(
    st.one_of(
        _test_of("event", ("departure", "loading", "strike")),
        _test_of("indicator", ("aircraft departed", "troops")),
        _test_of("actor", ("russia", "iran")),
        _test_of("place", ("hmeimim", "syria", "tartus")),
        _test_of("source", ("source-r", "other")),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


def _promises(matchers: list[tuple[FieldTest, ...]]) -> list[Promise]:
    return [
        replace(promise(reading(happened(match=match), kept="departure", due="2016-05-20")), id=f"p{number}")
        for number, match in enumerate(matchers)
    ]


def _criteria(judged: Promise) -> list[Criterion]:
    return [criterion for each in judged.readings for criterion in each.criteria.values()]


@laws
@given(st.lists(tests_on_facts, min_size=1, max_size=4), st.lists(facts, min_size=1, max_size=3))
def test_keys_find_the_same_promises_as_looking_at_every_criterion(
    matchers: list[tuple[FieldTest, ...]], told: list[Fact]
) -> None:
    watched = _promises(matchers)
    arrived = report("r", *told).report
    touched = {
        judged.id
        for judged in watched
        if any(matches(criterion, arrived, fact, NAMES) for criterion in _criteria(judged) for fact in told)
    }
    assert Keys.of(watched, NAMES).touched(arrived) == touched


def test_a_report_without_facts_touches_nothing() -> None:
    watched = _promises([(FieldTest("event", any_of=("departure",)),)])
    assert (
        Keys.of(watched, NAMES).touched(report("r", published="2016-04-10", retracts=["a"]).report) == frozenset()
    )
