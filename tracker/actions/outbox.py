"""The outbox as people ask about it: what was sent, what was not and why not, and letting one message go again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection

from tracker.domain.alerts import DeliveryKind
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.instants import iso
from tracker.store.destination_rows import DestinationState, enable, load_destination, wake
from tracker.store.holders import in_words
from tracker.store.outbox_reading import (
    Attempt,
    Stored,
    Wanted,
    let_go,
    load_attempts,
    load_message,
    load_messages,
)
from tracker.store.outbox_rows import ASIDE
from tracker.store.store import Store

SENT_BECAUSE = {
    DeliveryKind.DIGEST: "its week ended",
    DeliveryKind.TEST: "somebody asked for a test",
    DeliveryKind.TROUBLE: "Deedline needs a look",
    DeliveryKind.MENDED: "Deedline is well again",
}


EVERYTHING_SET_UP: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """A message, why it was to be sent, and, while it is not sent, why not."""

    stored: Stored
    why: str
    why_not: str
    attempts: tuple[Attempt, ...] = ()

    @property
    def promises(self) -> tuple[str, ...]:
        """Return the promises it tells of."""
        payload = self.stored.payload
        return () if payload is None else tuple(dict.fromkeys(each.promise for each in payload.notices))


@dataclass(frozen=True, slots=True)
class LetGo:
    """A message that has its turn again; `switched_on` names its destination if that was disabled.

    `waits_until` is when its turn comes if its destination asked to be left alone until then.
    """

    message: Stored
    switched_on: str = ""
    waits_until: datetime | None = None


def messages(
    store: Store, now: datetime, wanted: Wanted, not_set_up: Mapping[str, str] = EVERYTHING_SET_UP
) -> list[Message]:
    """Return messages, the newest first, without attempts; `not_set_up` has what to say of such destinations."""
    with store.read() as connection:
        found = load_messages(connection, wanted)
        states = {name: load_destination(connection, name) for name in {each.destination for each in found}}
        return [
            Message(each, _why(each), _why_not(each, states[each.destination], now, not_set_up)) for each in found
        ]


def one_message(
    store: Store, name: str, now: datetime, not_set_up: Mapping[str, str] = EVERYTHING_SET_UP
) -> Message:
    """Return one message with its attempts, by its number or its delivery id; raises Unknown."""
    with store.read() as connection:
        stored = _named(connection, name)
        state = load_destination(connection, stored.destination)
        attempts = tuple(load_attempts(connection, stored.id))
    return Message(stored, _why(stored), _why_not(stored, state, now, not_set_up), attempts)


def retry_message(
    store: Store, name: str, now: datetime, not_set_up: Mapping[str, str] = EVERYTHING_SET_UP
) -> LetGo:
    """Let one message go again with the next pass, and its destination with it if that was disabled or rests.

    Only a wait that the other side asked for is kept. Raises Unknown, and BadInput for one that was sent, is being
    sent, or cannot be sent since its destination is not set up.
    """
    with store.write(now, "retry by hand") as commit:
        stored = _named(commit.connection, name)
        if stored.destination in not_set_up and stored.state != "sent":
            raise BadInput(not_set_up[stored.destination], "set it up: what waits for it goes then")
        if not let_go(commit.connection, stored.id):
            if stored.state == "sent":
                raise BadInput(f"message {stored.id} was sent", "it is not sent twice")
            raise BadInput(f"message {stored.id} is being sent right now", "see in a minute what became of it")
        off = load_destination(commit.connection, stored.destination).disabled_at is not None
        if off:
            enable(commit.connection, stored.destination)
        wake(commit.connection, stored.destination, now)
        waits = load_destination(commit.connection, stored.destination).waits_as_asked(now)
    return LetGo(stored, stored.destination if off else "", waits)


def _named(connection: Connection, name: str) -> Stored:
    stored = load_message(connection, name)
    if stored is None:
        raise Unknown(f"there is no message {name[:60]}", "`deedline outbox` lists the newest with their numbers")
    return stored


def _why(stored: Stored) -> str:
    if stored.kind is not DeliveryKind.ALERT:
        return SENT_BECAUSE[stored.kind]
    if stored.payload is None:
        return "its content cannot be read"
    return ", ".join(dict.fromkeys(notice.why.value for notice in stored.payload.notices))


def _why_not(stored: Stored, destination: DestinationState, now: datetime, not_set_up: Mapping[str, str]) -> str:
    """Return why a message is not sent, empty if it is."""
    later = stored.not_before is not None and stored.not_before > now
    until = f" until {iso(stored.not_before.replace(microsecond=0))}" if later and stored.not_before else ""
    said = f": {stored.last_error}" if stored.last_error else ""
    match stored.state:
        case "sent":
            return ""
        case "failed":
            return f"refused for good{said}"
        case "dropped":
            return stored.held_because or "need not be sent any more"
        case "claimed":
            return f"being sent by {in_words(stored.claimed_by)}"
    if stored.destination in not_set_up:
        return not_set_up[stored.destination]
    if destination.disabled_at is not None:
        return f"{stored.destination} is switched off: {destination.why}"
    if stored.held_because:
        # Quiet hours name their own end, in words for people; what was set aside for an hour does not.
        names_its_end = " until " in stored.held_because and not stored.held_because.startswith(ASIDE)
        return stored.held_because if names_its_end else f"{stored.held_because}{until}"
    if stored.state == "ambiguous":
        return f"may have arrived, looked for or sent again{until or ' soon'}{said}"
    if stored.state == "retry" and (until or said):
        return f"put off{until}{said}"
    if destination.rests_for(now) > 0:
        rests = destination.rests_until
        return f"{stored.destination} rests until {iso(rests.replace(microsecond=0)) if rests else ''}"
    return "waits for its turn"
