"""Words as texts are compared by them: which say nothing, which name days, and what their forms have in common."""

from __future__ import annotations

from functools import lru_cache


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a list written as one text."""
    return tuple(text.split())


_SUFFIXES = words_of("ations ation ings ing ments ment als al ers er ies ied ed es s")


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a folded word without its commonest endings, so that most of its forms are alike."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


MONTHS = words_of("january february march april may june july august september october november december")
MONTH_NUMBERS = (
    {month: number for number, month in enumerate(MONTHS, 1)}
    | {month[:3]: number for number, month in enumerate(MONTHS, 1)}
    | {"sept": 9}
)
WEEKDAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
DENIALS = frozenset(words_of("no not never none nor neither nobody nothing nowhere without cannot"))
HEDGES = frozenset(
    map(
        stem,
        words_of(
            "not likely unlikely few fewer almost nearly hardly barely only partly most half alleged reported"
            " possible possibly perhaps plan planned capacity expected due next last former first failed no longer"
            " less more aim aims aiming intend intends hope hopes seek seeks want wants propose proposed proposal"
            " scheduled would-be threaten threatens threatened try tried"
        ),
    )
)
"""Words that turn what a sentence says: to leave one out is no mere cut."""

UNITS = {
    form: forms[0]
    for forms in map(
        words_of,
        (
            "percent % pc",
            "euro € eur euros",
            "dollar $ usd dollars",
            "pound £ gbp pounds",
            "km kilometre kilometres kilometer kilometers",
            "kg kilogram kilograms kilogramme kilogrammes kilo kilos",
            "metre metres meter meters",
            "megawatt mw megawatts",
            "tonne tonnes ton tons",
        ),
    )
    for form in forms
}
"""Units and currencies by every way they are written."""

MODALS = frozenset(words_of("will would may could should might if"))
"""Words that say little, except in place of another in the same sentence."""

STOPS = frozenset(
    words_of(
        """
        a an the and or but of to in on at by for from with as is are was were be been being has have had it
        its this that these those there their they he she his her him we our you your i nor so than then
        also into over after before about which who whom whose will would could should may might can do did
        does done s t said says say told according add added saying amid while when where what how up out
        off per more most some any all both other another such only very just still if because since until
        between during under above against through one
        """
    )
)


@lru_cache(maxsize=4_096)
def root(name: str) -> str:
    """Return what a country and its people have in common: Syria and Syrian, Iran and Iranian."""
    for ending in ("ian", "ia"):
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return name[: -len(ending)]
    if name.endswith(("ean", "can")) and len(name) >= 6:
        return name[:-1]
    return name[:-1] if name.endswith("e") and len(name) > 4 else name
