"""The whole service, killed by SIGKILL at random moments, tells everything once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from tests.crashes.lengths import CRASH_KILLS
from tests.crashes.service import Service, serving
from tests.end_to_end.processes import wait_for
from tracker_notifiers.wording import REPEATED

KILLS_A_RUN = 5
RUNS = -(-CRASH_KILLS // KILLS_A_RUN)
PROMISES = 6
LONGEST_LIFE = 2.0
"""Seconds that the service is let live between two kills, at most."""

pytestmark = pytest.mark.slow


def live_and_die(service: Service, seed: int) -> None:
    """Let the promises fall due while the service is killed at random moments, then let it finish."""
    draw = Random(seed)
    kills = min(KILLS_A_RUN, CRASH_KILLS - seed * KILLS_A_RUN)
    service.start()
    wait_for(lambda: service.asked("SELECT 1 FROM subscriber"), "the reader's first week")
    service.write_settings(datetime.now(UTC))  # it ends an hour later now, and so is over
    service.promise(PROMISES, first=1.0, apart=0.5)
    for _ in range(kills):
        dies = time.monotonic() + draw.uniform(0.05, LONGEST_LIFE)
        wait_for(lambda: service.tells_what_is_late() and time.monotonic() >= dies, "the moment of death")  # noqa: B023 - asked at once
        service.kill()
        service.start()
    wait_for(lambda: service.tells_what_is_late() and service.is_over, "the end of the story", 120)
    wait_for(lambda: service.is_up, "the greeting of the service")
    assert service.stop() == 0, service.log


def what_is_wrong(service: Service) -> list[str]:
    """Return every message that is missing, too many, or not where it belongs."""
    found = []
    rows = service.asked("SELECT delivery_id, destination, recipient, dedupe FROM outbox WHERE state = 'sent'")
    posts = [post for post in service.slack.workspace.posts if "metadata" in post]
    posted = Counter(post["metadata"]["event_payload"]["delivery"] for post in posts)
    if posted != Counter(row[0] for row in rows if row[1] == "slack"):
        found.append(f"Slack got {posted}, the outbox holds {rows}")
    if REPEATED in str(posts):
        found.append("Slack was told of a repetition, yet it can be asked")
    blind = {
        "slack_webhook": [
            (each["text"], REPEATED in str(each["blocks"]))
            for each in service.slack.workspace.posts
            if "metadata" not in each
        ],
        "email": [(each["Message-ID"], REPEATED in each.as_string()) for each in service.mailbox.mails],
    }
    for destination, messages in blind.items():
        unmarked = Counter(key for key, marked in messages if not marked)
        if any(number > 1 for number in unmarked.values()):
            found.append(f"{destination} was told twice without a word: {unmarked}")
        number = sum(row[1] == destination for row in rows)
        if len({key for key, _ in messages}) != number:
            found.append(f"{destination} got {messages}, the outbox holds {number}")
    roots = {post["ts"] for post in posts if "thread_ts" not in post}
    found += [f"a reply to nothing: {post}" for post in posts if post.get("thread_ts", post["ts"]) not in roots]
    untold = service.asked(
        "SELECT verdict.id FROM verdict JOIN judged ON judged.id = verdict.judged_id WHERE judged.reading = ''"
        " AND (verdict.status IN ('overdue', 'unverifiable') OR verdict.old IN ('overdue', 'unverifiable'))"
        " AND (SELECT count(*) FROM alert JOIN outbox_alert ON outbox_alert.alert_id = alert.id"
        "      WHERE alert.verdict_id = verdict.id) != 3"
    )
    found += [f"transition {number} was not told everywhere" for (number,) in untold]
    return found


@pytest.mark.parametrize("seed", range(RUNS))
def test_killed_at_random_moments_the_service_tells_everything_and_nothing_twice(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    with serving(tmp_path) as service:
        live_and_die(service, seed)
        assert what_is_wrong(service) == [], f"seed {seed}"
        statuses = service.statuses()
        marked = sum(REPEATED in str(each) for each in (*service.slack.workspace.posts, *service.mailbox.mails))
        record_property("service_kills", service.kills)
        record_property("service_repeated", marked)
        assert len(statuses) == PROMISES
        assert all(len(moves) == len(set(moves)) for moves in statuses.values()), statuses
