"""A week in which nobody was there: what was published is collected first, then boundaries judged in their order.

A feed, a Slack and a mail server on loopback, real senders and the whole pass of the service; the clock is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.actions.making import SetClock
from tests.end_to_end.workbench import FEED, ITEM
from tests.stand_ins.feed import FeedStandIn
from tests.stand_ins.slack import SlackStandIn
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.actions.look_up import promise_history
from tracker.app import App
from tracker.jobs.once import run_once
from tracker.settings import Settings

OPENS = datetime(2026, 5, 1, tzinfo=UTC)
GONE = datetime(2026, 5, 2, 12, tzinfo=UTC)
BACK = GONE + timedelta(days=7)
STEP = timedelta(hours=2)

RULES = """
sources:
  - id: gazette
    kind: feed
    url: "{url}"
    allow_private: true
    every: 2 hours
    covers: [grid published, road published, tax raised, port published]
    map: {{event: {{path: tags}}, occurred: {{path: published}}}}

statements:
  speech: {{by: [Minister X], date: 2026-04-30, quote: "All of it will be done", link: "https://example.org/s"}}

promises:
  - {{id: grid, title: "Publish the grid plan", said: speech, kind: achieve, opens: 2026-05-01, due: 2026-05-04,
     wait_for_reports: 1 day, needs: [gazette],
     criteria: {{plan: {{match: {{event: grid published}}, happened: once}}}}, kept_when: plan}}
  - {{id: road, title: "Publish the road plan", said: speech, kind: achieve, opens: 2026-05-01, due: 2026-05-05,
     wait_for_reports: 1 day, needs: [gazette],
     criteria: {{plan: {{match: {{event: road published}}, happened: once}}}}, kept_when: plan}}
  - {{id: tax, title: "Raise no tax", said: speech, kind: refrain, opens: 2026-05-01, until: 2026-12-31,
     needs: [gazette],
     criteria: {{tax: {{match: {{event: tax raised}}, happened: once}}}}, broken_when: tax}}
  - {{id: port, title: "Publish the port plan", said: speech, kind: achieve, opens: 2026-05-01, due: 2026-06-30,
     needs: [gazette],
     criteria: {{plan: {{match: {{event: port published}}, happened: once}}}}, kept_when: plan}}
"""


class Outage:
    """A whole Deedline that works by passes, one every two hours, but for a week."""

    def __init__(self, folder: Path, feed: FeedStandIn, slack: SlackStandIn, mailbox: Mailbox, smtp: int) -> None:
        self.feed, self.slack, self.mailbox = feed, slack, mailbox
        self.clock = SetClock(OPENS)
        self._items: list[str] = []
        self.publish()
        (folder / "rules").mkdir()
        (folder / "rules" / "rules.yaml").write_text(RULES.format(url=feed.url), encoding="utf-8")
        settings = {
            "owner": "grid desk",
            "fetch": {"pause": 0},
            "store": {"path": folder / "deedline.sqlite"},
            "rules": {"folder": folder / "rules"},
            "alerts": {"destinations": ("slack",), "fallback": "slack"},
            "slack": {"token": "xoxb-test", "channel": "C0POLICY", "base_url": slack.url},
            "email": {"host": "127.0.0.1", "port": smtp, "tls": "none", "from": "deedline@example.org"},
            "subscribers": ({"address": "reader@example.org", "weekday": "monday"},),
        }
        self.app = App(Settings.model_validate(settings), home=folder, clock=self.clock)

    def publish(self, event: str = "", at: datetime = OPENS) -> None:
        """Let the feed tell of an event on the day it happened."""
        if event:
            item = ITEM.format(published=format_datetime(at)).replace("item-1", event.replace(" ", "-"))
            self._items.append(item.replace("plan published", event))
        self.feed.file.write_text(FEED.format(items="".join(self._items)), encoding="utf-8")

    def work_until(self, until: datetime) -> None:
        work = self.app.work()
        while self.clock.at <= until:
            run_once(work)
            self.clock.move(STEP)

    def moves(self, promise: str) -> list[tuple[str, datetime]]:
        """Return what became of a promise, each time with its instant."""
        return [(move.new.value, move.at) for move in promise_history(self.app.store, promise).transitions]


@pytest.fixture
def outage(tmp_path: Path) -> Iterator[Outage]:
    """Give what stands after a week in which a plan was published, another was not, and a tax was raised."""
    mailbox = Mailbox()
    with (
        FeedStandIn(tmp_path / "feed.xml").running() as feed,
        SlackStandIn().running() as slack,
        running_smtp(mailbox) as smtp,
    ):
        outage = Outage(tmp_path, feed, slack, mailbox, smtp)
        try:
            outage.work_until(GONE)
            outage.publish("grid published", datetime(2026, 5, 3, 9, tzinfo=UTC))
            outage.publish("tax raised", datetime(2026, 5, 6, 9, tzinfo=UTC))
            outage.clock.at = BACK
            outage.work_until(BACK)
            yield outage
        finally:
            outage.app.close()


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 5, number, hour, tzinfo=UTC)


def test_every_missed_transition_has_its_own_instant_and_what_was_published_counts(outage: Outage) -> None:
    assert outage.moves("grid")[1:] == [("awaiting", day(5)), ("unverifiable", day(6)), ("kept", BACK)]
    assert outage.moves("road")[1:] == [("awaiting", day(6)), ("unverifiable", day(7))]
    assert [(status, at.date()) for status, at in outage.moves("tax")[1:]] == [
        ("unverifiable", day(4).date()),
        ("broken", BACK.date()),
    ]
    assert outage.moves("port") == [("pending", OPENS)]


def test_a_promise_whose_deadline_is_months_away_is_not_said_to_be_past_it(outage: Outage) -> None:
    said = {move.new.value: move.cause for move in promise_history(outage.app.store, "tax").transitions}
    assert said["unverifiable"].startswith("we were not listening: ")
    late = {move.new.value: move.cause for move in promise_history(outage.app.store, "road").transitions}
    assert late["unverifiable"].startswith("the deadline passed and we were not listening: ")


def test_people_get_one_message_after_it_which_tells_how_things_stand_now(outage: Outage) -> None:
    new, back = outage.slack.workspace.posts
    assert "4 new promises" in new["text"]
    told = str(back["blocks"])
    for each in ("Kept - Publish the grid plan", "unverifiable - Publish the road plan", "broken - Raise no tax"):
        assert told.count(each) == 1
    assert "Publish the port plan" not in told
    assert outage.slack.workspace.updates == []


def test_the_digest_missed_meanwhile_is_caught_up_once(outage: Outage) -> None:
    outage.work_until(BACK + timedelta(days=1))
    [missed] = outage.mailbox.mails
    assert missed["Subject"].startswith("Week to 4 May: ")
    outage.work_until(day(11, 10))
    assert [mail["Subject"][:15] for mail in outage.mailbox.mails] == ["Week to 4 May: ", "Week to 11 May:"]


def test_nothing_more_is_told_once_it_is_over(outage: Outage) -> None:
    outage.work_until(BACK + timedelta(days=1))
    assert len(outage.slack.workspace.posts) == 2
    outage.publish("road published", day(8, 9))
    outage.work_until(outage.clock.at + STEP)
    assert [post["text"][:6] for post in outage.slack.workspace.posts[2:]] == ["✔ Kept"]
