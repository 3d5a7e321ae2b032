"""The webhook: a signed CloudEvent, posted once, and what each answer means for it."""

from __future__ import annotations

import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings

from tests.notifiers.hostile import links, texts
from tests.notifiers.samples import NOW, a_delivery, a_notice
from tests.stand_ins.webhook import SECRET, WebhookStandIn, wrong_with
from tracker.domain.alerts import Abilities, DeliveryKind, EvidenceLine, Mail, Result
from tracker.domain.errors import BadSettings
from tracker.domain.verdicts import Bearing
from tracker_notifiers.kept_connections import Answer
from tracker_notifiers.outside_text import many_lines, one_line, safe_link
from tracker_notifiers.webhook import WebhookSender, signed
from tracker_notifiers.webhook_answers import outcome_of


@pytest.fixture
def hook() -> Iterator[WebhookStandIn]:
    with WebhookStandIn().running() as running:
        yield running


@pytest.fixture
def sender(hook: WebhookStandIn) -> WebhookSender:
    return WebhookSender(hook.url, SECRET, timeout=1)


def test_an_alert_is_posted_once_as_a_cloud_event(hook: WebhookStandIn, sender: WebhookSender) -> None:
    assert sender.send(a_delivery()).result is Result.SENT
    (event,) = hook.posts
    assert {name: event[name] for name in event if name != "data"} == {
        "specversion": "1.0",
        "id": "delivery-1",
        "source": "urn:deedline",
        "type": "deedline.alert",
        "subject": "grid-plan",
        "time": "2016-11-17T08:00:00+00:00",
        "datacontenttype": "application/json",
    }
    assert hook.headers[0]["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert event == json.loads(json.dumps(sender.payload(a_delivery())))


def test_the_event_says_what_an_alert_says(sender: WebhookSender) -> None:
    data = sender.payload(a_delivery())["data"]
    assert data["summary"].startswith("▲ Act: overdue since 14 Nov")
    (notice,) = data["notices"]
    assert (notice["status"], notice["old"], notice["why_sent"]) == ("overdue", "awaiting", "first")
    assert notice["evidence"][1] == {
        "bearing": "against",
        "text": "draft postponed",
        "origin": "Ministry",
        "source": "newswire",
        "occurred": "9 Nov 2016",
        "url": "https://example.org/9nov",
        "interested_party": False,
        "decides": True,
    }


def test_several_notices_a_mail_and_our_own_words_have_their_places(sender: WebhookSender) -> None:
    group = sender.payload(a_delivery(a_notice(), a_notice(promise="other")))
    assert "subject" not in group
    assert [each["promise"] for each in group["data"]["notices"]] == ["grid-plan", "other"]
    mail = a_delivery(kind=DeliveryKind.DIGEST, notices=(), mail=Mail("The week", "one line", "<p>one line</p>"))
    assert sender.payload(mail)["data"]["mail"] == {"subject": "The week", "text": "one line"}
    own = sender.payload(a_delivery(kind=DeliveryKind.TROUBLE, notices=(), text="slack is off"))
    assert (own["type"], own["data"]["text"][1]) == ("deedline.trouble", "slack is off")


def test_a_very_long_group_is_cut_and_says_by_how_much(sender: WebhookSender) -> None:
    data = sender.payload(a_delivery(*[a_notice()] * 510))["data"]
    assert (len(data["notices"]), data["more"]) == (500, 10)


def test_a_repeat_carries_the_same_id_and_says_that_it_may_be_one(
    hook: WebhookStandIn, sender: WebhookSender
) -> None:
    sender.send(a_delivery())
    sender.send(a_delivery(maybe_repeated=True))
    first, second = hook.posts
    assert "mayberepeated" not in first
    assert second["mayberepeated"] is True
    assert list(hook.taken) == ["delivery-1"], "a receiver that goes by ids takes it once"


def test_the_signature_holds_for_these_bytes_this_id_and_this_time_only() -> None:
    key = b"a secret of the stand-in's, 32 b"
    good = signed(key, "m1", 1000, b"{}")
    assert wrong_with(b"{}", good, SECRET, 1000) == ""
    assert wrong_with(b"{ }", good, SECRET, 1000)
    assert wrong_with(b"{}", {**good, "webhook-id": "m2"}, SECRET, 1000)
    assert wrong_with(b"{}", {**good, "webhook-timestamp": "1001"}, SECRET, 1000)
    assert wrong_with(b"{}", good, SECRET, 1301), "recorded and sent again later"


def test_the_signature_is_the_one_that_standard_webhooks_gives_as_an_example() -> None:
    sender = WebhookSender("https://example.org/", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    headers = signed(sender._key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_yes_is_a_yes(hook: WebhookStandIn, sender: WebhookSender, status: int) -> None:
    hook.misbehave(f"status:{status}")
    assert sender.send(a_delivery()).result is Result.SENT


@pytest.mark.parametrize("status", [408, 425, 429, 503])
def test_not_now_is_tried_again_when_the_other_side_says(
    hook: WebhookStandIn, sender: WebhookSender, status: int
) -> None:
    hook.misbehave(f"status:{status}:7")
    outcome = sender.send(a_delivery())
    assert (outcome.result, outcome.retry_after) == (Result.RETRY, 7.0)


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 403, 404, 405, 410, 415])
def test_a_closed_or_moved_door_disables_the_destination(
    hook: WebhookStandIn, sender: WebhookSender, status: int
) -> None:
    hook.misbehave(f"status:{status}")
    outcome = sender.send(a_delivery())
    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)
    assert f"HTTP {status}" in outcome.answer
    assert hook.posts == []


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_a_message_that_is_refused_by_itself_disables_nothing(
    hook: WebhookStandIn, sender: WebhookSender, status: int
) -> None:
    hook.misbehave(f"status:{status}")
    outcome = sender.send(a_delivery())
    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)


@pytest.mark.parametrize("step", ["status:500", "status:502", "status:504", "drop", "garbage", "hang"])
def test_where_it_may_have_been_taken_nobody_claims_to_know(
    hook: WebhookStandIn, sender: WebhookSender, step: str
) -> None:
    hook.misbehave(step)
    assert sender.send(a_delivery()).result is Result.AMBIGUOUS
    assert len(hook.posts) <= 1, "nothing is posted a second time by itself"


def test_a_wrong_secret_is_told_and_never_shown(hook: WebhookStandIn) -> None:
    outcome = WebhookSender(hook.url, "another secret of 32 bytes or so").send(a_delivery())
    assert outcome.disables_destination
    assert "another secret" not in outcome.answer
    assert hook.refused == ["the signature does not fit"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "http://nowhere.invalid/", "http://a..b/"])
def test_what_cannot_be_reached_is_tried_again(address: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        sender = WebhookSender(address.format(port=unused.getsockname()[1]), SECRET, timeout=1)
        assert sender.send(a_delivery()).result is Result.RETRY


def test_connections_are_kept_and_one_that_has_ended_is_not_used_again(
    hook: WebhookStandIn, sender: WebhookSender
) -> None:
    for _ in range(5):
        assert sender.send(a_delivery()).result is Result.SENT
    assert hook.connections == 1
    hook.misbehave("close")
    sender.send(a_delivery())
    _until(lambda: _ended(sender))
    assert sender.send(a_delivery()).result is Result.SENT
    assert hook.connections == 2


def test_a_check_posts_nothing(hook: WebhookStandIn, sender: WebhookSender) -> None:
    assert sender.check().result is Result.SENT
    assert (hook.posts, hook.refused) == ([], [])


@pytest.mark.parametrize(
    ("step", "result"),
    [("status:401", Result.REFUSED), ("status:404", Result.REFUSED), ("status:500", Result.RETRY)],
)
def test_a_check_says_what_stands_in_the_way(
    hook: WebhookStandIn, sender: WebhookSender, step: str, result: Result
) -> None:
    hook.misbehave(step)
    assert sender.check().result is result


def test_it_can_tell_repeats_and_nothing_else(sender: WebhookSender) -> None:
    assert sender.abilities == Abilities(at_once=200)
    assert sender.find(a_delivery()).result is Result.AMBIGUOUS


@pytest.mark.parametrize("url", ["example.org/hook", "ftp://example.org", "", "http://user:word@example.org/"])
def test_an_address_that_is_not_web_is_a_clear_error(url: str) -> None:
    with pytest.raises(BadSettings, match=r"webhook\.url"):
        WebhookSender(url, SECRET)


@pytest.mark.parametrize("secret", ["", "short", "whsec_c2hvcnQ=", "whsec_not base64!!"])
def test_a_secret_that_protects_nothing_is_a_clear_error(secret: str) -> None:
    with pytest.raises(BadSettings, match=r"webhook\.secret"):
        WebhookSender("https://example.org/", secret)


@pytest.mark.parametrize(
    ("named", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(datetime.fromtimestamp(NOW.timestamp() + 30, UTC), usegmt=True), 30.0),
        ("Thu, 17 Nov 2016 07:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("٣", None),
        ("9" * 400, 999_999_999.0),
    ],
)
def test_a_named_delay_is_read_as_seconds_or_as_a_date(named: str, seconds: float | None) -> None:
    assert outcome_of(Answer(429, headers={"Retry-After": named}), NOW.timestamp()).retry_after == seconds


def test_a_hostile_answer_is_told_on_one_visible_line() -> None:
    said = outcome_of(Answer(400, b"\x1b[2J\r\n<!channel>\xff\xe2\x80\xae" + b"x" * 5000), 0).answer
    assert one_line(said, 300) == said


@given(texts, links)
@settings(max_examples=60)
def test_hostile_text_is_visible_text_and_hostile_links_are_links_or_nothing(text: str, link: str) -> None:
    evidence = EvidenceLine(Bearing.FOR, text, text, text, text, link)
    notice = a_notice(
        title=text,
        quote=text,
        quote_url=link,
        reason=text,
        by=(text,),
        evidence=(evidence,),
        url=link,
        tags=(text,),
    )
    event = WebhookSender("https://example.org/", SECRET).payload(a_delivery(notice))
    event = json.loads(json.dumps(event).encode("ascii"))
    for found, name in _strings(event):
        assert many_lines(found) == found
        assert "\n" not in found
        found.encode()
        if name.endswith("url"):
            assert found in ("", safe_link(link))


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield value, name
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, key)
            yield key, ""
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, name)


def _ended(sender: WebhookSender) -> bool:
    from tracker_notifiers.kept_connections import _has_ended

    return all(_has_ended(connection) for connection, _ in sender._connections._idle)


def _until(holds: Any) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_several_are_under_way_and_each_gets_its_own_answer(hook: WebhookStandIn, sender: WebhookSender) -> None:
    hook.misbehave("status:204", "status:503", "status:204")
    waiting = [sender.begin(a_delivery(id=f"delivery-{number}")) for number in range(3)]
    assert len(waiting) == 3
    outcomes = [each() for each in waiting]
    assert Counter(each.result for each in outcomes) == {Result.SENT: 2, Result.RETRY: 1}
    assert hook.connections == 3


def test_the_time_for_an_answer_runs_from_the_sending_and_not_from_when_it_is_waited_for(
    hook: WebhookStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [time.monotonic()]
    monkeypatch.setattr("tracker_notifiers.kept_connections.time", SimpleNamespace(monotonic=lambda: now[0]))
    hook.misbehave("hang")
    waiting = WebhookSender(hook.url, SECRET, timeout=3_600).begin(a_delivery())
    now[0] += 3_600
    assert waiting().result is Result.AMBIGUOUS
