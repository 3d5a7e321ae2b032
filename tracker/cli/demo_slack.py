"""One Slack message drawn on the terminal from its payload, so that one sees what a channel would see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rich.box import ROUNDED
from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from tracker.actions.rehearsal import Laid
from tracker.cli.demo_words import QUIET, clipped
from tracker.domain.alerts import DeliveryKind
from tracker.domain.statuses import ALARMS

_LINK = re.compile(r"<[^|<>]+\|([^<>]+)>")
_STRONG = re.compile(r"\*([^*\n]+)\*")
_PLAIN = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("＋", "+"), ("－", "−"))
"""Slack's entities, and wide signs that many terminals lack or measure wrongly."""


def most_telling(messages: list[Laid]) -> Laid | None:
    """Return the message to show in full: the alarm, first in its thread, that stands on the most accounts."""
    roots = [
        each
        for each in messages
        if each.delivery.kind is DeliveryKind.ALERT
        and not (each.is_edit or each.is_reply)
        and len(each.delivery.notices) == 1
        and each.delivery.notices[0].status in ALARMS
    ]
    return max(roots, key=lambda each: len(each.delivery.notices[0].evidence), default=None)


def slack_panel(payload: Mapping[str, object]) -> Panel:
    """Return the blocks of a payload as a panel; links show their words, as Slack does."""
    channel = clipped(str(payload.get("channel", "")), 60)
    blocks = payload.get("blocks")
    lines = [line for block in (blocks if isinstance(blocks, list) else []) for line in _block(block)]
    return Panel(Group(*lines), box=ROUNDED, title=channel, title_align="left", border_style=QUIET, padding=(0, 1))


def _block(block: Mapping[str, object]) -> Iterator[Text]:
    style = {"header": "bold", "context": QUIET}.get(str(block.get("type")), "")
    elements = block.get("elements")
    for part in (block.get("text"), *(elements if isinstance(elements, list) else ())):
        text = part.get("text") if isinstance(part, Mapping) else None
        if isinstance(text, str):
            yield from (_line(line, style) for line in text.split("\n"))


def _line(mrkdwn: str, style: str) -> Text:
    """Return a line of Slack's markup as text: link words, bold, entities."""
    shown = Text(style=style)
    for place, piece in enumerate(_STRONG.split(_LINK.sub(r"\1", mrkdwn))):
        for entity, sign in _PLAIN:
            piece = piece.replace(entity, sign)
        shown.append(_spaced(piece), "bold" if place % 2 else None)
    return shown


def _spaced(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
