"""Signing in by name and password for a token (OAuth 2.0), which is kept in memory until it expires."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Page, Poster
from tracker.domain.sources import SignIn, Source

_LONGEST_TOKEN: Final = 10_000
_MARGIN: Final = 60.0
"""So many seconds before it expires a token is renewed."""
_USUAL_LIFE: Final = 3_600.0
_LONGEST_LIFE: Final = 86_400.0
"""A token is kept no longer, whatever the other side says."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What lets us in until `ends` (seconds of the clock), and what renews it, if anything."""

    access: str = field(repr=False)
    ends: float
    renewing: str = field(default="", repr=False)


class SignIns:
    """Gives the token of each source that signs in; those with one account at one host share it.

    Safe to use from several threads. Nothing is written anywhere, and no message holds a secret or a token.
    `clock` (seconds that never run backwards) stands in for the machine's.
    """

    def __init__(self, poster: Poster, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._poster = poster
        self._clock = clock
        self._tokens: dict[tuple[str, str, str], _Token] = {}
        self._guard = threading.Lock()

    def token(self, source: Source, secrets: Mapping[str, str], *, refused: str = "") -> str:
        """Return a token; `refused` is one that the other side does not take any more.

        Raises SourceFailed where we are not let in.
        """
        sign_in = source.sign_in
        if sign_in is None:
            raise SourceFailed("this source does not say how to sign in", "give it `sign_in`")
        url = urlunsplit((*urlsplit(source.url)[:2], sign_in.at, "", ""))
        account = url, secrets[sign_in.name], secrets[sign_in.password]
        with self._guard:
            held = self._tokens.get(account)
            if held is not None and held.access != refused and held.ends > self._clock():
                return held.access
            self._tokens.pop(account, None)
            renewing = "" if held is None or held.access == refused else held.renewing
            given = self._given(source, sign_in, account, renewing)
            self._tokens[account] = given
            return given.access

    def _given(self, source: Source, sign_in: SignIn, account: tuple[str, str, str], renewing: str) -> _Token:
        """Ask for a token by what renews one, if that is still taken, or else by name and password."""
        url, name, password = account
        if renewing:
            form = {"grant_type": "refresh_token", "refresh_token": renewing, "client_id": sign_in.client}
            try:
                return self._read(self._post(source, url, form))
            except SourceFailed as failed:
                if not 400 <= failed.status < 500:
                    raise
        form = {"grant_type": "password", "username": name, "password": password, "client_id": sign_in.client}
        return self._read(self._post(source, url, form))

    def _post(self, source: Source, url: str, form: Mapping[str, str]) -> Page:
        try:
            return self._poster.post(url, form, allow_private=source.allow_private)
        except SourceFailed as failed:
            hint = failed.hint
            if failed.status in (400, 401, 403) and source.sign_in is not None:
                hint = f"check the secrets {source.sign_in.name} and {source.sign_in.password}"
            raise SourceFailed(
                f"signing in: {failed.message}", hint, wait=failed.wait, status=failed.status
            ) from None

    def _read(self, page: Page) -> _Token:
        try:
            answer = json.loads(page.body)
        except (ValueError, RecursionError):
            answer = None
        access = answer.get("access_token") if isinstance(answer, dict) else None
        if not _is_token(access) or not isinstance(answer, dict):
            raise SourceFailed("signing in: it answered without a token", "check the address of this source")
        life, renewing = answer.get("expires_in"), answer.get("refresh_token")
        seconds = float(life) if isinstance(life, int | float) and 0 < life < 1e9 else _USUAL_LIFE
        ends = self._clock() + max(0.0, min(seconds, _LONGEST_LIFE) - _MARGIN)
        return _Token(str(access), ends, str(renewing) if _is_token(renewing) else "")


def _is_token(found: object) -> bool:
    """Say whether this can stand in a header."""
    if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_TOKEN:
        return False
    return found.isascii() and found.isprintable() and not any(each.isspace() for each in found)
