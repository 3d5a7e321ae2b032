"""The colours of mails can be read, light and dark, and no style sheet has others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tracker_notifiers
from tests.notifiers.test_digest_mail import a_picture, a_week
from tracker.domain.statuses import Group
from tracker_notifiers.digest_mail import mail_for_week
from tracker_notifiers.palette import DARK, DARKENED, LIGHT, Palette

TEMPLATES = Path(tracker_notifiers.__file__).parent / "templates"
GROUPS = tuple(group.lower().replace(" ", "_") for group in Group)
WRITTEN_ON = {
    "paper": ("strong", "ink", "soft", "quiet", "link", *GROUPS),
    "note": ("on_note", "link"),
    "link": ("on_link",),
}
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@both
def test_whatever_is_written_can_be_read(palette: Palette) -> None:
    found = {
        f"{ink} on {under}": contrast(getattr(palette, ink), getattr(palette, under))
        for under, inks in WRITTEN_ON.items()
        for ink in inks
    }
    assert {pair: value for pair, value in found.items() if value < 4.5} == {}


@both
def test_bars_stand_out_from_the_paper_and_the_narrow_from_the_broad(palette: Palette) -> None:
    assert contrast(palette.before, palette.paper) >= 3
    for group in GROUPS:
        assert contrast(getattr(palette, group), palette.paper) >= 3


def darkened(colour: str) -> str:
    """Return a colour of the picture as it is shown on a dark page (CSS Filter Effects, section 8)."""
    inverted = [int(colour[at : at + 2], 16) / 255 * (1 - 2 * DARKENED) + DARKENED for at in (1, 3, 5)]
    turned = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))
    parts = [sum(a * b for a, b in zip(row, inverted, strict=True)) for row in turned]
    return "#" + "".join(f"{round(255 * min(max(part, 0), 1)):02x}" for part in parts)


def test_the_picture_can_be_read_on_a_dark_page_and_its_background_is_the_paper() -> None:
    background = darkened(LIGHT.paper)
    assert all(background[at : at + 2] <= DARK.paper[at : at + 2] for at in (1, 3, 5))
    for under in (background, DARK.paper):
        assert contrast(darkened(LIGHT.before), under) >= 3
        assert all(contrast(darkened(getattr(LIGHT, ink)), under) >= 4.5 for ink in ("soft", "ink", *GROUPS))


def test_the_style_sheet_darkens_the_picture_as_is_reckoned() -> None:
    html = mail_for_week(a_week(), a_picture).html
    dark = html[html.index("@media (prefers-color-scheme: dark)") :]
    assert f".picture {{ filter: invert({DARKENED}) hue-rotate(180deg) !important; mix-blend-mode: lighten" in dark


@both
def test_the_groups_have_colours_of_their_own(palette: Palette) -> None:
    assert len({palette.group(name.replace("_", "-")) for name in GROUPS}) == len(Group)


@pytest.mark.parametrize("sheet", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_no_template_has_a_colour_of_its_own(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", sheet.read_text(encoding="utf-8")) == []
