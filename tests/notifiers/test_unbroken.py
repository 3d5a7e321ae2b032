"""Dates on a narrow page: the day stays with its date, in every language, in mails only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from tests.notifiers.samples import a_delivery, a_notice
from tests.notifiers.test_digest_mail import END, a_week, standing
from tracker.domain.alerts import Subscriber
from tracker.domain.date_languages import DATE_WORDS
from tracker.domain.statuses import Status
from tracker_notifiers.dates import Dates
from tracker_notifiers.digest_mail import mail_for_week
from tracker_notifiers.email_layout import mail_of
from tracker_notifiers.unbroken import NO_BREAK, unbroken

DAYS = [datetime(2016, month, 20, 8, tzinfo=UTC) + timedelta(days=month % 7) for month in range(1, 13)]


@pytest.mark.parametrize("language", DATE_WORDS)
@pytest.mark.parametrize("day", DAYS)
def test_no_line_breaks_within_a_date(language: str, day: datetime) -> None:
    dates = Dates("UTC", language)
    for date in (dates.within_week(day, day), dates.within_week(day, day - timedelta(days=400))):
        assert unbroken(f"due {date} or so") == f"due {date.replace(' ', NO_BREAK)} or so"
    date = dates.full(day.date())
    assert unbroken(dates.moment(day)).endswith(f"{NO_BREAK}{date.replace(' ', NO_BREAK)}, 08:00")


@pytest.mark.parametrize("text", ["36 Marines", "May 2016", "no 7 Mara", "3 grid plans", "120 Mars bars in 2016"])
def test_what_is_no_date_may_break(text: str) -> None:
    assert unbroken(text) == text


def test_a_digest_keeps_its_dates_together_and_its_text_twin_has_plain_blanks() -> None:
    soon = standing(due=END - timedelta(days=1), status=Status.PENDING)
    mail = mail_for_week(a_week(due_soon=(soon,), reader=Subscriber("", language="de")))

    html = unescape(mail.html)
    assert f"So.{NO_BREAK}20.{NO_BREAK}März" in html
    assert f"Due on 14{NO_BREAK}Mar{NO_BREAK}2016" in html
    assert "So. 20. März" in mail.text
    assert NO_BREAK not in mail.text + mail.subject


def test_an_alert_keeps_its_dates_together_too() -> None:
    mail = mail_of(a_delivery(replace(a_notice(), next_step="wait until 3 Dec 2016")))

    assert f"until 3{NO_BREAK}Dec{NO_BREAK}2016" in unescape(mail.html)
    assert NO_BREAK not in mail.text + mail.subject
