"""What people are told of sources that fail, are unlike themselves, or have recovered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from tracker.domain.alerts import DeliveryKind, Target
from tracker.domain.liveness import Ailment, Episode
from tracker.store.outbox_rows import Message, Payload

MOST_SOURCES = 8
"""Sources that one message tells of in full; the rest are only counted."""

_MOST_PROMISES = 3

NOT_THEIRS = "This is about our listening: nothing is said about any promise."


@dataclass(frozen=True, slots=True)
class Told:
    """An episode as it is told: who looks after its source, what to say, and which promises need that source."""

    episode: Episode
    owner: str
    says: str
    needed_by: tuple[str, ...] = ()


def source_messages(
    told: Iterable[Told], targets_of: Callable[[str], Sequence[Target]], number: int
) -> list[Message]:
    """Lay episodes out as one message to each target, whoever of its owners they concern.

    `number` tells the messages of this time from all others.
    """
    by_target: dict[Target, list[Told]] = {}
    for each in told:
        for target in targets_of(each.owner):
            by_target.setdefault(target, []).append(each)
    return [_message(target, some, number) for target, some in by_target.items()]


def _message(target: Target, told: Sequence[Told], number: int) -> Message:
    begun = [each for each in told if each.episode.closed is None]
    ended = [each for each in told if each.episode.closed is not None]
    kind = DeliveryKind.TROUBLE if begun else DeliveryKind.MENDED
    shown = [*begun, *ended][:MOST_SOURCES]
    lines = chain.from_iterable(_lines(each) for each in shown)
    more = len(told) - len(shown)
    rest = [f"And {more} more: see deedline sources."] if more else []
    text = "\n".join([*lines, *rest, NOT_THEIRS])
    dedupe = f"sources:{number}:{target.destination}:{target.recipient}"
    return Message(kind, target, dedupe, Payload(text=text))


def _lines(told: Told) -> list[str]:
    episode = told.episode
    owner = f" (looked after by {told.owner})" if told.owner else ""
    return [f"{episode.source}{owner} {told.says}.", f"{_meaning(episode)} {_needed(told.needed_by)}"]


def _meaning(episode: Episode) -> str:
    if episode.closed is not None:
        return _OVER[episode.symptom.ailment].format(source=episode.source)
    return _MEANING[episode.symptom.ailment].format(source=episode.source)


_DENY = "Its silence still counts: if it should not, deny that time (deedline coverage deny {source})."
_MEANING = {
    Ailment.FAILING: "While that lasts its silence proves nothing.",
    Ailment.SILENT: _DENY,
    Ailment.WITHOUT_FACTS: f"Look at its map. {_DENY}",
    Ailment.RENAMED: "Look at what its items are known by: sums and counts may be twice what they were.",
}
_OVER = {
    Ailment.FAILING: "The time between stays a hole unless somebody vouches for it"
    " (deedline coverage attest {source}).",
    Ailment.SILENT: "Nothing has to be done.",
    Ailment.WITHOUT_FACTS: "What came without facts meanwhile can be read again once its map fits.",
    Ailment.RENAMED: "What was reported twice stays so until somebody joins or retracts it.",
}


def _needed(promises: Sequence[str]) -> str:
    if not promises:
        return "No promise needs it."
    named = ", ".join(promises[:_MOST_PROMISES])
    more = len(promises) - _MOST_PROMISES
    number = "1 promise needs" if len(promises) == 1 else f"{len(promises)} promises need"
    return f"{number} it: {named}{f' and {more} more' if more > 0 else ''}."
