"""E-mail over SMTP: one message per recipient, the same bytes at every attempt."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from tracker.domain.alerts import Delivery, DeliveryKind, Mail, Outcome, Result
from tracker.domain.errors import BadSettings
from tracker.domain.mail_addresses import ADDRESS
from tracker_notifiers.email_layout import mail_of
from tracker_notifiers.one_way import OneWay
from tracker_notifiers.outside_text import many_lines, one_line, safe_link
from tracker_notifiers.smtp_dialogue import SmtpServer, deliver, greet

ONE_CLICK = "List-Unsubscribe=One-Click"
"""What a mail program posts to the address of `List-Unsubscribe` (RFC 8058)."""


class Tls(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class EmailSender(OneWay):
    """Sends alerts and digests to the recipient each delivery names.

    `sender` is "Name <address>" or an address; `unsubscribe` an address to write to, or empty.
    """

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        *,
        tls: str = "starttls",
        username: str = "",
        password: str = "",
        timeout: float = 20.0,
        unsubscribe: str = "",
    ) -> None:
        if tls not in tuple(Tls):
            raise BadSettings(f"TLS mode {tls!r} is unknown", "one of none, starttls, tls")
        if username and tls == Tls.NONE and host not in ("127.0.0.1", "::1", "localhost"):
            raise BadSettings("a mail password would travel unprotected", "set tls to starttls or tls")
        self._name, self._address = _named_address(sender)
        if unsubscribe and not ADDRESS.fullmatch(unsubscribe):
            raise BadSettings(f"{unsubscribe!r} is not a mail address", "such as unsubscribe@example.org")
        self._unsubscribe = unsubscribe
        self._server = SmtpServer(host, port, tls, username, password, timeout)

    def payload(self, delivery: Delivery) -> dict[str, object]:
        """Return headers and both parts as they would be sent."""
        message = self.message(delivery)
        headers = {
            name: str(value) for name, value in message.items() if name not in ("Content-Type", "MIME-Version")
        }
        mail = mail_of(delivery)
        shown: dict[str, object] = {"headers": headers, "text": many_lines(mail.text), "html": mail.html}
        return {**shown, "pictures": [each.name for each in mail.pictures]} if mail.pictures else shown

    def send(self, delivery: Delivery) -> Outcome:
        """Send it once to its one recipient."""
        recipient = delivery.recipient
        if not ADDRESS.fullmatch(recipient):
            return Outcome(Result.REFUSED, one_line(f"{recipient!r} is not a mail address", 200))
        return deliver(self._server, self._address, recipient, self.message(delivery).as_bytes())

    def check(self) -> Outcome:
        """Connect, protect and sign in as for a message, and leave."""
        return greet(self._server)

    def message(self, delivery: Delivery) -> EmailMessage:
        """Return the message: pure, the same bytes every time."""
        mail = mail_of(delivery)
        digest, host = _hash(delivery.id), self._address.rpartition("@")[2]
        message = EmailMessage(policy=SMTP)
        message["From"] = f'"{self._name}" <{self._address}>' if self._name else self._address
        message["To"] = one_line(delivery.recipient)
        message["Subject"] = one_line(mail.subject, 200)
        message["Date"] = format_datetime(delivery.created.astimezone(UTC))
        message["Message-ID"] = f"<deedline.{digest}@{host}>"
        if promise := _thread(delivery):
            # No mail has this id. Programs that thread by references keep together what refers to the same.
            message["References"] = f"<deedline.about.{_hash(promise)}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        if address := safe_link(mail.unsubscribe):
            message["List-Unsubscribe"] = f"<{address}>"
            message["List-Unsubscribe-Post"] = ONE_CLICK
        elif self._unsubscribe:
            message["List-Unsubscribe"] = f"<mailto:{self._unsubscribe}?subject=unsubscribe>"
        message.set_content(many_lines(mail.text), cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        # A boundary of the library's choice would differ at each attempt.
        message.set_boundary(f"=_deedline_{digest}")
        _add_pictures(message, mail, f"=_deedline_with_{digest}")
        return message


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _thread(delivery: Delivery) -> str:
    """Return the promise whose thread an alert belongs to; empty for what is about several, or no alert."""
    about = {notice.promise for notice in delivery.notices}
    return about.pop() if delivery.kind is DeliveryKind.ALERT and len(about) == 1 else ""


def _add_pictures(message: EmailMessage, mail: Mail, boundary: str) -> None:
    """Put the pictures beside the HTML that shows them: they are there without anything being fetched."""
    html = message.get_body(("html",))
    if not mail.pictures or not isinstance(html, EmailMessage):
        return
    for picture in mail.pictures:
        html.add_related(
            base64.b64decode(picture.data),
            "image",
            "png",
            cid=f"<{picture.name}>",
            filename=f"{picture.name}.png",
            disposition="inline",
        )
    html.set_boundary(boundary)


def _named_address(sender: str) -> tuple[str, str]:
    found = re.fullmatch(r"(?:\"?([^\"<>\r\n]*?)\"?\s*<([^<>]+)>|([^<>\s]+))", sender.strip())
    address = (found[2] or found[3]) if found else ""
    if not found or not ADDRESS.fullmatch(address):
        raise BadSettings(f"the mail sender {sender!r} is no address", "such as Deedline <deedline@example.org>")
    return one_line(found[1] or ""), address
