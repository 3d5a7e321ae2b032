"""Lays out suspected evidence as Slack blocks: the words quoted, with the buttons to accept or reject them."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.interactions import AskedLine
from tracker_notifiers import wording
from tracker_notifiers.slack_buttons import ITEM_BLOCK, item_row
from tracker_notifiers.slack_parts import Block, context, header, section, text_size
from tracker_notifiers.slack_text import LONGEST_MESSAGE, escaped, link

MOST_ITEMS = 8
"""Items with buttons in one message; the rest is counted."""
LONGEST_SENTENCE = 600


def asked_blocks(
    lines: Sequence[AskedLine], waiting: int = 0, *, repeated: bool = False, interactive: bool = False
) -> list[Block]:
    """Return a message about items of the review queue; `waiting` is how many there are in all."""
    blocks = [header(wording.asked_headline(lines, waiting))]
    if not any(line.decided for line in lines):
        blocks.append(section(["Only the words say so: until somebody accepts it, none of it is evidence."]))
    room = LONGEST_MESSAGE - 1000
    shown = 0
    for line in lines[:MOST_ITEMS]:
        item = _item(line, interactive=interactive)
        room -= text_size(item)
        if room < 0:
            break
        blocks += item
        shown += 1
    if (rest := max(waiting, len(lines)) - shown) > 0:
        blocks.append(section([f"… and {rest} more: `deedline review` goes through them all."]))
    if repeated:
        blocks.append(context([wording.REPEATED]))
    return [block for block in blocks if block]


def quoted(text: str, limit: int = LONGEST_SENTENCE) -> str:
    """Return foreign words as a quotation of one line."""
    return f"&gt; {escaped(text, limit)}"


def _item(line: AskedLine, *, interactive: bool) -> list[Block]:
    about = f"*{escaped(line.title or line.promise, 200)}*"
    if line.criterion:
        about += f": does it say “{escaped(line.criterion, 100)}”?"
    told = [about, quoted(line.sentence)]
    if line.quote and line.quote != line.sentence:
        told.append(f"the words: “{escaped(line.quote, 200)}”")
    day = wording.full_day(line.published.date())
    told.append(f"{link(line.url, line.source or 'no source named', 120)}, {day}")
    blocks = [section(told)]
    if line.decided:
        decided = escaped(line.decided, 400) or "decided"
        return [*blocks, {**context([decided]), "block_id": f"{ITEM_BLOCK}{line.item}"}]
    owner = f" · for {escaped(line.owner, 100)}" if line.owner else ""
    if interactive:
        return [*blocks, item_row(line), *([context([f"item {line.item}{owner}"])] if owner else [])]
    return [*blocks, context([f"item {line.item}: `deedline review show {line.item}`{owner}"])]
