"""Made-up criteria and conditions, written as a rule file holds them: every reducer and window there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Written = dict[str, Any]
"""A mapping of a rule file as plain values."""

EVENTS = ("departure", "cancelled", "halted", "strike", "calm")
INDICATORS = ("aircraft departed", "troops")
NUMBERS = (5, 10, 15, 18, 20)
_LATER = ("2016-04-01", "2016-04-30"), ("2016-03-10", "2016-06-10"), ("2016-05-20", "2016-07-01")


def one_of(draw: st.DrawFn, *values: T) -> T:
    """Draw one of the values; the first is the simplest."""
    return values[draw(st.integers(0, len(values) - 1))]


def once_in(draw: st.DrawFn, number: int) -> bool:
    """Say yes once in so many times."""
    return draw(st.integers(1, number)) == number


def criterion(draw: st.DrawFn, actor: str | None = None) -> Written:
    """Draw a criterion; one that names an actor asks for that actor's deeds."""
    made = occurrence(draw) if actor is not None or draw(st.booleans()) else _figures(draw)
    if actor is not None:
        made["match"]["actor"] = actor
    _narrow(draw, made["match"])
    if once_in(draw, 4):
        made["over"] = _window(draw)
    if once_in(draw, 6):
        made["for_at_least"] = one_of(draw, "10 days", "1 month", "36 hours")
    if once_in(draw, 5):
        made["sources"] = 2
    if once_in(draw, 6):
        made["grade"] = one_of(draw, "C", "B2", "E")
    if once_in(draw, 5):
        made["also_accept"] = one_of(draw, ["estimate"], ["announcement", "accusation"], ["forecast", "comment"])
    if once_in(draw, 6):
        made["own_word_counts"] = True
    return made


def occurrence(draw: st.DrawFn) -> Written:
    """Draw a criterion on events: that one happened, or how often."""
    match: Written = {
        "event": one_of(draw, *EVENTS, ["departure", "calm"], {"starts": "dep"}, {"other_than": "calm"})
    }
    if once_in(draw, 3):
        return {
            "match": match,
            "count": one_of(draw, {"at_least": 2}, {"at_most": 0}, {"at_most": 1}, {"equals": 1}),
        }
    return {"match": match, "happened": "once"}


def _figures(draw: st.DrawFn) -> Written:
    """Draw a criterion that compares figures."""
    reducer = one_of(draw, "latest", "sum", "highest", "lowest", "mean", "change")
    made: Written = {"match": {"indicator": one_of(draw, *INDICATORS)}, "unit": "aircraft"}
    if reducer == "change":
        made["baseline"] = one_of(
            draw, {"value": 40, "date": "2016-02-20"}, {"value": 10, "date": "2016-03-05"}, 5
        )
        made[reducer] = one_of(draw, {"at_least": 10}, {"at_least": "50%"}, {"less_than": 0}, {"at_most": "-25%"})
        return made
    made[reducer] = _comparison(draw)
    if draw(st.booleans()):
        made["baseline"] = one_of(draw, 0, 40, {"value": 5, "date": "2016-02-20"})
    if once_in(draw, 4):
        made["about"] = "10%"
    if once_in(draw, 3):
        made["convert"] = {"wings": 12}
    if once_in(draw, 6):
        del made["unit"]
        made.pop("convert", None)
    return made


def _comparison(draw: st.DrawFn) -> Written:
    word = one_of(draw, "at_least", "more_than", "at_most", "less_than", "equals", "between", "share")
    if word == "between":
        return {word: [10, 20]}
    if word == "share":
        return {"more_than": "45%", "of": 40}
    return {word: one_of(draw, *NUMBERS)}


def _window(draw: st.DrawFn) -> object:
    if draw(st.booleans()):
        return one_of(draw, "20 days", "1 month", "60 days")
    first, last = one_of(draw, *_LATER)
    return {"from": first, "to": last}


def _narrow(draw: st.DrawFn, match: Written) -> None:
    """Ask for more than the subject, now and then."""
    if once_in(draw, 6):
        match["source"] = one_of(draw, "wire", ["wire", "paper"], {"other_than": ["blog"]})
    if once_in(draw, 8):
        match["nature"] = one_of(draw, {"other_than": "comment"}, ["observation", "measurement", "act"])
    if once_in(draw, 8):
        match["place"] = "Syria"
    if once_in(draw, 8):
        match["tags"] = "military"
    if once_in(draw, 7):
        match["words"] = one_of(
            draw, "withdraw*", {"all_of": ["main part"]}, {"any_of": "forces", "none_of": "denied"}
        )


def condition(draw: st.DrawFn, names: Sequence[str], deep: int = 2) -> object:
    """Draw a condition over criteria: mostly a bare name, else a combination."""
    if deep == 0 or not once_in(draw, 3):
        return one_of(draw, *names)
    word = one_of(draw, "all_of", "any_of", "none_of", "at_least", "unless", "list")
    if word == "unless":
        return {word: condition(draw, names, deep - 1)}
    parts = [condition(draw, names, deep - 1) for _ in range(draw(st.integers(1, 3)))]
    if word == "at_least":
        return {word: {"n": draw(st.integers(1, len(parts))), "of": parts}}
    return parts if word == "list" else {word: parts}
