"""`deedline judge`: rules and reports from files, judged at any dates; no store, no settings, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.domain.coverage import Coverage
    from tracker.domain.reports import ReportVersion
    from tracker.domain.verdicts import Judgement, View
    from tracker.language.ruleset import RuleSet


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("judge")(judge_files)


def spread_dates(arguments: Sequence[str]) -> list[str]:
    """Let `--at` of this command take several dates in a row: `--at A B` becomes `--at A --at B`."""
    if "judge" not in arguments:
        return list(arguments)
    spread: list[str] = []
    after_at = 0
    for argument in arguments:
        after_at = 1 if argument == "--at" else (after_at + 1 if after_at else 0)
        if after_at > 2 and not _looks_like_date(argument):
            after_at = 0
        if after_at > 2:
            spread.append("--at")
        spread.append(argument)
    return spread


def _looks_like_date(text: str) -> bool:
    return len(text) >= 4 and text[:4].isdigit() and not Path(text).exists()


def judge_files(
    rules: Annotated[Path, typer.Argument(help="A rule file, or a folder of them.", show_default=False)],
    reports: Annotated[Path, typer.Option(help="Reports: .jsonl, .csv or .yaml.", show_default=False)],
    at: Annotated[
        list[str] | None,
        typer.Option(help="A date (its end) or an instant to judge at; several may follow.", show_default=False),
    ] = None,
    daily: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FROM TO", help="Judge at the end of every day between.", show_default=False),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(help="Use only what was published by then; else by each date itself.", show_default=False),
    ] = None,
    hindsight: Annotated[bool, typer.Option("--hindsight", help="Use all reports, however late.")] = False,
    coverage: Annotated[
        Path | None,
        typer.Option(help="When sources were listened to; without it all the time, flagged.", show_default=False),
    ] = None,
    zone: Annotated[str, typer.Option(help="The zone in which a date is a day.")] = "UTC",
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of verdicts as JSON.")] = False,
) -> None:
    """Judge rule files on a file of reports.

    Needs no store, no settings and no clock: the same input gives the same verdicts anywhere.
    """
    from tracker.cli.dates import checked_zone, instants, only_one
    from tracker.cli.report_remarks import say_remarks, say_waiting
    from tracker.domain.errors import BadInput
    from tracker.language.report_links import waiting_links

    if known_at is not None and hindsight:
        raise BadInput("--known-at and --hindsight exclude each other", "give one of them")
    checked_zone(zone)
    known = None if known_at is None else only_one(known_at, zone, "--known-at")
    dates = instants(at or [], daily, zone)
    in_force = _rules(rules, zone)
    versions = _reports(reports, zone)
    listening = _coverage(coverage, in_force, zone)
    views = [_view(date, known, hindsight=hindsight) for date in dates]
    judgements = list(_judgements(in_force, versions, listening, views))
    if as_json:
        _print_json(judgements)
    else:
        _print_lines(judgements, zone)
    say_remarks(_coverage_of_nobody(listening, in_force, versions))
    say_waiting(waiting_links([version.report for version in versions]))


def _view(at: datetime, known: datetime | None, *, hindsight: bool) -> View:
    from tracker.domain.verdicts import Basis, View

    if hindsight:
        return View.hindsight(at)
    return View(at, at if known is None else known, Basis.PUBLISHED)


def _judgements(
    rules: RuleSet, versions: Sequence[ReportVersion], coverage: Coverage, views: Sequence[View]
) -> Iterator[Judgement]:
    from tracker.engine.judging import judge
    from tracker.engine.keys import Keys

    keys = Keys.of(rules.promises, rules.names)
    touching: dict[str, list[ReportVersion]] = {promise.id: [] for promise in rules.promises}
    linked = _linked(versions)
    for version in versions:
        # A correction may say nothing that a criterion asks for, and still change what another report says.
        touched = frozenset(touching) if version.report.id in linked else keys.touched(version.report)
        for promise_id in touched:
            touching[promise_id].append(version)
    for view in views:
        for promise in rules.promises:
            yield judge(promise, touching[promise.id], coverage, view, rules.names)


def _linked(versions: Sequence[ReportVersion]) -> frozenset[str]:
    """Return the ids of all reports that refer to others or are referred to."""
    found: set[str] = set()
    for version in versions:
        report = version.report
        others = (*report.copy_of, *report.same_event, *report.corrects, *report.retracts)
        if others:
            found.update((report.id, *others))
    return frozenset(found)


def _rules(path: Path, zone: str) -> RuleSet:
    from tracker.cli.rule_reading import read_rules, refuse_errors

    loaded = read_rules(path, zone)
    refuse_errors(loaded.problems)
    return loaded.rules


def _reports(path: Path, zone: str) -> list[ReportVersion]:
    from tracker.cli.rule_reading import refuse_errors
    from tracker.domain.reports import ReportVersion
    from tracker.language.report_files import read_reports

    read = read_reports(str(path), path.read_bytes(), tz=zone, by_hand=True)
    refuse_errors(read.problems)
    return [ReportVersion(report, report.published) for report in read.reports]


def _coverage(path: Path | None, rules: RuleSet, zone: str) -> Coverage:
    from tracker.cli.rule_reading import refuse_errors
    from tracker.domain.coverage import Coverage
    from tracker.language.coverage_files import read_coverage

    sources = tuple(source.for_judging for source in rules.sources)
    if path is None:
        return Coverage(sources=sources, assumed=True)
    spans, problems = read_coverage(str(path), path.read_bytes(), zone)
    refuse_errors(problems)
    return Coverage(spans, sources)


def _coverage_of_nobody(listening: Coverage, rules: RuleSet, versions: Sequence[ReportVersion]) -> Iterator[str]:
    """Yield a remark on each source of a coverage file that neither rules nor reports name."""
    from tracker.engine.source_names import named_sources, unknown_sources

    known = named_sources(rules.promises, (source.id for source in rules.sources))
    told_by = {version.report.source for version in versions}
    return unknown_sources((span.source for span in listening.spans), known | told_by)


def _print_json(judgements: Sequence[Judgement]) -> None:
    from tracker.cli.plain import put_json
    from tracker.engine.as_json import judgement_rows

    put_json([row for judgement in judgements for row in judgement_rows(judgement)])


def _print_lines(judgements: Sequence[Judgement], zone: str) -> None:
    from tracker.cli.dates import day
    from tracker.cli.plain import put_columns

    rows = [
        (
            day(verdict.at, zone),
            verdict.promise,
            verdict.instance,
            verdict.reading or "",
            verdict.status.value,
            verdict.reason.text,
        )
        for judgement in judgements
        for verdict in judgement.all
    ]
    put_columns(("at", "promise", "part", "reading", "status", "why"), rows)
