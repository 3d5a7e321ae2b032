"""A mail (.eml) as a report: its subject, its text and its date; attachments are left aside."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from tracker.domain.instants import iso
from tracker.domain.reports import Grade, Report
from tracker.domain.sources import Source
from tracker.language.dates import FIRST_YEAR, LAST_YEAR
from tracker.sources.feed_items import LONGEST_TEXT, LONGEST_TITLE
from tracker.sources.mapping import Mapper
from tracker.sources.plain_text import cut, from_markup, on_one_line, tidy

_LONGEST_HEADER = 300


class NoMail(ValueError):
    """What was given is no mail that says anything; the message says why."""


def read_mail(data: bytes, source: Source, now: datetime) -> tuple[Report, tuple[str, ...]]:
    """Return the mail as a report of the source, and what about it could not be read; raises NoMail.

    Who it says it is from proves nothing, so the sender becomes the origin only where the source's `map` says so.
    """
    try:
        mail = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
        title, text = _header(mail, "subject", LONGEST_TITLE), _text(mail)
        dated = _dated(mail)
        fields = {name: _header(mail, name, _LONGEST_HEADER) for name in ("from", "to", "list-id", "message-id")}
    except (ValueError, LookupError, AttributeError, TypeError, IndexError, RecursionError) as error:
        # the parser meets hostile mails with any of these
        raise NoMail(f"it cannot be read as a mail ({type(error).__name__}: {error})"[:200]) from None
    if not (title or text):
        raise NoMail("it has neither a subject nor a text")
    published = dated or now
    fields |= {"title": title, "text": text, "author": fields["from"], "published": iso(dated) if dated else ""}
    mapped = Mapper(source).read({name: (value,) for name, value in fields.items() if value}, published)
    undated = () if dated else ("it has no date that can be read and counts from when it was first read",)
    report = Report(
        id=f"{source.id}:{_identity(fields['message-id'], data)}",
        source=source.id,
        published=published,
        facts=mapped.facts,
        origin=source.origin,
        title=title,
        text=text,
        grade=Grade(source.reliability),
        language=source.language,
        suspected=mapped.suspected,
    )
    return report, (*undated, *mapped.problems)


def _header(mail: EmailMessage, name: str, longest: int) -> str:
    return cut(on_one_line(str(mail.get(name, ""))), longest)


def _text(mail: EmailMessage) -> str:
    """Return the plain text if there is one, else what a reader of the HTML would read."""
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = str(part.get_content())
    return cut(from_markup(content) if part.get_content_subtype() == "html" else tidy(content), LONGEST_TEXT)


def _dated(mail: EmailMessage) -> datetime | None:
    stated: datetime | None = getattr(mail.get("date"), "datetime", None)
    if stated is None or not FIRST_YEAR < stated.year < LAST_YEAR:
        return None
    return stated.replace(tzinfo=stated.tzinfo or UTC).astimezone(UTC)


def _identity(message_id: str, data: bytes) -> str:
    return message_id.strip("<>") or hashlib.sha256(data).hexdigest()[:32]
