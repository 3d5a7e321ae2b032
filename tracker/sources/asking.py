"""Asking for pages on behalf of one source: within its limits, with headers that only its host is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Fetcher, Page
from tracker.domain.sources import Source
from tracker.sources.signing_in import SignIns
from tracker.sources.web_address import checked_url


@dataclass(frozen=True, slots=True)
class Asker:
    """An Ask for one source. `secrets` are values by name in lower case, and are shown nowhere.

    A source that signs in is asked with its token; one that is refused is asked for anew, once.
    """

    source: Source
    fetcher: Fetcher
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    sign_ins: SignIns | None = field(default=None, repr=False)

    def __call__(self, url: str, *, etag: str = "", modified: str = "", last_bytes: int = 0) -> Page:
        """Fetch, conditionally when `etag` or `modified` is given; raises SourceFailed with a plain reason."""
        # the end of something compressed could not be read by itself
        part = {"Range": f"bytes=-{last_bytes}", "Accept-Encoding": "identity"} if last_bytes else {}
        is_own = _origin(url) == _origin(self.source.url)

        def fetch(headers: Mapping[str, str]) -> Page:
            return self.fetcher.fetch(
                url,
                etag=etag,
                modified=modified,
                max_bytes=self.source.max_bytes,
                allow_private=self.source.allow_private and is_own,
                headers={**headers, **part},
            )

        if not is_own:
            return fetch({})
        headers = self._headers()
        if self.source.sign_in is None:
            return fetch(headers)
        if self.sign_ins is None:
            raise SourceFailed("nobody here can sign in", "collect it with `deedline collect` or `deedline run`")
        token = self.sign_ins.token(self.source, self.secrets)
        try:
            return fetch({**headers, **_bearing(token)})
        except SourceFailed as failed:
            if failed.status != HTTPStatus.UNAUTHORIZED:
                raise
        return fetch({**headers, **_bearing(self.sign_ins.token(self.source, self.secrets, refused=token))})

    def _headers(self) -> Mapping[str, str]:
        for name in missing_secrets(self.source, self.secrets):
            raise missing(name)
        given = self.source.headers.items()
        return {name: value.text + (self.secrets[value.secret] if value.secret else "") for name, value in given}


def _bearing(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


def missing_secrets(source: Source, secrets: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the secrets that a source needs and nobody has given."""
    return tuple(name for name in source.secrets if not secrets.get(name))


def missing(name: str) -> SourceFailed:
    """Return the error for a secret that is not set."""
    return SourceFailed(
        f"the secret {name} is not set", f"set {name} under [secrets], or DEEDLINE_SECRETS__{name.upper()}"
    )


def with_params(url: str, params: Mapping[str, str]) -> str:
    """Return the address with these parameters, in place of any of the same names."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in params]
    return urlunsplit((*parts[:3], urlencode([*kept, *params.items()]), ""))


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return what tells one server from another (scheme, host, port); raises SourceFailed for what is no address.

    An answer may name the next page, so this is outside text.
    """
    address = checked_url(url)
    return address.scheme, address.host, address.port or {"http": 80, "https": 443}.get(address.scheme)
