"""Promises that cannot be judged or written down: finding them among others, and telling their owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tracker.actions.recording import Judging
from tracker.domain.alerts import DeliveryKind, Target
from tracker.domain.errors import DeedlineError
from tracker.store.judged_rows import Due
from tracker.store.outbox_rows import Message, Payload
from tracker.store.promise_rows import Logged

MOST_NAMED = 20
"""Promises that one message names; the rest are only counted."""

Poisonous = tuple[Due, Exception]


def find_poisonous(judged: Sequence[Judging], trial: Callable[[Sequence[Judging]], None]) -> list[Poisonous]:
    """Return those that raise when they are tried, by halves; what is wrong with the store itself is raised."""
    try:
        trial(judged)
    except DeedlineError:
        raise
    except Exception as error:
        if len(judged) == 1:
            return [(judged[0].due, error)]
        middle = len(judged) // 2
        return [*find_poisonous(judged[:middle], trial), *find_poisonous(judged[middle:], trial)]
    return []


def aside_messages(
    poisonous: Sequence[Poisonous],
    mended: Sequence[Due],
    logged: Mapping[str, Logged],
    targets_of: Callable[[str], Sequence[Target]],
    number: int,
) -> list[Message]:
    """Lay out one message to each target about the promises newly set aside, one about those well again.

    `number` tells the messages of this time from all others.
    """
    broken = [(due.promise_id, in_words(error)) for due, error in poisonous if not due.fails]
    well = [(due.promise_id, "") for due in mended]
    return [
        *_messages(DeliveryKind.TROUBLE, broken, logged, targets_of, number),
        *_messages(DeliveryKind.MENDED, well, logged, targets_of, number),
    ]


def in_words(error: Exception) -> str:
    """Return an error as it is kept and told."""
    return f"{type(error).__name__}: {error}"[:500]


def _messages(
    kind: DeliveryKind,
    about: Sequence[tuple[str, str]],
    logged: Mapping[str, Logged],
    targets_of: Callable[[str], Sequence[Target]],
    number: int,
) -> list[Message]:
    by_target: dict[Target, list[str]] = {}
    for promise, error in about:
        owner = logged[promise].promise.owner
        after = f" (looked after by {owner})" if owner else ""
        line = f"{promise}{after}: {error}" if error else f"{promise}{after}"
        for target in dict.fromkeys(targets_of(owner)):
            by_target.setdefault(target, []).append(line)
    return [
        Message(
            kind,
            target,
            f"promises {kind.value}:{number}:{target.destination}:{target.recipient}",
            Payload(text=_text(kind, lines)),
        )
        for target, lines in by_target.items()
    ]


def _text(kind: DeliveryKind, lines: Sequence[str]) -> str:
    more = len(lines) - MOST_NAMED
    rest = [f"And {more} more: see deedline doctor."] if more > 0 else []
    if kind is DeliveryKind.MENDED:
        return "\n".join(["These promises can be judged again:", *lines[:MOST_NAMED], *rest])
    end = "They are tried again every hour; until then they stay as they stand, and nothing is said about them."
    return "\n".join(["These promises cannot be judged and are set aside:", *lines[:MOST_NAMED], *rest, end])
