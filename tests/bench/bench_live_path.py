"""The live path as pytest-benchmark cases: small sizes, collected only on request."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

from tests.actions.making import on
from tests.bench import correcting, falling_due, ingesting, large_series, live_match, phrase_match, ticking
from tests.bench.worlds import idle_store, logged_store, reports, rules, with_history
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.reports import ReportVersion
from tracker.engine.keys import Keys


def test_live_match_of_500_reports(benchmark: BenchmarkFixture) -> None:
    loaded = rules(1_000)
    benchmark(live_match.matched, Keys.of(loaded.promises, loaded.names), list(reports(500, promises=100)))


def test_phrases_in_500_texts(benchmark: BenchmarkFixture) -> None:
    benchmark(
        phrase_match.found, Keys.of(phrase_match.listening_for(1_000), rules(1).names), phrase_match.told(500)
    )


def test_phrases_by_a_bare_dict(benchmark: BenchmarkFixture) -> None:
    benchmark(phrase_match.by_hash, phrase_match.listening_for(1_000), phrase_match.told(500))


def test_50_idle_ticks_over_1000_promises(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    benchmark(ticking.ticks, idle_store(tmp_path / "store", 1_000))


def test_correction_of_one_report(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    store, told = with_history(tmp_path / "store", 1_000, promises=100)
    judge_due(store, on(15))
    benchmark(correcting.correct, store, told, count(1))


def test_ingest_of_1000_reports(benchmark: Any, tmp_path: Path) -> None:
    numbers = count()
    told = list(reports(1_000, promises=100))

    def fresh() -> tuple[tuple[object, ...], dict[str, object]]:
        store = logged_store(tmp_path / f"{next(numbers)}", 100)
        return (store, told, on(15)), {}

    benchmark.pedantic(ingest, setup=fresh, rounds=3)


def test_ingest_by_the_bare_driver(benchmark: Any, tmp_path: Path) -> None:
    numbers = count()
    told = list(reports(1_000, promises=100))

    def fresh() -> tuple[tuple[object, ...], dict[str, object]]:
        return (ingesting.one_table(tmp_path / f"{next(numbers)}", told)[1],), {}

    benchmark.pedantic(lambda write: write(), setup=fresh, rounds=3)


def test_500_promises_fall_due(benchmark: Any, tmp_path: Path) -> None:
    numbers = count()

    def fresh() -> tuple[tuple[object, ...], dict[str, object]]:
        return (falling_due.waiting_store(tmp_path / f"{next(numbers)}", 500),), {}

    benchmark.pedantic(falling_due.fall_due, setup=fresh, rounds=3)


def test_one_judging_on_5000_facts(benchmark: BenchmarkFixture) -> None:
    told = [ReportVersion(each, each.published) for each in large_series.facts(5_000)]
    benchmark(partial(large_series.judge_large, large_series.promise_of("sum")[1], told))
