"""Report versions as they are judged: told apart by source, and joined with what they were found to be alike with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from tracker.domain.reports import Join, JoinKind, Report, ReportVersion
from tracker.store.account_links import AccountLink, LinkState, Pair, links_among
from tracker.store.inserting import among, pieces
from tracker.store.micros import from_micros
from tracker.store.report_loading import Versions, told_apart, versions_of
from tracker.store.tables.reports import evidence


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
    links = by_report(links_among(connection, versions))
    by_promise: dict[str, list[int]] = {promise_id: [] for promise_id in promise_ids}
    for promise_id, report_id in pairs:
        by_promise[promise_id].append(report_id)
    return {promise_id: told_together(versions, found, links) for promise_id, found in by_promise.items()}


def told_together(
    versions: Versions, report_ids: Iterable[int], links: Mapping[int, Sequence[AccountLink]]
) -> tuple[ReportVersion, ...]:
    """Return every version of the reports, with what they are joined with; `links` are by report, oldest first.

    A link that was made or undone after the newest version makes one more: the same words, known from then on.
    """
    rows = [(report_id, version) for report_id in report_ids for version in versions.get(report_id, ())]
    told = told_apart([version for _, version in rows])
    names = {report_id: version.report.id for (report_id, _), version in zip(rows, told, strict=True)}
    if not any(report_id in links for report_id in names):
        return told
    own: dict[int, list[ReportVersion]] = {}
    for (report_id, _), version in zip(rows, told, strict=True):
        own.setdefault(report_id, []).append(version)
    return tuple(
        version
        for report_id, its in own.items()
        for version in _through_time(
            report_id, its, [each for each in links.get(report_id, ()) if set(each.pair) <= names.keys()], names
        )
    )


def by_report(links: Iterable[AccountLink]) -> Mapping[int, Sequence[AccountLink]]:
    """Return the links by each of the two reports they join."""
    found: dict[int, list[AccountLink]] = {}
    for each in links:
        for report_id in each.pair:
            found.setdefault(report_id, []).append(each)
    return found


def _through_time(
    report_id: int, own: Sequence[ReportVersion], links: Sequence[AccountLink], names: Mapping[int, str]
) -> Iterator[ReportVersion]:
    """Yield the versions of one report, and one for every later commit that changed what it is joined with."""
    if not links:
        yield from own
        return
    for version in own:
        yield replace(version, report=_joined(version.report, report_id, _at(links, version.seq), names))
    written = {version.seq for version in own}
    for later in sorted({(each.seq, each.at) for each in links if each.seq not in written}):
        seq, at = later
        held = [version for version in own if version.seq < seq]
        if held:
            told = _joined(held[-1].report, report_id, _at(links, seq), names)
            yield replace(held[-1], report=told, recorded=max(from_micros(at), held[-1].recorded), seq=seq)


def _at(links: Sequence[AccountLink], seq: int) -> Iterable[AccountLink]:
    newest: dict[Pair, AccountLink] = {}
    for each in links:
        if each.seq <= seq:
            newest[each.pair] = each
    return [each for each in newest.values() if each.state is LinkState.JOINED]


def _joined(report: Report, report_id: int, links: Iterable[AccountLink], names: Mapping[int, str]) -> Report:
    joins: list[Join] = []
    copy_of, same_event = list(report.copy_of), list(report.same_event)
    for each in links:
        other = names[each.pair[0] if each.pair[1] == report_id else each.pair[1]]
        is_copy = each.copy_id == report_id
        joins.append(Join(other, each.kind, each.words, is_copy))
        if each.kind is JoinKind.SAME_EVENT:
            same_event.append(other)
        elif is_copy and each.carries:
            copy_of.append(other)
    return replace(
        report,
        copy_of=tuple(dict.fromkeys(copy_of)),
        same_event=tuple(dict.fromkeys(same_event)),
        joined=tuple(joins),
    )
