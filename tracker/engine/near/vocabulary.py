"""Words as texts are compared by them: which say nothing, which name days, and what their forms have in common."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.engine.near.synonyms import ALIKE
from tracker.engine.near.wordings import WORDINGS


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a list written as one text."""
    return tuple(text.split())


_SPELT = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"is(e[ds]?|ing|ations?)$", r"iz\1"),
        (r"(?<=...)our(s|ed|ing|able)?$", r"or\1"),
        (r"(?<=..)tre(s?)$", r"ter\1"),
        (r"mme(s?)$", r"m\1"),
        (r"(?<=.)ll(ed|ing)$", r"l\1"),
        (r"(?<=[fl]e)nce(s?)$", r"nse\1"),
        (r"(?<=[cp]t)ions?$", ""),
    )
)
_SUFFIXES = words_of("ations ation ings ing ments ment als al ers er ed es s")


_FORMS = {
    form: forms[0]
    for forms in map(
        words_of,
        """
        aircraft plane planes airplane airplanes aeroplane aeroplanes
        begin begins began begun beginning start starts started starting
        break breaks broke broken
        bring brings brought
        build builds built building
        buy buys bought buying
        carry carries carried carrying
        come comes came coming
        die dies died dying dead death deaths kill kills killed killing
        fall falls fell fallen falling drop drops dropped dropping decline declines declined decrease decreased
        find finds found
        fly flies flew flown
        give gives gave given giving
        go goes went gone going
        hold holds held holding
        hurt hurts injure injured injures injury injuries wounded
        keep keeps kept
        last remaining
        leave leaves leaving
        lose loses lost losing
        make makes made making
        meet meets met
        pay pays paid
        retake retakes retook retaken recapture recaptures recaptured
        rise rises rose risen rising raise raises raised raising increase increases increased climbed grow grew
        sell sells sold selling
        send sends sent
        shut shuts close closes closed closing
        sink sinks sank sunk
        take takes took taken taking
        win wins won winning
        big biggest largest
        """.strip().splitlines(),
    )
    for form in forms
}
"""Forms that no ending tells apart, and words that desks put for each other."""


_DOUBLED = frozenset("bdgmnprt")
"""Letters that stand twice before an ending and once without."""


def _without_ending(word: str) -> str:
    if word in _FORMS:
        return _FORMS[word]
    for british, american in _SPELT:
        word = british.sub(american, word)
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return f"{word[:-3]}y"
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in _DOUBLED:
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


_ALIKE = {
    _without_ending(word): _without_ending(words[0])
    for words in map(words_of, f"{ALIKE}{WORDINGS}".split("\n"))
    for word in words
}


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a folded word without its commonest endings, so that its forms are alike, British or American.

    Words that desks put for each other have one stem.
    """
    plain = _without_ending(word)
    return _ALIKE.get(plain, plain)


MONTHS = words_of("january february march april may june july august september october november december")
MONTH_NUMBERS = (
    {month: number for number, month in enumerate(MONTHS, 1)}
    | {month[:3]: number for number, month in enumerate(MONTHS, 1)}
    | {"sept": 9}
)
DAYS_FROM_NOW = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
WEEKDAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
DENIALS = frozenset(words_of("no not never none nor neither nobody nothing nowhere without cannot"))
INTENTIONS = frozenset(
    map(
        stem,
        words_of(
            "plan plans planned planning expect expected due scheduled aim aims aiming intend intends hope hopes"
            " seek seeks want wants propose proposed proposal would-be"
        ),
    )
)
"""Words that make a plan of a deed."""

QUANTITIES = frozenset(
    map(
        stem,
        words_of(
            "few fewer almost nearly hardly barely only partly most half less more capacity next last former first"
        ),
    )
)
"""Words that make a part of a whole, or another one of a series."""

HEDGES = (
    INTENTIONS
    | QUANTITIES
    | frozenset(
        map(
            stem,
            words_of(
                "not likely unlikely alleged reported possible possibly perhaps failed threaten threatens"
                " threatened try tried cancel cancelled postpone postponed delay delayed refuse refused reject"
                " rejected deny denied suspend suspended halt halted false wrong untrue demand"
                " demanded claim claimed"
            ),
        )
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
            "pound £ gbp pounds lb lbs",
            "krone kroner nok nkr",
            "krona kronor sek",
            "franc francs chf",
            "yen jpy ¥",
            "yuan cny rmb",
            "rupee rupees inr",
            "zloty zlotys pln",
            "hryvnia hryvnias uah",
            "mm millimetre millimetres millimeter millimeters",
            "cm centimetre centimetres centimeter centimeters",
            "metre metres meter meters",
            "km kilometre kilometres kilometer kilometers",
            "inch inches",
            "foot feet ft",
            "mile miles",
            "hectare hectares ha",
            "acre acres",
            "gram grams gramme grammes",
            "kg kilogram kilograms kilogramme kilogrammes kilo kilos",
            "tonne tonnes ton tons",
            "ounce ounces oz",
            "litre litres liter liters",
            "gallon gallons",
            "barrel barrels bbl",
            "kilowatt kw kilowatts",
            "megawatt mw megawatts",
            "gigawatt gw gigawatts",
            "terawatt tw terawatts",
            "horsepower hp",
            "minute minutes mins",
            "hour hours hrs hr",
            "degree degrees",
            "celsius",
            "fahrenheit",
            "knot knots",
            "mph",
        ),
    )
    for form in forms
}
"""Units and currencies by every way they are written."""

UNIT_NAMES = frozenset((*UNITS.values(), "cubic", "squar"))
"""A unit told besides a figure that is the same says no more than the figure."""

UNIT_FORMS = frozenset((*UNITS, *UNIT_NAMES))
AFTER_FIGURES = {
    "m": "metre",
    "h": "hour",
    "t": "tonne",
    "cu": "cubic",
    "sq": "squar",
    "C": "celsius",
    "F": "fahrenheit",
}
"""Letters that are a unit only where they follow a figure."""

ORDINALS = dict(
    enumerate(
        words_of(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
)

MODALS = frozenset(words_of("will would may could should might if"))
"""Words that say little, except in place of another in the same sentence."""

STOPS = frozenset(
    words_of(
        """
        a an the and or but of to in on at by for from with as is are was were be been being has have had it
        its this that these those there their they he she his her him we our you your i nor so than then theirs
        also into over after before about which who whom whose will would could should may might can do did
        does done s t said says say told according add added saying amid while when where what how up out
        announced announces announcing reporters journalists stated states noted notes explained disclosed revealed
        meanwhile however moreover meantime furthermore too already now currently mr mrs ms dr
        breaking update updated exclusive urgent
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
