"""What was decided on a report as further versions of it: known from the decision on, the original kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from tracker.domain.reports import Fact, Join, Link, Report, ReportVersion, Review, Suspected
from tracker.domain.reviewing import MACHINE, Act, Decision, ItemKind, ReviewItem
from tracker.store.report_content import fact_hash
from tracker.store.review_rows import decided_items


def load_reviewed(connection: Connection, report_ids: Sequence[int]) -> dict[int, list[ReviewItem]]:
    """Return the decided items of each of these reports (row ids) that has any; most have none."""
    wanted = set(report_ids)
    found: dict[int, list[ReviewItem]] = {}
    for item in decided_items(connection, report_ids):
        for told in (item.report, item.other):
            if told is not None and told.row in wanted:
                found.setdefault(told.row, []).append(item)
    return found


def reviewed(
    versions: Sequence[ReportVersion], items: Sequence[ReviewItem], report_id: int
) -> list[ReportVersion]:
    """Return the versions of a report with what was decided by then, and one more for each later decision."""
    decided = sorted({(each.seq, each.at) for item in items for each in item.decisions})
    found: list[ReportVersion] = []
    for place, version in enumerate(versions):
        following = versions[place + 1].seq if place + 1 < len(versions) else None
        found.append(_at(version, items, report_id, version.seq))
        for seq, at in decided:
            if seq > version.seq and (following is None or seq < following):
                later = _at(version, items, report_id, seq)
                found.append(replace(later, recorded=max(at, version.recorded), seq=seq))
    return found


def _at(version: ReportVersion, items: Sequence[ReviewItem], report_id: int, seq: int) -> ReportVersion:
    report = version.report
    for item in items:
        known = [each for each in item.decisions if each.seq <= seq]
        if known and (change := _CHANGES.get(known[-1].act)) is not None:
            report = change(report, item, known[-1], report_id)
    return version if report is version.report else replace(version, report=report)


def _accepted(report: Report, item: ReviewItem, decision: Decision, report_id: int) -> Report:
    """Admit what was suspected; an item about anything else is only noted as seen."""
    question = item.question
    if question.kind is not ItemKind.SUSPECTED:
        return report
    asked = question.facts[0] if question.facts else None
    fact = decision.fact or asked
    review = Review(
        True, decision.who, decision.reason, question.promise, question.criterion, question.predicate, fact
    )
    report = replace(report, reviews=(*report.reviews, review))
    if fact is None or (question.promise and not question.is_new):
        return report
    left = report.suspected if question.promise else _without(report.suspected, asked)
    if fact_hash(fact) in {fact_hash(each) for each in report.facts}:
        return replace(report, suspected=left)
    return replace(report, facts=(*report.facts, fact), suspected=left)


def _edited(report: Report, item: ReviewItem, decision: Decision, report_id: int) -> Report:
    """Put the corrected fact in the place of the one it corrects."""
    if item.question.kind is ItemKind.SUSPECTED:
        return _accepted(report, item, decision, report_id)
    wrong = {fact_hash(each) for each in item.question.facts}
    if decision.fact is None or not any(fact_hash(each) in wrong for each in report.facts):
        return report
    facts: list[Fact] = []
    for each in report.facts:
        if fact_hash(each) not in wrong:
            facts.append(each)
        elif decision.fact not in facts:
            facts.append(decision.fact)
    review = Review(True, decision.who, f"corrected: {decision.reason}", fact=decision.fact)
    return replace(report, facts=tuple(facts), reviews=(*report.reviews, review))


def _rejected(report: Report, item: ReviewItem, decision: Decision, report_id: int) -> Report:
    """Keep what was rejected out, with who said so; a fact that was admitted becomes a suspected one."""
    question = item.question
    if question.kind is ItemKind.COPIES:
        return report
    review = Review(False, decision.who, decision.reason, question.promise, question.criterion, question.predicate)
    if question.promise:
        return replace(report, reviews=(*report.reviews, review))
    wrong = {fact_hash(each) for each in question.facts}
    gone = [each for each in report.facts if fact_hash(each) in wrong]
    suspected = (
        replace(each, why=review.words) if fact_hash(each.fact) in wrong else each for each in report.suspected
    )
    return replace(
        report,
        facts=tuple(each for each in report.facts if each not in gone),
        suspected=(*suspected, *(Suspected(each, why=review.words) for each in gone)),
    )


def _joined(report: Report, item: ReviewItem, decision: Decision, report_id: int) -> Report:
    """Join the two of a pair; the first is taken for the copy.

    An analyst's join is as good as if the copy said so itself. One by likeness is that only if the copy credits
    the original: nobody shall take a report of another back by having told the like.
    """
    link, question = decision.link or item.question.link, item.question
    if item.other is None or link is None:
        return report
    is_first = report_id == item.report.row
    other = item.other if is_first else item.report
    if other.id in (report.copy_of if link is Link.COPY else report.same_event):
        return report
    by_likeness = decision.who == MACHINE
    why = f"joined by {decision.who}: {decision.reason}"
    if by_likeness:
        why = f"{question.score or 0:.2f} alike: {'; '.join(question.why)}"
    join = Join(
        other.id,
        other.source,
        link,
        why,
        is_copy=is_first and link is Link.COPY,
        carries=question.carries or not by_likeness,
    )
    return replace(report, joined=(*report.joined, join))


def _split(report: Report, item: ReviewItem, decision: Decision, report_id: int) -> Report:
    """Take every link between the pair away, whoever stated it."""
    if item.other is None:
        return report
    away = item.other.id if report_id == item.report.row else item.report.id
    return replace(
        report,
        copy_of=tuple(each for each in report.copy_of if each != away),
        same_event=tuple(each for each in report.same_event if each != away),
    )


_CHANGES: Mapping[Act, Callable[[Report, ReviewItem, Decision, int], Report]] = {
    Act.ACCEPTED: _accepted,
    Act.EDITED: _edited,
    Act.REJECTED: _rejected,
    Act.JOINED: _joined,
    Act.SPLIT: _split,
}


def _without(suspected: Sequence[Suspected], fact: Fact | None) -> tuple[Suspected, ...]:
    gone = None if fact is None else fact_hash(fact)
    return tuple(each for each in suspected if fact_hash(each.fact) != gone)
