"""Verdicts as plain data: the shape that `judge --json` prints, the same in every surface."""

from __future__ import annotations

from tracker.domain.instants import iso, iso_or_none
from tracker.domain.verdicts import Judgement, Verdict

Row = dict[str, object]


def judgement_rows(judgement: Judgement) -> list[Row]:
    """Return the headline (reading null), then a row per reading where there are several."""
    return [verdict_row(verdict) for verdict in judgement.all]


def verdict_row(verdict: Verdict) -> Row:
    """Return one verdict as JSON-ready data; instants are ISO 8601 in UTC."""
    return {
        "promise": verdict.promise,
        "instance": verdict.instance,
        "reading": verdict.reading,
        "at": iso(verdict.at),
        "known_at": iso_or_none(verdict.known),
        "status": str(verdict.status),
        "phase": str(verdict.phase),
        "fulfilment": str(verdict.fulfilment),
        "progress": verdict.progress,
        "timeliness": str(verdict.timeliness) if verdict.timeliness else None,
        "late_since": iso_or_none(verdict.late_since),
        "late_since_agreed": iso_or_none(verdict.late_since_agreed),
        "due": iso_or_none(verdict.due),
        "evidence": str(verdict.evidence),
        "reason": {"code": verdict.reason.code, "text": verdict.reason.text},
        "flags": sorted(map(str, verdict.flags)) if verdict.flags else [],
        "deciding": list(verdict.deciding),
        "set_aside": [{"report": entry.report, "why": entry.why} for entry in verdict.set_aside],
        "next_boundary": iso_or_none(verdict.next_boundary),
        "readings": {name: str(status) for name, status in verdict.readings.items()},
    }
