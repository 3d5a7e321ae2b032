"""The colours of mails, light and dark: of text, of what it stands on, and one for each group of statuses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`. Whatever is written has a contrast of at least 4.5 with what it is written on."""

    sheet: str
    """Around the page."""
    paper: str
    """Under the text."""
    line: str
    """Between rows; it says nothing."""
    strong: str
    ink: str
    soft: str
    quiet: str
    link: str
    on_link: str
    """Text on a button of the colour of links."""
    note: str
    """The background of a remark above everything."""
    on_note: str
    edge: str
    """Beside a quotation."""
    before: str
    """The narrow bar of the week before."""
    watch: str
    act: str
    cannot_tell: str
    kept: str
    not_kept: str
    closed: str

    def group(self, name: str) -> str:
        """Return the colour of a group by its name in the style sheet, such as `not-kept`."""
        return str(getattr(self, name.replace("-", "_")))


LIGHT = Palette(
    sheet="#f4f1ea",
    paper="#fffdf9",
    line="#e4dfd3",
    strong="#16181b",
    ink="#23262b",
    soft="#43464c",
    quiet="#6a665c",
    link="#1d4f91",
    on_link="#ffffff",
    note="#f6efdc",
    on_note="#5c4a12",
    edge="#d8d1c0",
    before="#8d887b",
    watch="#4c5866",
    act="#96480a",
    cannot_tell="#63509c",
    kept="#25693f",
    not_kept="#a3262d",
    closed="#5f5f5f",
)

DARKENED = 0.9
"""How far a picture in the light colours is inverted on a dark page, with its hues turned back. Its background is
then no lighter than the dark paper, which shows in its stead, and all else keeps its contrast."""

DARK = Palette(
    sheet="#14161a",
    paper="#1d2025",
    line="#31353c",
    strong="#f2f0ea",
    ink="#dcdad4",
    soft="#cfccc4",
    quiet="#a8a498",
    link="#8fb8f0",
    on_link="#14161a",
    note="#3a3320",
    on_note="#ead9a0",
    edge="#4a4f57",
    before="#7f7b70",
    watch="#a9b8c9",
    act="#f0ad63",
    cannot_tell="#bfaef0",
    kept="#82cf9d",
    not_kept="#f2949a",
    closed="#b5b5b5",
)
