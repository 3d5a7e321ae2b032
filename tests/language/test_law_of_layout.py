"""Section 11, law 8: an edit of layout, comments or order in a rule file changes nothing."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tests.engine.made_coverage import coverages
from tests.engine.made_promises import RULES, written_promises
from tests.engine.made_reports import END, histories, instants
from tests.engine.stories import all_said, differing
from tests.language.layouts import shuffled, written
from tracker.domain.coverage import Coverage
from tracker.domain.promises import Amendment, Names, Promise, Reading
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Verdict, View
from tracker.engine.judging import judge
from tracker.language.loading import load_rules
from tracker.store.canonical import meaning_hash

SETS = ("needs", "promises", "tags", "event", "source", "nature", "also_accept")
"""Lists that are sets by meaning."""

Written = dict[str, object]
chances = st.integers(0, 2**32).map(random.Random)


def _file(promises: list[Written]) -> Written:
    named = [{**each, "id": f"p{number}"} for number, each in enumerate(promises)]
    return {"promises": named, "rules": yaml.safe_load(RULES)["rules"]}


def _loaded(file: bytes) -> dict[str, Promise]:
    loaded = load_rules({"a.yaml": file})
    assert not loaded.problems, ([str(problem) for problem in loaded.problems], file.decode())
    assert loaded.rules.names == Names()
    return {promise.id: promise for promise in loaded.rules.promises}


def _by_name(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda reading: reading.name))


def _meaning(promise: Promise) -> Promise:
    """Return the promise with its sets in one order."""

    def amendment(each: Amendment) -> Amendment:
        return replace(each, readings=_by_name(each.readings))

    return replace(
        promise,
        needs=tuple(sorted(promise.needs)),
        readings=_by_name(promise.readings),
        amendments=tuple(map(amendment, promise.amendments)),
        steps=tuple(map(_meaning, promise.steps)),
    )


@laws
@given(st.lists(written_promises(), min_size=1, max_size=2), chances)
def test_layout_comments_and_order_of_keys_do_not_change_what_a_rule_file_means(
    promises: list[Written], chance: random.Random
) -> None:
    file = _file(promises)
    one = _loaded(written(file, chance))
    other = _loaded(written(shuffled(file, chance, SETS), chance))  # type: ignore[arg-type]
    for key, promise in one.items():
        assert _meaning(promise) == _meaning(other[key])
        assert meaning_hash(promise) == meaning_hash(other[key])


def _place(verdict: Verdict) -> tuple[str, str]:
    return verdict.instance, verdict.reading or ""


def _listed(verdict: Verdict) -> Verdict:
    """What was set aside is shown in the order of the criteria."""
    return verdict._replace(
        set_aside=tuple(sorted(verdict.set_aside, key=lambda entry: (entry.report, entry.why)))
    )


@laws
@given(written_promises(), chances, histories(), coverages(), instants())
def test_layout_comments_and_order_of_keys_change_no_verdict(
    promise: Written, chance: random.Random, told: list[ReportVersion], coverage: Coverage, at: datetime
) -> None:
    (one,) = _loaded(written(_file([promise]), chance)).values()
    (other,) = _loaded(written(shuffled(_file([promise]), chance, SETS), chance)).values()  # type: ignore[arg-type]
    verdicts = [judge(each, told, coverage, View(at, END), Names()) for each in (one, other)]
    before, after = (sorted(map(_listed, all_said(each)), key=_place) for each in verdicts)
    assert not differing(before, after)
