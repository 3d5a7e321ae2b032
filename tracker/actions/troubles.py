"""Telling people through the fallback that messages do not get through, without making trouble about trouble."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.domain.alerts import Delivery, DeliveryKind, Target
from tracker.domain.counting import first_of
from tracker.store.claims import Claim
from tracker.store.commits import Commit
from tracker.store.destination_rows import disable
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.tables.outbox import outbox

MOST_NAMED = 3
"""Promises named where a message is spoken of."""

HOUR = 3_600_000_000
"""In microseconds."""


def switch_off(commit: Commit, destination: str, answer: str, fallback: Target | None) -> None:
    """Disable a destination that takes nothing any more, and tell so, unless it is the fallback itself.

    One that looks mended and refuses again is no news: it is told anew only after something got through.
    """
    news = disable(commit.connection, destination, commit.now, answer)
    if not news or fallback is None or fallback.destination == destination or _is_known(commit, destination):
        return
    text = (
        f"The destination {destination} takes no messages any more: {answer}. "
        "They are kept and go out once it is mended; `deedline doctor` says how many wait."
    )
    _tell(commit, fallback, f"off:{destination}:{commit.seq}", text)


def tell_refused(commit: Commit, claim: Claim, answer: str, fallback: Target | None) -> None:
    """Tell that one message was given up, unless it would meet the same refusal or is about trouble itself."""
    target = Target(claim.delivery.destination, claim.delivery.recipient)
    if fallback is None or fallback == target or claim.delivery.kind is DeliveryKind.TROUBLE:
        return
    who = f"{target.recipient} ({target.destination})" if target.recipient else target.destination
    text = (
        f"Message {claim.outbox_id} to {who}{about(claim.delivery)} was refused and will not be sent again: "
        f"{answer}. `deedline outbox show {claim.outbox_id}` tells all of it."
    )
    _tell(commit, fallback, f"trouble:{claim.outbox_id}:{claim.gen}", text)


def about(delivery: Delivery) -> str:
    """Return " about grid-plan" with a blank before: the promises that a message is about, or nothing."""
    names = list(dict.fromkeys(notice.promise for notice in delivery.notices))
    return f" about {first_of(names, MOST_NAMED)}" if names else ""


def tell_aside(
    commit: Commit, destination: str, message: int, fault: str, fallback: Target | None, what: str = ""
) -> None:
    """Tell that a message was set aside, `what` it is about; at most once an hour for each destination."""
    if fallback is None:
        return
    text = (
        f"Message {message} to {destination}{what} cannot be laid out or sent and is set aside for an hour: "
        f"{fault}. The others go on; `deedline outbox list --state held` shows what waits and why."
    )
    _tell(commit, fallback, f"aside:{destination}:{commit.at // HOUR}", text)


def _is_known(commit: Commit, destination: str) -> bool:
    """Say whether it was told already, and nothing got through since."""
    connection, prefix = commit.connection, f"off:{destination}"
    told = connection.execute(
        select(func.max(outbox.c.created)).where(outbox.c.dedupe > f"{prefix}:", outbox.c.dedupe < f"{prefix};")
    ).scalar()
    if told is None:
        return False
    since = select(outbox.c.id).where(outbox.c.destination == destination, outbox.c.sent_at >= told)
    return connection.execute(since.limit(1)).first() is None


def _tell(commit: Commit, target: Target, dedupe: str, text: str) -> None:
    known = commit.connection.execute(select(outbox.c.id).where(outbox.c.dedupe == dedupe)).first()
    if known is None:
        enqueue(commit, [Message(DeliveryKind.TROUBLE, target, dedupe, Payload(text=text))])
