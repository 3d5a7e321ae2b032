"""A mail server on loopback that keeps what it takes and misbehaves when told.

As a process: `python -m tests.stand_ins.smtp --mails DIR --port 0 --port-file FILE`; each mail taken becomes
a file `N.eml` in the folder, its envelope in the headers X-Envelope-From and X-Envelope-To.
"""

from __future__ import annotations

import argparse
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.stand_ins.serving import announce

LONGEST_HANG = 60.0


@dataclass
class Mailbox:
    """What arrived, and what to do at the next mail: `greylist` and `refused` hold recipients."""

    mails: list[EmailMessage] = field(default_factory=list)
    greylist: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    refused_senders: set[str] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)
    """Answers to the next DATA in place of taking the mail, such as "552 too big"."""
    drop_after_data: bool = False
    drop_at_recipient: bool = False
    accounts: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None

    def to(self, recipient: str) -> list[EmailMessage]:
        """Return the mails for one recipient."""
        return [mail for mail in self.mails if mail["X-Envelope-To"] == recipient]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if address in self.refused_senders:
            return "550 5.7.1 sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.drop_at_recipient:
            server.transport.abort()
            return "250 OK"
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        if address in self.greylist:
            self.greylist.remove(address)
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail["X-Envelope-From"] = envelope.mail_from
        mail["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.mails.append(mail)
        if self.folder is not None:
            written = self.folder / f"{len(self.mails)}.new"
            written.write_bytes(mail.as_bytes())
            written.rename(written.with_suffix(".eml"))
        if self.drop_after_data:
            server.transport.abort()
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        login, password = data.login.decode(), data.password.decode()
        return AuthResult(success=self.accounts.get(login) == password, handled=False)


class _AnyPort(Controller):
    """A controller that may be given port 0 and then knows which port it got."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library leaves it so


@contextmanager
def running_smtp(
    mailbox: Mailbox, port: int = 0, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve the mailbox from a thread until the block ends; yields the port."""
    controller = _AnyPort(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        authenticator=mailbox.authenticate if mailbox.accounts else None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file", type=Path, required=True)
    asked = parser.parse_args()
    with running_smtp(Mailbox(folder=asked.mails), asked.port) as port:
        announce(asked.port_file, port)
        threading.Event().wait()


if __name__ == "__main__":
    main()
