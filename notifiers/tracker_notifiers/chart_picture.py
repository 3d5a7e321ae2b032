"""Draws the chart of a digest as a PNG, where the `charts` extra is installed."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tracker.domain.alerts import Picture
from tracker_notifiers.digest_chart import Bar, Chart
from tracker_notifiers.palette import LIGHT

WIDTH = 380
"""Narrow enough that its letters stay readable when a phone shrinks it."""
STEP = 34
"""Height of the rows of one status."""
BARS_BEGIN = 132
SCALE = 1.5
"""Pixels for each point: sharp on a phone, where the picture shrinks, and a quarter lighter than twice as many."""
MOST_BYTES = 30_000
"""A larger picture is left out, so that the mail stays small."""

# A font may lack these signs or borrow them from another; a path looks the same on every machine.
SHAPES = {
    "watch": "circle",
    "act": "triangle-up",
    "kept": "M-0.95,0.1L-0.65,-0.25L-0.25,0.2L0.7,-0.8L1,-0.5L-0.25,0.85Z",
    "not-kept": "M-0.8,-0.55L-0.55,-0.8L0,-0.25L0.55,-0.8L0.8,-0.55L0.25,0L0.8,0.55L0.55,0.8L0,0.25L-0.55,0.8"
    "L-0.8,0.55L-0.25,0Z",
    "closed": "square",
}

OWN_COLOUR = {"field": "colour", "type": "nominal", "scale": None}


@lru_cache(maxsize=64)
def picture_of(chart: Chart) -> Picture | None:
    """Return the chart as a picture with a light background, which style sheets darken; None without the extra.

    Readers whose promises stand the same share one drawing.
    """
    try:
        import vl_convert
    except ImportError:
        return None
    try:
        drawn = packed(vl_convert.vegalite_to_png(specification(chart), scale=SCALE))
    except (ValueError, RuntimeError, OSError):
        return None  # the bars of cells say the same
    if len(drawn) > MOST_BYTES:
        return None
    name = f"chart-{hashlib.sha256(drawn).hexdigest()[:16]}"
    return Picture(name, base64.b64encode(drawn).decode())


def specification(chart: Chart) -> dict[str, Any]:
    """Return the chart in the terms of Vega-Lite 5."""
    words = [bar.word for bar in chart.bars]
    room = {"domain": [0, chart.top], "range": [BARS_BEGIN, WIDTH - 52]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": LIGHT.paper,
        "padding": 8,
        "width": WIDTH - 16,
        "height": STEP * len(chart.bars),
        "data": {"values": [_datum(bar) for bar in chart.bars]},
        "config": {"view": {"stroke": None}, "font": "Liberation Sans, Arial, sans-serif"},
        "encoding": {"y": {"field": "word", "type": "nominal", "sort": words, "axis": None}},
        "layer": [
            *_signs(),
            _text("word", {"value": 22}, size=15, coloured=True),
            *_bars("now", room, thick=13, down=-5, size=15),
            *_bars("before", room, thick=5, down=8, size=11),
        ],
    }


def _datum(bar: Bar) -> dict[str, Any]:
    colour = LIGHT.group(bar.group)
    return {"word": bar.word, "group": bar.group, "now": bar.now, "before": bar.before, "colour": colour}


def _signs() -> Iterator[dict[str, Any]]:
    for group, shape in SHAPES.items():
        drawn = {"type": "point", "shape": shape, "size": 90, "strokeWidth": 1.5, "opacity": 1}
        yield {
            "transform": [{"filter": {"field": "group", "equal": group}}],
            "mark": {**drawn, "filled": group != "watch"},
            "encoding": {"x": {"value": 8}, "color": OWN_COLOUR},
        }
    asked = _text("group", {"value": 4}, size=15, coloured=True)
    mark = {**asked["mark"], "text": "?", "fontWeight": "bold"}
    encoding = {name: each for name, each in asked["encoding"].items() if name != "text"}
    only = [{"filter": {"field": "group", "equal": "cannot-tell"}}]
    yield {"transform": only, "mark": mark, "encoding": encoding}


def _bars(field: str, room: dict[str, Any], *, thick: int, down: int, size: int) -> Iterator[dict[str, Any]]:
    along = {"field": field, "type": "quantitative", "axis": None, "scale": room}
    colour: dict[str, Any] = OWN_COLOUR if field == "now" else {"value": LIGHT.before}
    yield {
        "mark": {"type": "bar", "height": thick, "yOffset": down},
        "encoding": {"x": along, "color": colour},
    }
    yield _text(field, along, size=size, coloured=False, right=6, down=down)


def _text(
    field: str, along: dict[str, Any], *, size: int, coloured: bool, right: int = 0, down: int = 0
) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": right, "dy": down, "fontSize": size},
        "encoding": {
            "x": along,
            "text": {"field": field},
            "color": OWN_COLOUR if coloured else {"value": LIGHT.soft},
        },
    }


def packed(png: bytes) -> bytes:
    """Return the same picture pressed harder: it is drawn quickly, and sent to many."""
    head, chunks = png[:8], list(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    kept = [(kind, data) for kind, data in chunks if kind in (b"IHDR", b"pHYs")]
    whole = [*kept, (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return head + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in whole
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12
