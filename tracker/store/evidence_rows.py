"""Which promises a report touches: kept so that judging a promise loads its own reports and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from sqlalchemy import Connection, select, union

from tracker.domain.reviewing import Act
from tracker.store.inserting import among, insert_missing, pieces
from tracker.store.tables.reports import evidence, link, report
from tracker.store.tables.reviews import review_decision, review_item


def write_evidence(
    connection: Connection, seq: int, touched: Mapping[int, Iterable[str]], untied: Set[int] = frozenset()
) -> frozenset[str]:
    """Note which promises each report (by row id) touches, and carry that along its links.

    Copies, corrections and retractions matter to every promise that the reports they are linked with matter to,
    in whatever order they arrive. Returns the ids of all promises that these reports concern. Those of `untied`
    are new, name no other report and were joined with none: only another's link can tie them.
    """
    concerned: set[str] = set()
    rows: set[tuple[str, int]] = set()
    seen: set[int] = set()
    linked = _linked(connection, sorted(touched), untied)
    for report_id, own in touched.items():
        if report_id in seen:
            continue
        if report_id not in linked:  # most have no link, and most touch nothing
            rows.update((promise, report_id) for promise in own)
            concerned.update(own)
            continue
        group = _linked_with(connection, report_id)
        seen |= group
        promises = {each for one in group for each in touched.get(one, ())}
        if len(group) > 1:
            promises |= _already(connection, group)
        rows |= {(promise, one) for promise in promises for one in group}
        concerned |= promises
    insert_missing(
        connection,
        evidence,
        [{"promise_id": promise, "report_id": one, "seq": seq} for promise, one in sorted(rows)],
    )
    older = touched.keys() - untied
    return frozenset(concerned | _already(connection, older) if older else concerned)


def _already(connection: Connection, report_ids: Set[int]) -> set[str]:
    """Return the promises that the reports concern as noted before: an older version may have touched them."""
    return {
        promise
        for some in pieces(sorted(report_ids))
        for promise in connection.execute(
            select(evidence.c.promise_id).where(among(connection, evidence.c.report_id, some)).distinct()
        ).scalars()
    }


def ever_joined(connection: Connection) -> set[int]:
    """Return every report that was ever joined with another by a decision."""
    joined = select(review_decision.c.item_id).where(review_decision.c.act == Act.JOINED.value)
    chosen = select(review_item.c.report_id, review_item.c.other_id).where(review_item.c.id.in_(joined))
    return {each for pair in connection.execute(chosen) for each in pair if each is not None}


def _joined(connection: Connection, report_ids: Sequence[int]) -> set[int]:
    """Return the reports that were ever joined with these by a decision, and these with them."""
    joined = select(review_decision.c.item_id).where(review_decision.c.act == Act.JOINED.value)
    found: set[int] = set()
    for mine, theirs in (
        (review_item.c.report_id, review_item.c.other_id),
        (review_item.c.other_id, review_item.c.report_id),
    ):
        pairs = select(mine, theirs).where(among(connection, mine, report_ids), review_item.c.id.in_(joined))
        for pair in connection.execute(pairs):
            found.update(each for each in pair if each is not None)
    return found


def _linked(connection: Connection, report_ids: Sequence[int], untied: Set[int]) -> set[int]:
    """Return those of the reports that have a link in either direction: most have none."""
    found: set[int] = set()
    for some in pieces(report_ids):
        inwards = (
            select(report.c.id)
            .join(link, link.c.to_ext == report.c.ext_id)
            .where(among(connection, report.c.id, some))
        )
        found.update(connection.execute(inwards).scalars())
    for some in pieces([each for each in report_ids if each not in untied]):
        outwards = select(link.c.report_id).where(among(connection, link.c.report_id, some))
        found.update(connection.execute(outwards).scalars())
        found |= _joined(connection, some)
    return found


def _linked_with(connection: Connection, report_id: int) -> set[int]:
    """Return the report and all that are joined to it by links, in either direction, any number of steps away."""
    group = {report_id}
    frontier = [report_id]
    while frontier:
        reached = set()
        for some in pieces(frontier):
            outwards = (
                select(report.c.id)
                .join(link, link.c.to_ext == report.c.ext_id)
                .where(among(connection, link.c.report_id, some))
            )
            inwards = (
                select(link.c.report_id)
                .join(report, link.c.to_ext == report.c.ext_id)
                .where(among(connection, report.c.id, some))
            )
            reached |= set(connection.execute(union(outwards, inwards)).scalars())
            reached |= _joined(connection, some)
        frontier = sorted(reached - group)
        group |= reached
    return group
