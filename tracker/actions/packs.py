"""Read a pack: a folder of rules, reports and coverage with a plan for replaying them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.actions.pack_names import COVERAGE, PLAN, REPORTS, is_named, is_pack_data
from tracker.actions.rule_files import read_rule_files
from tracker.domain.coverage import CoverageSpan
from tracker.domain.criteria import Position
from tracker.domain.errors import BadInput, Problem, Severity
from tracker.domain.reports import Report
from tracker.language.coverage_files import read_coverage
from tracker.language.loading import load_rules
from tracker.language.pack_files import PackPlan, read_pack_plan
from tracker.language.report_files import read_reports
from tracker.language.rows import ENDINGS
from tracker.language.ruleset import Loaded

MOST_BYTES = 64 * 1024 * 1024
"""The largest file of reports or coverage that is read."""

SHAPE = "a pack holds pack.yaml, rule files, reports.jsonl (or .csv, .yaml) and perhaps coverage.yaml"


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that is replayed, read and free of errors."""

    plan: PackPlan
    loaded: Loaded
    reports: tuple[Report, ...]
    coverage: tuple[CoverageSpan, ...] = ()


def read_pack(folder: Path) -> Pack:
    """Read a pack; raises BadInput naming every problem of every file with its place and cure."""
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}", SHAPE)
    problems: list[Problem] = []
    plan = _read_plan(folder, problems)
    tz = plan.tz if plan else "UTC"
    loaded = _read_rules(folder, tz, problems)
    reports = _read_reports(folder, tz, problems)
    coverage = _read_coverage(folder, tz, problems)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if plan is None or errors:
        raise BadInput("\n".join(str(problem) for problem in _placed(errors, folder)), SHAPE)
    return Pack(plan, loaded, reports, coverage)


def _read_plan(folder: Path, problems: list[Problem]) -> PackPlan | None:
    data = _bytes_of(folder / PLAN, problems)
    if data is None:
        return None
    plan, found = read_pack_plan(PLAN, data)
    problems += found
    return plan


def _read_rules(folder: Path, tz: str, problems: list[Problem]) -> Loaded:
    files = read_rule_files(folder)
    contents = {name: data for name, data in files.contents.items() if not is_pack_data(name)}
    problems += (each for each in files.problems if not is_pack_data(each.position.file))
    loaded = load_rules(contents, tz=tz)
    problems += loaded.problems
    if not contents:
        problems.append(_missing("rules.yaml", "no rule file stands here", "write the promises into rules.yaml"))
    elif not loaded.rules.promises and not loaded.problems:
        problems.append(
            _missing(next(iter(contents)), "no file here holds a promise", "write one under `promises`")
        )
    return loaded


def _read_reports(folder: Path, tz: str, problems: list[Problem]) -> tuple[Report, ...]:
    reports: list[Report] = []
    paths = list(_data_files(folder, REPORTS))
    if not paths:
        problems.append(_missing("reports.jsonl", "there is no file of reports", "write one report on each line"))
    for path in paths:
        data = _bytes_of(path, problems)
        if data is not None:
            read = read_reports(path.name, data, tz=tz, by_hand=True)
            reports += read.reports
            problems += read.problems
    return tuple(reports)


def _read_coverage(folder: Path, tz: str, problems: list[Problem]) -> tuple[CoverageSpan, ...]:
    spans: list[CoverageSpan] = []
    for path in _data_files(folder, COVERAGE):
        data = _bytes_of(path, problems)
        if data is not None:
            read, found = read_coverage(path.name, data, tz)
            spans += read
            problems += found
    return tuple(spans)


def _data_files(folder: Path, stem: str) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and is_named(path.name, stem):
            yield path


def _bytes_of(path: Path, problems: list[Problem]) -> bytes | None:
    try:
        if not path.exists():
            problems.append(_missing(path.name, "there is no such file", "give it a `title` and a `replay`"))
        elif not path.is_file():
            problems.append(_missing(path.name, "this is not a regular file", "put an ordinary file in its place"))
        elif path.stat().st_size > MOST_BYTES:
            problems.append(_missing(path.name, f"the file is over {MOST_BYTES >> 20} MiB", "split it"))
        else:
            return path.read_bytes()
    except OSError as error:
        problems.append(_missing(path.name, f"the file cannot be read: {error.strerror}", "check its rights"))
    return None


def _missing(name: str, message: str, hint: str) -> Problem:
    return Problem(Position(name), message, hint, code="unreadable")


def _placed(problems: list[Problem], folder: Path) -> list[Problem]:
    """Return the problems in order of their places, each file as a path from here."""
    ordered = sorted(problems, key=lambda each: (each.position.file, each.position.line, each.position.column))
    places = (replace(each.position, file=str(folder / each.position.file)) for each in ordered)
    return [replace(each, position=place) for each, place in zip(ordered, places, strict=True)]
