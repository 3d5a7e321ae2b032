"""Short forms of units, sums and hours, written out as other houses have them: m³, MWh, USD 2.1 m, 0920 GMT."""

from __future__ import annotations

import re

_MAY_BE_SHORT = re.compile(r"\d (?:m\b|local|GMT|UTC|hours|hrs)|m[²³23]|Wh\b")
"""Most texts have none of these and are read no further."""

_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}
_POWER = re.compile(r"(?<![^\W\d_])([mck]?m)([²³])|(?<=[\d\s])([mck]?m)([23])\b")
_ENERGIES = {"k": "kilowatt", "M": "megawatt", "G": "gigawatt", "T": "terawatt"}
_ENERGY = re.compile(r"(?<![^\W\d_])([kMGT])Wh\b")
_MILLIONS = re.compile(r"((?:\b[A-Z]{3}|[€$£]) ?\d[\d.,]*) m\b")
_CLOCK = re.compile(r"\b([01]\d|2[0-3])([0-5]\d) (?:local time|GMT|UTC|hours|hrs)\b")


def written_out(text: str) -> str:
    """Return a text with its short forms as the words and figures that they stand for."""
    if _MAY_BE_SHORT.search(text) is None:
        return text
    text = _POWER.sub(_with_power, text)
    text = _ENERGY.sub(lambda found: f"{_ENERGIES[found[1]]} hour", text)
    text = _MILLIONS.sub(r"\1 million", text)
    return _CLOCK.sub(r"\1:\2", text)


def _with_power(found: re.Match[str]) -> str:
    length, power = found[1] or found[3], found[2] or found[4]
    return f" {_POWERS[power]} {'metre' if length == 'm' else length}"
