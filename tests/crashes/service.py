"""The whole service as a process forked from this one, killed again and again while promises fall due."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NoReturn

from tests.end_to_end.stored_rows import rows_of
from tests.end_to_end.workbench import DAYS, FEED, ITEM
from tests.stand_ins.feed import FeedStandIn
from tests.stand_ins.slack import SlackStandIn
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.cli.main import main

GREETING = "ctrl-c stops"
"""What the service says once it has begun."""

SETTINGS = """
owner = "grid desk"
[store]
path = "{folder}/deedline.sqlite"
[rules]
folder = "{folder}/rules"
[alerts]
destinations = ["slack", "slack_webhook", "email"]
fallback = "slack"
[fetch]
pause = 0
[ticks]
rules = 0.1
collect = 0.1
judge = 0.1
deliver = 0.1
digest = 0.1
[slack]
token = "xoxb-test"
channel = "C0POLICY"
base_url = "{slack}"
[slack_webhook]
url = "{webhook}"
[email]
host = "127.0.0.1"
port = {smtp}
tls = "none"
from = "deedline@example.org"
to = ["desk@example.org"]
[[subscribers]]
address = "reader@example.org"
weekday = "{weekday}"
hour = {hour}
"""

SOURCE = """
sources:
  - id: gazette
    kind: feed
    url: "{url}"
    allow_private: true
    every: 1 second
    covers: [{events}]
    map: {{event: {{path: tags}}, occurred: {{path: published}}}}
"""

STATEMENT = """
statements:
  speech: {{by: [Minister X], date: {today}, quote: "We will publish every plan", link: "https://example.org/s"}}
promises:
"""

PROMISE = """
  - id: {id}
    title: "Publish the plan {id}"
    said: speech
    kind: achieve
    opens: "{opens}"
    due: "{due}"
    wait_for_reports: 0
    needs: [gazette]
    criteria:
      plan: {{match: {{event: "{id} published"}}, happened: once}}
    kept_when: plan
"""


class Service:
    """A folder with settings and rules, its servers in this process, and `deedline run` in a forked one."""

    def __init__(self, folder: Path, slack: SlackStandIn, feed: FeedStandIn, mailbox: Mailbox, smtp: int) -> None:
        self.folder, self.slack, self.feed, self.mailbox = folder, slack, feed, mailbox
        self.due: dict[str, datetime] = {}
        self.kills = 0
        self._smtp = smtp
        self._child = 0
        self._greeted = 0
        self._told: list[str] = []
        (folder / "rules").mkdir()
        self._publish()
        self.write_settings(datetime.now(UTC) - timedelta(hours=1))

    def write_settings(self, slot: datetime) -> None:
        """Write the settings; the reader's week ends at the full hour of `slot`."""
        text = SETTINGS.format(
            folder=self.folder,
            slack=self.slack.url,
            webhook=self.slack.webhook,
            smtp=self._smtp,
            weekday=DAYS[slot.weekday()],
            hour=slot.hour,
        )
        (self.folder / "deedline.toml").write_text(text, encoding="utf-8")

    def promise(self, number: int, first: float, apart: float) -> None:
        """Log promises of which the first falls due in `first` seconds and each next `apart` seconds later."""
        now = datetime.now(UTC)
        for index in range(number):
            self.due[f"plan-{index}"] = now + timedelta(seconds=first + index * apart)
        events = ", ".join(f'"{each} published"' for each in self.due)
        dates = {each: {"opens": _instant(now), "due": _instant(due)} for each, due in self.due.items()}
        promises = "".join(PROMISE.format(id=each, **dates[each]) for each in self.due)
        (self.folder / "rules" / "sources.yaml").write_text(SOURCE.format(url=self.feed.url, events=events))
        (self.folder / "rules" / "plans.yaml").write_text(STATEMENT.format(today=now.date()) + promises)

    def tells_what_is_late(self) -> bool:
        """Let the feed tell of every second promise that it was kept a second late, once that second is over."""
        for each in list(self.due)[::2]:
            late = self.due[each] + timedelta(seconds=1)
            if each not in self._told and late < datetime.now(UTC):
                self._told.append(each)
                self._publish()
        return True

    def start(self) -> None:
        """Start `deedline run`."""
        self._greeted = self.log.count(GREETING)
        self._child = os.fork()
        if not self._child:
            _be(["--settings", str(self.folder / "deedline.toml"), "run"], self.folder / "service.log")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        os.kill(self._child, signal.SIGKILL)
        _, status = os.waitpid(self._child, 0)
        self._child = 0
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, self.log
        self.kills += 1

    def stop(self) -> int:
        """Ask it to end and return its exit code."""
        os.kill(self._child, signal.SIGTERM)
        _, status = os.waitpid(self._child, 0)
        self._child = 0
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """End what still runs."""
        if self._child:
            self.kill()

    @property
    def is_up(self) -> bool:
        """Say whether it has begun its work: before that a signal ends it as any program."""
        return self.log.count(GREETING) > self._greeted

    @property
    def log(self) -> str:
        """Return what the service said so far."""
        file = self.folder / "service.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on the store; none while there is no table yet."""
        return rows_of(self.folder / "deedline.sqlite", query)

    def statuses(self) -> dict[str, list[str]]:
        """Return what became of each promise, in order."""
        found: dict[str, list[str]] = {each: [] for each in self.due}
        for promise, status in self.asked(
            "SELECT judged.promise_id, verdict.status FROM verdict JOIN judged ON judged.id = verdict.judged_id"
            " WHERE judged.reading = '' ORDER BY verdict.id"
        ):
            found[promise].append(status)
        return found

    @property
    def is_over(self) -> bool:
        """Say whether every promise is decided and nothing waits to be sent or edited."""
        last = [moves[-1] if moves else "" for moves in self.statuses().values()]
        decided = set(last[::2]) == {"kept_late"} and set(last[1::2]) <= {"overdue", "unverifiable"}
        return decided and bool(self.mailbox.to("reader@example.org")) and self._is_quiet()

    def _is_quiet(self) -> bool:
        waiting = "SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'failed')"
        stale = "SELECT 1 FROM thread WHERE wanted_hash != shown_hash"
        return not self.asked(waiting) and not self.asked(stale)

    def _publish(self) -> None:
        items = []
        for each in self._told:
            item = ITEM.format(published=format_datetime(self.due[each] + timedelta(seconds=1)))
            items.append(item.replace("item-1", each).replace("plan published", f"{each} published"))
        fresh = self.feed.file.with_suffix(".new")
        fresh.write_text(FEED.format(items="".join(items)), encoding="utf-8")
        fresh.rename(self.feed.file)


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """Give a service with its servers; what still runs in the end is killed."""
    mailbox = Mailbox()
    with (
        SlackStandIn().running() as slack,
        FeedStandIn(folder / "feed.xml").running() as feed,
        running_smtp(mailbox) as smtp,
    ):
        service = Service(folder, slack, feed, mailbox, smtp)
        try:
            yield service
        finally:
            service.close()


def run_command(arguments: list[str], log: Path) -> int:
    """Run `deedline` in this process, which should be a forked one, and return its exit code."""
    with log.open("a", buffering=1, encoding="utf-8") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
        sys.stdout = sys.stderr = told
        code: object = 0
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc(file=told)
            code = 1
        return code if isinstance(code, int) else 1


def _be(arguments: list[str], log: Path) -> NoReturn:
    """Be the service: this process must never return into the tests."""
    code = 1
    try:
        code = run_command(arguments, log)
    finally:
        os._exit(code)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
