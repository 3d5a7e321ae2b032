"""Speaks SMTP for one message and says what each answer, or its absence, means."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.domain.alerts import Outcome, Result
from tracker_notifiers.outside_text import one_line

READY = 354
TOO_BIG = 552


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where to hand mail in, and how; `timeout` in seconds for each step."""

    host: str
    port: int
    tls: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20.0


def deliver(server: SmtpServer, sender: str, recipient: str, message: bytes) -> Outcome:
    """Hand one message in for one recipient. Never raises."""

    def hand_in(smtp: smtplib.SMTP) -> Outcome:
        code, words = smtp.mail(sender)
        if code >= 400:
            return _answered(code, words, f"sender {sender}", disables=code >= 500 and code != TOO_BIG)
        code, words = smtp.rcpt(recipient)
        if code >= 400:
            return _answered(code, words, f"recipient {recipient}")
        return _data(smtp, message)

    return _connected(server, hand_in)


def greet(server: SmtpServer) -> Outcome:
    """Connect and sign in without sending anything. Never raises."""
    return _connected(server, lambda smtp: Outcome(Result.SENT, f"{server.host}:{server.port} lets us in"))


def _connected(server: SmtpServer, talk: Callable[[smtplib.SMTP], Outcome]) -> Outcome:
    try:
        smtp = _open(server)
    except smtplib.SMTPResponseException as problem:
        # Greeting, STARTTLS or sign-in was refused: by a 5xx for good, for everybody.
        return _answered(problem.smtp_code, problem.smtp_error, "sign-in", disables=problem.smtp_code >= 500)
    except smtplib.SMTPNotSupportedError as problem:
        words = one_line(f"the mail server lacks what the settings ask for: {problem}", 300)
        return Outcome(Result.REFUSED, words, disables_destination=True)
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        return Outcome(Result.RETRY, one_line(f"{server.host}:{server.port} cannot be reached: {problem}", 300))
    try:
        outcome = talk(smtp)
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        # The answer to the message itself is waited for in _data: until there nothing was handed in.
        return Outcome(Result.RETRY, one_line(f"the mail server hung up: {problem}", 300))
    finally:
        _leave(smtp)
    return outcome


def _open(server: SmtpServer) -> smtplib.SMTP:
    smtp: smtplib.SMTP
    if server.tls == "tls":
        context = ssl.create_default_context()
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.username:
            smtp.login(server.username, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _data(smtp: smtplib.SMTP, message: bytes) -> Outcome:
    try:
        code, words = smtp.data(message)
    except smtplib.SMTPDataError as problem:
        return _answered(problem.smtp_code, problem.smtp_error, "message")
    except (smtplib.SMTPException, OSError) as problem:
        return Outcome(Result.AMBIGUOUS, one_line(f"the mail server hung up over the message: {problem}", 300))
    if code >= 400:
        return _answered(code, words, "message")
    return Outcome(Result.SENT, _told(code, words))


def _answered(code: int, words: bytes | str, about: str, *, disables: bool = False) -> Outcome:
    told = f"{about}: {_told(code, words)}"
    if 400 <= code < 500:
        return Outcome(Result.RETRY, told)
    if code >= 500:
        return Outcome(Result.REFUSED, told, disables_destination=disables)
    # smtplib says -1 where the line it read was no answer at all.
    return Outcome(Result.AMBIGUOUS if about == "message" else Result.RETRY, told)


def _told(code: int, words: bytes | str) -> str:
    return one_line(f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}", 300)


def _leave(smtp: smtplib.SMTP) -> None:
    # What a server answers to QUIT changes nothing about a message it has taken or refused.
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()
