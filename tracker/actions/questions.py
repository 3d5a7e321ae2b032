"""Put what a report raises into the review queue, and take out what it no longer says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.domain.promises import Promise
from tracker.domain.reports import Report
from tracker.domain.reviewing import MACHINE, Act, ItemKind, ReviewItem
from tracker.engine.keys import Keys
from tracker.engine.questioning import Raised, question_on_unit, questions_on_facts, questions_on_words, unit_of
from tracker.engine.reviewing import predicate_of
from tracker.engine.suspecting import Suspicion, looking_of
from tracker.store.commits import Commit
from tracker.store.coverage_rows import load_sources
from tracker.store.inserting import among, insert_missing
from tracker.store.micros import from_micros
from tracker.store.report_content import fact_hash
from tracker.store.report_rows import News, Written
from tracker.store.review_rows import (
    Asked,
    add_decision,
    items_by_id,
    items_of_reports,
    newest_numbers,
    open_items,
    open_on_words,
)
from tracker.store.tables.reviews import unit_seen


def ask_about(commit: Commit, arrived: Sequence[Written], keys: Keys) -> dict[int, frozenset[str]]:
    """Ask what reports raise, once each; return the promises whose words some (by row id) hold.

    Of a changed report, questions that it no longer raises lapse, and what it says again is asked again.
    """
    at = from_micros(commit.at)
    last = {each.report_id: each for each in arrived}.values()
    found = {each.report_id: (each.report, said) for each in last if (said := keys.words.found(each.report))}
    by_words = raised_by_words(commit, found)
    asked = [
        Asked(raised.question, each.report_id, about=raised.about)
        for each in last
        for raised in (*questions_on_facts(each.report, _stated(each), at), *by_words.get(each.report_id, ()))
    ]
    asked += _on_units(commit, arrived, keys)
    open_items(commit, asked)
    changed = {each.report_id: each.report for each in arrived if each.news is not News.NEW}
    if changed:
        _settle(commit, changed, {each.key for each in asked})
    return {
        report_id: frozenset(each.looking.whole for each in suspicions)
        for report_id, (_, suspicions) in found.items()
    }


def _stated(each: Written) -> datetime:
    """Return the publication that a report claims, though it may have been set back to the recording."""
    return each.report.stated or each.report.published


def raised_by_words(
    commit: Commit, found: Mapping[int, tuple[Report, Sequence[Suspicion]]]
) -> dict[int, list[Raised]]:
    """Return what words in reports raise, by row id; sources are asked about only if there is something."""
    if not found:
        return {}
    trusted = {source.id for source in load_sources(commit.connection) if source.trust_text}
    return {
        report_id: list(questions_on_words(report, suspicions, trusted=report.source in trusted))
        for report_id, (report, suspicions) in found.items()
    }


def ask_on_words(commit: Commit, found: Mapping[int, tuple[int, Report, Sequence[Suspicion]]]) -> None:
    """Ask what new or changed criteria find in stored versions (number, report), if they are the newest."""
    newest = newest_numbers(commit.connection, found)
    current = {key: (report, more) for key, (number, report, more) in found.items() if number == newest[key]}
    raised = raised_by_words(commit, current)
    asked = [Asked(each.question, key, about=each.about) for key, more in raised.items() for each in more]
    held = open_items(commit, asked)
    for item in items_by_id(commit.connection, held.values()):
        if item.last is not None and item.last.act is Act.LAPSED:
            add_decision(commit, item, Act.REOPENED, MACHINE, "a rule asks for these words again")


def lapse_unasked(commit: Commit, promises: Iterable[Promise], *, in_force: bool = True) -> None:
    """Let open questions lapse whose words no criterion of these promises looks for any more."""
    looking = {each.id: _looked_for(each) if in_force else frozenset() for each in promises}
    for item in open_on_words(commit.connection, looking):
        question = item.question
        whole = next(each for each in looking if _belongs(question.promise, each))
        if (question.promise, question.criterion, question.predicate) not in looking[whole]:
            add_decision(commit, item, Act.LAPSED, MACHINE, "the rule no longer looks for these words")


def _looked_for(promise: Promise) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (each.promise, each.criterion.name, predicate_of(each.criterion)) for each in looking_of(promise)
    )


def _belongs(promise: str, whole: str) -> bool:
    return promise == whole or promise.startswith(f"{whole}/")


def _on_units(commit: Commit, arrived: Iterable[Written], keys: Keys) -> list[Asked]:
    first: dict[str, Written] = {}
    for each in arrived:
        for fact in each.report.facts:
            if (unit := unit_of(fact, keys.names)) and unit not in keys.units:
                first.setdefault(unit, each)
    if not first:
        return []
    held = set(
        commit.connection.execute(
            select(unit_seen.c.unit).where(among(commit.connection, unit_seen.c.unit, sorted(first)))
        ).scalars()
    )
    new = [unit for unit in first if unit not in held]
    insert_missing(commit.connection, unit_seen, [{"unit": unit, "seq": commit.seq} for unit in new])
    raised = {unit: question_on_unit(first[unit].report, unit, keys.names) for unit in new}
    return [Asked(each.question, first[unit].report_id, about=unit) for unit, each in raised.items()]


def _settle(commit: Commit, changed: Mapping[int, Report], asked: set[str]) -> None:
    """Let questions on changed reports lapse that are not raised any more, and open again those that are."""
    for item in items_of_reports(commit.connection, changed):
        report = changed.get(item.report.row)
        if report is None or item.question.kind is ItemKind.COPIES:
            continue
        lapsed = item.last is not None and item.last.act is Act.LAPSED
        holds = item.key in asked or _still_tells(item, report)
        if lapsed and holds:
            add_decision(commit, item, Act.REOPENED, MACHINE, "the report says it again")
        elif not lapsed and not holds:
            add_decision(commit, item, Act.LAPSED, MACHINE, "the report no longer says so")


def _still_tells(item: ReviewItem, report: Report) -> bool:
    """Say whether a report still has the facts of an item that nothing in the report itself raises again."""
    if item.question.kind not in (ItemKind.UNIT, ItemKind.FACT):
        return False
    told = {fact_hash(fact) for fact in report.facts}
    return any(fact_hash(fact) in told for fact in item.question.facts)
