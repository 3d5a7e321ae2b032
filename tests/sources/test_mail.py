"""Mails dropped into a folder become reports."""

from __future__ import annotations

import dataclasses
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import Answering
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.reports import Report
from tracker.domain.sources import FactRule, FieldRule, Source, SourceKind
from tracker.sources.collect import collect_source
from tracker.sources.mail import NoMail, read_mail

NOW = datetime(2016, 4, 1, 12, tzinfo=UTC)
SOURCE = Source("drop", SourceKind.FOLDER, reliability="C")
MAIL = (
    b"From: Press Office <press@harbour.example>\r\nTo: desk@example.org\r\n"
    b"Subject: =?utf-8?q?Ships_left_=E2=9C=94?=\r\n"
    b"Date: Fri, 01 Apr 2016 10:30:00 +0300\r\nMessage-ID: <a1@harbour.example>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nThree ships\r\nleft today.\r\n"
)


def collected(tmp_path: Path, data: bytes, source: Source = SOURCE) -> Collected:
    """Drop a mail into a folder and collect it."""
    file = tmp_path / "a.eml"
    file.write_bytes(data)
    finished = (NOW - timedelta(minutes=1)).timestamp()
    os.utime(file, (finished, finished))
    return collect_source(dataclasses.replace(source, path=str(tmp_path)), CollectState(), NOW, Answering(b""))


def test_a_mail_is_a_report_with_its_subject_text_date_and_message_id(tmp_path: Path) -> None:
    (report,) = collected(tmp_path, MAIL).reports
    assert (report.id, report.source, report.title, report.text) == (
        "drop:a1@harbour.example",
        "drop",
        "Ships left ✔",
        "Three ships\nleft today.",
    )
    assert report.published == datetime(2016, 4, 1, 7, 30, tzinfo=UTC)
    assert (report.origin, report.grade.reliability, report.facts) == (None, "C", ())


def test_a_map_makes_facts_of_a_mail(tmp_path: Path) -> None:
    fields = {
        "event": FieldRule(constant="ships left"),
        "origin": FieldRule("from"),
        "occurred": FieldRule("published"),
    }
    (report,) = collected(tmp_path, MAIL, dataclasses.replace(SOURCE, facts=(FactRule(fields),))).reports
    (fact,) = report.facts
    assert (fact.event, fact.origin) == ("ships left", "Press Office <press@harbour.example>")


def test_of_an_html_mail_only_what_a_reader_sees_is_kept() -> None:
    mail = MAIL.replace(b"text/plain", b"text/html").replace(b"Three", b"<script>x()</script><b>Three</b>")
    assert read_mail(mail, SOURCE, NOW)[0].text == "Three ships\nleft today."


def test_a_mail_without_a_date_counts_from_when_it_was_read_and_says_so() -> None:
    report, problems = read_mail(MAIL.replace(b"Date:", b"X-Date:"), SOURCE, NOW)
    assert report.published == NOW
    assert problems == ("it has no date that can be read and counts from when it was first read",)


def test_the_same_mail_without_an_id_is_known_by_what_it_says() -> None:
    mail = MAIL.replace(b"Message-ID:", b"X-ID:")
    assert read_mail(mail, SOURCE, NOW)[0].id == read_mail(mail, SOURCE, NOW + timedelta(days=1))[0].id


def test_a_file_that_is_no_mail_moves_to_failed_with_the_reason(tmp_path: Path) -> None:
    result = collected(tmp_path, b"\x00\x01")
    result.settle()
    assert (tmp_path / "failed" / "a.eml").exists()
    assert "neither a subject nor a text" in (tmp_path / "failed" / "a.eml.reason.txt").read_text()


def read_or_refused(data: bytes) -> Report | None:
    """Return the report, or None for a mail that is refused; whatever else is raised fails the test."""
    try:
        return read_mail(data, SOURCE, NOW)[0]
    except NoMail:
        return None


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(2_000))


@pytest.mark.parametrize(
    "hostile",
    [
        NESTED,
        b"Subject: " + b"=?utf-8?b?" * 10_000 + b"\r\n\r\nx",
        b"Date: Fri, 99 Foo 99999 99:99:99 +9999\r\nSubject: x\r\n\r\n",
        b"Date: Fri, 01 Apr 0001 00:00:00 +2359\r\nSubject: x\r\n\r\n",
        b"Subject: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\n\xff",
        b"Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Subject: a\x1b[2Jb\r\nFrom: " + b"(" * 5_000 + b"\r\n\r\nx",
    ],
    ids=["nested", "encoded words", "absurd date", "first year", "charset", "base64", "comments"],
)
def test_a_hostile_mail_is_read_or_refused_with_a_reason(hostile: bytes) -> None:
    report = read_or_refused(hostile)
    assert report is None or ("\x1b" not in report.title and report.published.year > 1900)


@given(st.binary(max_size=400).map(lambda tail: MAIL[: len(tail) * 3] + tail))
def test_no_bytes_do_worse_than_being_refused(data: bytes) -> None:
    report = read_or_refused(data)
    assert report is None or report.source == "drop"
