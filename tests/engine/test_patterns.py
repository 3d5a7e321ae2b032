"""Patterns: an ordinary test on mapped fields, a suspicion in free text (sections 2 and 13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.given import NO_NAMES, promise, reading, status
from tests.engine.telling import DUE, deed, report
from tracker.domain.criteria import Criterion, FieldTest, WordTest
from tracker.domain.patterns import BadPattern, compiled, found
from tracker.domain.promises import Names, Promise
from tracker.domain.statuses import Status
from tracker.engine.keys import Keys
from tracker.language.loading import load_rules

S = Status


def kept_by(criterion: Criterion) -> Promise:
    return promise(reading(criterion, kept=criterion.name, due=DUE))


@pytest.mark.parametrize(
    ("pattern", "event", "expected"),
    [
        ("^(depart|withdraw)", "Withdrawal", S.KEPT),
        ("^(depart|withdraw)", "the withdrawal", S.PENDING),
        ("DRAWAL$", "Withdrawal", S.KEPT),
        ("départ", "Départure", S.KEPT),
        ("Вывод", "вывод  войск", S.KEPT),
        (r"\w+\sof troops", "Withdrawal  of\ttroops", S.KEPT),
        (r"phase \d{1,2}$", "phase 12", S.KEPT),
    ],
)
def test_a_pattern_is_looked_for_in_the_folded_field(pattern: str, event: str, expected: Status) -> None:
    asked = Criterion("gone", (FieldTest("event", patterns=(pattern,)),))

    assert status(kept_by(asked), report("a", deed(event=event)), at="2016-05-01") is expected


def test_a_pattern_on_a_field_the_fact_lacks_fails() -> None:
    asked = Criterion("gone", (FieldTest("target", patterns=(".*",)),))

    assert status(kept_by(asked), report("a", deed()), at="2016-05-01") is S.PENDING


def test_a_pattern_sees_canonical_names() -> None:
    names = Names({"actor": {"rf": "russia"}})
    asked = Criterion("gone", (FieldTest("actor", patterns=("^russia$",)),))

    assert status(kept_by(asked), report("a", deed(actor="RF")), at="2016-05-01", names=names) is S.KEPT


def test_every_part_of_a_test_has_to_pass() -> None:
    test = FieldTest("event", starts=("depart",), other_than=("departed",), patterns=("ed$", "ure$"))
    events = ("departure", "departing", "departed", "seizure")

    passing = [
        event
        for event in events
        if status(kept_by(Criterion("gone", (test,))), report("a", deed(event=event)), at="2016-05-01") is S.KEPT
    ]
    assert passing == ["departure"]


@pytest.mark.parametrize(("trusted", "expected"), [(True, S.KEPT), (False, S.PENDING)])
@pytest.mark.parametrize(("title", "text"), [("The bombers  have LEFT.", ""), ("", "A bomber left")])
def test_what_a_pattern_finds_in_free_text_is_suspected(
    trusted: bool, expected: Status, title: str, text: str
) -> None:
    asked = Criterion("gone", (), words=WordTest(patterns=(r"\bbombers? (have )?left",)))
    plain = report("a", deed())
    told = replace(plain, report=replace(plain.report, trust_text=trusted, title=title, text=text))

    assert status(kept_by(asked), told, at="2016-05-01") is expected


def test_a_criterion_with_nothing_but_patterns_is_found_among_the_keys() -> None:
    on_field = kept_by(Criterion("gone", (FieldTest("event", patterns=("^dep",)),)))
    in_text = kept_by(Criterion("gone", (), words=WordTest(patterns=("left",))))
    told = report("a", deed()).report

    assert Keys.of([on_field], NO_NAMES).touched(told)
    assert Keys.of([in_text], NO_NAMES).touched(replace(told, text="all left"))
    assert not Keys.of([in_text], NO_NAMES).touched(told)


def test_what_no_text_can_hold_crashes_nothing() -> None:
    assert not found("left", "\ud800 right")
    assert found("left", "\ud800 left")


@pytest.mark.parametrize("pattern", ["(", "a**", "(?=a)b", "(a{1000}){1000}", r"\1", "["])
def test_a_bad_pattern_says_why(pattern: str) -> None:
    with pytest.raises(BadPattern, match=r"\w"):
        compiled(pattern)


RULE = """
statements:
  s: {{by: Russia, date: 2016-03-14}}
promises:
  - {{id: p, title: t, said: s, kind: achieve, due: 2016-05-20, rule: r, with: {{word: depart}}}}
rules:
  r:
    params: {{word: {{type: text}}}}
    criteria:
      gone: {{match: {{event: {{pattern: "{}"}}}}, happened: once}}
    kept_when: gone
"""


def test_braces_that_say_how_often_something_repeats_are_no_parameters() -> None:
    loaded = load_rules({"r.yaml": RULE.format("^{word} x{2}y{1,}z{1,3}").encode()})

    assert not loaded.problems
    criterion = loaded.rules.promises[0].readings[0].criteria["gone"]
    assert criterion.match == (FieldTest("event", patterns=("^depart x{2}y{1,}z{1,3}",)),)
