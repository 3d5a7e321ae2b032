"""Buttons and forms that Slack posts: a real server, a real store, a Slack on loopback, and whoever pretends."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.actions.alarming import OVERDUE, bridges_waited_for, judged
from tests.actions.making import SetClock
from tests.notifiers.pressing import BOB, click, filled
from tests.stand_ins.slack import SlackStandIn
from tracker.app import App
from tracker.settings import Settings
from tracker.store.acknowledgement_rows import load_acknowledgements
from tracker.store.store import Store

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Posting:
    """A served Deedline with its Slack, and a client that signs as Slack does."""

    app: App
    store: Store
    slack: SlackStandIn
    clock: SetClock
    client: httpx.Client

    def post(self, payload: Mapping[str, Any], **how: Any) -> httpx.Response:
        return self.send(urlencode({"payload": json.dumps(payload)}).encode(), **how)

    def send(self, body: bytes, *, secret: str = SECRET, age: float = 0, **headers: Any) -> httpx.Response:
        stamp = str(int(self.clock.at.timestamp() - age))
        mac = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac.hexdigest()}", **headers}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.client.post("/slack/actions", content=body, headers={**form, **signed})

    def acknowledged(self) -> list[str]:
        with self.store.read() as connection:
            return [each.by for each in load_acknowledgements(connection, range(10)).values()]

    def answers(self) -> list[str]:
        """Wait for the work behind the answers, and return what people were told."""
        self.app.slack_desk.close()  # type: ignore[union-attr]  # it is set up
        return [each["text"] for each in (*self.slack.workspace.responses, *self.slack.workspace.ephemerals)]


@pytest.fixture
def posting(tmp_path: Path) -> Iterator[Posting]:
    store = bridges_waited_for(tmp_path, "alma")
    judged(store, OVERDUE)
    store.close()
    clock = SetClock(OVERDUE)
    with SlackStandIn().running() as slack:
        given = {"token": "xoxb-test", "channel": "C0POLICY", "signing_secret": SECRET, "base_url": slack.url}
        settings = Settings.model_validate(
            {
                "store": {"path": tmp_path / "store.db"},
                "slack": {**given, "may_act": "U0ANN", "may_review": ["U0BOB"]},
            }
        )
        app = App(settings, clock=clock)
        with app.serving("127.0.0.1", 0) as address, httpx.Client(base_url=address, trust_env=False) as client:
            yield Posting(app, app.store, slack, clock, client)
        app.close()


def test_a_signed_click_is_answered_with_nothing_and_done(posting: Posting) -> None:
    answer = posting.post(click("acknowledge", response_url=posting.slack.response_url))

    assert (answer.status_code, answer.content) == (200, b"")
    assert posting.answers() == ["Acknowledged: the message will show that you look after it."]
    assert posting.acknowledged() == ["ann (U0ANN)"]


def test_what_slack_did_not_sign_within_five_minutes_is_not_read(posting: Posting) -> None:
    """One server for all of them: each is refused before anything is read."""
    ways: list[dict[str, Any]] = [
        {"secret": "another"},
        {"age": 301},
        {"age": -301},
        {"X-Slack-Signature": "v0=00"},
        {"X-Slack-Signature": "v0=é".encode()},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": ""},
    ]
    answers = [posting.post(click("acknowledge"), **wrong) for wrong in ways]

    assert [answer.status_code for answer in answers] == [401] * len(ways)
    assert all("signing_secret" in answer.json()["cure"] for answer in answers)
    assert posting.answers() == []
    assert posting.acknowledged() == []


def test_a_request_without_a_signature_is_not_read(posting: Posting) -> None:
    body = urlencode({"payload": json.dumps(click("acknowledge"))}).encode()

    assert posting.client.post("/slack/actions", content=body).status_code == 401


def test_a_replayed_click_does_nothing_twice_and_says_the_same(posting: Posting) -> None:
    pressed = click("acknowledge", response_url=posting.slack.response_url)

    assert [posting.post(pressed).status_code for _ in range(3)] == [200, 200, 200]

    said = set(posting.answers())
    assert said <= {
        "Acknowledged: the message will show that you look after it.",
        "This is being worked on already.",
    }
    assert posting.acknowledged() == ["ann (U0ANN)"]


def test_a_replay_after_the_window_is_refused(posting: Posting) -> None:
    stamp = str(int(posting.clock.at.timestamp()))
    assert posting.post(click("acknowledge")).status_code == 200
    posting.clock.move(timedelta(minutes=6))

    assert posting.post(click("acknowledge"), **{"X-Slack-Request-Timestamp": stamp}).status_code == 401


def test_who_may_not_is_told_so_and_nothing_is_done(posting: Posting) -> None:
    eve = {"id": "U0EVE", "username": "eve"}
    posting.post(click("acknowledge", user=eve, response_url=posting.slack.response_url))

    (said,) = posting.answers()
    assert "you are not among those who may. Your id is U0EVE" in said
    assert posting.acknowledged() == []


def test_a_promise_that_is_gone_is_told(posting: Posting) -> None:
    posting.post(click("acknowledge", "kiel", response_url=posting.slack.response_url))

    (said,) = posting.answers()
    assert said.startswith("Nothing was done: there is no promise kiel")


def test_an_action_that_nobody_knows_is_a_clear_error(posting: Posting) -> None:
    for payload in (click("explode"), {}, {"type": "shortcut"}, click("accept", "no item")):
        answer = posting.post(payload)

        assert answer.status_code == 400
        assert "could not be read" in answer.json()["problem"]


def test_a_signed_body_that_is_no_interaction_is_refused_and_the_server_lives_on(posting: Posting) -> None:
    bodies = (b"", b"payload=", b"payload=[]", b"payload=%7B", b"x=1", b"\xff\xfe", b"[" * 9000)

    assert {posting.send(body).status_code for body in bodies} <= {400, 401}
    assert posting.client.get("/healthz").status_code == 200


def test_a_body_that_is_too_large_is_refused(posting: Posting) -> None:
    assert posting.send(b"payload=" + b"x" * 600_000).status_code == 413


def test_a_whole_snooze_from_the_button_to_the_silence(posting: Posting) -> None:
    posting.post(click("snooze"))
    view = _opened(posting)
    shown = posting.post(filled(view, {"span": "1d", "reason": "repairs"})).json()
    assert shown["response_action"] == "update"

    confirmed = posting.post(filled({"id": view["id"], **shown["view"]})).json()

    assert confirmed == {"response_action": "clear"}
    assert "held back until 2016-05-24 00:01 UTC" in posting.answers()[0]


def test_a_mistake_in_a_form_is_told_beside_the_field(posting: Posting) -> None:
    posting.post(click("add_evidence", user=BOB))
    view = _opened(posting)
    fields = {"date": "2016-05-09", "text": "It is open.", "value": "7"}

    answer = posting.post(filled(view, fields, user=BOB)).json()

    assert answer["errors"] == {"value": "say what the figure measures, under what it is about"}


def test_while_the_store_is_busy_slack_is_answered_and_the_work_waits(posting: Posting) -> None:
    other = sqlite3.connect(posting.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = posting.post(click("acknowledge", response_url=posting.slack.response_url))
    assert (answer.status_code, answer.elapsed < timedelta(seconds=3)) == (200, True)
    assert posting.acknowledged() == []

    other.execute("COMMIT")
    other.close()

    assert posting.answers() == ["Acknowledged: the message will show that you look after it."]
    assert posting.acknowledged() == ["ann (U0ANN)"]


def test_without_a_signing_secret_there_is_no_such_address(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"store": {"path": tmp_path / "s.db"}, "slack": {"token": "xoxb-1", "app_token": "xapp-1"}}
    )
    app = App(settings)
    with app.serving("127.0.0.1", 0) as address:
        assert httpx.post(f"{address}/slack/actions", content=b"x", trust_env=False).status_code == 404
    app.close()


def _opened(posting: Posting) -> dict[str, Any]:
    """Return the form that a click opens, once it is open."""
    forms = posting.slack.workspace.forms
    assert forms.has_opened.wait(30), "no form was opened"
    return forms.opened[-1]
