"""What a longer text tells, in whatever words, so that a shorter one may have it from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.folding import fold
from tracker.engine.near.amounts import Amount
from tracker.engine.near.telling import Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import MONTHS, stem, words_of

LIGHT = frozenset(
    map(
        stem,
        words_of(
            "local area site scene place near around approximately roughly time side include including among late"
            " later earlier recent recently least many several number make get come go give take put keep set see"
            " bring stand become use have around amid far well long do doing man men usual left carry remain"
        ),
    )
)
"""Words that tell nothing by themselves."""

_PARTS_OF_DAY = {
    "early": (0, 9),
    "dawn": (3, 8),
    "morning": (3, 12),
    "noon": (11, 14),
    "afternoon": (12, 19),
    "evening": (17, 24),
    "night": (19, 30),
    "overnight": (19, 32),
}
"""Hours from and before which a clock shows the part of a day; after midnight it goes on counting."""

CLOCK = frozenset(map(stem, _PARTS_OF_DAY)) - {stem("early")}
"""Parts of a day as they are compared; early May has no hour."""

_VAGUELY = {"dozens": (24, 200), "scores": (40, 200), "hundreds": (200, 3_000), "thousands": (2_000, 30_000)}
"""What a vague number may stand for, from and below."""


def covered_by(telling: Telling) -> set[str]:
    """Return the words by which a text may be retold though it does not use them all."""
    return {
        *_initials(telling),
        *(stem(part) for part in _parts_of_day(telling)),
        *(stem(vague) for vague, between in _VAGUELY.items() if _is_among(telling.amounts, between)),
        *LIGHT,
    }


def months_of(telling: Telling) -> set[str]:
    """Return the months a text names, by themselves or with a day."""
    days = {day[:7] for day in telling.days}
    return {*telling.months, *days, *(MONTHS[int(day[5:7]) - 1] for day in days)}


def content(*sentences: Sequence[Token]) -> set[str]:
    """Return what sentences tell: their words, names, figures, days and hours."""
    return {token.key for sentence in sentences for token in sentence if token.sort in _SAYS}


_SAYS = frozenset((Sort.WORD, Sort.NAME, Sort.FIGURE, Sort.DAY, Sort.TIME))


def _is_among(amounts: Iterable[Amount], between: tuple[int, int]) -> bool:
    return any(between[0] <= each.number < between[1] for each in amounts)


def _parts_of_day(telling: Telling) -> Iterator[str]:
    hours = {
        int(token.norm[:2]) for sentence in telling.sentences for token in sentence if token.sort is Sort.TIME
    }
    for part, (begins, ends) in _PARTS_OF_DAY.items():
        if any(begins <= hour < ends or begins <= hour + 24 < ends for hour in hours):
            yield part


def _initials(telling: Telling) -> Iterator[str]:
    """Yield short forms of the names in a text: IMF for the International Monetary Fund."""
    for sentence in telling.sentences:
        run = ""
        for token in (*sentence, None):
            if token is not None and token.sort is Sort.NAME:
                run += token.text[0]
            elif token is None or token.norm not in ("of", "for", "and", "the"):
                if len(run) > 1:
                    yield stem(fold(run))
                run = ""
