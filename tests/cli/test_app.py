"""The composition root: parts are put together by the settings, and fakes can stand in for the outside."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tracker.app import App, subscriber_of
from tracker.cli.settings_file import load_settings
from tracker.domain.alerts import Target
from tracker.domain.collecting import CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Page
from tracker.domain.sources import Source, SourceKind
from tracker.jobs.once import run_once
from tracker.senders import sender_for, senders_of
from tracker.settings import Settings, SubscriberSettings
from tracker_notifiers.console import ConsoleSender

SLACK = {"slack": {"token": "xoxb-1", "channel": "C1"}}
EMAIL = {"email": {"host": "localhost", "from": "a@example.org", "to": ["x@example.org", "y@example.org"]}}


def settings(**tables: object) -> Settings:
    """Return settings with these tables."""
    return Settings.model_validate(tables)


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return a day in spring."""
        return datetime(2026, 3, 20, 12, tzinfo=UTC)


class OneFeed:
    """A fetcher that knows one page."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        max_bytes: int = 0,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Note the address and answer with an empty feed."""
        self.asked.append(url)
        return Page(url, 200, b'<rss version="2.0"><channel><title>t</title></channel></rss>')


def test_fakes_stand_in_for_clock_and_senders(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    stream = io.StringIO()
    app = App(
        load_settings(desk / "deedline.toml", {}),
        home=desk,
        clock=FixedClock(),
        senders={"console": ConsoleSender(stream)},
    )
    done = run_once(app.work())
    app.close()
    assert done.delivered.sent == 1
    assert "The ministry publishes the grid plan" in stream.getvalue()
    assert {each.at for each in done.judged.transitions} == {FixedClock().now()}


def test_a_fake_fetcher_is_asked_for_feeds() -> None:
    fetcher = OneFeed()
    app = App(Settings(), fetcher=fetcher)
    source = Source("gazette", SourceKind.FEED, url="https://example.org/feed")
    assert app.collect(source, CollectState(), FixedClock().now()).reports == ()
    assert fetcher.asked == ["https://example.org/feed"]


def test_a_folder_counts_from_the_settings_file(tmp_path: Path) -> None:
    app = App(Settings(), home=tmp_path)
    source = Source("inbox", SourceKind.FOLDER, path="inbox")
    with pytest.raises(SourceFailed, match=str(tmp_path / "inbox")):
        app.collect(source, CollectState(), FixedClock().now())
    (tmp_path / "inbox").mkdir()
    assert app.collect(source, CollectState(), FixedClock().now()).reports == ()


def test_only_destinations_that_are_set_up_get_a_sender() -> None:
    assert set(senders_of(Settings())) == {"console"}
    assert set(senders_of(settings(**SLACK))) == {"console", "slack"}
    assert set(senders_of(settings(slack_webhook={"url": "https://hooks.example.org/x"}))) == {
        "console",
        "slack_webhook",
    }


def test_digests_need_a_mail_server_but_nobody_who_gets_alerts() -> None:
    assert "email" in senders_of(settings(email={"host": "localhost", "from": "a@example.org"}))


def test_each_recipient_of_mail_is_a_target_of_its_own() -> None:
    app = App(settings(**SLACK, **EMAIL, alerts={"destinations": ["slack", "email"]}))
    assert app.targets == (Target("slack"), Target("email", "x@example.org"), Target("email", "y@example.org"))


def test_each_service_of_apprise_is_a_target_of_its_own_that_gives_nothing_away() -> None:
    app = App(settings(alerts={"destinations": ("apprise",)}, apprise={"urls": ("discord://a/b", "msteams://c")}))
    assert [target.recipient.rpartition("-")[0] for target in app.targets] == ["discord", "msteams"]


def test_a_sender_without_an_account_shows_payloads_only() -> None:
    for name in ("slack", "slack_webhook", "webhook", "apprise", "email", "console"):
        assert sender_for(name, Settings()).abilities is not None


def test_a_subscriber_keeps_zone_day_and_hour() -> None:
    given = SubscriberSettings(address="p@example.org", tags=("a",), zone="Asia/Tokyo", weekday="friday", hour=17)
    made = subscriber_of(given)
    assert (made.address, made.tags, made.tz, made.weekday, made.hour) == (
        "p@example.org",
        ("a",),
        "Asia/Tokyo",
        4,
        17,
    )


def test_the_owner_of_a_source_is_told_at_their_address_if_there_is_mail_and_else_where_alerts_go() -> None:
    app = App(settings(**EMAIL, **SLACK, alerts={"destinations": ["slack"]}))
    assert app.targets_of("ops@example.org") == (Target("email", "ops@example.org"),)
    assert app.targets_of("the wire desk") == (Target("slack"),)
    assert app.targets_of("ops@example.org, boss@example.org") == (Target("slack"),)
    assert App(settings(**SLACK, alerts={"destinations": ["slack"]})).targets_of("ops@example.org") == (
        Target("slack"),
    )


def test_the_rhythm_is_that_of_the_settings() -> None:
    rhythm = App(settings(ticks={"judge": 7, "digest": 9})).rhythm()
    assert (rhythm.judge, rhythm.digests, rhythm.collect) == (7, 9, Settings().ticks.collect)


def test_rules_that_are_not_applied_by_themselves_are_not_watched(tmp_path: Path) -> None:
    tables = {"store": {"path": str(tmp_path / "s.sqlite")}, "rules": {"auto_apply": False}}
    app = App(settings(**tables))
    assert app.work().rules is None
    app.close()
