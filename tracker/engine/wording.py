"""Sentences for people: dates, accounts, reasons and what would change a verdict, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.instants import Precision, Span
from tracker.domain.promises import Kind, Promise, Reading, Ruling
from tracker.domain.reports import Fact
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Account
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.flags import is_only_claimed, is_only_claimed_kept

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=16_384)
def day(instant: datetime, tz: str) -> str:
    """Return the day of an instant in a zone, such as "15 Mar 2016"; never by the machine's locale."""
    local = instant.astimezone(ZoneInfo(tz))
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def when(span: Span, tz: str) -> str:
    """Return when something occurred, as exactly as it is known."""
    start, end = span.start.astimezone(ZoneInfo(tz)), span.end.astimezone(ZoneInfo(tz))
    match span.precision:
        case Precision.YEAR:
            return str(end.year)
        case Precision.QUARTER:
            return f"{end.year}-Q{(end.month + 2) // 3}"
        case Precision.MONTH:
            return f"{_MONTHS[end.month - 1]} {end.year}"
    return day(span.end, tz) if start.date() == end.date() else f"{day(span.start, tz)} to {day(span.end, tz)}"


def fact_words(fact: Fact) -> str:
    """Return what a fact says in a few words: its indicator or event with its figure and place."""
    figure = "" if fact.value is None else f": {fact.value}{f' {fact.unit}' if fact.unit else ''}"
    place = f", {fact.place}" if fact.place else ""
    return f"{fact.indicator or fact.event or 'report'}{place}{figure}"


def account_words(account: Account, tz: str) -> str:
    """Return an account as people cite it: what it says, who says so, when it occurred."""
    said = account.report.title or fact_words(account.fact)
    return f"{said} ({account.origin}, {when(account.occurred, tz)})"


def reason_words(decision: Decision, found: Findings, promise: Promise) -> str:
    """Return the sentence that goes with a decision's code."""
    accounts = _cited(decision, promise.tz)
    text = _REASONS[decision.code](found, promise, accounts)
    if is_only_claimed(decision, found):
        what = "was done" if promise.kind is Kind.ACHIEVE else "holds"
        text += f"; only interested parties claim that it {what}, nobody else confirms it"
    return text


def next_words(decision: Decision, found: Findings, promise: Promise, reading: Reading) -> str:
    """Return what would change the verdict next, or an empty text once nothing is expected to."""
    kept_when = reading.conditions.kept_when
    proof = " or ".join(kept_when.names()) if kept_when else "evidence attached by hand"
    is_achieve = promise.kind is Kind.ACHIEVE
    match decision.status:
        case Status.PENDING | Status.ON_TRACK | Status.AT_RISK if is_achieve:
            calm = decision.status is not Status.AT_RISK
            return f"{_deed_wanted(found, proof)}{_silence(found, promise) if calm or found.due else ''}"
        case Status.AMENDED if is_achieve:
            return _deed_wanted(found, proof) + _silence(found, promise)
        case Status.DORMANT:
            return "its trigger opens it"
        case Status.AWAITING if found.wait_end is not None:
            wanted = _deed_wanted(found, proof, "a report of the deed in time makes it kept")
            return wanted + _silence(found, promise)
        case Status.OVERDUE | Status.BROKEN | Status.UNVERIFIABLE | Status.REVIEW if is_achieve:
            late = "; done since, it is kept late" if found.due is not None else ""
            ears = decision.status is Status.UNVERIFIABLE and decision.by_silence
            vouch = "; if an analyst attests that a source was listened to, silence counts" if ears else ""
            return f"shown to have been done{' in time' if late else ''} ({proof}), it is kept{late}{vouch}"
        case Status.UNVERIFIABLE:
            return "coverage that an analyst attests, or reports that arrive late, would settle it"
        case Status.HOLDING:
            end = f" until {day(found.until, promise.tz)}" if found.until else ""
            return f"it goes on holding{end} unless evidence contradicts it"
        case Status.DISPUTED:
            return "a further account that may decide, for either side, would settle it"
        case Status.KEPT | Status.KEPT_LATE if found.undone_by is not None and found.at <= found.undone_by:
            return f"undone by {day(found.undone_by, promise.tz)}, it would be reversed"
    return ""


def _deed_wanted(found: Findings, proof: str, otherwise: str = "") -> str:
    """Say what is missing for the deed: one more source, a word from somebody else, or the deed itself."""
    if is_only_claimed_kept(found):
        return "one account of the deed by somebody with no interest in it makes it kept"
    if found.sources_wanting:
        number = (
            "one more independent source"
            if found.sources_wanting == 1
            else (f"{found.sources_wanting} more independent sources")
        )
        return f"{number} for the deed ({proof}) makes it kept"
    return otherwise or f"shown to be done ({proof}), it is kept"


def _silence(found: Findings, promise: Promise) -> str:
    """What silence would make of it: overdue only where somebody listens."""
    if found.wait_end is not None:
        word = "overdue" if found.listened.enough or found.at < found.opens else "unverifiable, as nobody listens"
        return f"; silence until {day(found.wait_end, promise.tz)} makes it {word}"
    if found.review_by is not None and found.at <= found.review_by:
        return f"; without an outcome it comes up for review after {day(found.review_by, promise.tz)}"
    return ""


def _cited(decision: Decision, tz: str) -> str:
    cited = dict.fromkeys(account_words(piece.account, tz) for piece in decision.pieces)
    return "; ".join(cited)


def _with(text: str, accounts: str) -> str:
    return f"{text}: {accounts}" if accounts else text


def ruling_words(ruling: Ruling | None, tz: str) -> str:
    """Return who ruled what, when, for how long and why."""
    if ruling is None:
        return "ruled"
    end = "" if ruling.expires is None else f" until {day(ruling.expires, tz)}"
    word = ruling.status.value.replace("_", " ")
    return f"ruled {word} by {ruling.by} on {day(ruling.made, tz)}{end}: {ruling.reason}"


def _moved_words(found: Findings, promise: Promise) -> str:
    moved = found.docket.moved
    counts = "; the original date still counts" if not moved.is_agreed else ""
    return (
        f"first due on {_date(moved.original, promise.tz)}, on {_date(moved.later_known, promise.tz)} moved to"
        f" {_date(moved.later, promise.tz)}{counts}"
    )


def _date(instant: datetime | None, tz: str) -> str:
    return day(instant, tz) if instant else "no date"


def _heard(found: Findings) -> str:
    if found.listened.assumed:
        return "the sources it needs are assumed to have been listened to"
    return f"the sources it needs were listened to for {found.listened.share:.0%} of the time"


Wording = Callable[[Findings, Promise, str], str]

_REASONS: Mapping[str, Wording] = {
    "not_open": lambda f, p, a: f"it opens on {day(f.opens, p.tz)}",
    "deed": lambda f, p, a: _with("done in time" if f.due else "done", a),
    "deed_late": lambda f, p, a: _with(f"done after the deadline of {_date(f.due, p.tz)}", a),
    "undone": lambda f, p, a: _with("done, and undone since", a),
    "evidence_conflicts": lambda f, p, a: _with("accounts that may decide contradict each other", a),
    "contradicted": lambda f, p, a: _with("evidence contradicts the words", a),
    "breached": lambda f, p, a: _with("evidence shows a breach", a),
    "missed": lambda f, p, a: _with(f"the target was missed at the deadline of {_date(f.due, p.tz)}", a),
    "partly": lambda f, p, a: _with("only a part was done", a),
    "at_risk": lambda f, p, a: _with("signs that it may fail", a),
    "conceded": lambda f, p, a: _with("the promisor itself concedes it", a),
    "no_date": lambda f, p, a: _with(
        f"no date was promised; a look was due by {_date(f.review_by, p.tz)} and nothing has decided since", a
    ),
    "progress": lambda f, p, a: _with("under way", a),
    "nothing_decides": lambda f, p, a: "nothing that may decide has been reported yet",
    "waiting": lambda f, p, a: (
        f"due on {_date(f.due, p.tz)}; reports are still expected until {_date(f.wait_end, p.tz)}"
    ),
    "not_asked_yet": lambda f, p, a: "the deadline has passed; a source it needs has yet to be asked since",
    "cannot_verify": lambda f, p, a: _with("it cannot be checked", a),
    "not_listening": lambda f, p, a: (
        f"the deadline passed and we were not listening: {_heard(f)}"
        if f.due or f.until
        else f"we were not listening: {_heard(f)}"
    ),
    "silence": lambda f, p, a: (
        f"due on {_date(f.due, p.tz)} and nothing shows that it was done, though {_heard(f)}"
    ),
    "ruling": lambda f, p, a: ruling_words(f.docket.ruling, p.tz),
    "condition_gone": lambda f, p, a: _with("its condition is gone", a),
    "no_trigger": lambda f, p, a: "it is conditional, and nothing has triggered it yet",
    "later_date": lambda f, p, a: _with(_moved_words(f, p), a),
    "no_proof": lambda f, p, a: _with(
        f"proof of it was due by {_date(f.proof_due, p.tz)} and none has come, though {_heard(f)}", a
    ),
    "window_over": lambda f, p, a: _with(
        f"the window closed on {_date(f.until, p.tz)} without a breach, and {_heard(f)}", a
    ),
    "lapsed": lambda f, p, a: _with("it lasted to its last day and was then ended", a),
    "interested_only": lambda f, p, a: _with("only interested parties contradict it", a),
    "holding": lambda f, p, a: _with("nothing that may decide contradicts it", a),
}
"""A sentence for every reason code an undivided verdict can have."""

REASON_CODES: Sequence[str] = (*_REASONS, "readings_disagree")
"""Every reason code."""
