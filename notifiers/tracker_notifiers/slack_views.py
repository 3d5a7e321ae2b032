"""The forms that open in Slack, and what they say when they are done: pure, within Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.domain.interactions import (
    Choice,
    Deed,
    DisputeForm,
    EvidenceForm,
    Form,
    Place,
    RejectForm,
    SnoozeForm,
    Step,
)
from tracker_notifiers import wording
from tracker_notifiers.slack_buttons import OURS
from tracker_notifiers.slack_parts import Block, plain_text, section
from tracker_notifiers.slack_review import quoted
from tracker_notifiers.slack_text import escaped, plain

LONGEST_REASON = 800
LONGEST_REMEMBERED = 250
"""Of what a form takes along to the next step: Slack keeps 3,000 characters, six for each that is escaped."""
LONGEST_TEXT = 3000
MOST_CHOICES = 100
"""Options that Slack takes in one list."""
MOST_HIDDEN = 12
ACTION = f"{OURS}field"


def view_of(form: Form, place: Place, beside: Sequence[int] = ()) -> dict[str, Any]:
    """Return a form as a Slack view; it remembers what it is about, and where it was asked for."""
    match form:
        case SnoozeForm(hides=None):
            return _snooze(form, place)
        case SnoozeForm():
            return _snooze_preview(form, place)
        case EvidenceForm():
            return _evidence(form, place)
        case DisputeForm():
            return _dispute(form, place)
        case RejectForm():
            return _reject(form, place, beside)


def told_view(text: str) -> dict[str, Any]:
    """Return a view that says something and asks for nothing."""
    lines = [escaped(line, 600) for line in text.splitlines()[:20]]
    said = section(lines) or section(["Done."])
    return {"type": "modal", **_titled("Deedline"), "close": plain_text("Close", 24), "blocks": [said]}


def _snooze(form: SnoozeForm, place: Place) -> dict[str, Any]:
    return {
        **_asking("Snooze", Deed.SNOOZE, Step.FILLED, "See what it hides"),
        "private_metadata": _remembered(form.promise, place),
        "blocks": [
            section([f"*{escaped(form.title, 300)}*", "Alerts about it are held back; it is judged as ever."]),
            _input("span", "For how long", _select(form.spans, form.span)),
            _input("reason", "Why", _typed(LONGEST_REMEMBERED, multiline=True)),
        ],
    }


def _snooze_preview(form: SnoozeForm, place: Place) -> dict[str, Any]:
    hides = [f"• {escaped(line, 240)}" for line in (form.hides or ())[:MOST_HIDDEN]]
    if (rest := len(form.hides or ()) - len(hides)) > 0:
        hides.append(f"• and {rest} more")
    until = f" until {escaped(wording.moment(form.until, form.tz))} ({escaped(form.tz, 60)})" if form.until else ""
    return {
        **_asking("Snooze", Deed.SNOOZE, Step.CONFIRMED, "Hold alerts back"),
        "private_metadata": _remembered(form.promise, place, fields={"span": form.span, "reason": form.reason}),
        "blocks": [
            section([f"*{escaped(form.title, 300)}*", f"Alerts are held back{until}."]),
            section(["*This hides*", *(hides or ["nothing that is waiting now"])]),
            section([f"Reason: {escaped(form.reason, LONGEST_REASON)}"]),
            section(["What is still true when it ends is told then."]),
        ],
    }


def _evidence(form: EvidenceForm, place: Place) -> dict[str, Any]:
    link = {**_typed(1500), "type": "url_text_input"}
    link.pop("multiline")
    link.pop("max_length")
    blocks = [
        section([f"*{escaped(form.title, 300)}*", "What you report is kept under your name."]),
        _input("link", "Link to it", link, optional=True),
        _input("date", "When it occurred", {"type": "datepicker", "initial_date": form.today.isoformat()}),
        _input("value", "Figure, if there is one", _typed(40), optional=True),
        _input("text", "What it says", _typed(LONGEST_TEXT, multiline=True)),
    ]
    subjects = _select(form.subjects)
    if subjects["options"]:
        blocks.insert(3, _input("subject", "What it is about", subjects, optional=True))
    return {
        **_asking("Add evidence", Deed.ADD_EVIDENCE, Step.FILLED, "Report it"),
        "private_metadata": _remembered(form.promise, place),
        "blocks": blocks,
    }


def _dispute(form: DisputeForm, place: Place) -> dict[str, Any]:
    return {
        **_asking("Dispute", Deed.DISPUTE, Step.FILLED, "Dispute it"),
        "private_metadata": _remembered(form.promise, place),
        "blocks": [
            section(
                [
                    f"*{escaped(form.title, 300)}*",
                    f"It stands as {escaped(form.stands, 100)}. A dispute is told to the owner and kept; "
                    "it does not change the verdict.",
                ]
            ),
            _input("reason", "What is wrong", _typed(LONGEST_REASON, multiline=True)),
        ],
    }


def _reject(form: RejectForm, place: Place, beside: Sequence[int]) -> dict[str, Any]:
    return {
        **_asking("Reject", Deed.REJECT, Step.FILLED, "Reject"),
        "private_metadata": _remembered(str(form.item), place, seen=form.version, beside=beside),
        "blocks": [
            section([f"Item {form.item}", quoted(form.quote)]),
            _input("reason", "Why it does not say so", _typed(LONGEST_REASON, multiline=True)),
        ],
    }


def _asking(title: str, deed: Deed, step: Step, submit: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": f"{OURS}{deed.value}:{step.value}",
        **_titled(title),
        "submit": plain_text(submit, 24),
        "close": plain_text("Cancel", 24),
    }


def _titled(title: str) -> dict[str, Any]:
    return {"title": plain_text(title, 24)}


def _remembered(
    subject: str,
    place: Place,
    *,
    seen: int | None = None,
    beside: Sequence[int] = (),
    fields: Mapping[str, str] | None = None,
) -> str:
    held = {
        "subject": subject,
        "channel": place.channel,
        "message": place.message,
        "thread": place.thread,
        **({"seen": seen} if seen is not None else {}),
        **({"beside": list(beside)} if beside else {}),
        **({"fields": dict(fields)} if fields else {}),
    }
    # Slack only keeps this; escaped all the same, so that nothing that looks like a mention ever leaves.
    written = json.dumps(held, ensure_ascii=False).encode("utf-8", "replace").decode()
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _input(name: str, label: str, element: Mapping[str, Any], *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "element": {**element, "action_id": ACTION},
        "optional": optional,
    }


def _typed(longest: int, *, multiline: bool = False) -> dict[str, Any]:
    return {"type": "plain_text_input", "multiline": multiline, "max_length": longest}


def _select(choices: Sequence[Choice], chosen: str = "") -> dict[str, Any]:
    options = [
        {"text": plain_text(each.words, 75), "value": each.value}
        for each in choices[:MOST_CHOICES]
        if each.words and 0 < len(each.value) <= 150 and plain(each.value) == each.value
    ]
    initial = [each for each in options if each["value"] == chosen]
    return {"type": "static_select", "options": options, **({"initial_option": initial[0]} if initial else {})}
