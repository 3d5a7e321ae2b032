"""Units of measurement, and whether two measured figures may be one that a desk converted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from math import isclose

from tracker.engine.near.tokens import Sort, Token

Unit = tuple[str, ...]
"""The stems of a unit's words in their order, without those that say nothing: km, hour; squar, mile."""

FRACTION: Unit = ("fraction",)
"""The unit of "a third" and "half of", told in percent."""


class Rough(Enum):
    """In which way a figure is called rough."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


CLOSE, CLOSE_IF_COARSE, CLOSE_IF_ROUGH = 0.025, 0.05, 0.1
"""So far from the exact conversion may a figure lie: as a rule; if both have one digit; if it is called rough."""

HALF_A_POINT, SOME_POINTS = 0.7, 4.0
"""So many points may a percentage lie from a fraction such as two thirds; from one that is called rough."""

_EXACTLY = 1e-9
_CELSIUS, _FAHRENHEIT = ("degree", "celsius"), ("degree", "fahrenheit")

_TABLE = """
length metric: mm 0.001, cm 0.01, metre 1, km 1000
length other: inch 0.0254, foot 0.3048, yard 0.9144, mile 1609.344, nautical mile 1852
area metric: squar metre 1, hectare 1e4, squar km 1e6
area other: squar foot 0.09290304, acre 4046.8564, squar mile 2589988.11
volume metric: litre 0.001, cubic metre 1, cubic km 1e9
volume other: gallon 0.003785412, cubic foot 0.028316847, barrel 0.158987295
mass metric: gram 0.001, kg 1, tonne 1000
mass other: ounce 0.028349523, pound 0.45359237, barrel 136.4
power metric: watt 1, kilowatt 1e3, megawatt 1e6, gigawatt 1e9, terawatt 1e12
power other: horsepower 745.7
energy metric: kilowatt hour 1, megawatt hour 1e3, gigawatt hour 1e6, terawatt hour 1e9
speed metric: km hour 0.27777777778, metre second 1
speed other: mph 0.44704, mile hour 0.44704, knot 0.51444444444
duration metric: second 1, minute 60, hour 3600, day 86400, week 604800
calendar metric: month 1, year 12, decad 120
share metric: percent 1
share other: fraction 1
"""
"""Kind of measure, system, and what each unit is in one of the kind; a barrel of crude oil has a mass as well."""


def _read_table() -> dict[Unit, dict[str, tuple[str, float]]]:
    found: dict[Unit, dict[str, tuple[str, float]]] = {}
    for line in _TABLE.strip().splitlines():
        kind, system = line.partition(":")[0].split()
        for each in line.partition(": ")[2].split(", "):
            *unit, factor = each.split()
            found.setdefault(tuple(unit), {})[kind] = (system, float(factor))
    return found


_FACTORS = _read_table()
_SCALES: dict[Unit, Unit] = {("celsius",): _CELSIUS, ("fahrenheit",): _FAHRENHEIT}
_DEGREES = frozenset((_CELSIUS, _FAHRENHEIT, ("degree",)))
_UNITS = frozenset((*_FACTORS, *_DEGREES, *_SCALES))
_WORDS = frozenset(word for unit in _UNITS for word in unit)
_BETWEEN = frozenset(("a", "an", "per", "of"))
"""What may stand inside a unit: 70 kilometres an hour."""


def unit_at(tokens: Sequence[Token], place: int) -> tuple[Unit, int]:
    """Return the longest unit that begins at a place, and how many tokens it takes; none is empty."""
    words: list[str] = []
    found: tuple[Unit, int] = (), 0
    for end in range(place, min(place + 4, len(tokens))):
        token = tokens[end]
        if words and token.sort is Sort.STOP and token.norm in _BETWEEN and not token.starts:
            continue
        if token.key not in _WORDS or token.sort is not Sort.WORD or token.starts:
            break
        words.append(token.key)
        if tuple(words) in _UNITS:
            found = tuple(words), end + 1 - place
    return _SCALES.get(found[0], found[0]), found[1]


def with_scales(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens, degrees without a scale with the only one that the text names."""
    scales = {token.key for token in tokens} & {"celsius", "fahrenheit"}
    if len(scales) != 1:
        return list(tokens)
    (scale,) = scales
    found: list[Token] = []
    for place, token in enumerate(tokens):
        found.append(token)
        is_bare = token.key == "degree" and not any(each.key == scale for each in tokens[place + 1 : place + 2])
        if is_bare and place and tokens[place - 1].sort is Sort.FIGURE:
            found.append(Token(Sort.WORD, scale, scale))
    return found


def agree(unit: Unit, other: Unit) -> bool:
    """Say whether two units are one, as far as both are told: 185 kilometres an hour, 185 kilometres."""
    if FRACTION in (unit, other):
        return unit == other
    fewer = min(len(unit), len(other))
    return unit[:fewer] == other[:fewer]


def is_converted(
    one: float, unit: Unit, other: float, into: Unit, *, rough: Rough | None, rougher: Rough | None
) -> bool:
    """Say whether figures in two units are one, converted and rounded by a desk; either may be called rough."""
    if {unit, into} <= _DEGREES:
        return _is_same_temperature(one, unit, other, into)
    for kind in _FACTORS.get(unit, {}).keys() & _FACTORS.get(into, {}).keys():
        (system, factor), (other_system, other_factor) = _FACTORS[unit][kind], _FACTORS[into][kind]
        told, back = one * factor / other_factor, other * other_factor / factor
        if isclose(told, other, rel_tol=_EXACTLY):
            return True
        if kind == "share":
            return _is_share(one, other, rough) if unit == FRACTION else _is_share(other, one, rougher)
        is_rounded = system != other_system
        if (is_rounded or rougher) and _is_rounding(told, other, one, rougher):
            return True
        if (is_rounded or rough) and _is_rounding(back, one, other, rough):
            return True
    return False


def rounds_to(exact: float, told: float, rough: Rough | None) -> bool:
    """Say whether a figure called rough is a rounding of an exact one: "more than 8,700" of 8,764."""
    if rough is None or told < 10:
        return False
    step = 10.0 ** _last_place(told)
    if rough is Rough.OVER:
        return 0 < exact - told < step and exact - told <= CLOSE_IF_ROUGH * exact
    if rough is Rough.UNDER:
        return 0 < told - exact < step and told - exact <= CLOSE_IF_ROUGH * exact
    return abs(exact - told) <= step / 2 and abs(exact - told) <= CLOSE_IF_ROUGH * exact


def _is_rounding(exact: float, told: float, source: float, rough: Rough | None) -> bool:
    """Say whether a figure is another one's conversion, told as finely as desks do."""
    off, step = abs(exact - told), 10.0 ** _last_place(told)
    if rough is Rough.OVER or rough is Rough.UNDER:
        beyond = exact - told if rough is Rough.OVER else told - exact
        if 0 <= beyond <= CLOSE_IF_ROUGH * abs(exact) and (
            beyond <= step or beyond <= CLOSE_IF_COARSE * abs(exact)
        ):
            return True
    close = CLOSE_IF_COARSE if _digits(told) == 1 and _digits(source) == 1 else CLOSE
    if rough is not None:
        close = CLOSE_IF_ROUGH
    return off <= step / 2 and off <= close * abs(exact)


def _is_same_temperature(one: float, unit: Unit, other: float, into: Unit) -> bool:
    if _FAHRENHEIT not in (unit, into) or unit == into:
        return unit != into and one == other
    fahrenheit, celsius = (one, other) if unit == _FAHRENHEIT else (other, one)
    told, back = celsius * 9 / 5 + 32, (fahrenheit - 32) * 5 / 9
    return abs(told - fahrenheit) <= _half_a_step(fahrenheit) or abs(back - celsius) <= _half_a_step(celsius)


def _is_share(fraction: float, percent: float, rough: Rough | None) -> bool:
    if rough is Rough.OVER:
        return -HALF_A_POINT <= percent - fraction <= SOME_POINTS
    if rough is Rough.UNDER:
        return -HALF_A_POINT <= fraction - percent <= SOME_POINTS
    return abs(fraction - percent) <= (HALF_A_POINT if rough is None else SOME_POINTS / 2)


def _half_a_step(degrees: float) -> float:
    return min(0.5, 10.0 ** _last_place(degrees) / 2) + _EXACTLY


def _written(number: float) -> Decimal:
    return Decimal(f"{abs(number):.12g}").normalize()


def _last_place(number: float) -> int:
    """Return the power of ten of the last digit that is told: 3 for 12,000, -1 for 7.5."""
    return int(_written(number).as_tuple().exponent) if number else 0


def _digits(number: float) -> int:
    return len(_written(number).as_tuple().digits)
