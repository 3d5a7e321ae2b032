"""The engine's page, step 1, and law 7: the key table finds exactly the promises that a report's facts touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.asking import happened
from tests.engine.given import promise, reading
from tests.engine.lengths import laws
from tests.engine.made_criteria import once_in, one_of
from tests.engine.made_promises import load as loaded
from tests.engine.made_promises import written_promises
from tests.engine.made_reports import histories
from tests.engine.telling import deed, report
from tracker.domain.criteria import Criterion, FieldTest, WordTest
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import Fact, Nature, Report, ReportVersion
from tracker.engine.keys import Keys
from tracker.engine.matching import READERS, matches

NAMES = Names(
    aliases={
        "place": {"latakia air base": "hmeimim"},
        "actor": {"vks": "russia"},
        "event": {"pullout": "departure"},
    },
    within={"hmeimim": "syria"},
)
WORDS = {
    "event": ("departure", "Departure", "pullout", "loading", "strike"),
    "indicator": ("aircraft departed", "troops"),
    "actor": ("Russia", "VKS", "Iran"),
    "target": ("Syria", "Aleppo"),
    "place": ("Hmeimim", "Latakia air base", "Syria", "Tartus"),
    "source": ("wire", "paper"),
    "origin": ("wire", "MoD"),
    "unit": ("aircraft", "wings"),
    "nature": tuple(nature.value for nature in Nature)[:4],
    "tags": ("military", "talks"),
    "language": ("en", "ru"),
    "code": ("043", "0871"),
}
"""What facts say in each field of the language: aliases, capitals and places within places among it."""

CANONICAL = {**WORDS, "event": ("departure", "loading", "strike"), "actor": ("russia", "iran")}
PHRASES = ("withdraw*", "main part", "forces", "with*", "part of the f*", "denied", "отвод*", "withdrawal")
TEXTS = (
    "",
    "The main part of the forces withdraws",
    "Withdrawal denied",
    "Отвод войск",
    "part-time forces",
    "Main  PART",
)


def test_every_field_of_the_language_is_tried() -> None:
    assert WORDS.keys() == READERS.keys()


def _maybe(draw: st.DrawFn, field: str) -> str | None:
    return one_of(draw, *WORDS[field], None)


def _fact(draw: st.DrawFn) -> Fact:
    told = deed(event=one_of(draw, *WORDS["event"]), nature=Nature(one_of(draw, *WORDS["nature"])))
    if draw(st.booleans()):
        told = replace(told, event=None, indicator=one_of(draw, *WORDS["indicator"]), unit=_maybe(draw, "unit"))
    actor, target, place, code, origin = (
        _maybe(draw, field) for field in ("actor", "target", "place", "code", "origin")
    )
    return replace(told, actor=actor, target=target, place=place, code=code, origin=origin)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    told = report(
        "r", *(_fact(draw) for _ in range(draw(st.integers(1, 3)))), source=one_of(draw, *WORDS["source"])
    )
    return replace(
        told.report,
        title=one_of(draw, *TEXTS),
        text=one_of(draw, *TEXTS),
        language=_maybe(draw, "language"),
        tags=tuple(sorted(draw(st.sets(st.sampled_from(WORDS["tags"]))))),
        origin=_maybe(draw, "origin"),
    )


def _field_test(draw: st.DrawFn) -> FieldTest:
    field = one_of(draw, *WORDS)
    count = draw(st.integers(1, 5 if once_in(draw, 4) else 2))
    some = tuple(dict.fromkeys(one_of(draw, *CANONICAL[field]).lower() for _ in range(count)))
    match one_of(draw, "any", "any", "other", "starts", "starts but"):
        case "other":
            return FieldTest(field, other_than=some)
        case "starts":
            return FieldTest(field, starts=tuple(value[:3] for value in some))
        case "starts but":
            return FieldTest(field, starts=(some[0][:1],), other_than=some[1:])
    return FieldTest(field, any_of=some)


def _word_test(draw: st.DrawFn) -> WordTest:
    any_of, all_of, none_of = (
        tuple(one_of(draw, *PHRASES) for _ in range(draw(st.integers(0, most)))) for most in (2, 2, 1)
    )
    return WordTest(any_of, all_of or (() if any_of else ("forces",)), none_of)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    words = _word_test(draw) if once_in(draw, 3) else None
    fields = {
        test.field: test for test in (_field_test(draw) for _ in range(draw(st.integers(0 if words else 1, 4))))
    }
    return replace(happened(), match=tuple(fields.values()), words=words)


def _promises(asked: list[Criterion]) -> list[Promise]:
    return [
        replace(promise(reading(criterion, kept="departure", due="2016-05-20")), id=f"p{number}")
        for number, criterion in enumerate(asked)
    ]


def _criteria(judged: Promise) -> Iterator[Criterion]:
    for each in (*judged.readings, *(anew for change in judged.amendments for anew in change.readings)):
        yield from each.criteria.values()
    for step in judged.steps:
        yield from _criteria(step)


def _looked_at_one_by_one(watched: list[Promise], arrived: Report) -> set[str]:
    return {
        judged.id
        for judged in watched
        if any(
            matches(criterion, arrived, fact, NAMES) for criterion in _criteria(judged) for fact in arrived.facts
        )
    }


@laws
@given(st.lists(criteria(), min_size=1, max_size=4), reports())
def test_keys_find_the_same_promises_as_looking_at_every_criterion(
    asked: list[Criterion], arrived: Report
) -> None:
    watched = _promises(asked)
    assert Keys.of(watched, NAMES).touched(arrived) == _looked_at_one_by_one(watched, arrived)


@laws
@given(st.lists(written_promises(), min_size=1, max_size=3), histories())
def test_keys_find_every_promise_of_the_language_that_a_history_touches(
    written: list[dict[str, object]], told: list[ReportVersion]
) -> None:
    watched = [loaded({**each, "id": f"p{number}"}) for number, each in enumerate(written)]
    keys = Keys.of(watched, NAMES)
    for version in told:
        assert keys.touched(version.report) == _looked_at_one_by_one(watched, version.report)


def test_a_report_without_facts_touches_nothing() -> None:
    watched = _promises([happened()])
    assert (
        Keys.of(watched, NAMES).touched(report("r", published="2016-04-10", retracts=["a"]).report) == frozenset()
    )
