"""What a report tells, as far as two can be compared by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import add

from tracker.domain.folding import fold
from tracker.domain.instants import Precision
from tracker.domain.reports import Report
from tracker.engine.near.amounts import Amount, amounts_of, with_figures
from tracker.engine.near.measures import with_scales
from tracker.engine.near.phrases import with_phrases
from tracker.engine.near.shorthand import written_out
from tracker.engine.near.tokens import Sort, Token, tokens_of
from tracker.engine.near.trimming import trimmed
from tracker.engine.near.turns import turns_of
from tracker.engine.near.vocabulary import root, words_of
from tracker.engine.near.wires import credited, without_credits, without_dateline

READ = 2_000
"""So many characters of a text are read: what makes a story is told first."""

MOST_AMOUNTS = 40
"""A table of more figures is no story: each figure is held against each of the other."""

FEWEST_TOKENS = 5
"""A sentence with fewer pieces is a label or the end of another."""

FEWEST_WORDS = 4
"""A text of fewer words says too little to be found like another."""

_CORRECTS = re.compile(r"^\W*correct(?:s|ed|ion)\b|\(corrects\b|\bcorrection:", re.IGNORECASE)
_AT = frozenset(words_of("in at near from of over outside around into toward towards inside across off"))


@dataclass(frozen=True, slots=True)
class Telling:
    """A text taken apart. Words are stems, names are folded."""

    words: tuple[str, ...]
    """Every token that is no stop word, in order."""
    head: tuple[str, ...]
    """The words of the title, or of the first sentence where there is none."""
    sentences: tuple[tuple[Token, ...], ...]
    """All of it sentence by sentence, the title first; a figure is one token."""
    lead: int
    """Which sentence is the first of the text."""
    amounts: tuple[Amount, ...]
    days: frozenset[str]
    months: frozenset[str]
    names: Mapping[str, str]
    """Root to how it was written."""
    places: Mapping[str, str]
    actors: frozenset[str]
    turns: frozenset[str]
    """Which way things went, such as "leave" or "deny"."""
    written: frozenset[str]
    """Its words as they are written, in small letters."""
    pairs: frozenset[str]
    """Any two that follow on each other, written as one."""
    wire: str | None
    language: str
    published: date
    corrects: bool
    """Whether it calls itself a correction."""

    @property
    def is_long_enough(self) -> bool:
        """Say whether it holds enough to be compared."""
        return len(self.words) >= FEWEST_WORDS


def shorter_first(first: Telling, second: Telling) -> tuple[Telling, Telling]:
    """Return both tellings, the one of fewer words first; the same whichever of the two was given first."""
    is_in_order = (len(first.words), first.words) <= (len(second.words), second.words)
    return (first, second) if is_in_order else (second, first)


def telling_of(report: Report) -> Telling:
    """Take a report's title and text apart; its facts add places, actors and days."""
    days = {
        fact.occurred.end.date()
        for fact in report.facts
        if not fact.date_assumed and fact.occurred.precision in (Precision.DAY, Precision.INSTANT)
    }
    return _taken_apart(
        report.title,
        report.text,
        report.published,
        report.language or "",
        tuple(sorted({fold(fact.place) for fact in report.facts if fact.place})),
        tuple(sorted({fold(fact.actor) for fact in report.facts if fact.actor})),
        tuple(sorted(day.isoformat() for day in days)),
    )


@lru_cache(maxsize=4_096)
def _taken_apart(
    title: str,
    text: str,
    published: datetime,
    language: str,
    places: tuple[str, ...],
    actors: tuple[str, ...],
    days: tuple[str, ...],
) -> Telling:
    day = published.date()
    head = _named(list(tokens_of(written_out(without_credits(title)[:READ]), day)), title=True)
    body = _named(list(tokens_of(written_out(_story(text)), day))) if text else []
    if body[: len(head)] and [each.norm for each in body[: len(head)]] == [each.norm for each in head]:
        head = []  # a text that begins with its own title
    told = with_scales(with_phrases([*head, *body]))
    amounts = tuple(amounts_of(told))
    tokens = with_figures(told, amounts)
    sentences = tuple(_sentences(tokens))
    words: list[str] = []
    written: list[str] = []
    dated: dict[Sort, set[str]] = {Sort.DAY: set(days), Sort.MONTH: set()}
    names: dict[str, str] = {}
    for token in tokens:
        sort = token.sort
        written.append(token.text.lower())
        if sort is Sort.STOP:
            continue
        words.append(token.key)
        if sort is Sort.NAME:
            names[root(token.norm)] = token.text
        elif sort in dated:
            dated[sort].add(token.norm)
    return Telling(
        words=tuple(words),
        head=tuple(token.key for token in sentences[0] if token.sort is not Sort.STOP) if sentences else (),
        sentences=sentences,
        lead=_lead(sentences, sum(1 for _ in _sentences(head))),
        amounts=amounts[:MOST_AMOUNTS],
        days=frozenset(dated[Sort.DAY]),
        months=frozenset(dated[Sort.MONTH]),
        names=names,
        places={root(place): place for place in places} | _places(tokens),
        actors=frozenset(actors),
        turns=turns_of(tokens, written),
        written=frozenset(written),
        pairs=frozenset(map(add, written, written[1:])),
        wire=credited(text) or credited(title),
        language=language,
        published=day,
        corrects=_corrects(title) or _corrects(text),
    )


def _corrects(text: str) -> bool:
    return "correct" in text.lower() and _CORRECTS.search(text) is not None


def _story(text: str) -> str:
    return without_dateline(without_credits(trimmed(text[:READ])))


def _lead(sentences: Sequence[Sequence[Token]], title: int) -> int:
    """Return the place of the first sentence after the title, or of the longest title; a few words are no lead."""
    after = (place for place in range(title, len(sentences)) if len(sentences[place]) >= FEWEST_TOKENS)
    return next(after, 0)


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    begun = 0
    for place, token in enumerate(tokens):
        if token.starts and place > begun:
            yield tuple(tokens[begun:place])
            begun = place
    if begun < len(tokens):
        yield tuple(tokens[begun:])


def _named(tokens: list[Token], *, title: bool = False) -> list[Token]:
    """Take for words what has a capital only because of where it stands: in a title or at a beginning."""
    capitals = [token for token in tokens if token.sort is Sort.NAME]
    if not capitals:
        return tokens
    if title:
        words = len(capitals) + sum([token.sort is Sort.WORD for token in tokens])
        if words >= 4 and len(capitals) > 0.7 * words:
            return [_as_word(token) if token.sort is Sort.NAME else token for token in tokens]
    inside = {token.norm for token in capitals if not token.starts}
    if all(not token.starts or token.norm in inside for token in capitals):
        return tokens
    return [
        _as_word(token)
        if token.sort is Sort.NAME and token.starts and token.norm not in inside and not _leads(tokens, place)
        else token
        for place, token in enumerate(tokens)
    ]


def _leads(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the next word has a capital too, as in "North Korea"."""
    return place + 1 < len(tokens) and tokens[place + 1].sort is Sort.NAME and not tokens[place + 1].starts


def _as_word(token: Token) -> Token:
    return Token(Sort.WORD, token.key, token.text, token.starts)


def _places(tokens: Sequence[Token]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, token in enumerate(tokens):
        if token.sort is not Sort.NAME or place == 0:
            continue
        before = tokens[place - 1]
        if before.norm == "the" and place > 1:
            before = tokens[place - 2]
        if before.norm in _AT:
            found[root(token.norm)] = token.text
    return found
