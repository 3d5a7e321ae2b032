"""Kinds of source: our own, and those that installed packages add."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import EntryPoint

import pytest

from tests.sources.making import NOW, Answering
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.source_kinds import Ask, Kind, KindKeys, Option
from tracker.domain.sources import Source
from tracker.language.loading import load_rules
from tracker.language.source_kinds import BUILT_IN
from tracker.sources.collect import collect_source
from tracker.sources.kinds import GROUP, collect_of, kinds_among

NO_KIND = 3


def collect_beacon(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    return Collected(problems=(ask(source.url).body.decode(),))


COLOUR = Option("colour", "Which light is meant.", "white", ("white", "red"))
BEACON = Kind(KindKeys("beacon", "a lighthouse", needs=("url",), options=(COLOUR,)), collect_beacon)


def added(*named: tuple[str, str]) -> Iterable[EntryPoint]:
    return [EntryPoint(name, f"tests.sources.test_kinds:{what}", GROUP) for name, what in named]


def loaded(yaml: str, **kinds: KindKeys | str) -> tuple[Source, ...]:
    found = load_rules({"sources.yaml": yaml.encode()}, more_kinds=lambda: kinds)
    assert found.problems == ()
    return found.rules.sources


def said(yaml: str, **kinds: KindKeys | str) -> list[str]:
    found = load_rules({"sources.yaml": yaml.encode()}, more_kinds=lambda: kinds)
    return [str(problem) for problem in found.problems]


def test_everything_we_declare_and_ask_is_collected_by_something() -> None:
    assert all(callable(collect_of(kind.name)) for kind in BUILT_IN if Source("a", kind.name).is_asked)


def test_a_package_adds_a_kind_with_keys_of_its_own() -> None:
    kind = kinds_among(added(("beacon", "BEACON")))["beacon"]
    assert isinstance(kind, Kind)
    text = "sources:\n  - {id: b, kind: beacon, url: 'https://example.org/b', colour: red}\n"
    (source,) = loaded(text, beacon=kind.keys)
    assert (source.kind, source.url, source.options) == ("beacon", "https://example.org/b", {"colour": "red"})


def test_an_option_that_is_left_out_has_its_default() -> None:
    (source,) = loaded("sources:\n  - {id: b, kind: beacon, url: 'https://example.org/b'}\n", beacon=BEACON.keys)
    assert source.options == {"colour": "white"}


def test_a_wrong_option_is_named_with_its_place() -> None:
    text = "sources:\n  - {id: b, kind: beacon, url: 'https://example.org/b', colour: rad}\n"
    (problem,) = said(text, beacon=BEACON.keys)
    assert problem.startswith("sources.yaml:2:65: `colour`: `rad` cannot stand here (did you mean `red`?)")


def test_an_added_kind_takes_no_key_that_it_did_not_declare() -> None:
    text = "sources:\n  - {id: b, kind: beacon, url: 'https://example.org/b', items: a.b}\n"
    (problem,) = said(text, beacon=BEACON.keys)
    assert "`items` does not go with `kind: beacon`" in problem


def test_two_packages_that_claim_one_name_are_told_and_neither_is_used() -> None:
    why = kinds_among(added(("beacon", "BEACON"), ("beacon", "collect_beacon")))["beacon"]
    assert isinstance(why, str)
    (problem,) = said("sources:\n  - {id: b, kind: beacon}\n", beacon=why)
    assert "both claim the name" in problem
    assert problem.startswith("sources.yaml:2:")


def test_a_package_cannot_take_a_kind_of_our_own() -> None:
    why = kinds_among(added(("feed", "BEACON")))["feed"]
    assert isinstance(why, str)
    assert "claims the name of a kind that Deedline reads by itself" in why


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("nothing", "cannot be loaded: AttributeError"),
        ("NO_KIND", "gives a int, not a Kind"),
    ],
)
def test_a_package_that_cannot_be_used_says_why(what: str, why: str) -> None:
    found = kinds_among(added(("beacon", what)))["beacon"]
    assert isinstance(found, str)
    assert why in found


def test_a_kind_that_calls_itself_otherwise_is_refused() -> None:
    found = kinds_among(added(("buoy", "BEACON")))["buoy"]
    assert found == "tests.sources.test_kinds:BEACON calls it 'beacon'"


def test_a_kind_that_nobody_knows_is_told_in_its_file() -> None:
    (problem,) = said("sources:\n  - {id: b, kind: buoy, url: 'https://example.org/b'}\n")
    assert "`buoy` is not a kind of source (one of feed, " in problem


def test_the_packages_are_not_looked_at_for_kinds_of_our_own() -> None:
    def never() -> dict[str, KindKeys | str]:
        raise AssertionError

    text = b"sources:\n  - {id: d, kind: folder, path: in}\n"
    assert load_rules({"sources.yaml": text}, more_kinds=never).problems == ()


def test_a_stored_source_whose_package_is_gone_fails_with_the_cure() -> None:
    with pytest.raises(SourceFailed) as failed:
        collect_source(Source("b", "beacon"), CollectState(), NOW, Answering(b""))
    assert str(failed.value) == "sources of kind 'beacon' cannot be read: no installed package adds it"
    assert failed.value.hint == "install or mend its package"


HEADERS = "id: f, kind: feed, url: 'https://example.org/f', headers: "


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ("{Host: other.example}", "the header `Host` is set by Deedline itself"),
        ("{Key: {secret: 'a b'}}", "this cannot be the name of a secret"),
        ("{Key: {sekret: a}}", "(did you mean `secret`?)"),
        ("{'a b': c}", "`a b` cannot be the name of a header"),
        ("{Key: 'é'}", "a header holds ASCII characters only"),
        ("[a]", "expected a mapping of names to values"),
    ],
)
def test_headers_that_cannot_be_sent_are_told(headers: str, problem: str) -> None:
    assert problem in "\n".join(said(f"sources:\n  - {{{HEADERS}{headers}}}\n"))
