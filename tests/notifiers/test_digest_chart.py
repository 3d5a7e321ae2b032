"""The chart of a digest: the same figures as a picture, as cells and as text."""

from __future__ import annotations

import base64
import re
import sys
import zlib
from importlib.util import find_spec
from random import Random
from types import ModuleType

import pytest

from tests.notifiers.test_digest_mail import END, START, a_picture, a_week, no_picture
from tests.notifiers.test_email import Page
from tracker.domain.digests import StatusCount, Week
from tracker.domain.instants import Span
from tracker.domain.statuses import Status
from tracker_notifiers.chart_picture import packed, picture_of, specification
from tracker_notifiers.digest_chart import Chart, chart_of
from tracker_notifiers.digest_mail import mail_for_week

PNG = b"\x89PNG\r\n\x1a\n"


def a_chart(*counts: StatusCount) -> Chart:
    chart = chart_of(a_week(counts=counts) if counts else a_week())
    assert chart is not None
    return chart


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def a_png(pixels: bytes) -> bytes:
    loosely = zlib.compress(pixels, 0)
    halves = chunk(b"IDAT", loosely[:9]) + chunk(b"IDAT", loosely[9:])
    return PNG + chunk(b"IHDR", b"\0" * 13) + chunk(b"tEXt", b"who") + halves + chunk(b"IEND", b"")


class Drawer(ModuleType):
    """Stands in for the library of the extra: gives what it is told to, or raises it."""

    def __init__(self, answer: bytes | Exception) -> None:
        super().__init__("vl_convert")
        self.answer = answer
        self.drawn = 0

    def vegalite_to_png(self, _spec: object, *, scale: float) -> bytes:
        self.drawn += 1
        assert scale > 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    drawer = Drawer(a_png(bytes(5000)))
    monkeypatch.setitem(sys.modules, "vl_convert", drawer)
    picture_of.cache_clear()
    return drawer


def test_the_text_draws_every_status_with_both_figures() -> None:
    assert list(a_chart().lines()) == [
        "▲ overdue  ██████ 3, before 1",
        "✔ kept     █████████ 5, before 5",
        "○ pending  ██████████████████ 10, before 13",
    ]


def test_the_alternative_text_of_the_picture_holds_the_same_figures() -> None:
    html = mail_for_week(a_week(), a_picture).html
    [told] = re.findall(r'<img [^>]*alt="([^"]*)"', html)
    assert told == "▲ overdue 3, before 1; ✔ kept 5, before 5; ○ pending 10, before 13"
    assert 'src="cid:chart-1"' in html


def test_without_a_picture_cells_are_as_wide_as_their_figures_and_name_them() -> None:
    html = mail_for_week(a_week(), no_picture).html
    widths = re.findall(r'width="(\d+)%"[^>]*><div', html)
    assert [int(width) for width in widths] == [17, 6, 28, 28, 57, 74]
    assert "▲ overdue 3 1 ✔ kept 5 5 ○ pending 10 13" in Page(html).text


def test_no_bar_is_drawn_for_nobody() -> None:
    counts = (StatusCount(Status.KEPT, 2, 0), StatusCount(Status.BROKEN, 0, 1))
    chart = a_chart(*counts)
    assert (chart.width(0), chart.width(2)) == (0, 74)
    assert list(chart.lines())[1] == "✖ broken  0, before 1"


def test_a_week_without_news_has_no_chart() -> None:
    quiet = Week(Span(START, END), "Nothing changed.", counts=(StatusCount(Status.KEPT, 2, 2),))
    assert chart_of(quiet) is None


def test_a_picture_is_drawn_once_for_all_whose_promises_stand_the_same(drawing: Drawer) -> None:
    pictures = {picture_of(a_chart()) for _ in range(3)}
    assert (len(pictures), drawing.drawn) == (1, 1)
    [picture] = pictures
    assert picture is not None
    assert base64.b64decode(picture.data).startswith(PNG)
    assert picture.name.startswith("chart-")


@pytest.mark.parametrize("answer", [ValueError("bad"), a_png(Random(1).randbytes(40_000))])
def test_a_picture_that_fails_or_is_too_large_leaves_the_bars(drawing: Drawer, answer: bytes | Exception) -> None:
    drawing.answer = answer
    assert picture_of(a_chart()) is None


def test_without_the_extra_there_are_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    picture_of.cache_clear()
    mail = mail_for_week(a_week())
    assert mail.pictures == ()
    assert "act-fill" in mail.html


def test_a_picture_is_pressed_without_loss() -> None:
    pixels = bytes(range(256)) * 40
    pressed = packed(a_png(pixels))
    assert len(pressed) < len(a_png(pixels)) / 4
    at = pressed.index(b"IDAT")
    assert zlib.decompress(pressed[at + 4 :]) == pixels


def test_the_drawing_names_each_figure_once_and_in_the_order_of_the_text() -> None:
    drawn = specification(a_chart())
    rows = drawn["data"]["values"]
    assert [(row["word"], row["now"], row["before"]) for row in rows] == [
        ("overdue", 3, 1),
        ("kept", 5, 5),
        ("pending", 10, 13),
    ]
    assert drawn["encoding"]["y"]["sort"] == ["overdue", "kept", "pending"]


def test_what_is_installed_decides_between_picture_and_bars() -> None:
    picture_of.cache_clear()
    mail = mail_for_week(a_week())
    assert bool(mail.pictures) == (find_spec("vl_convert") is not None)
    assert all(base64.b64decode(each.data).startswith(PNG) for each in mail.pictures)
