"""The pieces of Slack messages and forms: each within Slack's limits, nothing foreign in them acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker_notifiers.slack_text import LONGEST_HEADER, LONGEST_SECTION, plain, slack_length

Block = dict[str, object]

HALF_SECTION = LONGEST_SECTION // 2


def plain_text(text: str, limit: int = LONGEST_HEADER) -> Block:
    """Return a text object in which nothing is markup."""
    return {"type": "plain_text", "text": plain(text, limit) or "…", "emoji": False}


def mrkdwn(text: str) -> Block:
    """Return a text object of markup that is ours, foreign parts escaped already."""
    # verbatim: Slack must not turn names and addresses in the text into mentions and links.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """Return a header block."""
    return {"type": "header", "text": plain_text(text)}


def section(lines: Sequence[str], limit: int = LONGEST_SECTION) -> Block:
    """Return a section of whole lines, or nothing where there are none."""
    text = whole_lines(lines, limit)
    return {"type": "section", "text": mrkdwn(text)} if text else {}


def context(lines: Sequence[str]) -> Block:
    """Return small print, or nothing where there is none."""
    text = whole_lines(lines, HALF_SECTION)
    return {"type": "context", "elements": [mrkdwn(text)]} if text else {}


def whole_lines(lines: Sequence[str], limit: int) -> str:
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
