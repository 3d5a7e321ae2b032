"""The engine and the naive judge agree on random cases: headline, readings, instances, each by its status."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.lengths import ORACLE_CASES
from tests.oracle.cases import Case, make_case
from tests.oracle.judge import Answers, decide
from tests.oracle.showing import show
from tracker.domain.statuses import Status
from tracker.engine.judging import judge

HERE = Path(__file__).parent
CHUNKS = 16
TOLD_IN_FULL = 3
ENOUGH_FOR_EVERY_STATUS = 1500

oracle_modules = sorted(path for path in HERE.glob("*.py") if path.name not in ("test_oracle.py", "conftest.py"))


def by_the_engine(case: Case) -> Answers:
    judgement = judge(case.promise, case.reports, case.coverage, case.view, case.names)
    return {(verdict.instance, verdict.reading): verdict.status for verdict in judgement.all}


def by_the_oracle(case: Case) -> Answers:
    return decide(case.promise, case.reports, case.coverage, case.view, case.names)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_judges_say_the_same(chunk: int, record_property: Callable[[str, object], None]) -> None:
    statuses: Counter[str] = Counter()
    apart: list[str] = []
    for seed in range(chunk, ORACLE_CASES, CHUNKS):
        case = make_case(seed)
        engine, oracle = by_the_engine(case), by_the_oracle(case)
        statuses[engine["", None].value] += 1
        if engine != oracle:
            apart.append(show(case, engine, oracle))
    record_property("oracle_statuses", dict(statuses))
    assert not apart, f"{len(apart)} cases apart, the first of them:\n\n" + "\n\n".join(apart[:TOLD_IN_FULL])


def test_every_status_occurs_among_the_cases() -> None:
    seen: set[Status] = set()
    for seed in range(ENOUGH_FOR_EVERY_STATUS):
        seen |= {by_the_engine(make_case(seed))["", None]}
        if len(seen) == len(Status):
            break
    assert set(Status) - seen == set()


@pytest.mark.parametrize("path", oracle_modules, ids=lambda path: path.name)
def test_the_oracle_shares_values_with_the_engine_and_nothing_else(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(node.module or "")
    allowed = ("tracker.domain.", "tests.oracle.")
    foreign = [name for name in imported if not name.startswith(allowed)]
    assert [name for name in foreign if name.split(".")[0] not in sys.stdlib_module_names] == []
