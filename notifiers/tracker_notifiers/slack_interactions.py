"""Reads what Slack sends when somebody presses a button or fills in a form; whatever it holds is checked first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.domain.errors import BadInput
from tracker.domain.interactions import ON_ITEMS, Deed, Interaction, Person, Place, Step
from tracker_notifiers.outside_text import one_line
from tracker_notifiers.slack_buttons import ITEM_BLOCK, MENU, OPEN, OURS

LONGEST_ID = 400
LONGEST_NAME = 80
LONGEST_FIELD = 4000
MOST_BESIDE = 50

Payload = Mapping[str, Any]


def read_interaction(payload: Payload) -> Interaction | None:
    """Return what somebody did; None for what asks nothing of us (a link that was opened, a form that was closed).

    Raises BadInput for a button or form that is not one of ours, and for what cannot be read.
    """
    match payload.get("type"):
        case "block_actions":
            return _click(payload)
        case "view_submission":
            return _filled(payload)
        case "view_closed" | "block_suggestion":
            return None
    raise _unread("nothing that Deedline offers was used")


def response_url_of(payload: Payload) -> str:
    """Return the address that Slack gave for an answer, or an empty text."""
    return _text(payload.get("response_url"), 1000)


def trigger_of(payload: Payload) -> str:
    """Return what lets us open a form during the next three seconds."""
    return _text(payload.get("trigger_id"), LONGEST_ID)


def _click(payload: Payload) -> Interaction | None:
    actions = payload.get("actions")
    pressed = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    action = _text(pressed.get("action_id"), LONGEST_ID)
    if action == OPEN:
        return None
    value = _text(pressed.get("value"), LONGEST_ID)
    if action == MENU:
        chosen = pressed.get("selected_option")
        name, _, value = _text(chosen.get("value") if isinstance(chosen, dict) else "", LONGEST_ID).partition(":")
    else:
        name = action.removeprefix(OURS) if action.startswith(OURS) else ""
    deed = _deed(name)
    subject, seen = _subject(deed, value)
    key = trigger_of(payload) or f"{_text(pressed.get('action_ts'), 40)}:{action}:{value}"
    return Interaction(
        key=f"click:{key}",
        deed=deed,
        step=Step.CLICKED,
        by=_person(payload),
        subject=subject,
        seen=seen,
        place=_place(payload),
        beside=_items(payload),
    )


def _filled(payload: Payload) -> Interaction:
    view = payload.get("view")
    if not isinstance(view, dict):
        raise _unread("a form came without what was filled in")
    callback = _text(view.get("callback_id"), LONGEST_ID)
    name, _, step = callback.removeprefix(OURS).partition(":") if callback.startswith(OURS) else ("", "", "")
    deed = _deed(name)
    if step not in (Step.FILLED, Step.CONFIRMED):
        raise _unread("this form is not one of Deedline's")
    held = _held(view.get("private_metadata"))
    fields = {**_texts(held.get("fields")), **_fields(view.get("state"))}
    subject = _text(held.get("subject"), LONGEST_ID)
    seen = held.get("seen")
    beside = held.get("beside")
    return Interaction(
        key=f"form:{_text(view.get('id'), LONGEST_ID) or trigger_of(payload)}:{step}",
        deed=deed,
        step=Step(step),
        by=_person(payload),
        subject=subject,
        seen=seen if type(seen) is int else None,
        fields=fields,
        place=Place(*(_text(held.get(each), 60) for each in ("channel", "message", "thread"))),
        beside=_numbers(beside if isinstance(beside, list) else []),
    )


def _deed(name: str) -> Deed:
    try:
        return Deed(name)
    except ValueError:
        raise _unread("this button or form is not one of Deedline's") from None


def _subject(deed: Deed, value: str) -> tuple[str, int | None]:
    if deed not in ON_ITEMS:
        return value, None
    item, _, version = value.partition(":")
    if not (item.isascii() and item.isdigit() and version.isascii() and version.isdigit()):
        raise _unread("this button names no item of the review queue")
    return item, int(version)


def _person(payload: Payload) -> Person:
    user = payload.get("user")
    given = user if isinstance(user, dict) else {}
    known = _text(given.get("id"), 40)
    if not (known.isascii() and known.isalnum()):
        raise _unread("it does not say who did it")
    name = _text(given.get("name"), 200) or _text(given.get("username"), 200)
    return Person(known, one_line(name, LONGEST_NAME))


def _place(payload: Payload) -> Place:
    channel, posted, container = payload.get("channel"), payload.get("message"), payload.get("container")
    held = container if isinstance(container, dict) else {}
    message = posted if isinstance(posted, dict) else {}
    return Place(
        _text(channel.get("id") if isinstance(channel, dict) else held.get("channel_id"), 60),
        _text(message.get("ts") or held.get("message_ts"), 60),
        _text(message.get("thread_ts") or held.get("thread_ts"), 60),
    )


def _items(payload: Payload) -> tuple[int, ...]:
    message = payload.get("message")
    blocks = message.get("blocks") if isinstance(message, dict) else None
    held = [each for each in blocks if isinstance(each, dict)] if isinstance(blocks, list) else []
    ids = [str(each.get("block_id", "")) for each in held]
    return _numbers([each.removeprefix(ITEM_BLOCK) for each in ids if each.startswith(ITEM_BLOCK)])


def _numbers(values: Sequence[object]) -> tuple[int, ...]:
    texts = [str(each) for each in values[:MOST_BESIDE]]
    return tuple(int(each) for each in texts if each.isascii() and each.isdigit() and len(each) < 18)


def _held(metadata: object) -> Payload:
    try:
        held = json.loads(metadata) if isinstance(metadata, str) else None
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise _unread("a form does not say what it is about")
    return held


def _fields(state: object) -> dict[str, str]:
    values = state.get("values") if isinstance(state, dict) else None
    found: dict[str, str] = {}
    for name, actions in values.items() if isinstance(values, dict) else ():
        for given in actions.values() if isinstance(actions, dict) else ():
            if not isinstance(given, dict):
                continue
            chosen = given.get("selected_option")
            value = chosen.get("value") if isinstance(chosen, dict) else given.get("selected_date")
            filled = _text(value or given.get("value"), LONGEST_FIELD).strip()
            if filled:
                found[str(name)] = filled
    return found


def _texts(given: object) -> dict[str, str]:
    pairs = given.items() if isinstance(given, dict) else ()
    return {str(name): _text(value, LONGEST_FIELD) for name, value in pairs if _text(value, LONGEST_FIELD)}


def _text(value: object, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise _unread("it holds something that Slack does not send")
    return value


def _unread(what: str) -> BadInput:
    return BadInput(f"this could not be read: {what}", "use the buttons of a message that Deedline sent")
