"""The commands of the digest: seen before it goes out, a copy by hand, and who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.actions.plan_digests import plan_digests
from tracker.app import render_week
from tracker.cli.mail_files import page_of
from tracker.domain.alerts import Mail, Picture, Subscriber
from tracker.store.canonical import from_json
from tracker.store.opening import open_store
from tracker.store.outbox_rows import Payload
from tracker.store.tables.outbox import outbox

SETTINGS = """
public_url = "https://deeds.example.org"

[email]
host = "127.0.0.1"
port = {port}
tls = "none"
from = "Deedline <deedline@example.org>"

[[subscribers]]
address = "file@example.org"
tags = ["grid"]
zone = "Europe/Vienna"
language = "de"
"""


@pytest.fixture(scope="module")
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[Path]:
    """Return a desk whose promises were judged; tests that subscribe use addresses of their own."""
    with running_smtp(mailbox) as port:
        made = make_desk(tmp_path_factory.mktemp("digest"), SETTINGS.format(port=port))
        assert deedline("run", "--once", folder=made).code == 0
        yield made


def digest(desk: Path, *arguments: object) -> Ran:
    return deedline("digest", *arguments, folder=desk)


def listed(desk: Path, address: str) -> dict[str, object]:
    [found] = [each for each in digest(desk, "subscriptions", "--json").data if each["address"] == address]
    return dict(found)


def test_the_digest_can_be_seen_before_it_goes_out(desk: Path) -> None:
    ran = digest(desk, "preview")
    assert ran.code == 0
    assert ran.out.startswith("To: file@example.org\nSubject: Week to ")
    assert "The ministry publishes the grid plan" in ran.out
    assert set(digest(desk, "preview", "--json").data) == {"to", "subject", "text", "html", "unsubscribe"}


def test_the_link_that_ends_a_digest_is_in_its_preview_as_it_will_be(tmp_path: Path, mailbox: Mailbox) -> None:
    with running_smtp(mailbox) as port:
        made = make_desk(tmp_path, SETTINGS.format(port=port))
        before = digest(made, "preview").out
        assert "Unsubscribe: <https://deeds.example.org/unsubscribe/PLACEHOLDER-until-the-first-digest" in before
        store = open_store(made / "deedline.sqlite")
        for now in (datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 5, 12, tzinfo=UTC)):
            reader = Subscriber("file@example.org", ("grid",), tz="Europe/Vienna", language="de")
            plan_digests(store, [reader], now, render_week, public_url="https://deeds.example.org")
        with store.read() as connection:
            [row] = connection.execute(select(outbox.c.payload).where(outbox.c.kind == "digest")).scalars()
        store.close()
        sent = from_json(Payload, row).mail
        assert sent is not None
        assert digest(made, "preview", "--json").data["unsubscribe"] == sent.unsubscribe
        assert f"Unsubscribe: <{sent.unsubscribe}>" in digest(made, "preview").out


def test_without_an_address_to_answer_at_a_preview_shows_no_link(tmp_path: Path) -> None:
    made = make_desk(tmp_path)
    assert digest(made, "preview", "--json").data["unsubscribe"] == ""


def test_links_lead_to_sources_and_not_to_pages_that_nobody_serves(tmp_path: Path) -> None:
    made = make_desk(tmp_path, 'public_url = "https://deeds.example.org"\n')
    shown = {
        "alert": deedline("run", "--once", folder=made).out,
        "digest": digest(made, "preview").out,
        "preview": deedline("notify", "preview", "grid-plan", "--destination", "console", folder=made).out,
    }
    for name, text in shown.items():
        assert "<https://example.org/s>" in text, name
        assert "/promises/" not in text, name


def test_it_is_written_as_a_page_a_message_or_a_text(desk: Path) -> None:
    for name in ("week.html", "week.eml", "week.txt"):
        ran = digest(desk, "preview", "--for", "FILE@example.org", "--out", name)
        assert (ran.code, ran.out, ran.err) == (0, "", f"written to {name}\n")
    message = message_from_bytes((desk / "week.eml").read_bytes(), policy=policy.default)
    assert message["To"] == "file@example.org"
    assert "The ministry publishes the grid plan" in (desk / "week.html").read_text()
    assert (desk / "week.txt").read_text().startswith("Week to ")


def test_a_page_shows_its_pictures_without_a_mail_program() -> None:
    mail = Mail("Week", "text", '<img src="cid:chart-1">', (Picture("chart-1", "QUJD"),))
    assert page_of(mail) == '<img src="data:image/png;base64,QUJD">'


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--out", "week.pdf"), "its ending does not say what to write"),
        (("--out", "nowhere/week.html"), "cannot be written"),
        (("--for", "who@example.org"), "there is no subscriber who@example.org"),
        (("--at", "2090-01-01"), "is yet to come"),
        (("--at", "soon"), "--at"),
    ],
)
def test_a_preview_that_cannot_be_is_refused_with_the_cure(
    desk: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = digest(desk, "preview", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err


def test_a_past_week_can_be_seen(desk: Path) -> None:
    ran = digest(desk, "preview", "--at", "2026-03-04")
    assert ran.code == 0
    assert "The week of 25. Feb. to 4. März 2026" in ran.out


def test_a_copy_goes_out_now_with_a_label_and_ends_nobodys_week(desk: Path, mailbox: Mailbox) -> None:
    ran = digest(desk, "send", "--to", "boss@example.org")
    assert (ran.code, ran.err) == (0, "sent to boss@example.org\n")
    [mail] = mailbox.to("boss@example.org")
    assert mail["Subject"].startswith("Copy: Week to ")
    assert mail["List-Unsubscribe"] is None
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().startswith("A copy of the digest for file@example.org, sent by hand.")


def test_a_copy_that_is_refused_says_what_was_answered(desk: Path, mailbox: Mailbox) -> None:
    mailbox.refused.add("gone@example.org")
    ran = digest(desk, "send", "--to", "gone@example.org")
    assert ran.code == 1
    assert "550" in ran.err
    assert digest(desk, "send", "--to", "not an address").code == 1


def test_somebody_is_subscribed_listed_and_unsubscribed(desk: Path) -> None:
    options = ("--tag", "grid", "--tag", "energy", "--actor", "Ministry", "--zone", "Asia/Tokyo")
    more = ("--weekday", "Thursday", "--hour", "9", "--language", "fr", "--by", "anna")
    ran = digest(desk, "subscribe", "new@example.org", *options, *more)
    told = "thursday 09:00 Asia/Tokyo (fr), of tags grid, energy; actors Ministry"
    assert (ran.code, ran.out) == (0, f"new@example.org gets the digest {told}\n")
    row = listed(desk, "new@example.org")
    assert (row["from"], row["subscribed"], row["weekday"]) == ("command", True, "thursday")

    assert digest(desk, "unsubscribe", "new@example.org", "--by", "bert").code == 0
    assert "before" in digest(desk, "unsubscribe", "new@example.org").out
    table = digest(desk, "subscriptions").out
    assert "via command by bert" in table
    assert listed(desk, "new@example.org")["subscribed"] is False


def test_a_tag_that_no_promise_has_is_remarked_on_with_the_nearest_and_subscribed(desk: Path) -> None:
    ran = digest(desk, "subscribe", "tag@example.org", "--tag", "Girds", "--tag", "grid")
    assert (ran.code, ran.err) == (0, "no promise has the tag `Girds`; did you mean `grid`?\n")
    assert listed(desk, "tag@example.org")["tags"] == ["Girds", "grid"]
    assert digest(desk, "subscribe", "tag@example.org", "--hour", "9").err == ""


def test_the_list_says_who_comes_from_the_file_and_an_end_wins_over_it(desk: Path) -> None:
    assert listed(desk, "file@example.org")["from"] == "file"
    assert digest(desk, "unsubscribe", "file@example.org").code == 0
    assert listed(desk, "file@example.org")["subscribed"] is False
    assert "there is no subscriber" in digest(desk, "preview", "--for", "file@example.org").err
    assert digest(desk, "subscribe", "file@example.org").code == 0
    assert listed(desk, "file@example.org")["subscribed"] is True


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("subscribe", "nobody"), "is no mail address"),
        (("subscribe", "a@b.c", "--weekday", "someday"), "no day of the week"),
        (("subscribe", "a@b.c", "--zone", "Mars/North"), "no time zone"),
        (("subscribe", "a@b.c", "--language", "tlh"), "no dates can be written"),
        (("subscribe", "file@example.org", "--hour", "3"), "by the settings file"),
        (("unsubscribe", "who@example.org"), "is not subscribed"),
    ],
)
def test_what_cannot_be_subscribed_is_refused_with_the_cure(
    desk: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = digest(desk, *arguments)
    assert ran.code == 1
    assert told in ran.err
    assert len(ran.err.splitlines()) <= 2


def test_the_doctor_says_that_subscribers_need_a_mail_server(tmp_path: Path) -> None:
    bare = make_desk(tmp_path)
    ran = digest(bare, "subscribe", "new@example.org")
    assert (ran.code, "set email.host" in ran.err) == (0, True)
    ran = deedline("doctor", folder=bare)
    assert ran.code == 1
    assert "1 subscriber every week" in ran.out
    assert "digests go out by e-mail: set email.host and email.from" in ran.out
