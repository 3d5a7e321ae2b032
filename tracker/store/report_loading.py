"""Loading report versions back as the domain knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from tracker.domain.instants import Precision, Span
from tracker.domain.reports import Fact, Grade, Link, Nature, Report, ReportVersion, Suspected
from tracker.domain.values import Qualifier, Value
from tracker.store.canonical import from_json
from tracker.store.inserting import among, pieces
from tracker.store.micros import from_micros
from tracker.store.review_overlay import load_reviewed, reviewed
from tracker.store.review_rows import reviewed_reports
from tracker.store.tables.reports import evidence, fact, link, report, report_text, report_ver
from tracker.store.tables.reviews import suspect

Versions = dict[int, list[ReportVersion]]
"""Report row id to its versions, oldest first."""


def versions_of(connection: Connection, report_ids: Iterable[int]) -> Versions:
    """Load every version of the reports with these row ids: what they said, and what was decided on it since."""
    found: Versions = {}
    for some in pieces(sorted(set(report_ids))):
        rows = (
            connection.execute(_versions().where(among(connection, report_ver.c.report_id, some))).mappings().all()
        )
        for row, version in _assembled(connection, rows):
            found.setdefault(row["report_id"], []).append(version)
    for report_id, items in load_reviewed(connection, sorted(found)).items():
        found[report_id] = reviewed(found[report_id], items, report_id)
    return found


def newest_reports(connection: Connection, report_ids: Iterable[int]) -> dict[int, Report]:
    """Load what reports said last (by row id), as it came in, before any review."""
    found: dict[int, Report] = {}
    for some in pieces(sorted(set(report_ids))):
        chosen = _versions().where(among(connection, report_ver.c.report_id, some))
        newest = {row["report_id"]: row for row in connection.execute(chosen).mappings()}
        for row, version in _assembled(connection, list(newest.values())):
            found[row["report_id"]] = version.report
    return found


def sources_of(connection: Connection, report_ids: Iterable[int]) -> dict[int, str]:
    """Return whose reports these are, by row id."""
    found: dict[int, str] = {}
    for some in pieces(sorted(set(report_ids))):
        chosen = select(report.c.id, report.c.source).where(among(connection, report.c.id, some))
        found.update({row.id: row.source for row in connection.execute(chosen)})
    return found


def versions_after(connection: Connection, after: int, limit: int) -> list[tuple[int, int, ReportVersion]]:
    """Load up to `limit` versions stored after version id `after`, as they came in, before any review.

    Returns (version id, report row id, version).
    """
    rows = connection.execute(_versions().where(report_ver.c.id > after).limit(limit)).mappings().all()
    return [(row["id"], row["report_id"], version) for row, version in _assembled(connection, rows)]


def reports_of_promises(
    connection: Connection, promise_ids: Sequence[str]
) -> dict[str, tuple[ReportVersion, ...]]:
    """Load what each promise is judged by: every version of every report that may touch it."""
    pairs = [
        (row.promise_id, row.report_id)
        for some in pieces(promise_ids)
        for row in connection.execute(
            select(evidence.c.promise_id, evidence.c.report_id)
            .where(among(connection, evidence.c.promise_id, some))
            .order_by(evidence.c.promise_id, evidence.c.report_id)
        )
    ]
    versions = versions_of(connection, (report_id for _, report_id in pairs))
    by_promise: dict[str, list[ReportVersion]] = {promise_id: [] for promise_id in promise_ids}
    for promise_id, report_id in pairs:
        by_promise[promise_id].extend(versions.get(report_id, ()))
    return {promise_id: told_apart(found) for promise_id, found in by_promise.items()}


def decided_versions(connection: Connection, report_ids: Iterable[int]) -> Versions:
    """Load the versions of those of the reports on which something was decided: they may say other facts."""
    return versions_of(connection, reviewed_reports(connection, report_ids))


def promises_of_reports(connection: Connection, report_ids: Sequence[int]) -> tuple[str, ...]:
    """Return the ids of the promises that reports (row ids) may touch, in order."""
    chosen = select(evidence.c.promise_id).where(among(connection, evidence.c.report_id, report_ids))
    return tuple(sorted(connection.execute(chosen.distinct()).scalars()))


def told_apart(versions: Sequence[ReportVersion]) -> tuple[ReportVersion, ...]:
    """Give reports of different sources that chose the same id an id with their source in front.

    Without this a feed could hide another's report by using its id. What was joined is named as it is called then.
    """
    sources: dict[str, set[str]] = {}
    for version in versions:
        sources.setdefault(version.report.id, set()).add(version.report.source)
    shared = {report_id for report_id, names in sources.items() if len(names) > 1}
    return tuple(
        replace(version, report=_renamed(version.report, shared)) if shared or version.report.joined else version
        for version in versions
    )


def _renamed(each: Report, shared: set[str]) -> Report:
    def name(report_id: str, source: str = each.source) -> str:
        return f"{source}/{report_id}" if report_id in shared else report_id

    joined = tuple(replace(join, report=name(join.report, join.source)) for join in each.joined)
    copied = (join.report for join in joined if join.is_copy and join.carries)
    seen = (join.report for join in joined if join.link is Link.SAME)
    return replace(
        each,
        id=name(each.id),
        copy_of=tuple(dict.fromkeys((*map(name, each.copy_of), *copied))),
        same_event=tuple(dict.fromkeys((*map(name, each.same_event), *seen))),
        corrects=tuple(map(name, each.corrects)),
        retracts=tuple(map(name, each.retracts)),
        joined=joined,
    )


def _versions() -> Select[Any]:
    text = (report_text.c.title, report_text.c.text, report_text.c.url)
    return (
        select(report_ver, report.c.source, report.c.ext_id, *text)
        .join_from(report_ver, report)
        .join(report_text, report_text.c.report_ver_id == report_ver.c.id)
        .order_by(report_ver.c.id)
    )


def _assembled(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[tuple[RowMapping, ReportVersion]]:
    ids = [row["id"] for row in rows]
    facts: dict[int, list[Fact]] = {}
    links: dict[int, list[tuple[str, str]]] = {}
    for some in pieces(ids):
        chosen = (
            select(fact)
            .where(among(connection, fact.c.report_ver_id, some))
            .order_by(fact.c.report_ver_id, fact.c.n)
        )
        for row in connection.execute(chosen).mappings():
            facts.setdefault(row["report_ver_id"], []).append(_fact(row))
        told = select(link.c.report_ver_id, link.c.kind, link.c.to_ext).where(
            among(connection, link.c.report_ver_id, some)
        )
        for ver_id, kind, target in connection.execute(told.order_by(link.c.id)):
            links.setdefault(ver_id, []).append((kind, target))
    suspects = _suspects(connection, ids)
    for row in rows:
        version = _version(row, tuple(facts.get(row["id"], ())), links.get(row["id"], []))
        if row["id"] in suspects:
            version = replace(version, report=replace(version.report, suspected=tuple(suspects[row["id"]])))
        yield row, version


def _suspects(connection: Connection, ids: Sequence[int]) -> dict[int, list[Suspected]]:
    """Return what versions hold in free text only; few do."""
    found: dict[int, list[Suspected]] = {}
    for some in pieces(ids):
        chosen = select(suspect).where(among(connection, suspect.c.report_ver_id, some))
        for row in connection.execute(chosen.order_by(suspect.c.report_ver_id, suspect.c.n)):
            found.setdefault(row.report_ver_id, []).append(from_json(Suspected, row.body))
    return found


def _version(row: RowMapping, facts: tuple[Fact, ...], links: list[tuple[str, str]]) -> ReportVersion:
    def linked(kind: str) -> tuple[str, ...]:
        return tuple(target for each, target in links if each == kind)

    told = Report(
        id=row["ext_id"],
        source=row["source"],
        published=from_micros(row["published"]),
        facts=facts,
        origin=row["origin"],
        title=row["title"],
        text=row["text"],
        url=row["url"],
        grade=Grade(row["reliability"], row["credibility"]),
        language=row["language"],
        tags=tuple(json.loads(row["tags"])),
        copy_of=linked("copy_of"),
        same_event=linked("same_event"),
        corrects=linked("corrects"),
        retracts=linked("retracts"),
        by_hand=row["by_hand"],
        stated=from_micros(row["stated"]) if row["clamped"] else None,
        edited=None if row["edited"] is None else from_micros(row["edited"]),
    )
    return ReportVersion(told, from_micros(row["recorded"]), row["n"], row["seq"], row["clamped"])


def _fact(row: RowMapping) -> Fact:
    value = None
    if row["number"] is not None:
        value = Value(row["number"], Qualifier(row["qualifier"]), row["upper"])
    return Fact(
        occurred=Span(from_micros(row["occ_from"]), from_micros(row["occ_to"]), Precision(row["precision"])),
        indicator=row["indicator"],
        event=row["event"],
        value=value,
        unit=row["unit"],
        actor=row["actor"],
        target=row["target"],
        place=row["place"],
        nature=Nature(row["nature"]),
        origin=row["origin"],
        code=row["code"],
        note=row["note"],
        date_assumed=row["date_assumed"],
    )
