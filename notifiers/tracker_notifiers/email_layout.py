"""Lays an alert out as a mail: HTML and a text twin that say the same."""

from __future__ import annotations

import re

from tracker.domain.alerts import Delivery, EvidenceLine, Mail, Notice
from tracker.domain.statuses import GROUPS
from tracker.domain.verdicts import Bearing
from tracker_notifiers import wording
from tracker_notifiers.mail_templates import rendered
from tracker_notifiers.named_parts import named_parts, unnamed_parts
from tracker_notifiers.outside_text import clipped, one_line, safe_link
from tracker_notifiers.plain_notice import MOST_EVIDENCE, MOST_NOTICES, delivery_text
from tracker_notifiers.taking_up import for_whoever_acts, in_one_line

LONGEST_SUBJECT = 150

BODY = re.compile(r"<body[^>]*>")
ABOVE = "margin: 0; padding: 12px 20px; font-weight: bold"
"""How the line above a finished mail looks: its styles are in their places already."""


def mail_of(delivery: Delivery) -> Mail:
    """Return the mail a delivery is sent as: the digest it carries, or its notices laid out."""
    if delivery.mail is not None:
        return _said_again(delivery.mail) if delivery.maybe_repeated else delivery.mail
    subject = clipped(wording.subject(delivery), LONGEST_SUBJECT)
    alone = delivery.notices[0] if len(delivery.notices) == 1 else None
    html = rendered(
        "alert.html.j2",
        subject=wording.subject(delivery),
        preview=wording.sentence(alone.reason, 200) if alone else subject,
        repeated=wording.REPEATED if delivery.maybe_repeated else "",
        single=_single(alone) if alone else None,
        rows=[_row(notice) for notice in delivery.notices[:MOST_NOTICES]],
        more=len(delivery.notices) - MOST_NOTICES,
        own=() if delivery.notices else wording.own_words(delivery)[1:],
        footing=_footing(delivery),
    )
    return Mail(subject, delivery_text(delivery), html)


def _said_again(mail: Mail) -> Mail:
    """Return a finished mail with a line above it, which is all that an earlier copy lacks."""
    html = BODY.sub(rf'\g<0>\n<p style="{ABOVE}">{wording.REPEATED}</p>', mail.html, count=1)
    return Mail(mail.subject, f"{wording.REPEATED}\n\n{mail.text}", html)


def _footing(delivery: Delivery) -> str:
    if len(delivery.notices) == 1:
        return wording.footing(delivery.notices[0])
    return f"why sent: {wording.reasons_for_sending(delivery.notices) or delivery.kind}"


def _single(notice: Notice) -> dict[str, object]:
    shown = {bearing: wording.of_bearing(notice, bearing) for bearing in Bearing}
    outlook = (
        ("Changed", wording.changed(notice)),
        ("Note", wording.remarks(notice)),
        ("Watched", one_line(notice.coverage, 400)),
        ("Before", one_line(notice.record, 300)),
        ("Next", one_line(notice.next_step, 400)),
        *for_whoever_acts(notice),
    )
    return {
        "group": _group(notice),
        "word": wording.verdict_words(notice.status),
        "beside": f"{wording.beside(notice)}{wording.since(notice)}".strip(),
        "title": wording.title(notice),
        "by": one_line(", ".join(notice.by), 200),
        "said": wording.said(notice),
        "source": safe_link(notice.quote_url),
        "reason": wording.sentence(notice.reason, 600),
        "readings": [f"Reading {reading}" for reading in wording.readings(notice)],
        "parts": _parts(notice),
        "tally": wording.tally(notice),
        "supporting": _evidence(shown[Bearing.FOR]),
        "contrary": _evidence(shown[Bearing.AGAINST]),
        "context": _evidence(shown[Bearing.CONTEXT]),
        "more": sum(max(len(lines) - MOST_EVIDENCE, 0) for lines in shown.values()),
        "outlook": [(name, text) for name, text in outlook if text],
        "open": wording.open_link(notice),
    }


def _parts(notice: Notice) -> list[dict[str, object]]:
    """Return what else changed by the same event; a last line without sources says how much is not named."""
    shown: list[dict[str, object]] = [
        {"move": part.move, "reason": part.reason, "sources": _evidence(part.sources), "more": part.more}
        for part in named_parts(notice)
    ]
    rest = unnamed_parts(notice)
    return [*shown, {"move": rest, "reason": "", "sources": [], "more": ""}] if rest else shown


def _evidence(lines: tuple[EvidenceLine, ...]) -> list[dict[str, object]]:
    laid_out = []
    for line in lines[:MOST_EVIDENCE]:
        who, rest = wording.provenance(line)
        text, address = one_line(line.text, 300), safe_link(line.url)
        laid_out.append({"text": text, "who": who, "rest": rest, "link": address, "decides": line.decides})
    return laid_out


def _row(notice: Notice) -> dict[str, object]:
    return {
        "group": _group(notice),
        "label": f"{wording.verdict_words(notice.status)}{wording.beside(notice)}{wording.since(notice)}",
        "title": wording.title(notice),
        "by": one_line(", ".join(notice.by), 200),
        "link": wording.open_link(notice),
        "changed": wording.changed(notice),
        "detail": wording.in_group(notice),
        "sources": _evidence(wording.cited(notice)),
        "more": wording.uncited(notice),
        "parts": _parts(notice),
        "said": wording.said_day(notice),
        "statement": safe_link(notice.quote_url),
        "record": one_line(notice.record, 300),
        "acting": in_one_line(notice),
    }


def _group(notice: Notice) -> str:
    return GROUPS[notice.status].lower().replace(" ", "-")
