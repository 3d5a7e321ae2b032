"""Words in free text (sections 2 and 13): whole words, folded; what only words matched is suspected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.given import NO_NAMES, promise, reading, status, verdict
from tests.engine.lengths import laws
from tests.engine.telling import DUE, deed, report
from tracker.domain.coverage import Coverage
from tracker.domain.criteria import Criterion, WordTest
from tracker.domain.reports import ReportVersion
from tracker.domain.sources import Source, SourceKind
from tracker.domain.statuses import Status
from tracker.engine.keys import Keys
from tracker.engine.matching import matches
from tracker.engine.phrases import holds, says, words_of

S = Status


def told(text: str, *, trusted: bool = False, title: str = "") -> ReportVersion:
    plain = report("a", deed("2016-04-10", "story"))
    return replace(plain, report=replace(plain.report, title=title, text=text, trust_text=trusted))


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("withdraw", "They withdraw today", True),
        ("withdraw", "The withdrawal began", False),
        ("withdraw*", "The WITHDRAWAL began", True),
        ("last train", "the last train left", True),
        ("last train", "the last, slow train left", False),
        ("elysee", "At the Élysée it was said", True),
        ("art", "the party started", False),
        ("left", "", False),
    ],
)
def test_a_phrase_is_whole_words_next_to_one_another(phrase: str, text: str, expected: bool) -> None:
    assert holds(words_of("", text), phrase) is expected


def test_any_of_all_of_and_none_of_all_have_to_pass() -> None:
    asked = WordTest(any_of=("left", "gone"), all_of=("bombers",), none_of=("not",))

    assert says(asked, told("the bombers left").report)
    assert not says(asked, told("the bombers stay").report)
    assert not says(asked, told("the tanks left").report)
    assert not says(asked, told("the bombers have not left").report)


def test_the_title_is_read_too() -> None:
    assert says(WordTest(any_of=("gone",)), told("", title="All gone").report)


GONE = Criterion("gone", (), words=WordTest(any_of=("gone",)))
HEARD = promise(reading(GONE, kept="gone", at_risk="gone", due=DUE))


@pytest.mark.parametrize(("trusted", "expected"), [(True, S.KEPT), (False, S.PENDING)])
def test_words_are_admitted_where_the_source_is_marked_as_trusted(trusted: bool, expected: Status) -> None:
    source = Source("source-a", SourceKind.PERSON, trust_text=trusted)
    coverage = Coverage(sources=(source.for_judging,), assumed=True)

    assert status(HEARD, told("all gone"), at="2016-05-01", coverage=coverage) is expected


def test_what_only_words_matched_is_suspected_and_makes_nothing() -> None:
    judged = verdict(HEARD, told("all gone"), at="2016-05-01")

    assert judged.status is S.PENDING
    assert [entry.why for entry in judged.set_aside] == ["suspected, not reviewed"]


def test_a_source_trusted_in_free_text_is_admitted() -> None:
    assert status(HEARD, told("all gone", trusted=True), at="2016-05-01") is S.KEPT


@laws
@given(
    st.lists(
        st.sampled_from(["gone", "go*", "last train", "tr*", "left", "gone last train left", "go* last train"]),
        min_size=1,
        max_size=3,
        unique=True,
    ),
    st.lists(st.sampled_from(["gone", "goal", "last", "train", "trained", "left", "x"]), max_size=6),
    st.booleans(),
)
def test_keys_select_exactly_what_words_match(phrases: list[str], words: list[str], every: bool) -> None:
    asked = WordTest(all_of=tuple(phrases)) if every else WordTest(any_of=tuple(phrases))
    criterion = Criterion("said", (), words=asked)
    keys = Keys.of([promise(reading(criterion, kept="said", due=DUE))], NO_NAMES)
    version = told(" ".join(words))
    fact = version.report.facts[0]

    assert bool(keys.touched(version.report)) is matches(criterion, version.report, fact, NO_NAMES)
