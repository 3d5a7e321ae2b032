"""The outlook: what would change a verdict next, for every status, in words that must come true (section 9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tracker.domain.criteria import Condition, Op
from tracker.domain.promises import Kind, Promise, Reading, Ruling
from tracker.domain.statuses import Status
from tracker.domain.values import Truth
from tracker.engine.asking import MANY, MadeOnce
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.flags import is_only_claimed_kept
from tracker.engine.roles import leaves
from tracker.engine.wording import day, percent_words

TAKEN_BACK = "a correction or retraction of what it rests on would change it"


class _Case(NamedTuple):
    """What is looked ahead from."""

    decision: Decision
    found: Findings
    promise: Promise
    reading: Reading

    @property
    def proof(self) -> str:
        """Return what shows that it is kept."""
        kept_when = self.reading.conditions.kept_when
        return "evidence attached by hand" if kept_when is None else condition_words(kept_when)

    @property
    def due(self) -> str:
        """Return the deadline that counts, as a day."""
        return "" if self.found.due is None else day(self.found.due, self.promise.tz)


def next_words(decision: Decision, found: Findings, promise: Promise, reading: Reading) -> str:
    """Return what would change the verdict next."""
    if found.docket.ruling is not None:
        return while_ruled(found.docket.ruling, promise.tz)
    case = _Case(decision, found, promise, reading)
    told = _COMMON.get(decision.status)
    if told is None:
        told = (_ACHIEVE if promise.kind is Kind.ACHIEVE else _STANDING)[decision.status]
    text = told(case)
    if decision.code != "not_open":
        return text
    opens = f"it opens on {day(found.opens, promise.tz)}"
    return f"{opens}; {text}" if text else opens


def while_ruled(ruling: Ruling, tz: str) -> str:
    """Return how long a ruling stands in the place of the evidence."""
    if ruling.expires is not None:
        return f"the ruling ends on {day(ruling.expires, tz)}; then the evidence decides again"
    return "the ruling stands until an analyst takes it back; then the evidence decides again"


def _condition_words(condition: Condition) -> str:
    parts = [
        condition_words(part) if part.op is Op.CRITERION or len(part.parts) == 1 else f"({condition_words(part)})"
        for part in condition.parts
    ]
    match condition.op:
        case Op.CRITERION:
            return name_words(condition.name)
        case Op.ALL_OF:
            return " and ".join(parts)
        case Op.ANY_OF:
            return " or ".join(parts)
        case Op.AT_LEAST:
            return f"{condition.least} of {', '.join(parts)}"
        case Op.NONE_OF | Op.UNLESS:
            return f"not {' or '.join(parts)}"


def name_words(name: str) -> str:
    """Return a criterion's name as words: who reads of it in a mail never saw the rule."""
    return name.replace("-", " ").replace("_", " ")


condition_words = MadeOnce(_condition_words, MANY)
"""A condition by the names of its criteria, as words."""


def _ahead(case: _Case) -> str:
    """Return what a deed and what silence make of it."""
    return f"{_deed(case)}{_silence(case)}"


def _deed(case: _Case) -> str:
    """Say what is missing for the deed: one more source, a word from somebody else, or the deed itself."""
    found, by = case.found, f" by {case.due}" if case.due else ""
    late = "; done since, it is kept late" if by and not found.before_due and case.reading.period is None else ""
    if found.sources_wanting == 1:
        return f"one more independent source for the deed{by} ({case.proof}) makes it kept{late}"
    if found.sources_wanting:
        number = f"{found.sources_wanting} more independent sources"
        return f"{number} for the deed{by} ({case.proof}) make it kept{late}"
    if is_only_claimed_kept(found):
        one = all(case.reading.criteria[name].sources == 1 for name in _names(case))
        who = "one account of the deed" if one else "enough accounts of the deed"
        verb = "makes" if one else "make"
        return f"{who}{by} ({case.proof}) by somebody with no interest in it {verb} it kept{late}"
    event = case.reading.due_before
    ends = f"; once {name_words(event)} is shown without it, it is a miss" if event and not by else ""
    return f"shown to be done{by} ({case.proof}), it is kept{late}{ends}"


def _names(case: _Case) -> list[str]:
    kept_when = case.reading.conditions.kept_when
    return [] if kept_when is None else [name for name, sign in leaves(kept_when, 1) if sign > 0]


def _silence(case: _Case) -> str:
    """Say what silence would make of it: overdue only where somebody listens."""
    found, tz = case.found, case.promise.tz
    is_partly = found.partly.truth is Truth.TRUE or bool(found.partly_reached)
    if found.due is not None and found.wait_end is not None:
        last = found.due if found.docket.moved.later is None else max(found.due, found.docket.moved.later)
        has_missed = found.concession is not None or found.docket.event or found.shortfall.truth is Truth.FALSE
        if has_missed and found.at <= last:
            miss = "event without the deed" if found.docket.event else "figure that falls short"
            miss = "admitted miss" if found.concession is not None else miss
            return f"; after {day(last, tz)} the {miss} makes it {'partly kept' if is_partly else 'broken'}"
        if case.decision.code == "not_asked_yet":
            until = found.may_yet_hear_until
            unasked = f", not asked by {day(until, tz)}, unverifiable" if until else ""
            return f"; silence once a source it needs has been asked makes it overdue{unasked}"
        word = "partly kept" if is_partly else _of_silence(case)
        return f"; silence until {day(found.wait_end, tz)} makes it {word}"
    if found.due is None and found.review_by is not None and found.at <= found.review_by:
        return f"; without an outcome it comes up for review after {day(found.review_by, tz)}"
    return ""


def _of_silence(case: _Case) -> str:
    """Say whether silence will count: how much was listened to so far, and what listening on can still mend."""
    found, listened = case.found, case.found.listened
    if listened.enough or found.at < found.opens:
        return "overdue"
    if not listened.sources:
        return "unverifiable, as no source listens for it"
    if _best_share(case) >= case.promise.coverage_share:
        return "overdue if it is listened to from now on, else unverifiable"
    heard = f"only {percent_words(listened.share)} of the time so far was listened to"
    return f"unverifiable, as {heard if listened.share else 'nobody listened so far'}"


def _best_share(case: _Case) -> float:
    """Return the share of the whole window that will have been listened to if somebody listens from now on."""
    found, window = case.found, case.found.listened.window
    if window is None or found.due is None or found.due <= window.end:
        return case.found.listened.share
    heard = (window.end - window.start) * found.listened.share
    return (heard + (found.due - window.end)) / (found.due - window.start)


def _kept(case: _Case) -> str:
    """Return what would still take it back, and for a late deed what would make it one in time."""
    found = case.found
    better = ""
    if case.decision.status is Status.KEPT_LATE:
        better = f"shown to have been done by {case.due} ({case.proof}), it is kept; "
    if found.undone_by is not None and found.at <= found.undone_by:
        return f"{better}undone by {day(found.undone_by, case.promise.tz)}, it would be reversed"
    return better + TAKEN_BACK


def _unheard(case: _Case) -> str:
    if not case.decision.by_silence:
        return _deed(case)
    return f"{_deed(case)}; {_attested(case)} silence makes it overdue"


def _attested(case: _Case) -> str:
    """Say what an analyst can do about a hole."""
    sources = case.found.listened.sources
    needed = f"one of {', '.join(sources)}" if len(sources) > 1 else "".join(sources) or "a source it needs"
    return f"if an analyst attests that {needed} was listened to all the same,"


def _breach_words(case: _Case) -> str:
    broken_when = case.reading.conditions.broken_when
    return f"the contrary of {case.proof}" if broken_when is None else condition_words(broken_when)


def _goes_on(case: _Case) -> str:
    """Return how a window that stands would close, and what would end it."""
    found, tz = case.found, case.promise.tz
    ends = found.until is not None and found.kind is not Kind.CLAIM
    told = [f"unbroken and listened for until {day(found.until, tz)}, it is kept" if ends and found.until else ""]
    if found.proof_due is not None and found.at <= found.proof_due:
        told.append(f"without proof of it ({case.proof}) by {day(found.proof_due, tz)} it is overdue")
    told.append(f"shown otherwise ({_breach_words(case)}), it is broken")
    if case.decision.code == "nothing_decides":
        told.insert(0, "once a source it needs is listened to, it is holding")
    return "; ".join(part for part in told if part)


def _window_closed(case: _Case) -> str:
    if case.decision.code == "lapsed" or case.found.until is None:
        return TAKEN_BACK
    until = day(case.found.until, case.promise.tz)
    return f"a breach up to {until} that is reported later ({_breach_words(case)}) would break it"


def _breached(case: _Case) -> str:
    if case.promise.kind is Kind.CLAIM:
        return f"a later account in its favour ({case.proof}) makes it disputed; {TAKEN_BACK}"
    if case.reading.conditions.kept_when is None:
        return TAKEN_BACK
    return f"equally good proof of holding at that time ({case.proof}) makes it disputed; {TAKEN_BACK}"


def _disputed(case: _Case) -> str:
    if case.decision.code == "interested_only":
        return f"an account against it ({_breach_words(case)}) by somebody with no interest in it makes it broken"
    if case.promise.kind is Kind.ACHIEVE:
        return "an account that dates the one after the other would settle it"
    if case.promise.kind is Kind.CLAIM:
        return f"a later account against it ({_breach_words(case)}) makes it broken"
    return f"better or more accounts of the breach ({_breach_words(case)}) than of holding make it broken"


def _unheard_window(case: _Case) -> str:
    if not case.decision.by_silence:
        return f"shown otherwise ({_breach_words(case)}), it is broken; {TAKEN_BACK}"
    return f"{_attested(case)} silence counts; shown otherwise ({_breach_words(case)}), it is broken"


def _asked(case: _Case) -> str:
    return f"silence once a source it needs has been asked makes it kept; {_window_closed(case)}"


def _dormant(case: _Case) -> str:
    trigger = case.promise.trigger
    named = f" ({condition_words(trigger.when)})" if trigger is not None and trigger.when is not None else ""
    return f"its trigger{named} opens it"


_COMMON: Mapping[Status, Callable[[_Case], str]] = {
    Status.DORMANT: _dormant,
    Status.SUSPENDED: lambda case: TAKEN_BACK,
    Status.SUPERSEDED: lambda case: TAKEN_BACK,
    Status.VOID: lambda case: "a correction or retraction of what ended its condition would revive it",
    Status.REVERSED: lambda case: "a correction or retraction of what undid it would restore it",
    Status.DISPUTED: _disputed,
}
_ACHIEVE: Mapping[Status, Callable[[_Case], str]] = {
    **dict.fromkeys((Status.PENDING, Status.ON_TRACK, Status.AT_RISK, Status.AMENDED, Status.AWAITING), _ahead),
    **dict.fromkeys((Status.OVERDUE, Status.BROKEN, Status.PARTLY_KEPT, Status.REVIEW), _deed),
    Status.UNVERIFIABLE: _unheard,
    Status.KEPT: _kept,
    Status.KEPT_LATE: _kept,
}
_STANDING: Mapping[Status, Callable[[_Case], str]] = {
    **dict.fromkeys((Status.PENDING, Status.HOLDING, Status.AT_RISK, Status.AMENDED), _goes_on),
    **dict.fromkeys((Status.KEPT, Status.PARTLY_KEPT), _window_closed),
    Status.BROKEN: _breached,
    Status.OVERDUE: lambda case: (
        f"proof of it ({case.proof}) ends that; shown otherwise ({_breach_words(case)}), it is broken"
    ),
    Status.UNVERIFIABLE: _unheard_window,
    Status.AWAITING: _asked,
}
