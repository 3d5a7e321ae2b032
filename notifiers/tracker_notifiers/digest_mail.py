"""Lays a week out as a mail: HTML and a text twin from the same rows, small enough that no mailbox cuts it."""

from __future__ import annotations

import quopri
import textwrap
from collections.abc import Callable, Iterator

from tracker.domain.alerts import Mail, Picture
from tracker.domain.digests import Week
from tracker_notifiers.chart_picture import picture_of
from tracker_notifiers.digest_chart import Chart, chart_of
from tracker_notifiers.digest_rows import CountRow, DigestRows, Row, Section, digest_rows
from tracker_notifiers.mail_templates import rendered

MOST_BYTES = 100_000
"""Large mailboxes cut a mail's HTML at about 100 KB: the whole mail, as it is sent, stays below that."""

ROOM_FOR_HEADERS = 4_000

CUTS = (40, 25, 15, 8, 4, 2, 1)
"""Rows a list, tried in turn until the mail is small enough."""

WIDTH = 78


def mail_for_week(week: Week, draw: Callable[[Chart], Picture | None] = picture_of) -> Mail:
    """Return the digest as a finished mail; `draw` gives the chart as a picture, or None: then it is bars."""
    chart = chart_of(week)
    picture = draw(chart) if chart else None
    for most in CUTS:
        rows = digest_rows(week, chart, most)
        html = rendered("digest.html.j2", subject=rows.subject, preview=rows.followed, week=rows, picture=picture)
        text = "\n".join(_text(rows)) + "\n"
        if _size(text, html, picture) <= MOST_BYTES - ROOM_FOR_HEADERS:
            break
    return Mail(rows.subject, text, html, () if picture is None else (picture,), rows.unsubscribe)


def _size(text: str, html: str, picture: Picture | None) -> int:
    """Return how many bytes the parts take as they are sent, with what protects them on the way."""
    parts = len(quopri.encodestring(text.encode())) + len(quopri.encodestring(html.encode()))
    return parts + (len(picture.data) * 80 // 76 if picture else 0)


def _text(rows: DigestRows) -> Iterator[str]:
    if rows.label:
        yield from (*textwrap.wrap(rows.label, WIDTH), "")
    yield from (rows.kicker, "")
    yield from textwrap.wrap(rows.headline, WIDTH)
    yield rows.followed
    if rows.counts:
        yield ""
        yield from _counts(rows.counts)
    for section in rows.sections:
        yield from _section(section)
    if rows.chart:
        yield from ("", rows.chart.heading.upper(), "", *rows.chart.lines())
    yield from ("", "-" * 40)
    if rows.key:
        yield rows.key
    yield from (rows.footing, *textwrap.wrap(rows.because, WIDTH))
    if rows.unsubscribe:
        yield f"Unsubscribe: <{rows.unsubscribe}>"


def _counts(counts: tuple[CountRow, ...]) -> Iterator[str]:
    word = max(len(count.word) for count in counts)
    now = max(len(count.now) for count in counts)
    change = max(len(count.change) for count in counts)
    for count in counts:
        yield f"{count.sign} {count.word:<{word}}  {count.now:>{now}}  {count.change:>{change}}"


def _section(section: Section) -> Iterator[str]:
    yield from ("", section.heading.upper())
    if not section.rows:
        yield section.none
    for row in section.rows:
        yield ""
        yield from _row(row)
    if section.more > 0:
        yield from ("", f"and {section.more} more: {section.pointer}")


def _row(row: Row) -> Iterator[str]:
    yield f"{row.label}{f' · {row.when}' if row.when else ''}"
    yield from _indented(f"{row.title}{f' ({row.by})' if row.by else ''}")
    yield from _indented(row.detail)
    for line in row.lines:
        yield f"  {line}"
    for source in row.sources:
        yield f"  Source: {source.who}{f' <{source.url}>' if source.url else ''}"
    if row.unnamed:
        yield f"  Source: {row.unnamed}"
    if row.link and row.link not in [source.url for source in row.sources]:  # it stands there already
        yield f"  <{row.link}>"


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH - 2, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
