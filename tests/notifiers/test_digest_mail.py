"""The digest as a mail: the same numbers in both parts, small, and safe."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings

from tests.engine.lengths import EXAMPLES
from tests.notifiers.hostile import links, texts
from tests.notifiers.samples import a_delivery
from tests.notifiers.test_email import Page, offline
from tracker.domain.alerts import Picture, Subscriber
from tracker.domain.digests import Change, Cited, SourceHealth, Standing, StatusCount, Week
from tracker.domain.instants import Span
from tracker.domain.statuses import Status
from tracker_notifiers.digest_chart import Chart
from tracker_notifiers.digest_mail import mail_for_week

START = datetime(2016, 3, 14, 8, tzinfo=UTC)
END = START + timedelta(days=7)


def standing(**more: Any) -> Standing:
    values: dict[str, Any] = {
        "promise": "grid",
        "title": "Publish 3 grid plans",
        "by": ("Minister X",),
        "status": Status.OVERDUE,
        "reason": "due on 14 Mar 2016 and nothing shows that it was done",
        "due": END + timedelta(days=3),
        "url": "https://example.org/promises/grid",
    }
    return Standing(**{**values, **more})


def change(row: Standing, *steps: Status, old: Status | None = Status.PENDING) -> Change:
    return Change(row, old, steps or (row.status,), START + timedelta(days=4), row.reason)


def a_week(**more: Any) -> Week:
    split = standing(
        title="Withdraw the main part",
        status=Status.DISPUTED,
        readings={"36 aircraft": Status.KEPT, "40 aircraft": Status.BROKEN},
    )
    values: dict[str, Any] = {
        "period": Span(START, END),
        "headline": "“Publish 3 grid plans” is now overdue, and 1 other promise changed.",
        "total": 18,
        "added": 2,
        "counts": (
            StatusCount(Status.OVERDUE, 3, 1),
            StatusCount(Status.KEPT, 5, 5),
            StatusCount(Status.PENDING, 10, 13),
        ),
        "changed": (change(standing()), change(split, Status.AT_RISK, Status.DISPUTED)),
        "due_soon": (standing(title="Open the bridge", status=Status.PENDING),),
        "review": (split,),
        "silent": (SourceHealth("tass", True, START + timedelta(days=2), "the feed answers 503"),),
        "sources": 4,
    }
    return Week(**{**values, **more})


def no_picture(_chart: Chart) -> None:
    return None


def a_picture(_chart: Chart) -> Picture:
    return Picture("chart-1", base64.b64encode(b"\x89PNG and so on").decode())


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def test_both_parts_hold_the_same_numbers_in_the_same_order() -> None:
    for mail in (mail_for_week(a_week(), no_picture), mail_for_week(a_week(), a_picture)):
        preview = "18 promises, 2 of them new · 3 of 4 sources heard"
        body = Page(mail.html).text.removeprefix(preview)

        assert numbers(re.sub(r"<http\S*>", "", mail.text)) == numbers(body)


def test_it_opens_with_what_changed_most() -> None:
    lines = mail_for_week(a_week()).text.splitlines()

    assert lines[0] == "The week of 14 to 21 Mar 2016"
    assert lines[2] == "“Publish 3 grid plans” is now overdue, and 1 other promise changed."


def test_counts_stand_with_their_change() -> None:
    text = mail_for_week(a_week()).text

    assert "▲ overdue   3  +2\n✔ kept      5   =\n○ pending  10  −3\n" in text


def test_a_change_says_old_and_new_why_and_where() -> None:
    text = mail_for_week(a_week()).text

    assert "▲ pending → overdue · Fri 18 Mar\n  Publish 3 grid plans (Minister X)\n  Due on 14 Mar 2016" in text
    assert "<https://example.org/promises/grid>" in text
    assert "▲ pending → at risk → disputed" in text


def test_a_charge_leads_to_the_reports_that_decide_in_both_parts() -> None:
    cited = tuple(Cited("gazette", f"https://example.org/cuts/{number}") for number in range(5))
    listed = standing(title="Keep the library open", status=Status.REVIEW, cited=(Cited("radio", ""),))
    mail = mail_for_week(a_week(changed=(replace(change(standing()), cited=cited),), review=(listed,)))

    assert "Source: gazette <https://example.org/cuts/0>" in mail.text
    assert {"https://example.org/cuts/0", "https://example.org/cuts/2"} <= set(Page(mail.html).links)
    for told in (mail.text, Page(mail.html).text):
        assert "Source: and 2 more" in told
        assert "Source: radio" in told


def test_each_reading_is_shown() -> None:
    mail = mail_for_week(a_week())

    for part in (mail.text, Page(mail.html).text):
        assert "36 aircraft: ✔ kept" in part
        assert "40 aircraft: ✖ broken" in part


def test_the_sections_come_in_the_order_people_need_them() -> None:
    text = mail_for_week(a_week()).text

    places = [
        text.index(heading)
        for heading in (
            "WHAT CHANGED",
            "DUE IN THE NEXT 14 DAYS",
            "WAITING FOR A PERSON TO LOOK",
            "SILENT SOURCES",
            "HOW THEY STAND",
        )
    ]
    assert places == sorted(places)


def test_a_silent_source_says_since_when_and_why() -> None:
    text = mail_for_week(a_week()).text

    assert "? silent · last heard Wed 16 Mar 2016, 08:00\n  tass\n  The feed answers 503" in text


def test_sources_that_are_silent_for_the_same_reason_share_a_row() -> None:
    silent = tuple(SourceHealth(f"source-{n}", True) for n in range(20))
    text = mail_for_week(a_week(silent=silent, sources=20)).text

    assert text.count("? silent · never heard") == 1
    assert "source-11 and 8 more" in text


def test_every_source_was_heard_is_said_only_where_each_was_heard_all_the_time() -> None:
    partly = (SourceHealth("wires", False, START, share=0.004), SourceHealth("tass", False, START, share=0.43))
    heard = mail_for_week(a_week(silent=(), sources=3)).text
    in_part = mail_for_week(a_week(silent=(), partly=partly, sources=3)).text

    assert "Every source was heard." in heard
    assert "Every source was heard." not in in_part
    assert "these were heard only part of the time: wires 0%, tass 43%." in in_part
    assert "3 of 3 sources heard, 2 of them not all the time" in in_part


def test_a_source_that_was_heard_only_after_the_time_told_of_is_not_heard_in_it() -> None:
    text = mail_for_week(a_week(silent=(SourceHealth("tass", True, END + timedelta(days=90)),))).text

    assert "? silent · not heard in this time\n  tass" in text


def test_a_new_promise_s_path_begins_where_it_began() -> None:
    first = change(standing(status=Status.KEPT), Status.PENDING, Status.KEPT, old=None)
    at_once = change(standing(), Status.OVERDUE, old=None)
    text = mail_for_week(a_week(changed=(first, at_once))).text

    assert "✔ pending → kept" in text
    assert "▲ new → overdue" in text


def test_times_are_told_in_the_subscriber_s_zone() -> None:
    text = mail_for_week(a_week(reader=Subscriber("", tz="Asia/Tokyo"))).text

    assert "last heard Wed 16 Mar 2016, 17:00" in text
    assert "all times Asia/Tokyo" in text


def test_a_deadline_that_passed_is_named_once_with_its_day() -> None:
    row = standing(status=Status.AWAITING, due=START + timedelta(days=2), reason="reports are expected for days")
    mail = mail_for_week(a_week(passed=(row,), changed=(change(row),)))

    for told in (mail.text, Page(mail.html).text):
        assert told.count("Reports are expected for days") == 1
        assert "due Wed 16 Mar" in told
    assert "DEADLINE PASSED, REPORTS STILL EXPECTED" in mail.text
    assert "Nothing else changed this week." in mail.text


def test_a_deadline_is_the_promise_s_own_day_wherever_the_reader_is() -> None:
    last_moment = datetime(2016, 3, 23, 23, 59, 59, 999999, tzinfo=UTC)
    in_utc = standing(title="Open the bridge", due=last_moment)
    in_honolulu = standing(title="Open the harbour", due=last_moment + timedelta(hours=10), tz="Pacific/Honolulu")
    for tz in ("Europe/Paris", "UTC", "America/New_York"):
        mail = mail_for_week(a_week(due_soon=(in_utc, in_honolulu), reader=Subscriber("", tz=tz)))
        assert mail.text.count("Wed 23 Mar · ") == 2, tz


def test_an_empty_week_is_its_one_line() -> None:
    headline = "Nothing changed: 18 promises stand as before, all 4 sources were heard."
    mail = mail_for_week(a_week(headline=headline, added=0, changed=(), due_soon=(), review=(), silent=()))

    assert mail.text.splitlines()[2:4] == [headline, "18 promises · 4 of 4 sources heard"]
    assert (mail.pictures, "HOW THEY STAND" in mail.text) == ((), False)
    assert "WHAT CHANGED" not in mail.text
    assert "overdue" not in mail.text


def test_an_empty_week_still_says_what_falls_due() -> None:
    mail = mail_for_week(a_week(added=0, changed=(), review=(), silent=()))

    assert "Open the bridge" in mail.text


def test_long_lists_are_cut_and_counted_in_both_parts() -> None:
    changed = tuple(change(standing(title=f"Promise {n}")) for n in range(400))
    mail = mail_for_week(a_week(changed=changed, review=()))
    shown = mail.text.count("Due on 14 Mar 2016")

    assert 0 < shown < 400
    assert f"and {400 - shown} more: deedline promises lists all" in mail.text
    assert f"and {400 - shown} more: deedline promises lists all" in Page(mail.html).text


def test_no_mailbox_cuts_it() -> None:
    row = standing(
        title="&<>\"'" * 90,
        by=("&" * 300,),
        reason="<&>" * 400,
        url="https://example.org/" + "&" * 480,
        readings={"<" * 99: Status.KEPT, ">" * 99: Status.BROKEN},
    )
    silent = tuple(SourceHealth("&" * 200, True, None, f"{n}" + "<" * 900) for n in range(300))

    cited = (Cited("&" * 200, "https://example.org/" + "a" * 400),) * 5
    told = replace(change(row), cited=cited)
    week = a_week(changed=(told,) * 300, due_soon=(row,) * 300, review=(row,) * 300, silent=silent)
    large = Picture("chart-1", base64.b64encode(b"x" * 30_000).decode())

    for mail in (mail_for_week(week, no_picture), mail_for_week(week, lambda _chart: large)):
        delivery = a_delivery(notices=(), mail=mail, recipient="a@example.org")
        assert len(offline().message(delivery).as_bytes()) <= 100_000


def test_it_is_readable_on_a_phone_and_in_the_dark() -> None:
    html = mail_for_week(a_week()).html

    assert "@media (max-width: 480px)" in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert 'name="color-scheme" content="light dark"' in html


def test_a_browser_finds_the_encoding_where_it_looks_for_it() -> None:
    assert mail_for_week(a_week()).html.index('<meta charset="utf-8">') < 1000


def test_nothing_is_fetched_from_anywhere() -> None:
    for mail in (mail_for_week(a_week(), no_picture), mail_for_week(a_week(), a_picture)):
        assert not re.search(r"<(link|script|iframe)\b|url\(|@import", mail.html)
        assert re.findall(r'src="([^"]*)"', mail.html) == [f"cid:{each.name}" for each in mail.pictures]


@settings(deadline=None, max_examples=min(40, EXAMPLES))
@given(texts, links)
def test_no_outside_text_becomes_markup(text: str, url: str) -> None:
    row = standing(title=text, by=(text,), reason=text, url=url, readings={text: Status.KEPT, "b": Status.BROKEN})
    cited = (Cited(text, url),) * 5
    looked_at = replace(row, promise="other", title=f"{text} too", cited=cited)
    shown = {"changed": (replace(change(row), cited=cited),), "due_soon": (row,), "review": (looked_at,)}
    silent = SourceHealth(text, True, None, text)
    reader = Subscriber("", (text,), (text,), language="de")
    mail = mail_for_week(
        a_week(headline=text, silent=(silent,), reader=reader, label=text, unsubscribe=url, **shown)
    )
    page = Page(mail.html)

    assert "script" not in page.tags
    assert all(link.startswith(("http://", "https://", "HTTP", "cid:chart-")) for link in page.links)
    assert "\x1b" not in mail.text
    mail.text.encode()


def test_a_digest_says_why_it_was_sent() -> None:
    reader = Subscriber("", ("syria", "energy"), ("Minister X",), "Europe/Vienna", weekday=3, hour=18)
    mail = mail_for_week(a_week(reader=reader))
    told = (
        "Sent on Thursdays at 18:00 (Europe/Vienna), because you subscribed to promises tagged syria, energy and "
        "by Minister X."
    )

    assert told in " ".join(mail.text.split())
    assert told in Page(mail.html).text


def test_a_digest_over_several_weeks_says_so() -> None:
    text = mail_for_week(a_week(period=Span(START - timedelta(days=14), END))).text

    assert text.startswith("The 3 weeks of 29 Feb to 21 Mar 2016\n")


def test_the_way_out_is_in_both_parts_where_there_is_one() -> None:
    address = "https://deeds.example.org/unsubscribe/1-abc"
    mail = mail_for_week(a_week(unsubscribe=address))

    assert mail.unsubscribe == address
    assert f"Unsubscribe: <{address}>" in mail.text
    assert address in Page(mail.html).links
    assert "nsubscribe:" not in mail_for_week(a_week()).text


def test_a_subject_that_would_be_too_long_loses_its_last_clauses_and_no_part_of_a_word() -> None:
    title = "A title, so long that of what became of the others nothing finds any room"
    full = f"“{title}” is now disputed, 2 promises are unverifiable, and 12 other promises changed."
    assert mail_for_week(a_week(headline=full)).subject == (
        f"Week to 21 Mar: “{title}” is now disputed, 2 promises are unverifiable."
    )


def test_a_subject_of_one_long_clause_ends_with_a_whole_word() -> None:
    subject = mail_for_week(a_week(headline=f"“{'word ' * 40}”")).subject
    assert subject.endswith(" word…")
    assert len(subject) <= 140


def test_the_text_names_an_address_once_where_the_words_and_the_report_share_it() -> None:
    cited = (Cited("gazette", "https://example.org/promises/grid"),)
    text = mail_for_week(a_week(changed=(replace(change(standing()), cited=cited),), review=(), due_soon=())).text
    assert text.count("<https://example.org/promises/grid>") == 1


def test_a_copy_is_labelled_in_both_parts_and_in_its_subject() -> None:
    mail = mail_for_week(a_week(label="A copy of the digest for a@example.org."))

    assert mail.subject.startswith("Copy: Week to 21 Mar")
    assert mail.text.startswith("A copy of the digest for a@example.org.\n")
    assert "A copy of the digest for a@example.org." in Page(mail.html).text
