"""Notices and deliveries the tests of the senders lay out and send."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tracker.domain.alerts import Delivery, DeliveryKind, EvidenceLine, Notice, Thread, Why
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing

NOW = datetime(2016, 11, 17, 8, tzinfo=UTC)

POSTPONED = EvidenceLine(
    Bearing.AGAINST,
    "draft postponed",
    "Ministry",
    "newswire",
    "9 Nov 2016",
    "https://example.org/9nov",
    decides=True,
)
OWN_WORD = EvidenceLine(
    Bearing.FOR,
    "plan announced",
    "Minister X",
    "newswire",
    "8 Nov 2016",
    "https://example.org/8nov",
    self_serving=True,
)
DEBATED = EvidenceLine(Bearing.CONTEXT, "plan debated", "Parliament", "gazette", "7 Nov 2016")


def a_notice(**changes: Any) -> Notice:
    """Return an overdue notice with everything a message can show."""
    values: dict[str, Any] = {
        "promise": "grid-plan",
        "title": "Publish grid plan",
        "by": ("Minister X",),
        "said_on": date(2016, 5, 2),
        "quote": "We will publish by 14 November",
        "quote_url": "https://example.org/speech?day=2&month=5",
        "old": Status.AWAITING,
        "status": Status.OVERDUE,
        "reason": "due on 14 Nov 2016 and nothing shows that it was done",
        "at": NOW,
        "why": Why.FIRST,
        "evidence": (DEBATED, POSTPONED, OWN_WORD),
        "late_since": datetime(2016, 11, 14, 23, 59, 59, tzinfo=UTC),
        "coverage": "listened to 98% of the time (4 sources)",
        "record": "3 of 11 earlier promises kept",
        "next_step": "a published plan makes it kept late",
        "rule": "grid-plan v3",
    }
    return Notice(**{**values, **changes})


def a_delivery(*notices: Notice, **changes: Any) -> Delivery:
    """Return an alert on its way, with one notice unless others are given."""
    values: dict[str, Any] = {
        "id": "delivery-1",
        "kind": DeliveryKind.ALERT,
        "destination": "policy",
        "recipient": "",
        "created": NOW,
        "notices": notices or (a_notice(),),
    }
    return Delivery(**{**values, **changes})


ROOT = Thread("C0POLICY", "1479369600.000001")
