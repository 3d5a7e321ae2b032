"""Explanations as data (section 9): a verdict with its accounts, what was set aside, its rule, who listened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tracker.domain.coverage import CoverageSpan
from tracker.domain.instants import Span, iso
from tracker.domain.promises import Promise
from tracker.domain.reports import Report
from tracker.domain.reviewing import ReviewItem
from tracker.domain.verdicts import Judgement, Listened, SetAside, Verdict, Witness
from tracker.engine.as_json import Row, verdict_row
from tracker.engine.moves import move_data, moves_known


def explained_rows(
    judgement: Judgement,
    promise: Promise,
    version: int | None,
    told: Mapping[str, Report],
    questions: Sequence[ReviewItem] = (),
) -> list[Row]:
    """Return the rows of `judgement_rows`, each with what it rests on; `told` holds the reports by id.

    `questions` are those that wait for a decision on reports of the promise: every row names them.
    """
    waiting = [_question(item) for item in questions]
    return [{**_explained(verdict, promise, version, told), "questions": waiting} for verdict in judgement.all]


def _question(item: ReviewItem) -> Row:
    return {
        "item": item.id,
        "kind": item.question.kind.value,
        "report": item.report.id,
        "why": list(item.question.why),
    }


def rule_data(promise: Promise, version: int | None) -> Row:
    """Return which rule judges: its name or the promise's own, its file and line, the promise's version."""
    place = promise.position
    return {
        "name": promise.rule or promise.id,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "version": version,
    }


def spans_of(listened: Listened) -> tuple[CoverageSpan, ...]:
    """Return the spans that bear on the window or the waiting time, cut to them, by source and time."""
    if listened.window is None:
        return ()
    end = listened.window.end if listened.waiting is None else listened.waiting.end
    asked = Span(listened.window.start, end)
    return tuple(
        replace(each, span=_cut(each.span, asked)) for each in listened.spans if each.span.overlaps(asked)
    )


def _cut(span: Span, window: Span) -> Span:
    return Span(max(span.start, window.start), min(span.end, window.end))


def _explained(verdict: Verdict, promise: Promise, version: int | None, told: Mapping[str, Report]) -> Row:
    return {
        **verdict_row(verdict),
        "accounts": list(_accounts(verdict)),
        "set_aside": [_aside(entry, told) for entry in verdict.set_aside],
        "moves": [move_data(each) for each in moves_known(promise, verdict)],
        "rule": rule_data(promise, version),
        "coverage": None if verdict.listened is None else _coverage(verdict.listened),
        "next": verdict.next_step,
    }


def _accounts(verdict: Verdict) -> Iterator[Row]:
    """Yield every account that bears on the verdict, the deciding ones first."""
    deciding = set(verdict.deciding)
    for witness in sorted(verdict.witnesses, key=lambda each: each.account.id not in deciding):
        yield _account(witness, decides=witness.account.id in deciding)


def _account(witness: Witness, *, decides: bool) -> Row:
    account, fact = witness.account, witness.account.fact
    return {
        "report": account.id,
        "source": account.report.source,
        "origin": account.origin,
        "title": account.report.title,
        "url": account.report.url,
        "occurred": _span(account.occurred),
        "published": iso(account.published),
        "stated": _stated(account.report),
        "indicator": fact.indicator,
        "event": fact.event,
        "place": fact.place,
        "value": None if fact.value is None else str(fact.value),
        "unit": fact.unit,
        "nature": fact.nature.value,
        "grade": str(account.grade),
        "tellings": list(account.members),
        "joined": [
            {"report": join.report, "kind": join.link.value, "why": join.why} for join in account.report.joined
        ],
        "criterion": witness.criterion,
        "bearing": witness.bearing.value,
        "self_serving": witness.self_serving,
        "decides": decides,
        "why": witness.why,
    }


def _aside(entry: SetAside, told: Mapping[str, Report]) -> Row:
    report = told.get(entry.report)
    return {
        "report": entry.report,
        "why": entry.why,
        "source": report.source if report else None,
        "title": report.title if report else None,
        "url": report.url if report else None,
        "stated": _stated(report),
    }


def _stated(report: Report | None) -> str | None:
    """Return the publication that a report states, if it lay after the recording and was set back to that."""
    return None if report is None or report.stated is None else iso(report.stated)


def _coverage(listened: Listened) -> Row:
    return {
        "enough": listened.enough,
        "assumed": listened.assumed,
        "sources": list(listened.sources),
        "window": None if listened.window is None else _span(listened.window),
        "share": round(listened.share, 4),
        "waiting": None if listened.waiting is None else _span(listened.waiting),
        "waiting_share": None if listened.waiting_share is None else round(listened.waiting_share, 4),
        "spans": [
            {
                "source": each.source,
                **_span(each.span),
                "kind": each.kind.value,
                **({"by": each.who, "note": each.note} if each.who or each.note else {}),
            }
            for each in spans_of(listened)
        ],
        "holes": [_span(hole) for hole in listened.holes],
    }


def _span(span: Span) -> Row:
    return {"from": iso(span.start), "to": iso(span.end)}
