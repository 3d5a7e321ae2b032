"""Ending the digest over HTTP: a real server on loopback and store, requests as mail programs send them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.actions.making import SetClock, new_store, on
from tests.actions.test_digests import MONDAY, WEEK
from tests.actions.test_subscriptions import READER, listed
from tracker.actions.plan_digests import plan_digests
from tracker.app import render_week
from tracker.domain.alerts import Mail
from tracker.domain.digests import Week
from tracker.store.store import Store
from tracker.web.application import Desk, application
from tracker.web.serving import serving


@dataclass
class Served:
    """A store with a digest that was sent, the link in it, and a client."""

    store: Store
    clock: SetClock
    client: httpx.Client
    link: str

    @property
    def holds(self) -> bool:
        return listed(self.store, READER)[0].holds


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    store = new_store(tmp_path)
    clock = SetClock(MONDAY + WEEK)
    mails: list[Mail] = []

    def noting(week: Week) -> Mail:
        mails.append(render_week(week))
        return mails[-1]

    with (
        serving(application(Desk(store, clock)), "127.0.0.1", 0) as address,
        httpx.Client(base_url=address, trust_env=False, follow_redirects=False) as client,
    ):
        plan_digests(store, [READER], on(4), noting, public_url=address)
        plan_digests(store, [READER], clock.at, noting, public_url=address)
        with store.read() as connection:
            text = connection.exec_driver_sql("SELECT payload FROM outbox").scalar_one()
        [link] = set(re.findall(rf"{address}/unsubscribe/[\w-]+", text))
        yield Served(store, clock, client, link)
    store.close()


def test_a_mail_program_ends_it_with_one_post(served: Served) -> None:
    answer = served.client.post(served.link, content="List-Unsubscribe=One-Click")
    assert answer.status_code == 200
    [ended] = listed(served.store, READER)
    assert ended.decision is not None
    assert (ended.holds, ended.decision.by, ended.decision.via) == (False, READER.address, "one click")
    assert ended.decision.at == served.clock.at


def test_opening_the_link_shows_a_button_and_ends_nothing(served: Served) -> None:
    for _ in range(3):
        answer = served.client.get(served.link)
        assert (answer.status_code, served.holds) == (200, True)
    assert '<form method="post"><button type="submit">' in answer.text
    assert "r…@example.org" in answer.text
    assert READER.address not in answer.text


def test_its_button_ends_it_and_a_second_press_does_no_harm(served: Served) -> None:
    for _ in range(2):
        answer = served.client.post(served.link, data={})
        assert (answer.status_code, "You are unsubscribed" in answer.text) == (200, True)
    [ended] = listed(served.store, READER)
    assert ended.decision is not None
    assert ended.decision.via == "page"


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_a_post_ends_it(served: Served, method: str) -> None:
    served.client.request(method, served.link)
    assert served.holds


@pytest.mark.parametrize(
    "token", ["1", "1-", "2-" + "A" * 32, "1-" + "A" * 32, "x" * 5000, "%00", "1-%F0%9F%98%80"]
)
def test_a_link_that_is_not_ours_gets_a_plain_page(served: Served, token: str) -> None:
    for answer in (served.client.get(f"/unsubscribe/{token}"), served.client.post(f"/unsubscribe/{token}")):
        assert answer.status_code == 404
        assert "This link is not one of ours" in answer.text
        assert "<form" not in answer.text
    assert served.holds


def test_a_signature_is_good_for_its_own_reader_only(served: Served) -> None:
    changed = re.sub(r"/1-", "/2-", served.link)
    assert changed != served.link
    assert served.client.post(changed).status_code == 404


def test_the_pages_run_no_script_and_load_nothing(served: Served) -> None:
    answer = served.client.get(served.link)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; form-action 'self'; frame-ancestors 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"<script|<img|<link|https?://", answer.text)
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_a_long_body_is_not_kept(served: Served) -> None:
    answer = served.client.post(served.link, content=b"x" * 300_000)
    assert (answer.status_code, served.holds) == (200, False)
