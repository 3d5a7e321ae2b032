"""What a source in a file becomes."""

from __future__ import annotations

from tests.language.writing import rules
from tracker.domain.instants import Duration
from tracker.domain.sources import FactRule, FieldRule, Source, SourceKind


def source(keys: str, names: str = "") -> Source:
    """Load one source, written as the inside of a mapping in braces."""
    (only,) = rules(f"sources:\n  - {{{keys}}}\n{names}").sources
    return only


def test_a_person_needs_nothing_but_an_id() -> None:
    made = source("id: analysts, kind: person")
    assert made == Source("analysts", SourceKind.PERSON)


def test_every_plain_key_is_kept() -> None:
    made = source(
        "id: w, kind: feed, url: 'https://example.org/f', every: 2 hours, groups: [wires, ru], reliability: b,"
        " origin: tass, language: ru, trust_text: true, max_bytes: 1000, allow_private: true, owner: wire desk"
    )
    assert made == Source(
        id="w",
        kind=SourceKind.FEED,
        url="https://example.org/f",
        every=Duration(seconds=7200),
        groups=("wires", "ru"),
        reliability="B",
        origin="tass",
        language="ru",
        trust_text=True,
        max_bytes=1000,
        allow_private=True,
        owner="wire desk",
    )


def test_what_it_covers_goes_by_canonical_names() -> None:
    names = "names: {events: {Departure: [withdrawal]}, places: {Syria: [Siria]}}\n"
    made = source("id: w, kind: folder, path: in, covers: [Withdrawal, SIRIA, other]", names)
    assert made.covers == ("departure", "syria", "other")


def test_a_map_of_one_fact_is_a_plain_mapping() -> None:
    made = source("id: w, kind: folder, path: in, map: {event: title, actor: {constant: Russia}}")
    assert made.facts == (FactRule({"event": FieldRule(path="title"), "actor": FieldRule(constant="Russia")}),)


def test_a_map_of_several_facts_is_a_list() -> None:
    made = source(
        "id: w, kind: folder, path: in, map: {facts: [{event: a},"
        " {indicator: b, value: {path: c, pattern: '(\\d+)', codes: {'1': one}}}]}"
    )
    assert made.facts == (
        FactRule({"event": FieldRule("a")}),
        FactRule({"indicator": FieldRule("b"), "value": FieldRule("c", None, "(\\d+)", {"1": "one"})}),
    )
