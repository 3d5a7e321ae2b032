"""Rule files and the casebook as pytest-benchmark cases: small sizes, collected only on request."""

from __future__ import annotations

from typing import Any

import yaml
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench import casebook, starting
from tests.bench.worlds import rule_files
from tests.cases.scoring import load_case
from tracker.language.loading import load_rules


def test_rules_check_of_500_promises(benchmark: BenchmarkFixture) -> None:
    benchmark(load_rules, rule_files(500))


def test_composing_the_yaml_only(benchmark: BenchmarkFixture) -> None:
    (data,) = rule_files(500).values()
    benchmark(lambda: yaml.compose(data, Loader=yaml.CSafeLoader))


def test_one_case_on_every_tenth_day(benchmark: BenchmarkFixture) -> None:
    case = load_case(casebook.folders()[0])
    benchmark(casebook.judge_every_day, case, step=10)


def test_help(benchmark: Any) -> None:
    benchmark.pedantic(starting.run, args=(starting.OURS,), rounds=3)


def test_help_of_a_bare_application(benchmark: Any) -> None:
    benchmark.pedantic(starting.run, args=(starting.BARE,), rounds=3)
