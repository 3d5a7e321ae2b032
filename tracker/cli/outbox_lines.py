"""A message of the outbox as lines and as data."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.outbox import Message
from tracker.cli.plain import clean, put
from tracker.domain.counting import counted
from tracker.domain.instants import iso
from tracker.store.outbox_reading import Attempt

MOST_NOTICES = 20


def message_cells(message: Message) -> tuple[object, ...]:
    """Return a message as the cells of its line."""
    stored = message.stored
    names = message.promises
    about = names[0] if len(names) == 1 else counted(len(names), "promise") if names else "-"
    to = f"{stored.destination} {stored.recipient}" if stored.recipient else stored.destination
    state = "held" if stored.held_because and stored.state in ("pending", "retry", "ambiguous") else stored.state
    why_not = message.why_not or ("possibly repeated" if stored.maybe_repeated else "")
    return stored.id, state, _second(stored.created), to, about, message.why, why_not


def put_message(message: Message) -> None:
    """Print one message with everything that became of it."""
    stored = message.stored
    to = f"{stored.destination}, {stored.recipient}" if stored.recipient else stored.destination
    put(f"message {stored.id} ({stored.kind.value}, delivery {clean(stored.delivery)})")
    put(f"    to: {clean(to)}")
    put(f"    why sent: {clean(message.why)}")
    put(f"    made: {_second(stored.created)}")
    put(f"    state: {stored.state}{f', sent {_second(stored.sent)}' if stored.sent else ''}")
    if message.why_not:
        put(f"    not sent because: {clean(message.why_not)}")
    if stored.maybe_repeated:
        put("    possibly repeated: the answer to an earlier attempt was lost")
    for line in _says(message):
        put(f"    {clean(line)}")
    for each in message.attempts:
        put(f"    attempt {each.number}, {_second(each.started)}: {clean(_became(each))}")
    if not message.attempts:
        put("    nothing was tried yet")


def message_data(message: Message) -> dict[str, object]:
    """Return a message as data."""
    stored = message.stored
    notices = stored.payload.notices if stored.payload else ()
    return {
        "id": stored.id,
        "delivery": stored.delivery,
        "kind": stored.kind.value,
        "state": stored.state,
        "destination": stored.destination,
        "recipient": stored.recipient,
        "promises": list(message.promises),
        "why_sent": message.why,
        "why_not": message.why_not or None,
        "held_because": stored.held_because or None,
        "not_before": _or_none(stored.not_before),
        "made": iso(stored.created),
        "sent": _or_none(stored.sent),
        "maybe_repeated": stored.maybe_repeated,
        "attempt_count": stored.attempts,
        "last_error": stored.last_error or None,
        "text": stored.payload.text if stored.payload else None,
        "notices": [
            {
                "promise": each.promise,
                "old": each.old,
                "status": each.status,
                "why_sent": each.why,
                "at": iso(each.at),
                "reason": each.reason,
            }
            for each in notices
        ],
    }


def attempt_data(each: Attempt) -> dict[str, object]:
    """Return one attempt as data; without `ended` nobody knows what became of it."""
    return {
        "number": each.number,
        "started": iso(each.started),
        "ended": _or_none(each.ended),
        "outcome": each.outcome or None,
        "answer": each.answer or None,
    }


def _says(message: Message) -> list[str]:
    payload = message.stored.payload
    if payload is None:
        return ["says: its content cannot be read"]
    lines = [
        f"says: {each.promise} {f'{each.old} → ' if each.old else ''}{each.status} ({each.why}): {each.reason}"
        for each in payload.notices[:MOST_NOTICES]
    ]
    if (more := len(payload.notices) - MOST_NOTICES) > 0:
        lines.append(f"says: and {more} more (--json shows all)")
    if payload.mail is not None:
        lines.append(f"says: {payload.mail.subject}")
    return lines + [f"says: {line}" for line in payload.text.splitlines()]


def _became(each: Attempt) -> str:
    if each.ended is None:
        return "nobody knows what became of it"
    return f"{each.outcome}{f', {each.answer}' if each.answer else ''}"


def _second(instant: datetime) -> str:
    return iso(instant.replace(microsecond=0))


def _or_none(instant: datetime | None) -> str | None:
    return None if instant is None else iso(instant)
