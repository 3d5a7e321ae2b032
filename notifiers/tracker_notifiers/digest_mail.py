"""Lays a week out as a mail: HTML and a text twin from the same rows, small enough that no mailbox cuts it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tracker.domain.alerts import Mail
from tracker.domain.digests import Week
from tracker_notifiers.digest_rows import CountRow, DigestRows, Row, Section, digest_rows
from tracker_notifiers.mail_templates import rendered

MOST_BYTES = 95_000
"""Large mailboxes cut a mail's HTML at about 100 KB."""

CUTS = (40, 25, 15, 8, 4, 2)
"""Rows a list, tried in turn until the mail is small enough."""

WIDTH = 78


def mail_for_week(week: Week) -> Mail:
    """Return the digest as a finished mail."""
    for most in CUTS:
        rows = digest_rows(week, most)
        html = rendered("digest.html.j2", subject=rows.subject, preview=rows.followed, week=rows)
        if len(html.encode()) <= MOST_BYTES:
            break
    return Mail(rows.subject, "\n".join(_text(rows)) + "\n", html)


def _text(rows: DigestRows) -> Iterator[str]:
    yield from (rows.kicker, "")
    yield from textwrap.wrap(rows.headline, WIDTH)
    yield rows.followed
    if rows.counts:
        yield ""
        yield from _counts(rows.counts)
    for section in rows.sections:
        yield from _section(section)
    yield from ("", "-" * 40, rows.key, rows.footing)


def _counts(counts: tuple[CountRow, ...]) -> Iterator[str]:
    word = max(len(count.word) for count in counts)
    now = max(len(count.now) for count in counts)
    change = max(len(count.change) for count in counts)
    for count in counts:
        line = f"{count.sign} {count.word:<{word}}  {count.now:>{now}}  {count.change:>{change}}  {count.bar}"
        yield line.rstrip()


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
    if row.link:
        yield f"  <{row.link}>"


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH - 2, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
