"""A deadline that passes while a feed answers 500: nobody is accused, the hole is shown, and it can be mended.

A real feed server on loopback, the guarded fetcher, a SQLite store and the Slack sender; the clock is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.actions.making import SetClock, statuses
from tests.cli.running import Ran, deedline
from tests.end_to_end.workbench import FEED, ITEM
from tests.stand_ins.feed import FeedStandIn
from tests.stand_ins.slack_workspace import problem_with
from tracker.app import App
from tracker.cli.settings_file import load_settings
from tracker.domain.alerts import Abilities, Delivery, DeliveryKind, Notice, Outcome, Result, Thread
from tracker.jobs.once import run_once
from tracker_notifiers.slack import SlackSender

SETTINGS = """
owner = "grid desk"

[fetch]
pause = 0

[store]
path = "deedline.sqlite"

[rules]
folder = "rules"

[alerts]
destinations = ["slack"]

[slack]
token = "xoxb-test"
channel = "C0POLICY"
"""

RULES = """
sources:
  - id: gazette
    kind: feed
    url: "{url}"
    allow_private: true
    every: 2 hours
    covers: [plan published]
    map:
      event: {{path: tags}}
      occurred: {{path: published}}

statements:
  speech: {{by: [Minister X], date: 2026-05-01, quote: "We will publish the grid plan", link: "https://example.org/s"}}

promises:
  - id: grid-plan
    title: "Publish the grid plan"
    said: speech
    kind: achieve
    opens: 2026-05-02
    due: 2026-05-04
    wait_for_reports: 1 day
    needs: [gazette]
    criteria:
      plan: {{match: {{event: plan published}}, happened: once}}
    kept_when: plan
"""

OPENS = datetime(2026, 5, 2, tzinfo=UTC)
BREAKS = datetime(2026, 5, 4, 6, tzinfo=UTC)
OVER = datetime(2026, 5, 6, tzinfo=UTC)
STEP = timedelta(hours=2)


class Slack:
    """A Slack that keeps what would be posted, laid out by the real sender."""

    abilities = Abilities(can_find=True, can_edit=True, can_thread=True)

    def __init__(self) -> None:
        self._real = SlackSender("xoxb-test", "C0POLICY")
        self.posts: list[tuple[Delivery, dict[str, Any]]] = []

    def payload(self, delivery: Delivery) -> dict[str, Any]:
        return self._real.payload(delivery)

    def send(self, delivery: Delivery) -> Outcome:
        self.posts.append((delivery, self.payload(delivery)))
        return Outcome(Result.SENT, thread=Thread("C0POLICY", str(len(self.posts))))

    def find(self, delivery: Delivery) -> Outcome:
        return Outcome(Result.RETRY)

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        return Outcome(Result.SENT)

    def check(self) -> Outcome:
        return Outcome(Result.SENT)

    def told(self, kind: DeliveryKind) -> list[dict[str, Any]]:
        return [payload for delivery, payload in self.posts if delivery.kind is kind]


class Watch:
    """A whole Deedline over the feed; the clock goes on by two hours, one pass of everything each."""

    def __init__(self, folder: Path, feed: FeedStandIn) -> None:
        self.folder = folder
        self.feed = feed
        self.slack = Slack()
        self.clock = SetClock(OPENS)
        (folder / "rules").mkdir()
        (folder / "rules" / "grid.yaml").write_text(RULES.format(url=feed.url), encoding="utf-8")
        (folder / "deedline.toml").write_text(SETTINGS, encoding="utf-8")
        self.publish()
        self.app = App(
            load_settings(folder / "deedline.toml", {}),
            home=folder,
            clock=self.clock,
            senders={"slack": self.slack},
        )

    def publish(self, *items: str) -> None:
        self.feed.file.write_text(FEED.format(items="".join(items)), encoding="utf-8")

    def go_on_until(self, until: datetime) -> None:
        work = self.app.work()
        while self.clock.at <= until:
            run_once(work)
            self.clock.move(STEP)

    def stands(self) -> list[str]:
        return [new for _, new in statuses(self.app.store, "grid-plan")]

    def asks(self, *arguments: str) -> Ran:
        """Run a command on the store, at the machine's own clock: months later."""
        ran = deedline(*arguments, folder=self.folder)
        assert ran.code == 0, ran.err
        return ran


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with FeedStandIn(tmp_path / "feed.xml").running() as feed:
        watch = Watch(tmp_path, feed)
        try:
            yield watch
        finally:
            watch.app.close()


@pytest.fixture
def missed(watch: Watch) -> Watch:
    """Return a watch whose feed answered 500 from the last morning on, through deadline and waiting time."""
    watch.go_on_until(BREAKS)
    watch.feed.broken = 500
    watch.go_on_until(OVER)
    return watch


def test_a_feed_that_fails_through_a_deadline_leaves_the_promise_unverifiable_never_overdue(missed: Watch) -> None:
    assert missed.stands() == ["pending", "awaiting", "unverifiable"]


def test_the_alert_says_that_we_were_not_listening_and_when(missed: Watch) -> None:
    alert = missed.slack.told(DeliveryKind.ALERT)[-1]
    said = str(alert["blocks"])
    assert alert["text"].startswith("? Cannot tell: ")
    for part in (
        "The deadline passed and we were not listening",
        "gazette was not listened to from 4 May 2026 06:00 UTC to 5 May 2026 23:59 UTC",
        "if an analyst attests that gazette was listened to all the same, silence makes it overdue",
    ):
        assert part in said
    for accusing in ("overdue since", "broken", "missed"):
        assert accusing not in said


def test_the_broken_source_is_told_once_and_apart_from_the_verdict(missed: Watch) -> None:
    (told,) = missed.slack.told(DeliveryKind.TROUBLE)
    said = str(told["blocks"])
    assert "gazette (looked after by grid desk) does not answer since 4 May 2026 08:00 UTC" in said
    assert "1 promise needs it: grid-plan." in said
    assert "nothing is said about any promise" in said
    missed.feed.broken = None
    missed.go_on_until(missed.clock.at + STEP)
    (mended,) = missed.slack.told(DeliveryKind.MENDED)
    assert "gazette (looked after by grid desk) answers again since 6 May 2026 02:00 UTC" in str(mended["blocks"])


def test_the_hole_is_shown_by_explain_and_coverage(missed: Watch) -> None:
    out = missed.asks("explain", "grid-plan", "--at", "2026-05-05").out
    assert "gazette: 2 May 2026 00:00 UTC to 4 May 2026 06:00 UTC (seen)" in out
    assert "hole: 4 May 2026 06:00 UTC to 5 May 2026 23:59 UTC (42 hours, nobody listened)" in out
    (strip,) = missed.asks("coverage", "show", "--promise", "grid-plan", "--json").data["sources"]
    assert [hole["from"][:13] for hole in strip["holes"]] == ["2026-05-04T06"]


def test_what_an_analyst_attests_makes_silence_count(missed: Watch) -> None:
    span = ("--from", "2026-05-04", "--to", "2026-05-05", "--note", "the printed gazette was read", "--by", "ann")
    assert missed.asks("coverage", "attest", "gazette", *span, "--json").data["concerns"] == ["grid-plan"]
    missed.clock.at = datetime.now(UTC)
    missed.go_on_until(missed.clock.at)
    assert missed.stands()[-2:] == ["unverifiable", "overdue"]


def test_what_an_analyst_takes_back_counts_no_more(missed: Watch) -> None:
    span = ("--from", "2026-05-04", "--to", "2026-05-05", "--note", "the printed gazette was read", "--by", "ann")
    missed.asks("coverage", "attest", "gazette", *span)
    missed.clock.at = datetime.now(UTC)
    missed.go_on_until(missed.clock.at)
    (strip,) = missed.asks("coverage", "show", "--promise", "grid-plan", "--json").data["sources"]
    number = str(strip["by_hand"][0]["number"])
    missed.asks("coverage", "revoke", number, "--reason", "it was last week's", "--by", "ann")
    missed.clock.at = datetime.now(UTC)
    missed.go_on_until(missed.clock.at)
    assert missed.stands()[-3:] == ["unverifiable", "overdue", "unverifiable"]


def test_a_report_that_arrives_late_of_a_deed_in_time_makes_it_kept(missed: Watch) -> None:
    deed = BREAKS + timedelta(hours=3)
    missed.feed.broken = None
    missed.publish(ITEM.format(published=format_datetime(deed)))
    missed.go_on_until(missed.clock.at + STEP)
    assert missed.stands()[-2:] == ["unverifiable", "kept"]
    assert missed.slack.told(DeliveryKind.ALERT)[-1]["text"].startswith("✔ Kept - ")


def test_every_message_is_one_that_slack_takes(missed: Watch) -> None:
    assert [problem_with(payload) for _, payload in missed.slack.posts] == [""] * len(missed.slack.posts)


def test_a_feed_that_failed_for_an_hour_changes_nothing(watch: Watch) -> None:
    watch.go_on_until(BREAKS)
    watch.feed.broken = 500
    watch.go_on_until(watch.clock.at)
    watch.feed.broken = None
    watch.go_on_until(OVER)
    assert watch.stands() == ["pending", "awaiting", "overdue"]
    assert watch.slack.told(DeliveryKind.TROUBLE) == []
