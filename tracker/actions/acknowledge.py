"""Acknowledge an alarm: somebody looks after it, so nobody is reminded of it any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.actions.look_up import find_promise
from tracker.domain.errors import BadInput
from tracker.store.acknowledgement_rows import add_acknowledgement, load_acknowledgements, load_open_episodes
from tracker.store.follow_up_rows import stop_follow_ups
from tracker.store.store import Store
from tracker.store.thread_rows import want_edit

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Who acknowledged the alarm and when; `first` says whether that was this very call."""

    first: bool
    by: str
    at: datetime


def acknowledge(store: Store, promise: str, by: str, now: datetime) -> Acknowledged:
    """Acknowledge what is open of a promise, its parts included; whoever comes later learns who was first.

    Alarms that begin later, those of another part too, are not acknowledged by it. Changes and the end of the
    alarm are still told; reminders and escalation are not. Raises Unknown for a promise nobody knows, BadInput
    if it has no open alarm or nobody says who acknowledges.
    """
    who = named(by)
    with store.write(now, "acknowledge", who) as commit:
        find_promise(store, commit.connection, promise)
        found = load_open_episodes(commit.connection, promise=promise)
        if not found:
            raise BadInput(f"there is no open alarm of {promise}", f"`deedline show {promise}` says how it stands")
        before = load_acknowledgements(commit.connection, (each.id for each in found))
        untaken = [each.id for each in found if each.id not in before]
        if not untaken:
            first = min(before.values(), key=lambda each: each.at)
            return Acknowledged(False, first.by, first.at)
        for episode in untaken:
            add_acknowledgement(commit, episode, who)
            want_edit(commit.connection, episode)
        stop_follow_ups(commit.connection, untaken)
        return Acknowledged(True, who, commit.instant)


def named(by: str) -> str:
    """Return the name of whoever acts, on one line; raises BadInput if there is none."""
    who = " ".join(by.split())
    if not who or not who.isprintable():
        raise BadInput("nobody says who does this", "give a name")
    return who[:LONGEST_NAME]
