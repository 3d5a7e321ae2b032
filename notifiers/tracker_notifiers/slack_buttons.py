"""What can be done from a Slack message: buttons, a menu for one of many, the two for an item of review."""

from __future__ import annotations

import re
from typing import Any

from tracker.domain.alerts import Notice
from tracker.domain.interactions import AskedLine, Deed
from tracker.domain.statuses import ALARMS
from tracker_notifiers import wording
from tracker_notifiers.slack_parts import Block, plain_text

OURS = "deedline:"
"""What the ids of our buttons and forms begin with; what follows is the deed."""
MENU = f"{OURS}menu"
OPEN = f"{OURS}open"
ITEM_BLOCK = f"{OURS}item:"
"""What the id of a block about an item of the review queue begins with; what follows is its number."""

_WORDS = {
    Deed.ACKNOWLEDGE: "Acknowledge",
    Deed.SNOOZE: "Snooze",
    Deed.ADD_EVIDENCE: "Add evidence",
    Deed.DISPUTE: "Dispute",
}
_PROMISE = re.compile(r"\w[\w.:/ -]{0,79}")
"""What fits into a button without acting there; the ids of promises are of this form unless they are very long."""


def row(notice: Notice, *, interactive: bool) -> Block:
    """Return the row of buttons under a root message, or nothing where there is nothing to press."""
    buttons: list[dict[str, Any]] = []
    if address := wording.open_link(notice):
        buttons.append({"type": "button", "text": plain_text("Open"), "url": address, "action_id": OPEN})
    if interactive:
        buttons += [_button(deed, notice.promise) for deed in _deeds(notice)]
    return {"type": "actions", "elements": buttons} if buttons else {}


def menu(notice: Notice, *, interactive: bool) -> Block:
    """Return the menu beside one of several promises in a message, as part of its section."""
    options = [
        {"text": plain_text(_WORDS[deed]), "value": f"{deed.value}:{notice.promise}"} for deed in _deeds(notice)
    ]
    if not interactive or not options:
        return {}
    return {"accessory": {"type": "overflow", "action_id": MENU, "options": options}}


def item_row(line: AskedLine) -> Block:
    """Return the two buttons under an item of the review queue that is open."""
    value = f"{line.item}:{line.version}"
    accept = {**_plain_button("Accept", f"{OURS}{Deed.ACCEPT.value}", value), "style": "primary"}
    reject = {**_plain_button("Reject", f"{OURS}{Deed.REJECT.value}", value), "style": "danger"}
    return {"type": "actions", "block_id": f"{ITEM_BLOCK}{line.item}", "elements": [accept, reject]}


def _deeds(notice: Notice) -> list[Deed]:
    """Return what can be done about a notice: an alarm that nobody took up can be acknowledged and silenced."""
    if not _PROMISE.fullmatch(notice.promise):
        return []
    alarm = notice.status in ALARMS
    deeds = [Deed.ACKNOWLEDGE] if alarm and not notice.acknowledged_by else []
    return [*deeds, *([Deed.SNOOZE] if alarm else []), Deed.ADD_EVIDENCE, Deed.DISPUTE]


def _button(deed: Deed, promise: str) -> dict[str, Any]:
    return _plain_button(_WORDS[deed], f"{OURS}{deed.value}", promise)


def _plain_button(words: str, action: str, value: str) -> dict[str, Any]:
    return {"type": "button", "text": plain_text(words, 75), "action_id": action, "value": value}
