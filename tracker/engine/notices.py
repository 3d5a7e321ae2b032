"""Notices: a judgement as people are told it, with every charge beside its source."""

from __future__ import annotations

from datetime import timedelta

from tracker.domain.alerts import EvidenceLine, Notice, Why
from tracker.domain.counting import counted
from tracker.domain.instants import Span
from tracker.domain.promises import Kind, Promise
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Judgement, Listened, Verdict, Witness
from tracker.engine.asking import MadeOnce
from tracker.engine.part_names import part_words
from tracker.engine.wording import fact_words, minute, percent_words, when

SLIVER = timedelta(minutes=1)
"""A shorter hole is no hole for people."""

NOT_ASKED_YET = timedelta(hours=1)
"""The last hole may end with the next answer: so long it is not told of."""


def notice(
    promise: Promise,
    judgement: Judgement,
    *,
    old: Status | None,
    why: Why,
    public_url: str = "",
    rule_version: int | None = None,
) -> Notice:
    """Put a judgement into the words of a message; `public_url` is the address of the pages, or empty.

    The verdict of one part may stand in the place of the headline: then it is told of that part.
    """
    verdict = judgement.headline
    return Notice(
        promise=promise.id,
        title=promise.title,
        by=promise.by,
        said_on=promise.statement.said_on,
        quote=promise.statement.quote,
        quote_url=promise.statement.link,
        old=old,
        status=verdict.status,
        reason=verdict.reason.text,
        at=verdict.at,
        why=why,
        evidence=evidence_lines(verdict, promise.tz),
        flags=tuple(sorted(map(str, verdict.flags))) if verdict.flags else (),
        readings=verdict.readings,
        due=verdict.due if verdict.instance or promise.kind is Kind.ACHIEVE else promise.due,
        late_since=verdict.late_since or verdict.late_since_agreed,
        tz=promise.tz,
        coverage=_coverage_words(verdict.listened, promise.tz),
        next_step=verdict.next_step,
        rule=rule_words(promise, rule_version),
        url=f"{public_url.rstrip('/')}/promises/{promise.id}" if public_url else "",
        tags=promise.tags,
        priority=str(promise.priority),
        owner=promise.owner,
        instance=verdict.instance,
        part=part_words(promise, verdict.instance),
    )


def evidence_lines(verdict: Verdict, tz: str) -> tuple[EvidenceLine, ...]:
    """Return one line per account that bears on the verdict, the deciding ones first."""
    deciding = set(verdict.deciding)
    lines = (_line(witness, tz, witness.account.id in deciding) for witness in verdict.witnesses)
    return tuple(dict.fromkeys(lines))


def coverage_words(listened: Listened | None, tz: str = "UTC") -> str:
    """Return one sentence on how far the needed sources were listened to, and if not enough, when not."""
    if listened is None:
        return ""
    if listened.assumed:
        return "coverage is assumed, not recorded"
    if not listened.sources:
        return "no source listens for this promise"
    heard = f"listened to {percent_words(listened.share)} of the time ({counted(len(listened.sources), 'source')})"
    holes = _worth_telling(listened)
    if listened.enough or not holes:
        return heard
    longest = max(holes, key=lambda hole: hole.end - hole.start)
    more = len(holes) - 1
    others = f" and in {counted(more, 'shorter hole')}" if more else ""
    who = listened.sources[0] if len(listened.sources) == 1 else "even the best of them"
    return (
        f"{heard}; {who} was not listened to from {minute(longest.start, tz)} to {minute(longest.end, tz)}{others}"
    )


_coverage_words = MadeOnce(coverage_words)
"""Promises that fall due together often asked the same sources over the same window."""


def _worth_telling(listened: Listened) -> list[Span]:
    """Return the holes without those that only say that a source will be asked again in a moment."""
    last = max((hole.end for hole in listened.holes), default=None)
    return [
        hole for hole in listened.holes if hole.end - hole.start >= (NOT_ASKED_YET if hole.end == last else SLIVER)
    ]


def rule_words(promise: Promise, version: int | None) -> str:
    """Return which rule judged: its name or the promise's own, its place, its version."""
    name = promise.rule or promise.id
    numbered = f" v{version}" if version is not None else ""
    place = f" ({promise.position.file}:{promise.position.line})" if promise.position else ""
    return f"{name}{numbered}{place}"


def _line(witness: Witness, tz: str, decides: bool) -> EvidenceLine:
    account = witness.account
    return EvidenceLine(
        bearing=witness.bearing,
        text=account.report.title or fact_words(account.fact),
        origin=account.origin,
        source=account.report.source,
        occurred=when(account.occurred, tz),
        url=account.report.url,
        self_serving=witness.self_serving,
        decides=decides,
    )
