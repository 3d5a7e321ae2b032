"""The console writes plain text, whatever the terminal and whoever wrote the report."""

from __future__ import annotations

import io

from hypothesis import given, settings

from tests.notifiers.hostile import links, texts
from tests.notifiers.samples import POSTPONED, a_delivery, a_notice
from tracker.domain.alerts import Abilities, EvidenceLine, Mail, Result
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing
from tracker_notifiers.console import ConsoleSender


def written(delivery: object) -> str:
    stream = io.StringIO()
    ConsoleSender(stream).send(delivery)  # type: ignore[arg-type]  # every test passes a delivery
    return stream.getvalue()


def test_a_message_shows_what_was_said_the_evidence_and_what_comes_next() -> None:
    lines = written(a_delivery()).splitlines()

    assert lines[0] == "▲ Act: overdue since 14 Nov (3 days late) - Publish grid plan (Minister X)"
    assert "For 1 · Against 1" in lines
    assert "  - draft postponed (Ministry via newswire, 9 Nov 2016) [decides]" in lines
    assert "    <https://example.org/9nov>" in lines
    assert "Next: a published plan makes it kept late" in lines
    assert "rule grid-plan v3 · why sent: first" in lines


def test_every_charge_stands_beside_its_source() -> None:
    told = written(a_delivery())

    assert "(Ministry via newswire, 9 Nov 2016)" in told
    assert "(Minister X via newswire, 8 Nov 2016, interested party)" in told


def test_readings_stand_side_by_side() -> None:
    told = written(a_delivery(a_notice(readings={"36 aircraft": Status.KEPT, "40 aircraft": Status.BROKEN})))

    assert "Reading 36 aircraft: ✔ kept\n  Reading 40 aircraft: ✖ broken" in told


def test_a_group_names_each_promise_and_counts_what_was_cut() -> None:
    told = written(a_delivery(*(a_notice(title=f"Promise {n}") for n in range(60))))

    assert "Promise 49" in told
    assert "Promise 50" not in told
    assert "and 10 more: deedline promises lists them all" in told


def test_a_message_that_may_be_a_repeat_says_so() -> None:
    assert written(a_delivery(maybe_repeated=True)).startswith("Possibly a repeat")


def test_a_digest_is_written_as_its_text() -> None:
    told = written(a_delivery(mail=Mail("Week to 21 Nov", "one\n  two\n", "<p>one</p>")))

    assert told.startswith("Week to 21 Nov\n\none\n  two\n")


def test_a_terminal_without_unicode_still_shows_the_message() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")

    outcome = ConsoleSender(stream).send(a_delivery())

    assert outcome.result is Result.SENT
    assert b"? Act: overdue since 14 Nov" in raw.getvalue()


def test_a_closed_stream_refuses() -> None:
    stream = io.StringIO()
    stream.close()
    sender = ConsoleSender(stream)

    assert sender.send(a_delivery()).disables_destination
    assert sender.check().result is Result.REFUSED


def test_an_open_stream_passes_the_check() -> None:
    assert ConsoleSender(io.StringIO()).check().result is Result.SENT


def test_the_console_can_neither_look_up_nor_edit() -> None:
    sender = ConsoleSender(io.StringIO())

    assert sender.abilities == Abilities()
    assert sender.find(a_delivery()).result is Result.AMBIGUOUS


@settings(deadline=None)
@given(texts, links)
def test_nothing_from_outside_moves_the_cursor(text: str, url: str) -> None:
    line = EvidenceLine(Bearing.AGAINST, text, text, text, text, url)
    told = written(a_delivery(a_notice(title=text, quote=text, quote_url=url, evidence=(line, POSTPONED))))

    assert all(char == "\n" or char.isprintable() or char.isspace() for char in told if ord(char) < 0xA0)
