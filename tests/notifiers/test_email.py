"""E-mail over a real mail server: what arrives, and what nobody can smuggle in."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from tests.engine.lengths import EXAMPLES
from tests.notifiers.hostile import links, texts
from tests.notifiers.samples import POSTPONED, a_delivery, a_notice
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.domain.alerts import Delivery, DeliveryKind, EvidenceLine, Mail, Notice, Picture, Result, Why
from tracker.domain.errors import BadSettings
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing
from tracker_notifiers.email import EmailSender
from tracker_notifiers.email_layout import mail_of
from tracker_notifiers.wording import REPEATED


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def sender(mailbox: Mailbox) -> Iterator[EmailSender]:
    with running_smtp(mailbox) as port:
        yield EmailSender("127.0.0.1", port, "Deedline <deedline@example.org>", tls="none", timeout=2)


def to(recipient: str, *notices: Notice) -> Delivery:
    return a_delivery(*notices, recipient=recipient)


def offline(**options: str) -> EmailSender:
    return EmailSender("mail.example.org", 587, "Deedline <deedline@example.org>", **options)  # type: ignore[arg-type]  # the options under test are all texts


class Page(HTMLParser):
    """Collects what a reader of the HTML sees, the tags used and the addresses linked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.hidden += tag in ("style", "title")
        self.words += [value or "" for name, value in attrs if (tag, name) == ("img", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_an_alert_arrives_with_both_parts(mailbox: Mailbox, sender: EmailSender) -> None:
    assert sender.send(to("analyst@example.org")).result is Result.SENT
    [mail] = mailbox.to("analyst@example.org")

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "▲ Act: overdue since 14 Nov (3 days late) - Publish grid plan (Minister X)"
    assert mail["From"] == "Deedline <deedline@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_message_id_is_the_same_at_every_attempt_and_differs_between_deliveries() -> None:
    first = offline().message(to("a@example.org"))
    other = offline().message(a_delivery(id="delivery-2", recipient="a@example.org"))

    assert first["Message-ID"] == offline().message(to("a@example.org"))["Message-ID"]
    assert first["Message-ID"] != other["Message-ID"]


def test_what_is_told_of_one_promise_is_one_thread_whatever_its_subject() -> None:
    told = [a_notice(), a_notice(why=Why.REMINDER), a_notice(why=Why.ESCALATED)]
    mails = [
        offline().message(a_delivery(each, id=f"delivery-{number}", recipient="a@example.org"))
        for number, each in enumerate(told)
    ]

    assert {mail["References"] for mail in mails} == {mails[0]["References"]}
    assert mails[0]["References"].startswith("<deedline.about.")
    assert len({mail["Subject"] for mail in mails}) == len({mail["Message-ID"] for mail in mails}) == 3


def test_other_promises_shared_messages_and_tests_are_in_no_thread_of_it() -> None:
    one, other = a_notice(), a_notice(promise="rail-plan")
    several = to("a@b.c", one, other)
    deliveries = (to("a@b.c", one), to("a@b.c", other), several, a_delivery(kind=DeliveryKind.TEST))
    first, second, shared, test = map(offline().message, deliveries)

    assert first["References"] != second["References"]
    assert (shared["References"], test["References"]) == (None, None)


def test_a_retry_sends_the_same_bytes() -> None:
    assert offline().message(to("a@example.org")).as_bytes() == offline().message(to("a@example.org")).as_bytes()


def test_the_payload_is_what_is_sent(mailbox: Mailbox, sender: EmailSender) -> None:
    delivery = to("analyst@example.org")
    sender.send(delivery)
    [mail] = mailbox.mails
    payload = sender.payload(delivery)

    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == payload["text"]  # type: ignore[union-attr]  # the part is there
    assert mail.get_body(("html",)).get_content().replace("\r\n", "\n").rstrip() == str(payload["html"]).rstrip()  # type: ignore[union-attr]  # the part is there
    assert mail["Message-ID"] == payload["headers"]["Message-ID"]  # type: ignore[index]  # payload is for people to read


def test_both_parts_say_the_same() -> None:
    mail = mail_of(a_delivery(a_notice(readings={"a": Status.KEPT, "b": Status.BROKEN}, flags=("conceded",))))
    seen, read = Page(mail.html).text.casefold(), " ".join(mail.text.split()).casefold()

    for told in (
        "overdue",
        "since 14 Nov (3 days late)",
        "Said 2 May: “We will publish by 14 November”",
        "Due on 14 Nov 2016 and nothing shows that it was done",
        "For 1 · Against 1",
        "draft postponed",
        "Ministry via newswire",
        "Reading a: ✔ kept",
        "conceded by the promisor",
        "listened to 98% of the time (4 sources)",
        "3 of 11 earlier promises kept",
        "a published plan makes it kept late",
        "rule grid-plan v3 · why sent: first",
    ):
        assert told.casefold() in seen
        assert told.casefold() in read


def test_links_of_evidence_and_quote_are_in_both_parts() -> None:
    mail = mail_of(a_delivery())

    for url in ("https://example.org/9nov", "https://example.org/speech?day=2&month=5"):
        assert url in Page(mail.html).links
        assert f"<{url}>" in mail.text


def test_without_a_public_address_there_is_no_open_link() -> None:
    assert "button" not in mail_of(a_delivery()).html.partition("</head>")[2]


def test_a_group_is_one_mail(mailbox: Mailbox, sender: EmailSender) -> None:
    sender.send(to("a@example.org", *(a_notice(title=f"Promise {n}") for n in range(60))))
    [mail] = mailbox.mails

    assert mail["Subject"] == "▲ 60 promises: 60 overdue"
    seen = Page(mail.get_body(("html",)).get_content()).text  # type: ignore[union-attr]  # the part is there
    assert "Promise 49" in seen
    assert "and 10 more" in seen


def test_a_digest_goes_out_as_it_was_frozen(mailbox: Mailbox, sender: EmailSender) -> None:
    frozen = Mail("Week to 21 Nov", "Quiet.\n", "<html><body><p>Quiet.</p></body></html>")
    sender.send(a_delivery(notices=(), kind=DeliveryKind.DIGEST, mail=frozen, recipient="a@example.org"))
    [mail] = mailbox.mails

    assert mail["Subject"] == "Week to 21 Nov"
    assert "<p>Quiet.</p>" in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]  # the part is there


PICTURE = Picture("chart-1", base64.b64encode(b"\x89PNG\r\n\x1a\nand so on").decode())
DIGEST = Mail("Week", "Quiet.\n", '<p><img src="cid:chart-1" alt="3 kept"></p>', (PICTURE,))


def test_a_picture_travels_beside_the_html_that_shows_it(mailbox: Mailbox, sender: EmailSender) -> None:
    sender.send(a_delivery(notices=(), kind=DeliveryKind.DIGEST, mail=DIGEST, recipient="a@example.org"))
    [mail] = mailbox.mails
    text, beside = mail.iter_parts()
    html, picture = beside.iter_parts()

    assert [part.get_content_type() for part in (mail, text, beside, html, picture)] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"
    ]  # fmt: skip
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<chart-1>", "inline")
    assert picture.get_content() == b"\x89PNG\r\n\x1a\nand so on"


def test_a_mail_with_a_picture_is_the_same_bytes_at_every_attempt() -> None:
    delivery = a_delivery(notices=(), kind=DeliveryKind.DIGEST, mail=DIGEST, recipient="a@example.org")

    assert offline().message(delivery).as_bytes() == offline().message(delivery).as_bytes()


def test_a_digest_can_be_ended_by_one_post_of_the_mail_program() -> None:
    address = "https://deeds.example.org/unsubscribe/1-abc"
    delivery = a_delivery(notices=(), mail=replace(DIGEST, unsubscribe=address), recipient="a@example.org")
    mail = offline(unsubscribe="stop@example.org").message(delivery)

    assert mail["List-Unsubscribe"] == f"<{address}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_trouble_and_tests_need_no_notice(mailbox: Mailbox, sender: EmailSender) -> None:
    trouble = a_delivery(notices=(), kind=DeliveryKind.TROUBLE, text="slack stopped", recipient="a@example.org")
    sender.send(trouble)
    sender.send(a_delivery(notices=(), kind=DeliveryKind.TEST, recipient="a@example.org"))

    assert [mail["Subject"] for mail in mailbox.mails] == [
        "▲ Deedline needs a look",
        "Deedline test: messages for this destination arrive here.",
    ]
    assert "slack stopped" in Page(mail_of(trouble).html).text


def test_one_message_goes_to_one_recipient(mailbox: Mailbox, sender: EmailSender) -> None:
    for recipient in ("a@example.org", "b@example.org"):
        sender.send(to(recipient))

    assert [mail["X-Envelope-To"] for mail in mailbox.mails] == ["a@example.org", "b@example.org"]
    assert [mail["To"] for mail in mailbox.mails] == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@example.org\r\nBcc: all@example.org", "a b@example.org", "a@example.org>", "@x"]
)
def test_what_is_no_address_is_refused_before_anything_is_sent(sender: EmailSender, recipient: str) -> None:
    outcome = sender.send(to(recipient))

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)
    assert "not a mail address" in outcome.answer


def test_a_mail_offers_no_unsubscribing_that_does_not_work() -> None:
    assert offline().message(to("a@example.org"))["List-Unsubscribe"] is None


def test_an_address_for_unsubscribing_is_offered_if_there_is_one() -> None:
    mail = offline(unsubscribe="stop@example.org").message(to("a@example.org"))

    assert mail["List-Unsubscribe"] == "<mailto:stop@example.org?subject=unsubscribe>"


def test_a_message_that_may_be_a_repeat_says_so_in_both_parts() -> None:
    mail = mail_of(a_delivery(maybe_repeated=True))

    assert "Possibly a repeat" in mail.text
    assert "Possibly a repeat" in Page(mail.html).text


def test_a_digest_that_may_be_a_repeat_says_so_above_what_is_otherwise_the_same() -> None:
    frozen = Mail("Week to 21 Nov", "one\n", "<html><body class='x'><p>one</p></body></html>")
    digest = a_delivery(notices=(), kind=DeliveryKind.DIGEST, mail=frozen)

    again = mail_of(replace(digest, maybe_repeated=True))

    assert mail_of(digest) is frozen
    assert again.subject == frozen.subject
    assert again.text == f"{REPEATED}\n\none\n"
    assert Page(again.html).text.split() == [*REPEATED.split(), "one"]


@pytest.mark.parametrize("sender", ["", "Deedline", "Deedline <x>", "a@example.org\nBcc: b@example.org"])
def test_a_sender_that_is_no_address_is_a_clear_error(sender: str) -> None:
    with pytest.raises(BadSettings, match="sender"):
        EmailSender("mail.example.org", 587, sender)


def test_an_unknown_way_of_protection_is_a_clear_error() -> None:
    with pytest.raises(BadSettings, match="TLS"):
        offline(tls="ssl3")


def test_a_password_never_travels_unprotected() -> None:
    with pytest.raises(BadSettings, match="unprotected"):
        offline(tls="none", username="deedline", password="secret")


def test_styles_are_inlined_and_only_media_queries_stay_in_the_head() -> None:
    html = mail_of(a_delivery()).html

    assert 'style="' in html
    assert "prefers-color-scheme: dark" in html
    assert "<link" not in html
    assert re.findall(r"<style[^>]*>\s*(\S+)", html) == ["@media"]


@settings(deadline=None, max_examples=min(50, EXAMPLES))
@given(texts, links)
def test_no_outside_text_reaches_headers_or_markup(text: str, url: str) -> None:
    line = EvidenceLine(Bearing.AGAINST, text, text, text, text, url)
    notice = a_notice(
        promise=text or "grid",
        title=text,
        by=(text,),
        quote=text,
        quote_url=url,
        reason=text,
        url=url,
        rule=text,
        evidence=(line, POSTPONED),
    )
    message = offline().message(to("a@example.org", notice))
    page = Page(mail_of(to("a@example.org", notice)).html)

    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "References", "Auto-Submitted",
        "Content-Type", "MIME-Version",
    }  # fmt: skip
    assert b"\nBcc:" not in message.as_bytes().partition(b"\r\n\r\n")[0]
    assert "script" not in page.tags
    assert all(link.lower().startswith(("http://", "https://")) for link in page.links)
