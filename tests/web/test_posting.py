"""Reports posted by scripts: a real server on loopback, a real store, and requests as a script sends them."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.actions.making import SetClock, apply, bridges, new_store
from tracker.actions.health import source_lines
from tracker.actions.judge_due import judge_due
from tracker.actions.listening_state import listening_states
from tracker.actions.look_up import promise_history
from tracker.actions.tokens import make_token, revoke_token
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.statuses import Status
from tracker.store.coverage_rows import load_coverage
from tracker.store.store import Store
from tracker.web.application import Desk, application
from tracker.web.serving import serving

NOW = datetime(2016, 5, 10, 12, tzinfo=UTC)
SECRET = "deedline_a-token-for-tests"
SOURCES = """
sources:
  - {id: office, kind: inbox, every: 1 hour, groups: [wires], covers: ["*"], reliability: B, max_bytes: 5000}
  - {id: desk, kind: person}
"""


@dataclass
class Inbox:
    """A served store, the clock it goes by, and a client."""

    store: Store
    clock: SetClock
    client: httpx.Client
    token: int

    def post(self, body: object, media: str = "application/json", *, key: str = "", token: str = SECRET) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": media}
        if key:
            headers["Idempotency-Key"] = key
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post("/api/reports", content=content, headers=headers)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    store = new_store(tmp_path)
    apply(store, bridges("a", "b") + SOURCES, NOW)
    clock = SetClock(NOW)
    token = make_token(store, "office", SECRET, NOW, by="anna")
    with (
        serving(application(Desk(store, clock)), "127.0.0.1", 0) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        yield Inbox(store, clock, client, token)
    store.close()


def opened(bridge: str, **more: object) -> dict[str, object]:
    usual = {"id": f"{bridge}-open", "published": "2016-05-09", "occurred": "2016-05-08"}
    return {**usual, "event": "open", "place": bridge, **more}


def counts(answer: httpx.Response) -> tuple[int, int, int]:
    data = answer.json()
    return data["new"], data["changed"], data["same"]


def test_posted_reports_become_evidence_and_the_promise_is_judged_on_them(inbox: Inbox) -> None:
    answer = inbox.post([opened("a")])
    assert (answer.status_code, counts(answer)) == (200, (1, 0, 0))
    judge_due(inbox.store, NOW)
    history = promise_history(inbox.store, "a")
    assert history.listed.status is Status.KEPT
    (version,) = history.reports
    assert (version.report.source, version.report.grade.reliability) == ("office", "B")


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/json", b'{"published": "2016-05-09", "event": "open", "place": "a"}'),
        ("application/json; charset=utf-8", b'[{"published": "2016-05-09", "event": "open", "place": "a"}]'),
        ("application/x-ndjson", b'{"published": "2016-05-09", "event": "open", "place": "a"}\n'),
        ("application/jsonl", b'{"published": "2016-05-09", "event": "open", "place": "a"}\n'),
        ("text/csv", b"source,published,event,place\noffice,2016-05-09,open,a\n"),
        ("application/yaml", b"- {published: 2016-05-09, event: open, place: a}\n"),
    ],
)
def test_a_body_is_read_by_its_type(inbox: Inbox, media: str, body: bytes) -> None:
    assert counts(inbox.post(body, media)) == (1, 0, 0)


def test_what_can_be_read_goes_in_and_the_rest_is_named_with_its_line_and_a_cure(inbox: Inbox) -> None:
    answer = inbox.post(
        b'[\n{"published": "soon"},\n{"published": "2016-05-09", "event": "open", "place": "a"}\n]'
    )
    assert (answer.status_code, counts(answer)) == (200, (1, 0, 0))
    (refused,) = answer.json()["refused"]
    assert (refused["line"], "not a date" in refused["problem"], bool(refused["cure"])) == (2, True, True)
    (line,) = (each for each in source_lines(inbox.store, NOW) if each.source.id == "office")
    assert "not a date" in line.problems[0]


def test_a_body_in_which_nothing_can_be_read_is_a_failure_of_the_source(inbox: Inbox) -> None:
    assert inbox.post(b"nonsense").status_code == 422
    (line,) = (each for each in source_lines(inbox.store, NOW) if each.source.id == "office")
    assert "not JSON" in line.state.last_error


def test_the_same_request_gets_the_same_answer_and_stores_nothing_twice(inbox: Inbox) -> None:
    first, again = (inbox.post([opened("a")], key="k1") for _ in range(2))
    assert first.json() == again.json()
    assert counts(inbox.post([opened("a")])) == (0, 0, 1)


def test_another_body_under_a_used_key_is_refused(inbox: Inbox) -> None:
    inbox.post([opened("a")], key="k1")
    answer = inbox.post([opened("b")], key="k1")
    assert (answer.status_code, answer.json()["cure"]) == (400, "take a new key for each request")
    assert counts(inbox.post([opened("b")])) == (1, 0, 0)


def test_a_key_may_be_used_again_after_a_week(inbox: Inbox) -> None:
    inbox.post([opened("a")], key="k1")
    inbox.clock.at = NOW + timedelta(days=8)
    inbox.post([], key="k2")
    assert counts(inbox.post([opened("b")], key="k1")) == (1, 0, 0)


def test_an_edited_report_is_a_new_version_of_it(inbox: Inbox) -> None:
    inbox.post([opened("a")])
    assert counts(inbox.post([opened("a", title="It is open")])) == (0, 1, 0)


def test_an_empty_list_says_that_the_source_listened(inbox: Inbox) -> None:
    for hours in range(3):
        inbox.clock.at = NOW + timedelta(hours=hours)
        assert inbox.post([]).status_code == 200
    with inbox.store.read() as connection:
        (span,) = load_coverage(connection).spans
    assert (span.source, span.span.start, span.span.end) == ("office", NOW, NOW + timedelta(hours=2))


def test_a_post_after_a_long_gap_begins_a_new_span(inbox: Inbox) -> None:
    for hours in (0, 4):
        inbox.clock.at = NOW + timedelta(hours=hours)
        inbox.post([])
    with inbox.store.read() as connection:
        assert len(load_coverage(connection).spans) == 2


def test_a_token_speaks_for_its_own_source_only(inbox: Inbox) -> None:
    inbox.post([opened("a", source="reuters")])
    judge_due(inbox.store, NOW)
    (version,) = promise_history(inbox.store, "a").reports
    assert (version.report.source, version.report.origin) == ("office", "reuters")


@pytest.mark.parametrize("token", ["none", "deedline_another", "x" * 300, SECRET[:-1]])
def test_without_a_token_that_holds_nothing_is_read(inbox: Inbox, token: str) -> None:
    answer = inbox.post([opened("a")], token=token)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_holds_no_more(inbox: Inbox) -> None:
    revoke_token(inbox.store, inbox.token, NOW, by="anna")
    assert inbox.post([]).status_code == 401


def test_a_token_of_a_source_that_was_taken_out_of_the_rules_holds_no_more(inbox: Inbox) -> None:
    apply(inbox.store, bridges("a", "b"), NOW)
    assert inbox.post([]).status_code == 401


def test_tokens_are_made_for_inboxes_only(inbox: Inbox) -> None:
    with pytest.raises(BadInput, match="desk is a person"):
        make_token(inbox.store, "desk", "x", NOW, by="anna")
    with pytest.raises(Unknown, match="there is no source offcie"):
        make_token(inbox.store, "offcie", "x", NOW, by="anna")


def test_the_token_itself_is_not_in_the_store(inbox: Inbox) -> None:
    inbox.post([opened("a")], key="k1")
    inbox.store.close()
    assert all(SECRET.encode() not in file.read_bytes() for file in inbox.store.path.parent.iterdir())


def test_a_body_that_is_too_large_is_refused(inbox: Inbox) -> None:
    assert inbox.post(b" " * 5_001).status_code == 413


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/html"}, 415),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
        ({"Content-Type": "application/json", "Idempotency-Key": "k" * 201}, 400),
    ],
)
def test_a_request_that_is_none_is_refused_with_a_cure(inbox: Inbox, headers: dict[str, str], status: int) -> None:
    whole = {"Authorization": f"Bearer {SECRET}", **headers}
    answer = inbox.client.post("/api/reports", content=b"[]", headers=whole)
    assert (answer.status_code, bool(answer.json()["cure"])) == (status, True)


def test_hostile_bodies_are_refused_and_the_server_lives_on(inbox: Inbox) -> None:
    hostile = [
        b"[" * 4_000,
        b'{"published": "2016-05-09", "event": "open", "value": 1e400}',
        b'{"published": "2016-05-09", "event": "open", "value": NaN}',
        b"\xff\xfe\x00",
        b'{"a": 1, "a": 2}',
    ]
    assert [inbox.post(body).status_code for body in hostile] == [422] * len(hostile)
    assert inbox.client.get("/healthz").status_code == 200


def test_health_tells_whether_a_service_works_on_the_store(inbox: Inbox) -> None:
    data = inbox.client.get("/healthz").json()
    assert (data["status"], data["service"]) == ("ok", "does not run")


def test_measures_tell_how_promises_sources_and_messages_fare(inbox: Inbox) -> None:
    inbox.post([opened("a")])
    judge_due(inbox.store, NOW)
    inbox.clock.at = NOW + timedelta(seconds=90)
    told = inbox.client.get("/metrics").text.splitlines()
    assert 'deedline_promises{status="kept"} 1.0' in told
    assert 'deedline_promises{status="pending"} 1.0' in told
    assert 'deedline_source_heard_seconds{source="office"} 90.0' in told
    assert 'deedline_source_silent{source="office"} 0.0' in told


def test_answers_are_kept_by_nobody_on_the_way(inbox: Inbox) -> None:
    for path in ("/healthz", "/metrics", "/nothing"):
        headers = inbox.client.get(path).headers
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_a_port_that_is_taken_is_told_with_the_cure(inbox: Inbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match="cannot be listened on") as caught:
            serving(application(Desk(inbox.store, inbox.clock)), "127.0.0.1", port).__enter__()
    assert "web.port" in caught.value.hint


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/api/reports", 405), ("DELETE", "/healthz", 405)],
)
def test_what_is_not_there_is_refused_in_the_shape_of_all_refusals(
    inbox: Inbox, method: str, path: str, status: int
) -> None:
    answer = inbox.client.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {"problem", "cure"}
    assert all(answer.json().values())
    assert (status == 405) == ("allow" in answer.headers)


def test_what_was_refused_of_posts_is_kept_and_told_apart(inbox: Inbox) -> None:
    good, bad = json.dumps(opened("a")).encode(), b'{"event": "open"}'
    inbox.post(good + b"\n" + bad, "application/jsonl")
    inbox.post(bad, "application/jsonl")
    (state,) = [each for each in listening_states(inbox.store, NOW) if each.line.source.id == "office"]
    assert sorted(each.item.rpartition(":")[2] for each in state.kept_aside) == ["1", "2"]
    assert {each.excerpt for each in state.kept_aside} == {bad.decode()}
    assert state.line.kept_aside == 2
