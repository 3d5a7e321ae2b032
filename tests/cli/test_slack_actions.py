"""Slack from the command line: what doctor finds, what preview prints, disputes, and the service that listens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.alarming import OVERDUE, bridges_waited_for, judged
from tests.actions.making import SetClock
from tests.cli.running import deedline
from tests.notifiers.pressing import click
from tests.stand_ins.slack import SlackStandIn
from tracker.actions.dispute import dispute
from tracker.app import App
from tracker.cli.checkup import _slack
from tracker.settings import Settings
from tracker.store.acknowledgement_rows import load_acknowledgements


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn().running() as running:
        yield running


def app_with(folder: Path, slack: SlackStandIn, **more: object) -> App:
    given = {"token": "xoxb-test", "channel": "C0POLICY", "app_token": "xapp-test", "base_url": slack.url, **more}
    settings = Settings.model_validate({"store": {"path": folder / "store.db"}, "slack": given})
    return App(settings, clock=SetClock(OVERDUE))


def found(app: App) -> list[tuple[str, bool]]:
    return [(finding.says, finding.is_well) for finding in _slack(app)]


def test_doctor_finds_nothing_wrong_with_an_app_that_may_all_it_needs(tmp_path: Path, slack: SlackStandIn) -> None:
    app = app_with(tmp_path, slack, may_act="U0ANN")

    assert found(app) == [("Socket Mode is open to us", True)]


def test_doctor_names_what_the_app_lacks(tmp_path: Path, slack: SlackStandIn) -> None:
    slack.workspace.scopes = "chat:write"
    app = app_with(tmp_path, slack, app_token="xapp-wrong", signing_secret="s")

    says = [what for what, well in found(app) if not well]

    assert says == [
        "the app may not look messages up: one whose answer was lost is sent again",
        "the app token: Slack: invalid_auth (HTTP 200)",
        "messages have buttons that nobody may use",
        "buttons come over HTTP, but `deedline run` does not answer over HTTP",
    ]


def test_without_a_way_for_buttons_doctor_asks_nothing_of_them(tmp_path: Path, slack: SlackStandIn) -> None:
    assert found(app_with(tmp_path, slack, app_token="")) == []
    assert slack.workspace.calls == []


def test_a_click_over_socket_mode_is_done_while_the_app_listens(tmp_path: Path, slack: SlackStandIn) -> None:
    store = bridges_waited_for(tmp_path, "alma")
    judged(store, OVERDUE)
    app = app_with(tmp_path, slack, may_act="U0ANN")
    with app.listening():
        assert slack.sockets.wait_for_connections(1)
        slack.sockets.hand_out(click("acknowledge", response_url=slack.response_url))
    app.close()

    with store.read() as connection:
        assert [each.by for each in load_acknowledgements(connection, range(10)).values()] == ["ann (U0ANN)"]
    assert slack.workspace.responses[0]["text"].startswith("Acknowledged")
    store.close()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    store = bridges_waited_for(tmp_path, "alma")
    judged(store, OVERDUE)
    dispute(store, "alma", "ann (U0ANN)", "it opened on the 19th", OVERDUE)
    store.close()
    settings = '[store]\npath = "store.db"\n[slack]\ntoken = "xoxb-1"\nchannel = "C1"\napp_token = "xapp-1"\n'
    (tmp_path / "deedline.toml").write_text(settings)
    return tmp_path


def test_a_preview_shows_the_buttons_that_would_be_sent(desk: Path) -> None:
    ran = deedline("notify", "preview", "alma", folder=desk)

    (row,) = (block for block in json.loads(ran.out)["blocks"] if block["type"] == "actions")
    assert [each["action_id"].partition(":")[2] for each in row["elements"]][-2:] == ["add_evidence", "dispute"]


def test_disputes_are_listed_and_settled(desk: Path) -> None:
    assert "it opened on the 19th" in deedline("disputes", "list", folder=desk).out
    ran = deedline("disputes", "settle", 1, "--by", "Bob", "--reason", "it did not", folder=desk)
    assert ran.out == "dispute 1 of alma is settled\n"

    assert json.loads(deedline("disputes", "list", "--json", folder=desk).out) == []
    (held,) = json.loads(deedline("disputes", "list", "alma", "--all", "--json", folder=desk).out)
    assert (held["status"], held["settled_by"], held["settled_reason"]) == ("overdue", "Bob", "it did not")


def test_a_dispute_that_is_settled_is_not_settled_again(desk: Path) -> None:
    for number, says in ((1, "was settled at"), (7, "there is no dispute 7")):
        deedline("disputes", "settle", 1, "--by", "Bob", "--reason", "it did not", folder=desk)
        ran = deedline("disputes", "settle", number, "--by", "Ann", "--reason", "no", folder=desk)
        assert ran.code != 0
        assert says in ran.err


def test_a_route_is_tested_at_each_destination_it_reaches(tmp_path: Path, slack: SlackStandIn) -> None:
    settings = f"""
[slack]
token = "xoxb-test"
channel = "C0POLICY"
base_url = "{slack.url}"
[[routes]]
name = "energy"
destinations = ["slack"]
escalate_after = "1 day"
escalate_to = ["console"]
"""
    (tmp_path / "deedline.toml").write_text(settings)

    ran = deedline("notify", "test", "energy", folder=tmp_path)

    assert (ran.code, ran.err) == (0, "sent to slack\nsent to console\n")
    assert slack.workspace.posts[0]["text"].startswith("Test: ")
    assert deedline("notify", "test", "enrgy", folder=tmp_path).code != 0
