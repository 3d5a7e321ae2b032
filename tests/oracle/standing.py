"""The order of decision for `maintain`, `refrain` and `claim` (section 7), line by line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.oracle.achieve import is_amended
from tests.oracle.conditions import (
    AGAINST,
    FOR,
    First,
    by_amounts,
    every,
    first,
    newest,
    overlap,
    state,
    witnesses,
)
from tests.oracle.placing import Dated
from tests.oracle.risk import is_at_risk
from tests.oracle.situation import Situation
from tracker.domain.promises import Kind
from tracker.domain.reports import Nature
from tracker.domain.statuses import Status
from tracker.domain.values import Truth


def decide_standing(s: Situation) -> Status:
    """Return the status of one reading of a promise that stands through a window."""
    until = s.deadline
    breach = _breach(s, AGAINST)
    if breach is not None:
        verdict = _breached(s, breach, until)
        if verdict is not None:
            return verdict
    is_claim = s.promise.kind is Kind.CLAIM
    if until is not None and s.at > until and not is_claim:
        return _window_over(s, until)
    if is_amended(s):
        return Status.AMENDED
    if is_at_risk(s):
        return Status.AT_RISK
    missing = _missing_proof(s)
    if missing is not None:
        return missing
    if is_claim and _breach(s, 0) is not None:
        return Status.DISPUTED
    return _holding(s)


def _breach(s: Situation, side: int) -> First | None:
    """Return `broken_when` come true; without one, `kept_when` measured false. Silence breaks nothing."""
    for each, last in by_amounts(s):
        conditions = each.reading.conditions
        if conditions.broken_when is not None:
            found = first(each, conditions.broken_when, side, measured=True, last=last)
        else:
            found = first(each, conditions.kept_when, -side, truth=Truth.FALSE, measured=True, last=last)
        if found is not None:
            return found
    return None


def _breaches(s: Situation) -> list[First]:
    """Return the breach as it stood at every instant at which accounts showed one."""
    found: list[First] = []
    for each, last in by_amounts(s):
        conditions = each.reading.conditions
        if conditions.broken_when is not None:
            found += every(each, conditions.broken_when, AGAINST, truth=Truth.TRUE, last=last)
        elif conditions.kept_when is not None:
            found += every(each, conditions.kept_when, FOR, truth=Truth.FALSE, last=last)
    return found


def _against(s: Situation) -> list[Dated]:
    """Return every account that may close against the promise."""
    conditions = s.reading.conditions
    if conditions.broken_when is not None:
        return witnesses(s, conditions.broken_when, AGAINST, firm=True)
    return witnesses(s, conditions.kept_when, FOR, firm=True, wanted=False)


def _breached(s: Situation, breach: First, until: datetime | None) -> Status | None:
    if until is not None and all(_ends_the_last_day(s, dated, until) for dated in breach.rests_on):
        return Status.KEPT if s.at > until else None
    proof = witnesses(s, s.reading.conditions.kept_when, FOR, firm=True)
    stated = s.reading.conditions.broken_when is not None
    against = (newest(_against(s)) if stated else []) or breach.completing
    if s.promise.kind is Kind.CLAIM and proof and newest(proof)[0].end > against[0].end:
        return Status.DISPUTED
    return Status.DISPUTED if all(_is_balanced(s, each, proof) for each in _breaches(s)) else Status.BROKEN


def _ends_the_last_day(s: Situation, dated: Dated, until: datetime) -> bool:
    zone = ZoneInfo(s.promise.tz)
    days = {instant.astimezone(zone).date() for instant in (dated.start, dated.end, until)}
    return dated.told.fact.nature is Nature.ACT and len(days) == 1


def _is_balanced(s: Situation, breach: First, proof: list[Dated]) -> bool:
    """Say whether proof of holding overlaps the breach, graded as well and from as many origins."""
    against = [dated for dated in _against(s) if overlap([dated], breach.completing)]
    if not against:
        return False
    best = min(dated.told.grade.rank for dated in against)
    as_good = [dated for dated in proof if overlap([dated], breach.completing) and dated.told.grade.rank <= best]
    origins = {dated.told.origin for dated in as_good}
    return bool(as_good) and len(origins) >= len({dated.told.origin for dated in against})


def _window_over(s: Situation, until: datetime) -> Status:
    conditions = s.reading.conditions
    cannot = conditions.cannot_verify_when
    if cannot is not None and state(s, cannot, s.now, 0).truth is Truth.TRUE:
        return Status.UNVERIFIABLE
    if not s.listened((min(s.opens, until), until)):
        return Status.AWAITING if s.may_yet_hear(s.opens, until) else Status.UNVERIFIABLE
    if conditions.partly_when is not None and state(s, conditions.partly_when, s.now, FOR).truth is Truth.TRUE:
        return Status.PARTLY_KEPT
    return Status.KEPT


def _proof(s: Situation) -> list[Dated]:
    """Return the newest accounts of holding, the promisor's own among them."""
    return newest(witnesses(s, s.reading.conditions.kept_when, FOR, firm=False))


def _missing_proof(s: Situation) -> Status | None:
    every = s.promise.proof_every
    if every is None:
        return None
    proof = _proof(s)
    since = proof[0].end if proof else s.opens
    if s.at <= every.after(since, s.promise.tz):
        return None
    end = _window_end(s)
    return Status.OVERDUE if s.listened((min(s.opens, end), end), (since, s.at)) else Status.UNVERIFIABLE


def _window_end(s: Situation) -> datetime:
    return s.at if s.deadline is None else min(s.at, s.deadline)


def _holding(s: Situation) -> Status:
    """Hold on an account, or while somebody listens; at first any listening will do."""
    if _proof(s):
        return Status.HOLDING
    end = _window_end(s)
    if s.at <= s.promise.wait_for_reports.after(s.opens, s.promise.tz):
        return Status.HOLDING if s.listened_a_little(s.opens, end) else Status.PENDING
    if s.listened((s.opens, end)) or (s.may_yet_hear(s.opens, end) and s.listened_a_little(s.opens, end)):
        return Status.HOLDING
    return Status.UNVERIFIABLE
