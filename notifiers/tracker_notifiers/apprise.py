"""Everything else through the library Apprise: it says only whether all went well, so nothing can be looked up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from typing import TYPE_CHECKING, Any

from tracker.domain.alerts import Delivery, Outcome, Result
from tracker.domain.errors import BadSettings
from tracker_notifiers import wording
from tracker_notifiers.one_way import OneWay
from tracker_notifiers.outside_text import clipped, safe_link
from tracker_notifiers.plain_notice import delivery_text

if TYPE_CHECKING:
    import apprise

CURE = "install it: pip install 'deedline[apprise]'"
LONGEST = 1_800
"""Characters of a message; the smallest of the common services takes 2,000."""
CUT = "\n[…] `deedline show` tells the rest".replace("`", "'")

_LINK = re.compile(r"<(https?://[^\s<>]+)>")
_MARKUP = str.maketrans("<>&*_`~|[]@#\\{}", "‹›＆∗＿ˋ∼❘［］＠＃＼｛｝")
"""Signs that some service reads as markup, HTML, a mention or a template, and look-alikes that none does."""
_IN_LINKS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "*_`~|[]@!()'{}"})


class AppriseSender(OneWay):
    """Sends plain text to services that are known by their addresses; a delivery's recipient names the service."""

    def __init__(self, urls: Sequence[str], *, timeout: float = 30.0) -> None:
        if wrong := [str(number) for number, url in enumerate(urls, 1) if "://" not in url]:
            raise BadSettings(
                f"apprise.urls: number {', '.join(wrong)} is not an address that Apprise knows",
                "it begins with the service's name and ://, like discord://",
            )
        self._urls = dict(zip(service_names(urls), urls, strict=True))
        self._timeout = timeout

    def payload(self, delivery: Delivery) -> dict[str, object]:
        """Return title and body as every service gets them: text, without a sign that any takes for markup."""
        subject = wording.subject(delivery)
        body = _harmless(delivery_text(delivery).replace(f"{subject}\n", "", 1))
        return {
            "title": clipped(_plain(subject), 200),
            "body": body if len(body) <= LONGEST else body[: LONGEST - len(CUT)].rsplit("\n", 1)[0] + CUT,
            "body_format": "text",
        }

    def send(self, delivery: Delivery) -> Outcome:
        """Hand it over once. Only a yes is certain: after a no it may have arrived all the same."""
        if delivery.recipient not in self._urls:
            return Outcome(Result.REFUSED, f"apprise.urls names no service {delivery.recipient} any more")
        try:
            library = _library()
        except BadSettings as missing:
            return Outcome(Result.REFUSED, f"{missing.message}; {missing.hint}", disables_destination=True)
        service = _service(library, self._urls[delivery.recipient])
        if service is None:
            return Outcome(Result.REFUSED, f"Apprise does not understand the address of {delivery.recipient}")
        content = self.payload(delivery)
        done = _within(self._timeout, lambda: service.notify(**content))
        if done is True:
            return Outcome(Result.SENT, "Apprise says that it was sent")
        if done is None:
            return Outcome(Result.AMBIGUOUS, f"no answer within {self._timeout:g} seconds")
        return Outcome(Result.AMBIGUOUS, "Apprise says that it did not go well, and not how")

    def check(self) -> Outcome:
        """Say whether the library is there and knows the addresses; nothing is sent, so no more can be said."""
        try:
            library = _library()
        except BadSettings as missing:
            return Outcome(Result.REFUSED, f"{missing.message}; {missing.hint}", disables_destination=True)
        if wrong := [name for name, url in self._urls.items() if _service(library, url) is None]:
            return Outcome(
                Result.REFUSED,
                f"Apprise does not understand the address of {', '.join(wrong)}",
                disables_destination=True,
            )
        return Outcome(Result.SENT, f"Apprise knows {', '.join(self._urls)}; whether they answer shows in use")


def service_names(urls: Iterable[str]) -> tuple[str, ...]:
    """Return a name for each address that gives nothing away: the kind of service and a few letters of a hash."""
    kinds = ((re.match(r"[A-Za-z0-9+.-]{1,20}(?=://)", url), url) for url in urls)
    return tuple(
        f"{kind[0].lower() if kind else 'service'}-{hashlib.sha256(url.encode()).hexdigest()[:6]}"
        for kind, url in kinds
    )


def _library() -> Any:
    try:
        import apprise
    except ImportError:
        raise BadSettings("the library Apprise is not installed", CURE) from None
    return apprise


def _service(library: Any, url: str) -> apprise.Apprise | None:
    service = library.Apprise()
    return service if service.add(url) else None


def _within(seconds: float, call: Callable[[], object]) -> bool | None:
    """Return what a call says, None if it said nothing in time; it may then still be under way."""
    said: list[bool] = []

    def work() -> None:
        try:
            said.append(bool(call()))
        except Exception:  # what the services' modules raise says no more than a no
            said.append(False)

    worker = Thread(target=work, name="apprise", daemon=True)
    worker.start()
    worker.join(seconds)
    return said[0] if said else None


def _harmless(text: str) -> str:
    """Return our text without markup, links as plain addresses."""
    parts = _LINK.split(text)
    return "".join(_address(part) if number % 2 else _plain(part) for number, part in enumerate(parts))


def _plain(text: str) -> str:
    return text.translate(_MARKUP)


def _address(link: str) -> str:
    return safe_link(link).translate(_IN_LINKS)
