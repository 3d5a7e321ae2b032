"""What a mail server's refusals and silences mean for a delivery."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifiers.samples import a_delivery
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.domain.alerts import Outcome, Result
from tracker_notifiers.email import EmailSender

FROM = "Deedline <deedline@example.org>"
DELIVERY = a_delivery(recipient="a@example.org")


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    with running_smtp(mailbox) as port:
        yield port


def send(port: int, **options: str) -> Outcome:
    return EmailSender("127.0.0.1", port, FROM, timeout=2, **{"tls": "none", **options}).send(DELIVERY)


def test_a_greylisted_recipient_is_tried_again_and_then_served(mailbox: Mailbox, port: int) -> None:
    mailbox.greylist.add("a@example.org")

    assert send(port).result is Result.RETRY
    assert send(port).result is Result.SENT
    assert len(mailbox.mails) == 1


def test_a_refused_recipient_is_refused_in_the_server_s_words(mailbox: Mailbox, port: int) -> None:
    mailbox.refused.add("a@example.org")

    outcome = send(port)

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)
    assert "550 5.1.1 no such mailbox" in outcome.answer


def test_one_refused_recipient_does_not_keep_the_others_from_their_mail(mailbox: Mailbox, port: int) -> None:
    mailbox.refused.add("b@example.org")
    sender = EmailSender("127.0.0.1", port, FROM, tls="none")

    outcomes = [sender.send(a_delivery(recipient=f"{name}@example.org")).result for name in "abc"]

    assert outcomes == [Result.SENT, Result.REFUSED, Result.SENT]
    assert [mail["To"] for mail in mailbox.mails] == ["a@example.org", "c@example.org"]


def test_a_refused_sender_disables_the_destination(mailbox: Mailbox, port: int) -> None:
    mailbox.refused_senders.add("deedline@example.org")

    outcome = send(port)

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)


def test_a_refused_message_leaves_the_destination_open(mailbox: Mailbox, port: int) -> None:
    mailbox.answers.append("552 5.3.4 message too big")

    outcome = send(port)

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)


def test_a_server_that_is_busy_after_the_message_is_tried_again(mailbox: Mailbox, port: int) -> None:
    mailbox.answers.append("451 4.3.0 try later")

    assert send(port).result is Result.RETRY


def test_a_connection_lost_after_the_message_is_ambiguous(mailbox: Mailbox, port: int) -> None:
    mailbox.drop_after_data = True

    assert send(port).result is Result.AMBIGUOUS
    assert len(mailbox.mails) == 1


def test_a_connection_lost_before_the_message_is_tried_again(mailbox: Mailbox, port: int) -> None:
    mailbox.drop_at_recipient = True

    assert send(port).result is Result.RETRY
    assert mailbox.mails == []


def test_nobody_at_home_is_tried_again() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))

        assert send(unused.getsockname()[1]).result is Result.RETRY


def test_a_server_that_never_greets_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        outcome = EmailSender("127.0.0.1", mute.getsockname()[1], FROM, tls="none", timeout=0.2).send(DELIVERY)

    assert outcome.result is Result.RETRY


def test_protection_the_server_lacks_disables_the_destination(port: int) -> None:
    outcome = send(port, tls="starttls")

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)


def test_a_wrong_password_disables_the_destination(mailbox: Mailbox) -> None:
    mailbox.accounts["deedline"] = "right"
    with running_smtp(mailbox) as port:
        outcome = send(port, username="deedline", password="wrong")

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)
    assert "wrong" not in outcome.answer


def test_the_right_password_lets_mail_through(mailbox: Mailbox) -> None:
    mailbox.accounts["deedline"] = "right"
    with running_smtp(mailbox) as port:
        assert send(port, username="deedline", password="right").result is Result.SENT


def test_a_check_signs_in_and_sends_nothing(mailbox: Mailbox, port: int) -> None:
    assert EmailSender("127.0.0.1", port, FROM, tls="none").check().result is Result.SENT
    assert mailbox.mails == []


def test_a_check_where_nobody_is_at_home_says_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        number = unused.getsockname()[1]

        outcome = EmailSender("127.0.0.1", number, FROM, tls="none").check()

    assert outcome.result is Result.RETRY
    assert f"127.0.0.1:{number} cannot be reached" in outcome.answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for 127.0.0.1 that nobody trusts yet; its key stands in the same file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*made, *subject, *files], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return both


def serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_starttls_with_a_trusted_certificate_lets_mail_through(
    mailbox: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with running_smtp(mailbox, starttls=serving(certificate)) as port:
        assert send(port, tls="starttls").result is Result.SENT


def test_tls_from_the_start_with_a_trusted_certificate_lets_mail_through(
    mailbox: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with running_smtp(mailbox, tls=serving(certificate)) as port:
        assert send(port, tls="tls").result is Result.SENT


def test_a_certificate_nobody_trusts_keeps_the_mail_waiting(mailbox: Mailbox, certificate: Path) -> None:
    with running_smtp(mailbox, starttls=serving(certificate)) as port:
        outcome = send(port, tls="starttls")

    assert outcome.result is Result.RETRY
    assert "certificate" in outcome.answer.lower()
    assert mailbox.mails == []
