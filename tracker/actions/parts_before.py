"""How the parts of promises stood before they were written down: only what changed since is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from tracker.actions.judging_plan import Grounds, as_it_stood
from tracker.actions.recording import Judging
from tracker.actions.replaying import Cause
from tracker.domain.reports import ReportVersion
from tracker.engine.standing_parts import parts_of
from tracker.store.micros import from_micros
from tracker.store.verdict_batch import with_judged_parts

_GOES_ON = frozenset({Cause.TIME, Cause.EVIDENCE})
"""What continues an earlier judgement; after anything else the parts of this judgement are the first."""


def with_parts_as_they_stood(
    connection: Connection,
    judged: Sequence[Judging],
    reports: Mapping[str, Sequence[ReportVersion]],
    grounds: Grounds,
) -> list[Judging]:
    """Give each promise whose parts are met for the first time those that it had when it was last judged.

    A store of a version that wrote down headlines only, and a promise that had no part yet, are told apart so.
    Promises without parts cost nothing, others one look into an index for all together.
    """
    parted = {each.due.promise_id for each in judged if _has_parts(each)}
    new = parted - with_judged_parts(connection, sorted(parted)) if parted else set()
    return [_with_parts(each, reports, grounds) if each.due.promise_id in new else each for each in judged]


def _has_parts(judging: Judging) -> bool:
    return any(each.judgement.instances and each.cause in _GOES_ON for each in judging.moments)


def _with_parts(judging: Judging, reports: Mapping[str, Sequence[ReportVersion]], grounds: Grounds) -> Judging:
    last = from_micros(judging.due.judged_at)
    if last is None:
        return judging
    try:
        before = as_it_stood(judging.logged, reports[judging.due.promise_id], grounds, last)
    except Exception:  # one that can be judged now and could not then has no earlier parts
        return judging
    return judging._replace(stood=parts_of(before))
