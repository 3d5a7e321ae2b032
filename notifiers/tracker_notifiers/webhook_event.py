"""A delivery as a CloudEvent 1.0 in structured mode: one JSON object that holds envelope and content.

The envelope follows the CloudEvents specification 1.0.2 with its JSON event format.
"""

from __future__ import annotations

from typing import Any

from tracker.domain.alerts import Delivery, EvidenceLine, Notice
from tracker_notifiers import wording
from tracker_notifiers.outside_text import many_lines, one_line, safe_link

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
MOST_NOTICES = 500
MOST_EVIDENCE = 50
MOST_PARTS = 50
LONGEST = 2_000
"""Characters of one text from outside."""


def cloud_event(delivery: Delivery, source: str) -> dict[str, Any]:
    """Return the event; `id` is the delivery's and the same in every attempt, `source` says which Deedline speaks.

    `mayberepeated` is there, and true, only when an earlier attempt may have arrived.
    """
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": delivery.id,
        "source": source,
        "type": f"deedline.{delivery.kind.value}",
        "time": delivery.created.isoformat(),
        "datacontenttype": "application/json",
    }
    if len(delivery.notices) == 1:
        event["subject"] = one_line(delivery.notices[0].promise, 200)
    if delivery.maybe_repeated:
        event["mayberepeated"] = True
    event["data"] = _data(delivery)
    return event


def _data(delivery: Delivery) -> dict[str, Any]:
    data: dict[str, Any] = {"summary": wording.subject(delivery)}
    if delivery.notices:
        data["notices"] = [_notice(each) for each in delivery.notices[:MOST_NOTICES]]
        if (more := len(delivery.notices) - MOST_NOTICES) > 0:
            data["more"] = more
    if delivery.mail is not None:
        data["mail"] = {"subject": one_line(delivery.mail.subject), "text": many_lines(delivery.mail.text)}
    if delivery.text:
        data["text"] = list(wording.own_words(delivery))
    return data


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "promise": _text(notice.promise),
        "instance": _text(notice.instance),
        "part": _text(notice.part),
        "title": _text(notice.title),
        "by": [_text(each) for each in notice.by],
        "said_on": notice.said_on.isoformat(),
        "quote": _text(notice.quote),
        "quote_url": safe_link(notice.quote_url),
        "old": notice.old,
        "status": notice.status,
        "reason": _text(notice.reason),
        "why_sent": notice.why,
        "at": notice.at.isoformat(),
        "due": notice.due.isoformat() if notice.due else None,
        "late_since": notice.late_since.isoformat() if notice.late_since else None,
        "since": notice.since.isoformat() if notice.since else None,
        "evidence": [_evidence(each) for each in notice.evidence[:MOST_EVIDENCE]],
        "flags": [_text(each) for each in notice.flags],
        "readings": {_text(name): status for name, status in notice.readings.items()},
        "coverage": _text(notice.coverage),
        "record": _text(notice.record),
        "next_step": _text(notice.next_step),
        "rule": _text(notice.rule),
        "url": safe_link(notice.url),
        "tags": [_text(each) for each in notice.tags],
        "priority": _text(notice.priority),
        "owner": _text(notice.owner),
        "parts": [_notice(each) for each in notice.parts[:MOST_PARTS]],
    }


def _evidence(line: EvidenceLine) -> dict[str, Any]:
    return {
        "bearing": line.bearing,
        "text": _text(line.text),
        "origin": _text(line.origin),
        "source": _text(line.source),
        "occurred": _text(line.occurred),
        "url": safe_link(line.url),
        "interested_party": line.self_serving,
        "decides": line.decides,
    }


def _text(text: str) -> str:
    return one_line(text, LONGEST) if text else ""
