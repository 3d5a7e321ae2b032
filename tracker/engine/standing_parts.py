"""The parts of a promise that stand for themselves: its periods, triggers, steps and promisors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from tracker.domain.statuses import ALARMS, Group, Phase, Status
from tracker.domain.verdicts import Judgement, Reason, Verdict

EDITED = Reason("no_longer_part", "its rule was edited, and it is no part of the promise any more")
TAKEN_BACK = Reason("no_longer_part", "what made it a part of the promise was taken back")


def parts_of(judgement: Judgement) -> tuple[Verdict, ...]:
    """Return the verdict of every part, in order.

    Where the whole is suspended, superseded or void, no part of it asks for anybody: one that would stands as the
    whole does.
    """
    own = tuple([each for each in judgement.instances if each.reading is None])
    whole = judgement.headline
    if whole.group is not Group.CLOSED:
        return own
    return tuple(
        [
            each._replace(status=whole.status, reason=whole.reason, deciding=()) if each.is_alarm else each
            for each in own
        ]
    )


def no_longer_part(promise: str, instance: str, at: datetime, why: Reason) -> Verdict:
    """Return what stands of a part that a promise has no more."""
    return Verdict(promise, Status.VOID, at, at, why, Phase.CLOSED, instance)


def spoken_for(whole: Status, parts: Mapping[str, Status]) -> dict[str, str]:
    """Return the parts that need no word of their own, each with what says it all: '' for the promise.

    That is a part which is the only one of what it belongs to, and stands as that does.
    """
    statuses = {**parts, "": whole}
    owners = {name: _owner(name, statuses) for name in statuses if name}
    of_each = Counter(owners.values())
    return {
        name: owner for name, owner in owners.items() if of_each[owner] == 1 and statuses[owner] is statuses[name]
    }


def in_messages(statuses: Mapping[str, Status]) -> tuple[frozenset[str], ...]:
    """Return which of what is told, by part ('' being the whole), one message tells of together: mostly all.

    Parts that raise an alarm while the whole comes to rest are a message of their own: no alarm travels in one
    that calms.
    """
    alarming = frozenset(name for name, status in statuses.items() if status in ALARMS)
    if "" not in statuses or "" in alarming or not alarming:
        return (frozenset(statuses),)
    return alarming, frozenset(statuses) - alarming


def _owner(name: str, names: Collection[str]) -> str:
    """Return the part that an instance lies within (`step` of `step/2015-05`), or nothing for the promise."""
    while name:
        name = name.rpartition("/")[0]
        if name in names:
            break
    return name
