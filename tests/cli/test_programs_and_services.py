"""Webhooks and Apprise from the settings to the other side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import deedline
from tests.stand_ins.webhook import SECRET, WebhookStandIn

APPRISE = '[alerts]\ndestinations = ["apprise"]\n[apprise]\nurls = ["discord://id/token"]\n'


@pytest.fixture
def hook() -> Iterator[WebhookStandIn]:
    with WebhookStandIn().running() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, hook: WebhookStandIn) -> Path:
    settings = f'[alerts]\ndestinations = ["webhook"]\n[webhook]\nurl = "{hook.url}"\nsecret = "{SECRET}"\n'
    return make_desk(tmp_path, settings)


def test_a_test_and_an_alert_reach_the_program_signed(desk: Path, hook: WebhookStandIn) -> None:
    ran = deedline("notify", "test", "webhook", folder=desk)
    assert (ran.code, ran.err) == (0, "sent to webhook\n")
    deedline("run", "--once", folder=desk)
    assert [event["type"] for event in hook.taken.values()] == ["deedline.test", "deedline.alert"]
    assert hook.posts[1]["data"]["notices"][0]["promise"] == "grid-plan"
    assert [row["state"] for row in deedline("outbox", "--json", folder=desk).data] == ["sent", "sent"]
    assert "✔ reach: webhook answers" in deedline("doctor", folder=desk).out


def test_a_wrong_secret_switches_it_off_and_doctor_says_what_to_do(desk: Path, hook: WebhookStandIn) -> None:
    file = desk / "deedline.toml"
    file.write_text(file.read_text().replace(SECRET, "whsec_YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMgb3Igc28="))
    ran = deedline("notify", "test", "webhook", folder=desk)
    assert (ran.code, "webhook: HTTP 401" in ran.err) == (1, True)
    assert "a test that fails switches nothing off" in ran.err
    assert "switched off" not in deedline("doctor", folder=desk).out
    deedline("run", "--once", folder=desk)
    assert "webhook: HTTP 401" in deedline("notify", "test", "webhook", folder=desk).err
    out = deedline("doctor", folder=desk).out
    assert "✖ destinations: webhook is switched off: HTTP 401; 1 message kept" in out
    assert "correct [webhook] in the settings" in out
    assert "YW5vdGhlc" not in ran.err + out


def test_a_secret_that_is_too_short_is_told_before_anything_is_sent(desk: Path, hook: WebhookStandIn) -> None:
    file = desk / "deedline.toml"
    file.write_text(file.read_text().replace(SECRET, "short"))
    ran = deedline("notify", "test", "webhook", folder=desk)
    assert ran.code == 1
    assert "webhook.secret is shorter than 16 bytes" in ran.err
    assert hook.headers == []


def test_a_missing_library_is_told_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    desk = make_desk(tmp_path, APPRISE)
    ran = deedline("notify", "test", "apprise", folder=desk)
    assert ran.code == 1
    assert "pip install 'deedline[apprise]'" in ran.err
    assert "discord://" not in ran.err
