"""Signing in by name and password, at a server on loopback that gives tokens as ACLED does."""

from __future__ import annotations

import dataclasses
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from tests.sources.servers import FILES, Answer, Connection, Server, plain, redirecting, serving
from tracker.domain.collecting import CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import SignIn, Source, SourceKind
from tracker.sources.collect import collect_source
from tracker.sources.fetcher import GuardedFetcher
from tracker.sources.signing_in import SignIns

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
FETCHER = GuardedFetcher(total_seconds=20, quiet_seconds=10)
SECRETS = {"acled_name": "ann@example.org", "acled_password": "pass & word=1"}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Api:
    """Gives tokens t1, t2, ... for name and password or a refresh token, and events to whoever holds the last."""

    def __init__(self, *, refreshes: bool = True) -> None:
        self.refreshes = refreshes
        self.given = 0
        self.forms: list[dict[str, str]] = []
        self.asked_with: list[str] = []

    def __call__(self, connection: Connection, request: str) -> None:
        head, _, body = request.partition("\r\n\r\n")
        if head.startswith("POST /oauth/token "):
            self._sign_in({name: values[0] for name, values in parse_qs(body).items()})(connection, request)
            return
        token = next(line for line in head.splitlines() if line.lower().startswith("authorization:")).split()[-1]
        self.asked_with.append(token)
        answer = plain(json.dumps({"status": 200, "data": []}).encode())
        refusal = plain(b"{}", status="401 Unauthorized")
        (answer if token == f"t{self.given}" else refusal)(connection, request)

    def _sign_in(self, form: dict[str, str]) -> Answer:
        self.forms.append(form)
        by_password = (form.get("username"), form.get("password")) == tuple(SECRETS.values())
        by_token = self.refreshes and form.get("refresh_token") == f"r{self.given}"
        if form.get("client_id") != "acled" or not (by_password or by_token):
            return plain(
                json.dumps({"error_description": str(form)}).encode(), status=f"400 {form.get('password')}"
            )
        self.given += 1
        told = {"access_token": f"t{self.given}", "refresh_token": f"r{self.given}", "expires_in": 3600}
        return plain(json.dumps({"token_type": "Bearer", **told}).encode())


@contextmanager
def acled(answer: Answer) -> Iterator[tuple[Source, Server]]:
    with serving(answer) as server:
        sign_in = SignIn("acled_name", "acled_password", "/oauth/token", "acled")
        url = server.url("/api/acled/read")
        yield Source("acled", SourceKind.ACLED, url=url, sign_in=sign_in, allow_private=True), server


def collect(source: Source, sign_ins: SignIns, secrets: dict[str, str] = SECRETS) -> None:
    collect_source(source, CollectState(), NOW, FETCHER, secrets, sign_ins)


def test_a_source_signs_in_by_name_and_password_and_is_asked_with_the_token() -> None:
    api = Api()
    with acled(api) as (source, _):
        collect(source, SignIns(FETCHER))
    name, password = SECRETS.values()
    assert api.forms == [{"grant_type": "password", "username": name, "password": password, "client_id": "acled"}]
    assert set(api.asked_with) == {"t1"}


def test_a_token_is_kept_until_it_expires_and_then_renewed() -> None:
    api, clock = Api(), Clock()
    with acled(api) as (source, _):
        sign_ins = SignIns(FETCHER, clock=clock)
        for clock.seconds in (0.0, 3_000.0, 4_000.0):
            collect(source, sign_ins)
    assert [form["grant_type"] for form in api.forms] == ["password", "refresh_token"]
    assert api.asked_with[-1] == "t2"


def test_a_token_that_cannot_be_renewed_is_asked_for_by_name_and_password() -> None:
    api, clock = Api(refreshes=False), Clock()
    with acled(api) as (source, _):
        sign_ins = SignIns(FETCHER, clock=clock)
        for clock.seconds in (0.0, 4_000.0):
            collect(source, sign_ins)
    assert [form["grant_type"] for form in api.forms] == ["password", "refresh_token", "password"]


def test_a_token_that_is_refused_is_asked_for_anew_once() -> None:
    api = Api()
    with acled(api) as (source, _):
        sign_ins = SignIns(FETCHER)
        collect(source, sign_ins)
        api.given = 7  # somebody else signed in: the token held is none any more
        collect(source, sign_ins)
    assert [form["grant_type"] for form in api.forms] == ["password", "password"]
    assert api.asked_with[-2:] == ["t1", "t8"]


def test_a_source_that_takes_no_token_fails_after_the_second() -> None:
    asked: list[str] = []

    def answer(connection: Connection, request: str) -> None:
        asked.append(request.split()[0])
        if request.startswith("POST"):
            plain(b'{"access_token": "t", "expires_in": "soon"}')(connection, request)
        else:
            plain(b"", status="401 Unauthorized")(connection, request)

    with acled(answer) as (source, _), pytest.raises(SourceFailed, match="it answered 401"):
        collect(source, SignIns(FETCHER))
    assert asked == ["POST", "GET", "POST", "GET"]


def test_a_wrong_password_is_told_by_the_names_of_the_secrets_alone() -> None:
    wrong = SECRETS | {"acled_password": "hunter2"}
    with acled(Api()) as (source, _), pytest.raises(SourceFailed) as caught:
        collect(source, SignIns(FETCHER), wrong)
    assert str(caught.value.message) == "signing in: it answered 400"
    assert caught.value.hint == "check the secrets acled_name and acled_password"
    assert not any(secret in repr(caught.value) for secret in wrong.values())


def test_a_secret_that_is_not_set_is_named_and_nobody_is_asked() -> None:
    with (
        acled(Api()) as (source, server),
        pytest.raises(SourceFailed, match="the secret acled_password is not set"),
    ):
        collect(source, SignIns(FETCHER), {"acled_name": "ann"})
    assert server.requests == []


def test_a_redirect_gets_neither_name_nor_password() -> None:
    with serving(plain(b"{}")) as other:
        elsewhere = redirecting(lambda _: other.url("/oauth/token"))
        with acled(elsewhere) as (source, _), pytest.raises(SourceFailed, match="it redirects"):
            collect(source, SignIns(FETCHER))
    assert other.requests == []


def test_signing_in_needs_https_and_an_address_that_is_public() -> None:
    with acled(Api()) as (source, server):
        plainly = dataclasses.replace(source, allow_private=False)
        with pytest.raises(SourceFailed, match="over https only"):
            collect(plainly, SignIns(FETCHER))
        secured = dataclasses.replace(plainly, url=source.url.replace("http:", "https:"))
        with pytest.raises(SourceFailed, match="which is not fetched"):
            collect(secured, SignIns(FETCHER))
    assert server.requests == []


def test_signing_in_over_https_checks_the_certificate() -> None:
    trusting = ssl.create_default_context(cafile=str(FILES / "feeds.example.crt"))
    secured = GuardedFetcher(total_seconds=20, resolve=lambda *_: ("127.0.0.1",), ssl_context=trusting)
    with serving(plain(b"{}"), tls=True) as server:
        url = server.url("/oauth/token", host="other.example", scheme="https")
        with pytest.raises(SourceFailed, match="its certificate is not accepted"):
            secured.post(url, {"password": "x"}, allow_private=True)
    assert server.requests == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'{"access_token": 5}', b'{"access_token": "a b"}', b'{"access_token": "a\\r\\nX: y"}'],
)
def test_an_answer_without_a_token_is_a_failure(body: bytes) -> None:
    with acled(plain(body)) as (source, _), pytest.raises(SourceFailed, match="without a token"):
        collect(source, SignIns(FETCHER))


def test_an_answer_without_end_is_cut_off() -> None:
    with (
        acled(plain(b"x" * 300_000)) as (source, _),
        pytest.raises(SourceFailed, match="larger than 100000 bytes"),
    ):
        collect(source, SignIns(FETCHER))


def test_what_is_held_shows_no_secret() -> None:
    with acled(Api()) as (source, _):
        sign_ins = SignIns(FETCHER)
        collect(source, sign_ins)
        assert "t1" not in repr(list(sign_ins._tokens.values()))
