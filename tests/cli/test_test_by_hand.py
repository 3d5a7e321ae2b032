"""`deedline notify test` while a destination rests after a failure: somebody asked, so it is tried now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import deedline
from tests.stand_ins.webhook import SECRET, WebhookStandIn

SETTINGS = """
[webhook]
url = "{url}"
secret = "{secret}"
"""


@pytest.fixture
def hook() -> Iterator[WebhookStandIn]:
    with WebhookStandIn().running() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, hook: WebhookStandIn) -> Path:
    return make_desk(tmp_path, SETTINGS.format(url=hook.url, secret=SECRET))


def test_a_destination_that_rests_after_a_failure_is_tried_now(desk: Path, hook: WebhookStandIn) -> None:
    hook.misbehave("status:503")
    assert deedline("notify", "test", "webhook", folder=desk).code == 1
    ran = deedline("notify", "test", "webhook", folder=desk)
    assert (ran.code, ran.err) == (0, "sent to webhook\n")
    assert len(hook.posts) == 1


def test_a_wait_that_the_other_side_asked_for_is_kept_and_its_end_told(desk: Path, hook: WebhookStandIn) -> None:
    hook.misbehave("status:503:3600")
    assert deedline("notify", "test", "webhook", folder=desk).code == 1
    ran = deedline("notify", "test", "webhook", folder=desk)
    assert ran.code == 1
    assert "webhook: webhook asked to be left alone until 20" in ran.err
    assert hook.posts == []
