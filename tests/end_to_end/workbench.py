"""A whole Deedline at work: a feed, a Slack and a mail server as processes, and the service between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from tests.end_to_end.processes import Process, fetch, start_server, wait_for
from tests.end_to_end.stored_rows import rows_of

CHANNEL = "C0POLICY"
SUBSCRIBER = "policy@example.org"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FAST = 0.2
NEVER = 3600.0

SETTINGS = """
owner = "grid desk"

[store]
path = "deedline.sqlite"

[rules]
folder = "rules"

[alerts]
destinations = ["slack"]

[ticks]
rules = {fast}
collect = {fast}
judge = {fast}
deliver = {deliver}
digest = {fast}

[slack]
token = "xoxb-test"
channel = "{channel}"
base_url = "http://127.0.0.1:{slack}/api/"

[email]
host = "127.0.0.1"
port = {smtp}
tls = "none"
from = "Deedline <deedline@example.org>"

[[subscribers]]
address = "{subscriber}"
weekday = "{weekday}"
hour = {hour}
"""

SOURCES = """
sources:
  - id: gazette
    kind: feed
    url: "http://127.0.0.1:{feed}/feed.xml"
    allow_private: true
    every: 2 seconds
    covers: [plan published]
    map:
      event: {{path: tags}}
      occurred: {{path: published}}
"""

PROMISE = """
statements:
  grid-speech:
    by: [Minister X]
    date: {today}
    quote: "We will publish the grid plan"
    link: "https://example.org/speech"

promises:
  - id: grid-plan
    title: "Publish the grid plan"
    said: grid-speech
    kind: achieve
    opens: "{opens}"
    due: "{due}"
    wait_for_reports: 0
    needs: [gazette]
    criteria:
      plan:
        match: {{event: plan published}}
        happened: once
    kept_when: plan
"""

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Gazette</title><link>https://example.org/</link><description>Gazette</description>
{items}</channel></rss>
"""

ITEM = """<item><title>The ministry published the grid plan</title><link>https://example.org/item-1</link>
<guid isPermaLink="false">item-1</guid><category>plan published</category><pubDate>{published}</pubDate></item>
"""


class Workbench:
    """The folder of one test with everything that runs in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mails_folder = folder / "mails"
        self.rules = folder / "rules"
        self.feed_file = folder / "feed.xml"
        for made in (self.mails_folder, self.rules):
            made.mkdir()
        self.due = datetime.max.replace(tzinfo=UTC)
        self._items: list[str] = []
        self._write_feed()
        self.servers: list[Process] = []
        self.services: list[Process] = []
        self.ports = {
            "slack": self._serve("slack"),
            "feed": self._serve("feed", "--file", str(self.feed_file)),
            "smtp": self._serve("smtp", "--mails", str(self.mails_folder)),
        }
        self.write_settings()
        (self.rules / "sources.yaml").write_text(SOURCES.format(**self.ports), encoding="utf-8")

    # settings, rules and reports

    def write_settings(self, *, deliver: float = FAST, slot: datetime | None = None) -> None:
        """Write the settings; the digest's slot is the full hour of `slot`, by default long past."""
        hour = slot or datetime.now(UTC) - timedelta(days=3)
        values = {"weekday": DAYS[hour.weekday()], "hour": hour.hour, "deliver": deliver, "fast": FAST}
        text = SETTINGS.format(**self.ports, **values, channel=CHANNEL, subscriber=SUBSCRIBER)
        (self.folder / "deedline.toml").write_text(text, encoding="utf-8")

    def promise_due_in(self, seconds: float) -> None:
        """Log the promise: it opens now and falls due in so many seconds."""
        now = datetime.now(UTC)
        self.due = (now + timedelta(seconds=seconds)).replace(microsecond=0)
        dates = {"opens": _instant(now), "due": _instant(self.due), "today": now.date()}
        fresh = self.folder / "fresh.yaml"
        fresh.write_text(PROMISE.format(**dates), encoding="utf-8")
        fresh.rename(self.rules / "promise.yaml")

    def report_the_deed(self) -> None:
        """Let the feed tell that the plan was published a second after the deadline: feeds know no less."""
        late = self.due + timedelta(seconds=1)
        wait_for(lambda: datetime.now(UTC) >= late, "a second after the deadline")
        self._items.append(ITEM.format(published=format_datetime(late)))
        self._write_feed()

    # the service

    def start(self) -> Process:
        """Start `deedline run`."""
        code = "from tracker.cli.main import main; main()"
        arguments = ["-c", code, "--settings", str(self.folder / "deedline.toml"), "run"]
        service = Process(arguments, self.folder / f"service-{len(self.services) + 1}.log")
        self.services.append(service)
        wait_for(lambda: "deedline watches" in service.said() or not service.is_running, "the service starting")
        assert service.is_running, service.said()
        return service

    def start_and_listen(self) -> Process:
        """Start the service and wait until the feed was collected once, so that a promise can open after that."""
        service = self.start()
        wait_for(lambda: self.asked("SELECT 1 FROM coverage WHERE kind = 'seen'"), "a first collection")
        return service

    def close(self) -> None:
        """End everything that still runs."""
        for process in (*self.services, *self.servers):
            if process.is_running:
                process.kill()

    # what can be observed

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on the service's store, read from outside; none while there is no store."""
        return rows_of(self.folder / "deedline.sqlite", query)

    def misbehave(self, method: str, *steps: str) -> None:
        """Tell Slack what to do at the next calls."""
        fetch(f"http://127.0.0.1:{self.ports['slack']}/misbehave", {"method": method, "next": list(steps)})

    def recorded(self) -> dict[str, Any]:
        """Return everything Slack recorded."""
        return dict(fetch(f"http://127.0.0.1:{self.ports['slack']}/recorded"))

    def posts(self) -> list[dict[str, Any]]:
        """Return every post that Slack accepted."""
        return list(self.recorded()["posts"])

    def told(self, word: str) -> list[dict[str, Any]]:
        """Return the posts that speak of a status, roots and replies."""
        return [post for post in self.posts() if word in str(post["blocks"])]

    def mails(self) -> list[EmailMessage]:
        """Return the mails that arrived."""
        files = sorted(self.mails_folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def transitions(self) -> list[tuple[Any, ...]]:
        """Return the statuses of the promise's headline, in the order they were recorded."""
        query = (
            "SELECT verdict.status FROM verdict JOIN judged ON judged.id = verdict.judged_id"
            " WHERE judged.reading = '' ORDER BY verdict.id"
        )
        return self.asked(query)

    def _serve(self, name: str, *more: str) -> int:
        server, port = start_server(f"tests.stand_ins.{name}", self.folder, *more)
        self.servers.append(server)
        return port

    def _write_feed(self) -> None:
        fresh = self.feed_file.with_suffix(".new")
        fresh.write_text(FEED.format(items="".join(self._items)), encoding="utf-8")
        fresh.rename(self.feed_file)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
