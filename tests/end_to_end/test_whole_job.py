"""The whole job with separate processes: each alert arrives, once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.processes import wait_for
from tests.end_to_end.workbench import NEVER, SUBSCRIBER, Workbench

pytestmark = pytest.mark.slow


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    bench = Workbench(tmp_path)
    try:
        yield bench
    finally:
        bench.close()


def overdue_roots(bench: Workbench) -> list[dict[str, Any]]:
    """Return the posts that tell of the missed deadline."""
    return [post for post in bench.posts() if "overdue" in post["text"]]


def outbox(bench: Workbench, kind: str = "alert") -> list[tuple[Any, ...]]:
    """Return state and attempts of the messages of a kind, in the order they were written."""
    return bench.asked(f"SELECT state, attempts FROM outbox WHERE kind = '{kind}' ORDER BY id")


def settled(bench: Workbench) -> bool:
    """Say whether nothing waits to be sent or edited any more."""
    waiting = bench.asked("SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'failed')")
    stale = bench.asked("SELECT 1 FROM thread WHERE wanted_hash != shown_hash")
    return not waiting and not stale


def test_a_missed_deadline_alerts_once_and_late_evidence_edits_the_root_and_replies(bench: Workbench) -> None:
    service = bench.start_and_listen()
    bench.misbehave("chat.postMessage", "rate_limit")
    bench.promise_due_in(5)

    [root] = wait_for(lambda: overdue_roots(bench), "the alert")
    assert root["text"].startswith("▲ Act: overdue since ")
    assert "thread_ts" not in root
    assert "We will publish the grid plan" in str(root["blocks"])

    bench.report_the_deed()
    [reply] = wait_for(lambda: [p for p in bench.posts() if p.get("thread_ts") == root["ts"]], "the reply")
    assert "overdue → kept late" in str(reply["blocks"])
    assert "The ministry published the grid plan" in str(reply["blocks"])
    wait_for(lambda: bench.recorded()["updates"] and settled(bench), "the edit")

    [shown] = [message for message in bench.recorded()["messages"] if message["ts"] == root["ts"]]
    assert shown["text"].startswith("✔ Kept: kept late")
    assert service.stop() == 0
    assert [post["ts"] for post in bench.posts()][-2:] == [root["ts"], reply["ts"]]
    assert len(bench.posts()) == 3, "one for the new promise, the alert, the reply"
    assert [update["ts"] for update in bench.recorded()["updates"]] == [root["ts"]]
    assert [status for (status,) in bench.transitions()][-2:] == ["overdue", "kept_late"]


def test_killed_before_an_attempt_was_written_the_alert_still_arrives_once(bench: Workbench) -> None:
    bench.write_settings(deliver=NEVER)  # the outbox fills and nobody empties it
    service = bench.start_and_listen()
    bench.promise_due_in(5)
    wait_for(lambda: [row for row in bench.transitions() if row == ("overdue",)], "the verdict")
    wait_for(lambda: ("pending", 0) in outbox(bench), "the alert in the outbox")

    service.kill()
    assert overdue_roots(bench) == []
    bench.write_settings()
    service = bench.start()

    wait_for(lambda: overdue_roots(bench), "the alert after the restart")
    wait_for(lambda: settled(bench), "an empty outbox")
    assert service.stop() == 0
    assert len(overdue_roots(bench)) == 1
    assert [row for row in bench.transitions() if row == ("overdue",)] == [("overdue",)]
    assert set(outbox(bench)) == {("sent", 1)}


def test_killed_while_slack_had_not_accepted_the_alert_is_sent_once(bench: Workbench) -> None:
    service = bench.start_and_listen()
    bench.promise_due_in(5)
    wait_for(lambda: bench.posts() and settled(bench), "the message about the new promise")
    bench.misbehave("chat.postMessage", "hang_before")
    wait_for(lambda: ("claimed", 1) in outbox(bench), "the attempt")

    service.kill()
    service = bench.start()

    wait_for(lambda: overdue_roots(bench) and settled(bench), "the alert after the restart")
    assert service.stop() == 0
    assert len(overdue_roots(bench)) == 1
    assert len(bench.posts()) == 2
    assert "Possibly a repeat" not in str(bench.posts())


def test_killed_after_slack_accepted_a_message_is_found_and_not_sent_again(bench: Workbench) -> None:
    service = bench.start_and_listen()
    bench.promise_due_in(5)
    wait_for(lambda: bench.posts() and settled(bench), "the message about the new promise")

    bench.misbehave("chat.postMessage", "hang")
    [root] = wait_for(lambda: overdue_roots(bench), "the accepted alert")
    service.kill()
    assert ("claimed", 1) in outbox(bench)
    service = bench.start()
    wait_for(lambda: settled(bench), "the alert looked up")

    bench.misbehave("chat.postMessage", "hang")
    bench.report_the_deed()
    wait_for(lambda: [p for p in bench.posts() if p.get("thread_ts") == root["ts"]], "the accepted reply")
    service.kill()
    service = bench.start()
    wait_for(lambda: settled(bench), "the reply looked up")

    assert service.stop() == 0
    assert len(bench.posts()) == 3, "one for the new promise, the alert, the reply"
    assert set(outbox(bench)) == {("sent", 1)}
    assert {"conversations.history", "conversations.replies"} <= set(bench.recorded()["calls"])
    assert "Possibly a repeat" not in str(bench.posts())


def test_a_weekly_digest_arrives_when_its_period_is_over_and_only_once(bench: Workbench) -> None:
    last_hour = datetime.now(UTC) - timedelta(hours=1)
    bench.write_settings(slot=last_hour)
    service = bench.start_and_listen()
    wait_for(lambda: bench.asked("SELECT 1 FROM subscriber"), "the subscriber's first period")
    assert service.stop() == 0
    assert bench.mails() == []

    bench.write_settings(slot=last_hour + timedelta(hours=1))  # the same week ends an hour later: it is over now
    service = bench.start()
    [mail] = wait_for(bench.mails, "the digest")
    assert service.stop() == 0
    service = bench.start_and_listen()
    wait_for(lambda: settled(bench), "nothing left to send")
    assert service.stop() == 0

    assert mail["X-Envelope-To"] == SUBSCRIBER
    assert mail["Subject"].startswith("Week to ")
    text, html = mail.iter_parts()
    assert "Nothing changed" in text.get_content()
    assert "Nothing changed" in html.get_content()
    assert len(bench.mails()) == 1
    assert outbox(bench, "digest") == [("sent", 1)]
