"""Group reports that tell the same though neither says so: join what is surely one, propose what may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from tracker.domain.promises import Names
from tracker.domain.reports import JoinKind, Report
from tracker.engine.natural import natural
from tracker.engine.near.agreeing import disagreement
from tracker.engine.near.likeness import Likeness, likeness
from tracker.engine.near.telling import Telling, telling_of
from tracker.engine.near.traits import traits_of
from tracker.engine.near.wires import agency_of
from tracker.store.account_links import (
    AccountLink,
    LinkState,
    LinkWhy,
    Pair,
    newest_links,
    pair_of,
    write_links,
)
from tracker.store.commits import Commit
from tracker.store.micros import to_micros
from tracker.store.near_rows import likely_near, write_traits
from tracker.store.report_loading import versions_of

WINDOW = timedelta(days=5)
"""Reports published further apart are not held against each other."""

MOST_COMPARED = 16
"""So many of the likeliest are compared in full with a new report, however much is stored."""


def group_near(commit: Commit, reports: Mapping[int, Report], names: Names) -> None:
    """Hold reports (the newest version of each, by row id) against what is stored and write down what is alike.

    A report whose text changed is held against what it was joined with again; what an analyst decided stays.
    """
    told = {report_id: telling for report_id, each in reports.items() if (telling := _telling(each))}
    if not told:
        return
    traits = {report_id: traits_of(telling) for report_id, telling in told.items()}
    published = {report_id: to_micros(reports[report_id].published) for report_id in told}
    write_traits(commit.connection, {each: (published[each], traits[each]) for each in told})
    reach = int(WINDOW.total_seconds() * 1_000_000)
    held = newest_links(commit.connection, told)
    pairs: dict[Pair, None] = dict.fromkeys(held)
    for report_id in told:
        at = published[report_id]
        for other in likely_near(
            commit.connection, report_id, traits[report_id], (at - reach, at + reach), MOST_COMPARED
        ):
            pairs[pair_of(report_id, other)] = None
    everybody = {**_loaded(commit.connection, {one for pair in pairs for one in pair} - reports.keys()), **reports}
    links = (_decided(pair, everybody, held.get(pair), names) for pair in pairs)
    write_links(commit, [each for each in links if each is not None])


def _telling(report: Report) -> Telling | None:
    telling = telling_of(report)
    return telling if telling.is_long_enough else None


def _loaded(connection: Connection, report_ids: Iterable[int]) -> dict[int, Report]:
    found = versions_of(connection, report_ids)
    return {report_id: max(versions, key=lambda each: each.number).report for report_id, versions in found.items()}


def _decided(
    pair: Pair, reports: Mapping[int, Report], held: AccountLink | None, names: Names
) -> AccountLink | None:
    """Return what is new about a pair; None if nothing is."""
    if held is not None and held.why is LinkWhy.ANALYST:
        return None
    first, second = (reports[each] for each in pair)
    if first.source == second.source or _speak_of_each_other(first, second):
        return None
    alike = likeness(telling_of(first), telling_of(second))
    found = _link(pair, first, second, alike, names)
    if held is None:
        return None if found.state is LinkState.APART else found
    return None if found.decides_as(held) else found


def _link(pair: Pair, first: Report, second: Report, alike: Likeness, names: Names) -> AccountLink:
    against = alike.against
    state = LinkState.JOINED if alike.joins else LinkState.PROPOSED if alike.is_worth_asking else LinkState.APART
    if state is LinkState.JOINED and (differing := disagreement(first, second, names)):
        state, against = LinkState.PROPOSED, (*against, differing)
    link = AccountLink(
        pair, state, LinkWhy.NEAR, alike.kind, score=alike.score, reasons=(*alike.reasons, *_but(against))
    )
    if alike.kind is not JoinKind.COPY:
        return link
    original, copy = (first, second) if _is_original(first, second) else (second, first)
    return replace(
        link,
        copy_id=pair[0] if copy is first else pair[1],
        carries=_credits(copy, original),
    )


def _but(against: Iterable[str]) -> Iterable[str]:
    return (f"but {each}" for each in against)


def _is_original(first: Report, second: Report) -> bool:
    """Say which of two tellings to take for the first: the agency credited, else as the speaker of an account."""
    if _credits(second, first) != _credits(first, second):
        return _credits(second, first)
    return _rank(first) < _rank(second)


def _rank(report: Report) -> tuple[object, ...]:
    return report.grade.rank, report.published, natural(report.id), report.source


def _credits(copy: Report, original: Report) -> bool:
    """Say whether a report names the agency whose own the other is."""
    wire = telling_of(copy).wire
    return wire is not None and wire == agency_of(original.source) and agency_of(copy.source) != wire


def _speak_of_each_other(first: Report, second: Report) -> bool:
    return any(
        other.id in (*one.copy_of, *one.same_event, *one.corrects, *one.retracts)
        for one, other in ((first, second), (second, first))
    )
