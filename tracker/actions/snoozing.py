"""Hold alerts about one promise back for a while, having shown what that hides."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from tracker.actions.look_up import find_promise
from tracker.actions.offering import promise_in_force
from tracker.actions.silencing import Hides, list_silences, preview_silence, silence
from tracker.domain.counting import counted
from tracker.domain.interactions import SNOOZES, Answered, Choice, Interaction, SnoozeForm
from tracker.domain.promises import Promise
from tracker.domain.routing import Matcher, Silence
from tracker.engine.part_names import part_words
from tracker.store.store import Store

LONGEST_REASON = 250


def preview_snooze(store: Store, asked: Interaction, tz: str, now: datetime) -> Answered:
    """Return the form that shows what a silence would hide and asks to confirm it; writes nothing."""
    if errors := _errors(asked):
        return Answered(errors=errors)
    promise = promise_in_force(store, asked.subject)
    wanted = _silence(asked, now)
    spans = tuple(Choice(key, words) for key, (words, _) in SNOOZES.items())
    hides = tuple(_words(store, promise, preview_silence(store, wanted, now)))
    form = SnoozeForm(
        promise.id,
        promise.title,
        spans,
        hides,
        wanted.until,
        tz,
        asked.fields["span"],
        asked.fields["reason"],
    )
    return Answered(form=form)


def snooze(store: Store, asked: Interaction, now: datetime) -> Answered:
    """Silence the promise; whoever comes after somebody who silenced it for as long learns who that was."""
    if errors := _errors(asked):
        return Answered(errors=errors)
    promise_in_force(store, asked.subject)
    wanted = _silence(asked, now)
    for each in list_silences(store, now):
        if each.silence.matcher == wanted.matcher and each.silence.until >= wanted.until:
            told = f"Alerts about it are held back already, until {_at(each.silence.until)}, by {each.silence.by}"
            return Answered(f"{told}: {each.silence.reason}", done=True)
    number = silence(store, wanted, now)
    told = f"Alerts about it are held back until {_at(wanted.until)} (silence {number})."
    return Answered(f"{told} `deedline silence end {number}` ends it sooner.", done=True)


def _errors(asked: Interaction) -> dict[str, str]:
    errors = {}
    if asked.fields.get("span") not in SNOOZES:
        errors["span"] = "say for how long"
    reason = asked.fields.get("reason", "")
    if not reason.strip():
        errors["reason"] = "say why: it is shown to whoever asks"
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = f"write at most {LONGEST_REASON} characters"
    return errors


def _silence(asked: Interaction, now: datetime) -> Silence:
    _, span = SNOOZES[asked.fields["span"]]
    matcher = Matcher(promises=(asked.subject,))
    return Silence(matcher, asked.by.words, asked.fields["reason"], now + span)


def _words(store: Store, promise: Promise, hides: Hides) -> list[str]:
    """Return what a silence would hide, a line each."""
    told = []
    for alarm in hides.alarms:
        status = alarm.status.value.replace("_", " ")
        part = f", {part_words(promise, alarm.instance)}" if alarm.instance else ""
        told.append(
            f"the alarm of {alarm.promise}{part}: {status} since {_at(alarm.since)}; no reminder, no escalation"
        )
    waiting = Counter(each.target.destination for each in hides.messages)
    told += [
        f"what waits for {name} now: {counted(number, 'message')}" for name, number in sorted(waiting.items())
    ]
    with store.read() as connection:
        titles = [find_promise(store, connection, name).promise.title for name in hides.promises]
    return [*told, *(f"every change of “{title}” until then" for title in titles or [promise.title])]


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
