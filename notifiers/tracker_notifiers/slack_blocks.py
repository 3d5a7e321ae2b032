"""Lays a notice out as Slack blocks: pure, within Slack's limits, every outside text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.alerts import EvidenceLine, Mail, Notice
from tracker.domain.verdicts import Bearing
from tracker_notifiers import wording
from tracker_notifiers.outside_text import many_lines
from tracker_notifiers.plain_notice import reasons_for_sending
from tracker_notifiers.slack_text import (
    LONGEST_FALLBACK,
    LONGEST_MESSAGE,
    LONGEST_SECTION,
    MOST_BLOCKS,
    escaped,
    link,
    plain,
    slack_length,
)

Block = dict[str, object]

MOST_LINES = 6
"""Accounts shown a side; the rest is counted."""

HALF_SECTION = LONGEST_SECTION // 2


def root_blocks(notice: Notice, *, repeated: bool = False) -> list[Block]:
    """Return the root message of an episode: what stands now, why, on what evidence, and what comes next."""
    blocks = [_header(wording.headline(notice)), _section([_said(notice)])]
    if notice.reason:
        blocks.append(_section([escaped(wording.sentence(notice.reason, 900), 900)]))
    if shown := wording.readings(notice):
        listed = [f"• {escaped(reading, 240)}" for reading in shown[: MOST_LINES * 2]]
        blocks.append(_section(["*Readings*", *listed], HALF_SECTION))
    blocks.append(_section([f"*{wording.tally(notice)}*", *_sides(notice)]))
    if context := wording.of_bearing(notice, Bearing.CONTEXT):
        blocks.append(_context(["Also seen:", *_lines(context, "·")]))
    blocks.append(_section(list(_outlook(notice))))
    blocks.append(_context([escaped(wording.footing(notice), 400)]))
    if repeated:
        blocks.append(_context([wording.REPEATED]))
    if address := wording.open_link(notice):
        button = {"type": "button", "text": _plain_text("Open"), "url": address, "action_id": "open"}
        blocks.append({"type": "actions", "elements": [button]})
    return [block for block in blocks if block]


def reply_blocks(notice: Notice, *, repeated: bool = False) -> list[Block]:
    """Return the short reply in an episode's thread: old and new, the reason, what decided, why it was sent."""
    told = f"{wording.symbol(notice.status)} *{wording.move(notice)}*"
    lines = [f"{told}: {escaped(notice.reason, 900)}" if notice.reason else told]
    deciding = [line for line in notice.evidence if line.decides]
    lines += _lines(deciding, "•")
    lines += [f"• {escaped(reading, 240)}" for reading in wording.readings(notice)[:MOST_LINES]]
    blocks = [_section(lines), _context([escaped(wording.footing(notice), 400)])]
    if repeated:
        blocks.append(_context([wording.REPEATED]))
    return blocks


def group_blocks(notices: Sequence[Notice], *, repeated: bool = False) -> list[Block]:
    """Return one message for many notices; what does not fit is counted, with a pointer to the whole list."""
    opening = [_header(wording.group_headline(tuple(notices)))]
    closing = [_context([escaped(f"why sent: {reasons_for_sending(notices)}", 300)])]
    if repeated:
        closing.append(_context([wording.REPEATED]))
    room = LONGEST_MESSAGE - 1000
    items: list[Block] = []
    for notice in notices:
        title = link(wording.open_link(notice), wording.headline(notice), 300)
        told = [escaped(wording.sentence(notice.reason, 300), 300)] if notice.reason else []
        told += [f"Before: {escaped(notice.record, 300)}"] if notice.record else []
        item = _section([title, *told])
        room -= text_size([item])
        if room < 0 or len(items) + len(opening) + len(closing) + 1 >= MOST_BLOCKS:
            break
        items.append(item)
    rest = len(notices) - len(items)
    if rest:
        items.append(_section([f"… and {rest} more: `deedline promises` lists them all."]))
    return [*opening, *items, *closing]


def mail_blocks(mail: Mail, *, repeated: bool = False) -> list[Block]:
    """Return a finished mail (a digest sent to Slack) as blocks of its text, cut with a pointer."""
    blocks = [_header(mail.subject)]
    room = LONGEST_MESSAGE - 1000
    for paragraph in many_lines(mail.text).split("\n\n"):
        block = _section([escaped(line, 400) for line in paragraph.split("\n") if line.strip()][:30])
        room -= text_size([block])
        if room < 0 or len(blocks) >= MOST_BLOCKS - 2:
            blocks.append(_section(["… cut here: `deedline digest preview` shows all of it."]))
            break
        blocks.append(block)
    if repeated:
        blocks.append(_context([wording.REPEATED]))
    return [block for block in blocks if block]


def own_blocks(lines: Sequence[str], *, repeated: bool = False) -> list[Block]:
    """Return what Deedline says of itself: a test, or trouble with a destination."""
    blocks = [_section([escaped(line, 600) for line in lines], HALF_SECTION)]
    return [*blocks, _context([wording.REPEATED])] if repeated else blocks


def fallback(text: str) -> str:
    """Return the text for notifications and readers without blocks."""
    return escaped(text, LONGEST_FALLBACK) or "Deedline"


def text_size(blocks: Iterable[Block]) -> int:
    """Return how many characters of text the blocks hold."""
    return sum(slack_length(text) for block in blocks for text in _texts(block))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "url") and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _said(notice: Notice) -> str:
    source = link(notice.quote_url, "source")
    return escaped(wording.said(notice), 900) + (f"  ({source})" if source.startswith("<") else "")


def _sides(notice: Notice) -> Iterator[str]:
    yield from _lines(wording.of_bearing(notice, Bearing.FOR), "＋")
    yield from _lines(wording.of_bearing(notice, Bearing.AGAINST), "－")


def _lines(lines: Sequence[EvidenceLine], sign: str) -> list[str]:
    shown = []
    for line in lines[:MOST_LINES]:
        who, rest = wording.provenance(line)
        decides = " · *decides*" if line.decides else ""
        shown.append(f"{sign} {escaped(line.text, 180)} ({link(line.url, who, 100)}{escaped(rest, 80)}){decides}")
    if len(lines) > MOST_LINES:
        shown.append(f"{sign} and {len(lines) - MOST_LINES} more")
    return shown


def _outlook(notice: Notice) -> Iterator[str]:
    for label, text in (
        ("Note", wording.remarks(notice)),
        ("Watched", notice.coverage),
        ("Before", notice.record),
        ("Next", notice.next_step),
    ):
        if text:
            yield f"*{label}:* {escaped(text, 400)}"


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": plain(text), "emoji": False}


def _header(text: str) -> Block:
    return {"type": "header", "text": _plain_text(text)}


def _mrkdwn(text: str) -> Block:
    # verbatim: Slack must not turn names and addresses in the text into mentions and links.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _section(lines: Sequence[str], limit: int = LONGEST_SECTION) -> Block:
    text = _whole_lines(lines, limit)
    return {"type": "section", "text": _mrkdwn(text)} if text else {}


def _context(lines: Sequence[str]) -> Block:
    text = _whole_lines(lines, HALF_SECTION)
    return {"type": "context", "elements": [_mrkdwn(text)]} if text else {}


def _whole_lines(lines: Sequence[str], limit: int) -> str:
    """Join as many lines as a section may hold: a line cut in two could break a link."""
    kept: list[str] = []
    room = limit - 2
    for line in lines:
        room -= slack_length(line) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept)
