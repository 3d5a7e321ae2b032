"""Group reports that tell the same though neither says so: join what is surely one, propose what may be."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from tracker.domain.promises import Names
from tracker.domain.reports import Link, Report
from tracker.domain.reviewing import MACHINE, Act, ItemKind, Question, ReviewItem, Told
from tracker.engine.natural import natural
from tracker.engine.near.agreeing import disagreement
from tracker.engine.near.likeness import likeness
from tracker.engine.near.telling import Telling, telling_of
from tracker.engine.near.traits import traits_of
from tracker.engine.near.wires import agency_of
from tracker.store.commits import Commit
from tracker.store.micros import to_micros
from tracker.store.near_rows import likely_near, write_traits
from tracker.store.report_loading import newest_reports, sources_of
from tracker.store.review_rows import Asked, add_decision, items_of_reports, open_items

Pair = tuple[int, int]
"""Two report row ids, the lesser first."""

WINDOW = timedelta(days=5)
"""Reports published further apart are not held against each other."""

_REACH = int(WINDOW.total_seconds() * 1_000_000)
_LONGEST_REASON = 2_000

MOST_COMPARED = 6
"""So many of the likeliest are compared in full with a new report, however much is stored."""


MOST_JOINED, MOST_PROPOSED = 3, 3
"""So many of the likest are joined with a new report, and so many proposed: groups come about by steps."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What comes of holding two reports against each other; the copy, or the later one, first."""

    report_id: int
    other_id: int
    question: Question
    joins: bool
    is_worth_asking: bool

    @property
    def pair(self) -> Pair:
        return _pair(self.report_id, self.other_id)


def group_near(
    commit: Commit, reports: Mapping[int, Report], names: Names, new: Container[int] = frozenset()
) -> frozenset[int]:
    """Hold reports (newest versions, by row id) against what is stored and join or propose what is alike.

    A report whose text changed is held again against what likeness joined it with; what an analyst decided stays.
    On those of `new` nobody can have decided anything yet. Returns the row ids of those that may be joined now.
    """
    told = {report_id: telling for report_id, each in reports.items() if (telling := _telling(each))}
    if not told:
        return frozenset()
    traits = {each: (to_micros(reports[each].published), traits_of(telling)) for each, telling in told.items()}
    write_traits(commit.connection, traits)
    held = _held(commit.connection, [each for each in told if each not in new])
    pairs: dict[Pair, None] = dict.fromkeys(held)
    for report_id, others in likely_near(commit.connection, traits, _REACH, MOST_COMPARED).items():
        pairs.update(dict.fromkeys(_pair(report_id, other) for other in others))
    pairs = _of_two_sources(commit.connection, pairs, reports)
    unread = {one for pair in pairs for one in pair} - reports.keys()
    everybody = {**newest_reports(commit.connection, unread), **reports}
    tellings = {**{each: telling_of(everybody[each]) for each in everybody.keys() - told.keys()}, **told}
    found = [
        _found(pair, everybody, tellings, names)
        for pair in pairs
        if not _is_settled(pair, everybody, held.get(pair))
    ]
    chosen = _likest(found, held)
    _write_down(commit, chosen, held, everybody)
    return frozenset(one for each in chosen for one in each.pair)


def _of_two_sources(
    connection: Connection, pairs: Mapping[Pair, None], reports: Mapping[int, Report]
) -> dict[Pair, None]:
    """Leave out pairs that one source tells, on which likeness has no say, before more of them is read."""
    unread = {one for pair in pairs for one in pair} - reports.keys()
    source = {**sources_of(connection, unread), **{each: report.source for each, report in reports.items()}}
    return {pair: None for pair in pairs if source[pair[0]] != source[pair[1]]}


def _likest(found: Sequence[_Found], held: Mapping[Pair, ReviewItem]) -> list[_Found]:
    """Choose what is written down: what was held before, and of the rest the likest of each report."""
    room: dict[tuple[int, bool], int] = {}
    chosen = []
    for each in sorted(found, key=lambda each: (-(each.question.score or 0.0), each.pair)):
        newer = (max(each.pair), each.joins)
        if each.pair not in held:
            if not each.is_worth_asking or room.get(newer, 0) >= (MOST_JOINED if each.joins else MOST_PROPOSED):
                continue
            room[newer] = room.get(newer, 0) + 1
        chosen.append(each)
    return chosen


def _write_down(
    commit: Commit, chosen: Sequence[_Found], held: Mapping[Pair, ReviewItem], reports: Mapping[int, Report]
) -> None:
    asked = {each.pair: Asked(each.question, each.report_id, each.other_id) for each in chosen}
    ids = open_items(commit, [asked[pair] for pair in asked if pair not in held])
    for each in chosen:
        item = held.get(each.pair) or _opened(commit, each, asked[each.pair].key, ids, reports)
        act = _act(each, item)
        if act is not None:
            reason = "; ".join(each.question.why)[:_LONGEST_REASON] or "no longer alike"
            add_decision(commit, item, act, MACHINE, reason, link=each.question.link)


def _opened(
    commit: Commit, found: _Found, key: str, ids: Mapping[str, int], reports: Mapping[int, Report]
) -> ReviewItem:
    one, other = (Told(each, reports[each].id, reports[each].source) for each in (found.report_id, found.other_id))
    return ReviewItem(ids[key], key, found.question, one, other, commit.instant)


def _act(found: _Found, item: ReviewItem) -> Act | None:
    """Return what is to be done with an item that only likeness decided on; None if it stands as it should."""
    stands = item.last.act if item.last is not None else None
    if found.joins:
        return None if stands is Act.JOINED else Act.JOINED
    if not found.is_worth_asking:
        return None if stands is Act.LAPSED else Act.LAPSED
    if stands is Act.LAPSED:
        return Act.REOPENED
    return Act.UNDONE if stands is Act.JOINED else None


def _held(connection: Connection, report_ids: Collection[int]) -> dict[Pair, ReviewItem]:
    if not report_ids:
        return {}
    items = items_of_reports(connection, report_ids)
    return {_pair_of(each): each for each in items if each.question.kind is ItemKind.COPIES and each.other}


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _pair_of(item: ReviewItem) -> Pair:
    return _pair(item.report.row, item.other.row if item.other else 0)


def _telling(report: Report) -> Telling | None:
    telling = telling_of(report)
    return telling if telling.is_long_enough else None


def _is_settled(pair: Pair, reports: Mapping[int, Report], item: ReviewItem | None) -> bool:
    """Say whether likeness has no say: an analyst had one, they speak of each other, or one source tells both."""
    if item is not None and any(each.who != MACHINE for each in item.decisions):
        return True
    first, second = (reports[each] for each in pair)
    return first.source == second.source or _speak_of_each_other(first, second)


def _found(pair: Pair, reports: Mapping[int, Report], tellings: Mapping[int, Telling], names: Names) -> _Found:
    alike = likeness(tellings[pair[0]], tellings[pair[1]])
    joins, against = alike.joins, alike.against
    if joins and (differing := disagreement(reports[pair[0]], reports[pair[1]], names)):
        joins, against = False, (*against, differing)
    copy, original = pair if _copies(pair, reports, tellings) else pair[::-1]
    question = Question(
        ItemKind.COPIES,
        link=alike.link,
        carries=alike.link is Link.COPY and _credits(tellings[copy], reports[copy], reports[original]),
        score=alike.score,
        why=(*alike.reasons, *(f"but {each}" for each in against)),
    )
    return _Found(copy, original, question, joins, alike.is_worth_asking)


def _copies(pair: Pair, reports: Mapping[int, Report], tellings: Mapping[int, Telling]) -> bool:
    """Say whether to take the first for the copy: it credits the other, or would not speak for their account."""
    one, other = pair
    is_credited = _credits(tellings[one], reports[one], reports[other])
    if is_credited != _credits(tellings[other], reports[other], reports[one]):
        return is_credited
    return _rank(reports[one]) > _rank(reports[other])


def _rank(report: Report) -> tuple[object, ...]:
    return report.grade.rank, report.published, natural(report.id), report.source


def _credits(telling: Telling, copy: Report, original: Report) -> bool:
    """Say whether a report names the agency whose own the other is."""
    agency = agency_of(original.source)
    return agency is not None and agency == telling.wire and agency != agency_of(copy.source)


def _speak_of_each_other(first: Report, second: Report) -> bool:
    return any(other.id in one.speaks_of for one, other in ((first, second), (second, first)))
