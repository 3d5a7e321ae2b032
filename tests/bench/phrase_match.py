"""Finding thousands of phrases in many short texts: whole words, looked up and never tried one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from tests.bench.measuring import Row, best_of, once
from tests.bench.worlds import rules
from tracker.domain.criteria import Criterion, WordTest
from tracker.domain.instants import day_span
from tracker.domain.promises import Promise
from tracker.domain.reports import Fact, Report
from tracker.engine.keys import Keys
from tracker.engine.phrases import holds, words_of

DAY = datetime(2016, 5, 15, tzinfo=UTC)
VOCABULARY = 20_000
WORDS_IN_A_TEXT = 14


def told(number: int, *, seed: int = 2) -> list[Report]:
    """Return reports whose titles are words as common and as rare as those of a language (Zipf's law)."""
    chance = Random(seed)
    fact = Fact(day_span(DAY.date(), "UTC"), event="said")
    return [
        Report(f"r{each}", "wires", DAY, (fact,), title=" ".join(_words(chance, WORDS_IN_A_TEXT)))
        for each in range(number)
    ]


def listening_for(phrases: int, *, seed: int = 3) -> list[Promise]:
    """Return promises each of which listens for one phrase of two or three words and for nothing else."""
    chance = Random(seed)
    one = rules(1).promises[0]
    made = []
    for number in range(phrases):
        phrase = " ".join(_words(chance, 2 + number % 2))
        criterion = Criterion("said", (), words=WordTest(any_of=(phrase,)))
        reading = replace(one.readings[0], criteria={"said": criterion})
        made.append(replace(one, id=f"p{number}", readings=(reading,)))
    return made


def found(keys: Keys, reports: Sequence[Report]) -> int:
    """Return how many times a phrase was found."""
    return sum(len(keys.touched(each)) for each in reports)


def one_by_one(promises: Sequence[Promise], reports: Sequence[Report]) -> int:
    """Try every phrase on every text, as a list of patterns would."""
    phrases = [_phrase(promise) for promise in promises]
    return sum(sum(holds(words_of(each.title, ""), phrase) for phrase in phrases) for each in reports)


def by_hash(promises: Sequence[Promise], reports: Sequence[Report]) -> int:
    """Do the least there is to do: fold, split, look each run of two and three words up in one dict."""
    table: dict[tuple[str, ...], list[str]] = {}
    for promise in promises:
        table.setdefault(tuple(_phrase(promise).split()), []).append(promise.id)
    number = 0
    for each in reports:
        words = words_of.__wrapped__(each.title, each.text)
        runs = {words[at : at + size] for size in (2, 3) for at in range(len(words) - size + 1)}
        number += len({promise for run in runs for promise in table.get(run, ())})
    return number


def rows(*, phrases: int = 10_000, texts: int = 5_000, tried: int = 5, times: int = 3) -> list[Row]:
    """Hold the keys against trying every phrase (on a few texts) and against the least there is to do."""
    promises, reports = listening_for(phrases), told(texts)
    keys = Keys.of(promises, rules(1).names)
    expected = found(keys, reports)
    assert found(keys, reports[:tried]) == one_by_one(promises, reports[:tried])
    assert expected == by_hash(promises, reports)
    ours = other = float("inf")
    for _ in range(times):
        words_of.cache_clear()
        ours = min(ours, once(lambda: found(keys, reports)))
        other = min(other, once(lambda: by_hash(promises, reports)))
    naive = best_of(1, lambda: one_by_one(promises, reports[:tried])) / tried * texts
    work = f"{phrases:,} phrases on {texts:,} texts"
    note = f"{texts / ours:,.0f} texts/s, {expected:,} found"
    return [
        Row(work, ours, naive, f"every phrase on every text, from {tried}", 0.02, note=note),
        Row(work, ours, other, "a bare dict of runs of words, made and asked", note="for comparison"),
    ]


def _phrase(promise: Promise) -> str:
    words = promise.readings[0].criteria["said"].words
    assert words is not None
    return words.any_of[0]


def _words(chance: Random, number: int) -> list[str]:
    """Draw words by rank: the first is twice as common as the second."""
    return [f"word{int(VOCABULARY ** chance.random())}" for _ in range(number)]
