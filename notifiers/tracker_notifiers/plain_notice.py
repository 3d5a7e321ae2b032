"""A notice as plain text: for the console and as the text twin of an e-mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tracker.domain.alerts import Delivery, EvidenceLine, Notice
from tracker.domain.verdicts import Bearing
from tracker_notifiers import wording
from tracker_notifiers.named_parts import LABEL, named_parts, unnamed_parts
from tracker_notifiers.outside_text import many_lines, one_line, safe_link
from tracker_notifiers.taking_up import command, for_whoever_acts, in_one_line

WIDTH = 78
MOST_EVIDENCE = 12
MOST_NOTICES = 50


def delivery_text(delivery: Delivery) -> str:
    """Return the whole delivery as text that ends with a line break."""
    lines: list[str] = []
    if delivery.maybe_repeated:
        lines += [wording.REPEATED, ""]
    if delivery.mail is not None:
        lines += [one_line(delivery.mail.subject), "", many_lines(delivery.mail.text).rstrip()]
    elif delivery.asked:
        lines += _asked(delivery)
    elif len(delivery.notices) > 1:
        lines += _group(delivery)
    elif delivery.notices:
        lines.append(wording.subject(delivery))
        lines += notice_lines(delivery.notices[0])
    else:
        lines += wording.own_words(delivery)
    return "\n".join(lines).rstrip() + "\n"


def notice_lines(notice: Notice) -> Iterator[str]:
    """Yield the body of one notice, without its headline; links stand in angle brackets on their own."""
    yield from _wrapped(_with_link(wording.said(notice), notice.quote_url))
    if changed := wording.changed(notice):
        yield f"Changed: {changed}"
    yield from _wrapped(f"Because: {one_line(notice.reason, 600)}" if notice.reason else "")
    for part in _parts(notice):
        yield from _wrapped(part, "    ")
    yield wording.tally(notice)
    yield from _evidence(wording.of_bearing(notice, Bearing.FOR), "+")
    yield from _evidence(wording.of_bearing(notice, Bearing.AGAINST), "-")
    yield from _evidence(wording.of_bearing(notice, Bearing.CONTEXT), "·")
    for reading in wording.readings(notice):
        yield f"  Reading {reading}"
    yield from _wrapped(_labelled("Note", wording.remarks(notice)))
    yield from _wrapped(_labelled("Watched", one_line(notice.coverage, 400)))
    yield from _wrapped(_labelled("Before", one_line(notice.record, 300)))
    yield from _wrapped(_labelled("Next", one_line(notice.next_step, 400)))
    for label, text in for_whoever_acts(notice):
        yield f"{label}: {text}"
    yield wording.footing(notice)
    if link := wording.open_link(notice):
        yield f"Open: <{link}>"


def _parts(notice: Notice) -> Iterator[str]:
    """Yield what else changed by the same event, each charge with its source."""
    for part in named_parts(notice):
        yield _labelled(LABEL, f"{part.move}. {part.reason}".strip())
        for line in part.sources:
            yield _with_link(f"  Source: {''.join(wording.provenance(line))}", line.url)
        yield _labelled("  Source", part.more)
    yield _labelled(LABEL, unnamed_parts(notice))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def _with_link(text: str, url: str) -> str:
    link = safe_link(url)
    return f"{text} <{link}>" if link else text


def _evidence(lines: tuple[EvidenceLine, ...], sign: str) -> Iterator[str]:
    for line in lines[:MOST_EVIDENCE]:
        who, rest = wording.provenance(line)
        decides = " [decides]" if line.decides else ""
        told = f"  {sign} {one_line(line.text, 300)} ({who}{rest}){decides}"
        yield from _wrapped(_with_link(told, line.url), "    ")
    if len(lines) > MOST_EVIDENCE:
        yield f"  {sign} and {len(lines) - MOST_EVIDENCE} more"


def _group(delivery: Delivery) -> Iterator[str]:
    yield wording.subject(delivery)
    for notice in delivery.notices[:MOST_NOTICES]:
        yield ""
        yield from _wrapped(wording.headline(notice), "  ")
        for line in _of_many(notice):
            yield from _wrapped(f"  {line}" if line else "", "  ")
    rest = len(delivery.notices) - MOST_NOTICES
    if rest > 0:
        yield ""
        yield f"and {rest} more: deedline promises lists them all"
    yield ""
    yield f"why sent: {wording.reasons_for_sending(delivery.notices)}"


def _of_many(notice: Notice) -> Iterator[str]:
    """Yield what one of several promises gets below its headline: each charge has its source beside it."""
    yield _labelled("Changed", wording.changed(notice))
    yield wording.in_group(notice)
    for line in wording.cited(notice):
        yield _with_link(f"Source: {''.join(wording.provenance(line))}", line.url)
    yield _labelled("Source", wording.uncited(notice))
    yield from _parts(notice)
    if link := safe_link(notice.quote_url):
        yield f"{wording.said_day(notice)}: <{link}>"
    yield _labelled("Before", one_line(notice.record, 300))
    yield in_one_line(notice, has_buttons=True)
    yield _labelled("Acknowledge", command(notice))  # on a line of its own: a command is not to be broken
    if link := wording.open_link(notice):
        yield f"Open: <{link}>"


def _asked(delivery: Delivery) -> Iterator[str]:
    yield wording.subject(delivery)
    for line in delivery.asked:
        yield ""
        yield from _wrapped(f"  {one_line(line.title, 200)} (item {line.item})", "  ")
        yield from _wrapped(_with_link(f"  “{one_line(line.sentence, 600)}”", line.url), "  ")
    yield ""
    yield "deedline review goes through them"


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    # Links stay whole: a broken address cannot be clicked.
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
