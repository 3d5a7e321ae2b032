"""Silences: hide alarms for a while, see beforehand what that hides, and end it before its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from tracker.actions.acknowledge import named
from tracker.actions.look_up import find_promise
from tracker.domain.alerts import Target
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.instants import iso
from tracker.domain.routing import Silence
from tracker.engine.routing import fits
from tracker.store.acknowledgement_rows import OpenEpisode, load_open_episodes
from tracker.store.commits import Commit
from tracker.store.silence_rows import PutSilence, add_silence, end, load_silences, note_hidden
from tracker.store.store import Store
from tracker.store.waiting_rows import load_waiting, take_out

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class HiddenMessage:
    """A message that waits and would no longer tell of these promises."""

    target: Target
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hides:
    """What a silence hides: the promises it matches, their open alarms, and messages that wait."""

    promises: tuple[str, ...] = ()
    alarms: tuple[OpenEpisode, ...] = ()
    messages: tuple[HiddenMessage, ...] = ()


def preview_silence(store: Store, silence: Silence, now: datetime) -> Hides:
    """Return what a silence would hide if it were put down now; writes nothing, raises what `silence` raises."""
    with store.read() as connection:
        return hidden_by(store, connection, _checked(store, connection, silence, now))


def silence(store: Store, silence: Silence, now: datetime) -> int:
    """Put a silence down and return its number. Messages that wait no longer tell of what it hides.

    Raises BadInput without an author, a reason, an end to come or anything to match, and Unknown for a promise
    nobody knows.
    """
    with store.write(now, "silence", named(silence.by)) as commit:
        checked = _checked(store, commit.connection, silence, now)
        number = add_silence(commit, checked)
        if checked.since is None or checked.since <= now:
            _hide_waiting(store, commit, number, checked)
        return number


def end_silence(store: Store, number: int, by: str, now: datetime) -> PutSilence:
    """End a silence before its time; what is still true is told again at the next pass.

    Raises Unknown for a number that no silence has, BadInput for one that is over.
    """
    who = named(by)
    with store.write(now, "silence", who) as commit:
        found = next((each for each in load_silences(commit.connection) if each.id == number), None)
        if found is None:
            raise Unknown(f"there is no silence {number}", "`deedline silence list --all` numbers them")
        if found.ended is not None or found.silence.until <= now:
            raise BadInput(f"silence {number} was over at {iso(found.over_at.replace(microsecond=0))}")
        end(commit, number, who)
        return replace(found, ended=commit.instant, ended_by=who)


def list_silences(store: Store, now: datetime, *, over: bool = False) -> tuple[PutSilence, ...]:
    """Return the silences that last or are to come, with those that are over if asked for."""
    with store.read() as connection:
        found = load_silences(connection)
    return tuple(each for each in found if over or (each.ended is None and now < each.silence.until))


def hidden_by(store: Store, connection: Connection, silence: Silence) -> Hides:
    """Return what a silence hides as things stand."""
    matched = _matched(store, connection, silence)
    return Hides(
        tuple(sorted(matched)),
        tuple(each for each in load_open_episodes(connection) if each.promise in matched),
        tuple(
            HiddenMessage(each.target, _within(each.promises, matched))
            for each in load_waiting(connection)
            if _within(each.promises, matched)
        ),
    )


def _hide_waiting(store: Store, commit: Commit, number: int, silence: Silence) -> None:
    matched = _matched(store, commit.connection, silence)
    why = f"hidden by silence {number} of {silence.by}: {silence.reason}"
    for waiting in load_waiting(commit.connection):
        if hidden := _within(waiting.promises, matched):
            note_hidden(commit, ((alert, number) for alert in take_out(commit, waiting, hidden, why)))


def _matched(store: Store, connection: Connection, silence: Silence) -> frozenset[str]:
    logged = store.shelf.fresh(connection)[1]
    return frozenset(
        name for name, each in logged.items() if not each.retired and fits(silence.matcher, each.promise, None)
    )


def _within(promises: Iterable[str], matched: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in promises if name in matched)


def _checked(store: Store, connection: Connection, silence: Silence, now: datetime) -> Silence:
    reason = " ".join(silence.reason.split())
    if not reason:
        raise BadInput("a silence needs a reason", "say why in a few words: it is shown to whoever asks")
    if silence.until <= now or (silence.since is not None and silence.until <= silence.since):
        ends = iso(silence.until.replace(microsecond=0))
        raise BadInput(f"a silence until {ends} would hide nothing", "let it end in the future, after it begins")
    if not silence.matcher:
        raise BadInput(
            "a silence of everything is refused", "name promises, tags, actors or priorities that it hides"
        )
    if silence.matcher.statuses or silence.matcher.owners:
        raise BadInput("a silence goes by promises, tags, actors and priorities only", "leave out the rest")
    for name in silence.matcher.promises:
        find_promise(store, connection, name)
    return replace(silence, by=named(silence.by), reason=reason[:LONGEST_REASON])
