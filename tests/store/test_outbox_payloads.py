from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.actions.making import new_store, on
from tracker.domain.alerts import DeliveryKind, EvidenceLine, Mail, Notice, Target, Why
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing
from tracker.store.canonical import from_json, to_json
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.tables.outbox import outbox

PLAIN = Notice("p", "t", ("x",), date(2016, 1, 1), "q", "u", None, Status.OVERDUE, "r", on(3), Why.FIRST)
RICH = Notice(
    *(
        "p",
        "t",
        ("x", "y"),
        date(2016, 1, 1),
        'say "é"',
        "u",
        Status.KEPT,
        Status.OVERDUE,
        "r",
        on(3),
        Why.CHANGED,
    ),
    evidence=(EvidenceLine(Bearing.FOR, "a", "b", "c", "d", decides=True),),
    flags=("conceded",),
    readings={"strict": Status.KEPT},
    due=datetime(2016, 5, 1, 2, 3, 4, 5, tzinfo=UTC),
    late_since=on(2),
    tags=("a",),
)


@pytest.mark.parametrize(
    "payload", [Payload((PLAIN, RICH)), Payload(mail=Mail("s", "t", "<p>")), Payload(text="mended")]
)
def test_a_payload_is_kept_as_the_text_that_is_read_back(tmp_path: Path, payload: Payload) -> None:
    with new_store(tmp_path).write(on(2), "test") as commit:
        enqueue(commit, [Message(DeliveryKind.ALERT, Target("slack"), "once", payload)])
        (kept,) = commit.connection.execute(outbox.select()).all()
    assert kept.payload == to_json(payload)
    assert from_json(Payload, kept.payload) == payload
