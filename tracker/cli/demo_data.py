"""A replay as data: boards, transitions and messages, for `deedline demo --json`."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.actions.packs import Pack
from tracker.actions.rehearsal import Laid
from tracker.actions.replay_steps import Board, Heard, Move, Row, Step, Trouble
from tracker.domain.alerts import Transition
from tracker.domain.instants import iso
from tracker.engine.as_json import verdict_row

Data = dict[str, object]


def replay_data(pack: Pack, steps: Iterable[tuple[Step, str]]) -> Data:
    """Return everything a replay showed; each step comes with the file its message was written to, or nothing."""
    found: dict[str, list[Data]] = {"boards": [], "transitions": [], "heard": [], "messages": [], "troubles": []}
    for step, file in steps:
        match step:
            case Board():
                found["boards"].append(_board(step))
            case Move():
                found["transitions"] += (_transition(step, each) for each in step.transitions)
            case Heard():
                found["heard"].append({"at": iso(step.at), "report": step.report.id, "why": step.why})
            case Laid():
                found["messages"].append(_message(step, file))
            case Trouble():
                found["troubles"].append({"at": iso(step.at), "text": step.text})
    plan = pack.plan
    replayed = {"from": iso(plan.replay.start), "to": iso(plan.replay.end)}
    return {"title": plan.title, "tz": plan.tz, "replay": replayed, **found}


def _board(board: Board) -> Data:
    return {"at": iso(board.at), "look": board.look, "rows": [_row(row) for row in board.rows]}


def _row(row: Row) -> Data:
    return {
        "title": row.promise.title,
        "kind": row.promise.kind.value,
        "since": iso(row.since),
        **verdict_row(row.judgement.headline),
    }


def _transition(move: Move, each: Transition) -> Data:
    which = each.instance, each.reading
    found = (one for one in move.judgement.all if (one.instance, one.reading) == which)
    verdict = next(found, move.judgement.headline)
    return {
        "at": iso(each.at),
        "promise": each.promise,
        "instance": each.instance,
        "reading": each.reading,
        "old": each.old.value if each.old else None,
        "new": each.new.value,
        "reason": {"code": verdict.reason.code, "text": verdict.reason.text},
        "flags": sorted(flag.value for flag in verdict.flags),
        "deciding": list(verdict.deciding),
    }


def _message(laid: Laid, file: str) -> Data:
    return {
        "at": iso(laid.at),
        "destination": laid.delivery.destination,
        "kind": laid.delivery.kind.value,
        "promises": [notice.promise for notice in laid.delivery.notices],
        "is_edit": laid.is_edit,
        "is_reply": laid.is_reply,
        "file": file or None,
        "payload": dict(laid.payload),
    }
