"""Lays a notice out as Slack blocks: pure, within Slack's limits, every outside text escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.domain.alerts import EvidenceLine, Mail, Notice, Why
from tracker.domain.verdicts import Bearing
from tracker_notifiers import wording
from tracker_notifiers.named_parts import LABEL, named_parts, unnamed_parts
from tracker_notifiers.outside_text import many_lines
from tracker_notifiers.slack_buttons import menu, row
from tracker_notifiers.slack_parts import HALF_SECTION, Block, context, header, section, text_size
from tracker_notifiers.slack_text import LONGEST_FALLBACK, LONGEST_MESSAGE, MOST_BLOCKS, escaped, link
from tracker_notifiers.taking_up import for_whoever_acts, in_one_line

MOST_LINES = 6
"""Accounts shown a side; the rest is counted."""


def root_blocks(notice: Notice, *, repeated: bool = False, interactive: bool = False) -> list[Block]:
    """Return the root message of an episode: what stands now, why, on what evidence, and what comes next.

    `interactive` adds what can be done about it; without it there is only the way to the page, if there is one.
    """
    blocks = [header(wording.headline(notice)), section([_said(notice), *_changed(notice)])]
    if notice.reason:
        blocks.append(section([escaped(wording.sentence(notice.reason, 900), 900)]))
    if shown := wording.readings(notice):
        listed = [f"• {escaped(reading, 240)}" for reading in shown[: MOST_LINES * 2]]
        blocks.append(section(["*Readings*", *listed], HALF_SECTION))
    if beside := list(_beside(notice)):
        blocks.append(section([f"*{LABEL}*", *beside], HALF_SECTION))
    blocks.append(section([f"*{wording.tally(notice)}*", *_sides(notice)]))
    if seen := wording.of_bearing(notice, Bearing.CONTEXT):
        blocks.append(context(["Also seen:", *_lines(seen, "·")]))
    blocks.append(section(list(_outlook(notice, interactive))))
    blocks.append(context([escaped(wording.footing(notice), 400)]))
    if repeated:
        blocks.append(context([wording.REPEATED]))
    if told := wording.acknowledged(notice):
        blocks.append(context([escaped(told, 300)]))
    blocks.append(row(notice, interactive=interactive))
    return [block for block in blocks if block]


def reply_blocks(notice: Notice, *, repeated: bool = False) -> list[Block]:
    """Return the short reply in an episode's thread: old and new, the reason, what decided, why it was sent."""
    told = f"{wording.symbol(notice.status)} *{wording.move(notice)}*"
    lines = [f"{told}: {escaped(notice.reason, 900)}" if notice.reason else told]
    if notice.why is Why.ESCALATED:
        # This one is shown in the channel too, where nobody sees the root it belongs to.
        nobody = ("Nobody has acknowledged it so far.", escaped(in_one_line(notice), 400))
        lines = [f"*{escaped(wording.headline(notice), 600)}*", *nobody, *lines]
    lines += _lines(wording.deciding(notice), "•")
    lines += [f"• {escaped(reading, 240)}" for reading in wording.readings(notice)[:MOST_LINES]]
    lines += _beside(notice)
    blocks = [section(lines), context([escaped(wording.footing(notice), 400)])]
    if repeated:
        blocks.append(context([wording.REPEATED]))
    return blocks


def group_blocks(notices: Sequence[Notice], *, repeated: bool = False, interactive: bool = False) -> list[Block]:
    """Return one message for many notices; what does not fit is counted, with a pointer to the whole list."""
    opening = [header(wording.group_headline(tuple(notices)))]
    closing = [context([escaped(f"why sent: {wording.reasons_for_sending(notices)}", 300)])]
    if repeated:
        closing.append(context([wording.REPEATED]))
    room = LONGEST_MESSAGE - 1000
    items: list[Block] = []
    for notice in notices:
        item = section(list(_of_many(notice, interactive))) | menu(notice, interactive=interactive)
        room -= text_size([item])
        if room < 0 or len(items) + len(opening) + len(closing) + 1 >= MOST_BLOCKS:
            break
        items.append(item)
    rest = len(notices) - len(items)
    if rest:
        items.append(section([f"… and {rest} more: `deedline promises` lists them all."]))
    return [*opening, *items, *closing]


def _of_many(notice: Notice, has_buttons: bool) -> Iterator[str]:
    """Yield the lines on one of several promises: each charge has its source beside it."""
    yield link(wording.open_link(notice), wording.headline(notice), 300)
    if changed := wording.changed(notice):
        yield f"Changed: {changed}"
    if reason := wording.in_group(notice):
        yield escaped(reason, 400)
    for line in wording.cited(notice):
        who, rest = wording.provenance(line)
        yield f"Source: {link(line.url, who, 100)}{escaped(rest, 80)}"
    if more := wording.uncited(notice):
        yield f"Source: {more}"
    yield from _beside(notice)
    if statement := link(notice.quote_url, wording.said_day(notice)):
        yield statement
    if notice.record:
        yield f"Before: {escaped(notice.record, 300)}"
    if acting := in_one_line(notice, has_buttons=has_buttons):
        yield escaped(acting, 400)


def mail_blocks(mail: Mail, *, repeated: bool = False) -> list[Block]:
    """Return a finished mail (a digest sent to Slack) as blocks of its text, cut with a pointer."""
    blocks = [header(mail.subject)]
    room = LONGEST_MESSAGE - 1000
    for paragraph in many_lines(mail.text).split("\n\n"):
        block = section([escaped(line, 400) for line in paragraph.split("\n") if line.strip()][:30])
        room -= text_size([block])
        if room < 0 or len(blocks) >= MOST_BLOCKS - 2:
            blocks.append(section(["… cut here: `deedline digest preview` shows all of it."]))
            break
        blocks.append(block)
    if repeated:
        blocks.append(context([wording.REPEATED]))
    return [block for block in blocks if block]


def own_blocks(lines: Sequence[str], *, repeated: bool = False) -> list[Block]:
    """Return what Deedline says of itself: a test, or trouble with a destination."""
    blocks = [section([escaped(line, 600) for line in lines], HALF_SECTION)]
    return [*blocks, context([wording.REPEATED])] if repeated else blocks


def fallback(text: str) -> str:
    """Return the text for notifications and readers without blocks."""
    return escaped(text, LONGEST_FALLBACK) or "Deedline"


def _said(notice: Notice) -> str:
    source = link(notice.quote_url, "source")
    return escaped(wording.said(notice), 900) + (f"  ({source})" if source.startswith("<") else "")


def _changed(notice: Notice) -> list[str]:
    changed = wording.changed(notice)
    return [f"*Changed:* {changed}"] if changed else []


def _beside(notice: Notice) -> Iterator[str]:
    """Yield what else changed of the promise by the same event, each charge with its source."""
    for part in named_parts(notice):
        yield f"• {escaped(f'{part.move}. {part.reason}'.strip(), 400)}"
        for line in part.sources:
            who, rest = wording.provenance(line)
            yield f"   Source: {link(line.url, who, 100)}{escaped(rest, 80)}"
        if part.more:
            yield f"   Source: {part.more}"
    if more := unnamed_parts(notice):
        yield f"• {escaped(more, 300)}"


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


def _outlook(notice: Notice, has_buttons: bool) -> Iterator[str]:
    for label, text in (
        ("Note", wording.remarks(notice)),
        ("Watched", notice.coverage),
        ("Before", notice.record),
        ("Next", notice.next_step),
        *for_whoever_acts(notice, has_buttons=has_buttons),
    ):
        if text:
            yield f"*{label}:* {escaped(text, 400)}"
