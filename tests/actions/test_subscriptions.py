"""Who is sent the digest: file and command together, ends that win over both, and links that end it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.making import CountingSender, SetClock, new_store, on
from tests.actions.test_digests import MONDAY, WEEK, _mail
from tracker.actions.deliver import deliver_to
from tracker.actions.plan_digests import plan_digests
from tracker.actions.subscriptions import FILE, Subscription, Wish, subscribe, subscriptions, unsubscribe
from tracker.actions.unsubscribe_links import reader_of
from tracker.domain.alerts import Abilities, Mail, Subscriber
from tracker.domain.digests import Week
from tracker.domain.errors import BadInput, Unknown
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

READER = Subscriber("reader@example.org", tags=("syria",))
URL = "https://deeds.example.org/log/"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def listed(store: Store, *from_file: Subscriber) -> list[Subscription]:
    with store.read() as connection:
        return list(subscriptions(connection, from_file))


def planned(store: Store, *from_file: Subscriber, weeks: int = 1, url: str = "") -> list[str]:
    """Let weeks end one by one and return whom the digests in the outbox are for."""
    plan_digests(store, from_file, on(4), _linked, public_url=url)
    for week in range(1, weeks + 1):
        plan_digests(store, from_file, MONDAY + week * WEEK, _linked, public_url=url)
    with store.read() as connection:
        return list(connection.execute(select(outbox.c.recipient).order_by(outbox.c.id)).scalars())


def _linked(week: Week) -> Mail:
    link = week.unsubscribe
    return replace(_mail(week), text=f"text {link}", html=f'<a href="{link}">', unsubscribe=link)


def test_who_subscribes_by_command_is_sent_the_digest(store: Store) -> None:
    wish = Wish(tags=("energy",), weekday=3, hour=9, language="de")
    done = subscribe(store, "new@example.org", wish, on(3), by="anna", tz="Europe/Vienna")
    assert done.subscriber == Subscriber("new@example.org", ("energy",), (), "Europe/Vienna", 3, 9, "de")
    assert planned(store, weeks=2) == ["new@example.org", "new@example.org"]


def test_what_a_later_wish_does_not_name_stays(store: Store) -> None:
    subscribe(store, "a@example.org", Wish(tags=("energy",), hour=9), on(3), by="anna")
    done = subscribe(store, "a@example.org", Wish(hour=10), on(4), by="anna")
    assert (done.subscriber.tags, done.subscriber.hour) == (("energy",), 10)
    assert subscribe(store, "a@example.org", Wish(tags=()), on(4), by="anna").subscriber.tags == ()


def test_file_and_command_never_send_two_digests_to_one_mailbox(store: Store) -> None:
    subscribe(store, "READER@example.org", Wish(tags=("energy",)), on(3), by="anna")
    [only] = listed(store, READER)
    assert (only.origin, only.subscriber) == (FILE, READER)
    assert planned(store, READER) == ["reader@example.org"]


def test_a_spelling_that_changes_in_the_file_starts_no_second_week(store: Store) -> None:
    planned(store, READER)
    shouting = replace(READER, address="Reader@Example.org")
    assert plan_digests(store, [shouting], MONDAY + WEEK, _mail) == 0
    assert plan_digests(store, [shouting], MONDAY + 2 * WEEK, _mail) == 1


def test_the_wish_of_somebody_in_the_file_is_changed_there(store: Store) -> None:
    with pytest.raises(BadInput, match="by the settings file"):
        subscribe(store, READER.address, Wish(hour=9), on(3), by="anna", from_file=[READER])


@pytest.mark.parametrize(
    ("address", "wish", "told"),
    [
        ("nobody", Wish(), "no mail address"),
        ("a@b.c\nBcc: d@e.f", Wish(), "no mail address"),
        ("a@b.c", Wish(tz="Mars/North"), "no time zone"),
        ("a@b.c", Wish(language="tlh"), "no dates can be written"),
    ],
)
def test_a_bad_wish_is_refused_and_nothing_is_kept(store: Store, address: str, wish: Wish, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        subscribe(store, address, wish, on(3), by="anna")
    assert listed(store) == []


@pytest.mark.parametrize("in_file", [True, False])
def test_who_unsubscribes_gets_no_more_until_subscribed_again(store: Store, in_file: bool) -> None:
    from_file = [READER] if in_file else []
    if not in_file:
        subscribe(store, READER.address, Wish(), on(3), by="anna")
    assert planned(store, *from_file) == [READER.address]
    assert unsubscribe(store, "Reader@example.org", MONDAY + WEEK + timedelta(1), by="bert", from_file=from_file)
    assert plan_digests(store, from_file, MONDAY + 2 * WEEK, _mail) == 0
    [ended] = listed(store, *from_file)
    assert ended.decision is not None
    assert (ended.holds, ended.decision.by, ended.decision.via) == (False, "bert", "command")

    subscribe(store, READER.address, Wish(), MONDAY + 2 * WEEK, by="anna", from_file=from_file)
    plan_digests(store, from_file, MONDAY + 2 * WEEK, _mail)
    assert plan_digests(store, from_file, MONDAY + 3 * WEEK, _mail) == 1
    assert [each.holds for each in listed(store, *from_file)] == [True]


def test_a_second_end_changes_nothing_and_a_stranger_has_none(store: Store) -> None:
    assert unsubscribe(store, READER.address, on(3), by="x", from_file=[READER])
    assert not unsubscribe(store, READER.address, on(4), by="y", from_file=[READER])
    with pytest.raises(Unknown, match="not subscribed"):
        unsubscribe(store, "who@example.org", on(4), by="y")


def test_a_digest_that_waits_does_not_reach_who_has_unsubscribed(store: Store) -> None:
    planned(store, READER, replace(READER, address="other@example.org"))
    unsubscribe(store, READER.address, MONDAY + WEEK, by="x", from_file=[READER])
    sender = CountingSender(abilities=Abilities())
    deliver_to(store, "email", sender, SetClock(MONDAY + WEEK))
    assert [each.recipient for each in sender.arrived] == ["other@example.org"]


def test_who_unsubscribes_while_the_digest_is_laid_out_is_left_out(store: Store) -> None:
    plan_digests(store, [READER], on(4), _mail)

    def meanwhile(week: Week) -> Mail:
        unsubscribe(store, READER.address, MONDAY + WEEK, by="x", from_file=[READER])
        return _mail(week)

    assert plan_digests(store, [READER], MONDAY + WEEK, meanwhile) == 0


def test_who_comes_back_with_an_earlier_day_reads_nothing_twice(store: Store) -> None:
    thursday = replace(READER, weekday=3)
    plan_digests(store, [thursday], on(4), _mail)
    plan_digests(store, [thursday], on(12), _mail)
    unsubscribe(store, READER.address, on(13), by="x", from_file=[thursday])
    subscribe(store, READER.address, Wish(), on(13), by="x", from_file=[thursday])
    plan_digests(store, [READER], on(13), _mail)
    plan_digests(store, [READER], on(16), _mail)
    with store.read() as connection:
        spans = connection.exec_driver_sql("SELECT start_at, end_at FROM digest ORDER BY start_at").fetchall()
    assert len(spans) == 2
    assert spans[1][0] >= spans[0][1]


def test_each_reader_gets_a_link_of_their_own_that_names_nobody(store: Store) -> None:
    other = replace(READER, address="other@example.org")
    planned(store, READER, other, url=URL)
    sender = CountingSender(abilities=Abilities())
    deliver_to(store, "email", sender, SetClock(MONDAY + WEEK))
    owners = {}
    for each in sender.arrived:
        assert each.mail is not None
        link = each.mail.unsubscribe
        assert (each.mail.text, each.mail.html) == (f"text {link}", f'<a href="{link}">')
        assert link.startswith("https://deeds.example.org/log/unsubscribe/")
        assert "@" not in link
        with store.read() as connection:
            owners[each.recipient] = reader_of(connection, link.rpartition("/")[2])
    assert owners == {"reader@example.org": "reader@example.org", "other@example.org": "other@example.org"}


def test_without_a_public_address_there_is_no_link(store: Store) -> None:
    planned(store, READER)
    sender = CountingSender(abilities=Abilities())
    deliver_to(store, "email", sender, SetClock(MONDAY + WEEK))
    assert [each.mail.unsubscribe for each in sender.arrived if each.mail] == [""]


def test_who_asks_for_the_same_shares_one_layout(store: Store) -> None:
    readers = [Subscriber(f"r{number}@example.org", tags=("a",)) for number in range(5)]
    others = [Subscriber(f"o{number}@example.org", tags=("b",)) for number in range(5)]
    plan_digests(store, readers + others, on(4), _mail)
    laid_out: list[Week] = []

    def counting(week: Week) -> Mail:
        laid_out.append(week)
        return _mail(week)

    assert plan_digests(store, readers + others, MONDAY + WEEK, counting) == 10
    assert [each.reader for each in laid_out] == [replace(each, address="") for each in (others[0], readers[0])]


def test_a_text_that_looks_like_a_link_is_not_taken_for_one(store: Store) -> None:
    def hostile(week: Week) -> Mail:
        mail = _linked(week)
        return replace(mail, text=f"{mail.text} {URL}unsubscribe/1-{'A' * 32}")

    plan_digests(store, [READER], on(4), hostile, public_url=URL)
    plan_digests(store, [READER], MONDAY + WEEK, hostile, public_url=URL)
    sender = CountingSender(abilities=Abilities())
    deliver_to(store, "email", sender, SetClock(MONDAY + WEEK))
    [mail] = [each.mail for each in sender.arrived]
    assert mail is not None
    assert mail.text.endswith(f"unsubscribe/1-{'A' * 32}")
