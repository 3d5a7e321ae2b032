"""Whether a shorter text was drawn from a longer one: cut and reworded by a desk that added nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from tracker.engine.near.contrasts import contrasting, is_telling
from tracker.engine.near.covering import CLOCK, LIGHT, content, covered_by, months_of
from tracker.engine.near.doubts import doubt_alike, is_kept, parts
from tracker.engine.near.telling import FEWEST_TOKENS, Telling, shorter_first
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import HEDGES, UNIT_NAMES

CONTAINED = 0.8
"""So many words of the shorter body stand in the longer text."""

LEAD_TOLD = 0.6
"""So many words of the shorter's lead are told first by the longer."""

FACTS, MOST_STRANGE, STRANGE_IN_LEAD = 4, 2, 0.2
"""Of a text with so many figures, names and days, so many words of the lead, and this part, may be its own."""

NEAR = 3
"""So many tokens on either side of a figure tell what it counts."""

SHORTEST = 12

_WAYS = frozenset(("into", "against"))
"""Small words that turn a deed round: pulled out of, pulled into."""


def is_drawn(first: Telling, second: Telling) -> bool:
    """Say whether the shorter telling holds nothing that the longer does not, and both lead with the same deed."""
    return next(objections(first, second), None) is None


def objections(first: Telling, second: Telling) -> Iterator[str]:
    """Yield what speaks against the shorter telling having been drawn from the longer, in words."""
    shorter, longer = shorter_first(first, second)
    ours, theirs = _body(shorter), _body(longer)
    if not ours or not theirs or len(shorter.words) < SHORTEST:
        yield "too short to tell"
        return
    if found := _not_told(shorter, ours, longer, theirs):
        yield f"not told by the longer one: {found}"
    yield from _of_words(shorter, ours, longer, theirs)
    if not doubt_alike(shorter, longer):
        yield "a plan, a doubt or a denial"
    if contrast := next(contrasting(shorter, longer), None):
        yield f"{contrast[0]} against {contrast[1]}"
    if _changed_about(_all(ours), _all(theirs)):
        yield "figures changed about"


def _of_words(
    shorter: Telling, ours: Sequence[Sequence[Token]], longer: Telling, theirs: Sequence[Sequence[Token]]
) -> Iterator[str]:
    """Yield words of the shorter that the longer has not, or has elsewhere, and what is gone of the first deed."""
    title = _all(longer.sentences[: longer.lead])
    covered = covered_by(longer)
    told = (
        content(*longer.sentences[longer.lead :])
        | {token.key for token in title if token.sort is Sort.WORD}
        | covered
    )
    body, lead = content(*ours) - LIGHT, content(ours[0])
    if len(body & told) < CONTAINED * len(body):
        yield f"words of its own: {', '.join(sorted(body - told))}"
    if (strange := lead - told) and not _is_harmless(strange, shorter, longer):
        yield f"strange in its first sentence: {', '.join(sorted(strange))}"
    if replaced := _in_place(ours, theirs, set(shorter.words), told):
        yield f"{replaced[0]} in place of {replaced[1]}"
    if counted := _counted_otherwise(ours, theirs, set(shorter.words), told):
        yield f"{counted[0]} counted in place of {counted[1]}"
    told_first = content(*theirs[:2]) | set(longer.head) | covered
    if len(lead & told_first) < LEAD_TOLD * len(lead):
        yield f"told later by the longer one: {', '.join(sorted(lead - told_first))}"
    other_lead = max(theirs[:2], key=lambda each: len(content(each) & set(shorter.words)))
    if not is_kept(other_lead, shorter):
        yield f"left out of the first sentence: {', '.join(sorted(content(other_lead) - set(shorter.words)))}"
    if not parts(*ours) <= parts(*longer.sentences) or not parts(other_lead) <= parts(*shorter.sentences):
        yield "a part of a whole"


def _is_harmless(strange: set[str], shorter: Telling, longer: Telling) -> bool:
    """Say whether a first sentence may have words of its own: few of many facts, and none that may be the deed."""
    sentences = shorter.sentences[shorter.lead :]
    facts = {token.key for token in _all(sentences) if token.sort in (Sort.FIGURE, Sort.NAME, Sort.DAY)}
    return (
        len(facts) >= FACTS
        and len(strange) <= min(MOST_STRANGE, STRANGE_IN_LEAD * len(content(sentences[0])))
        and not any(is_telling(word) or word in HEDGES for word in strange)
        and not any(token.key in strange for token in _all(sentences) if token.sort is not Sort.WORD)
        and _ways(sentences[:1]) <= _ways(longer.sentences)
        and not strange & _headline(shorter)
        and _deed(longer) <= set(shorter.words)
    )


def _ways(sentences: Iterable[Sequence[Token]]) -> set[str]:
    return {token.norm for token in _all(sentences)} & _WAYS


def _headline(telling: Telling) -> set[str]:
    return set(telling.head) if telling.lead else set()


def _deed(telling: Telling) -> set[str]:
    """Return the words that both the headline and the first sentence have: what the story is about."""
    lead = telling.sentences[telling.lead]
    return {token.key for token in lead if token.sort is Sort.WORD} & _headline(telling)


def _in_place(
    ours: Iterable[Sequence[Token]], theirs: Iterable[Sequence[Token]], words: set[str], told: set[str]
) -> tuple[str, str] | None:
    """Return a word strange to the longer text that stands between the same two as one strange to the shorter."""
    between = {
        (one, two): word for sentence in theirs for one, word, two in _threes(sentence) if word not in words
    }
    for sentence in ours:
        for one, word, two in _threes(sentence):
            if word not in told and (one, two) in between:
                return word, between[one, two]
    return None


def _counted_otherwise(
    ours: Iterable[Sequence[Token]], theirs: Iterable[Sequence[Token]], words: set[str], told: set[str]
) -> tuple[str, str] | None:
    """Return a unit that the same figure has in one text only, and what it has instead: tonnes, bushels."""
    counted = {figure: word for figure, word in _counted(theirs) if word not in words}
    for figure, word in _counted(ours):
        other = counted.get(figure)
        if other is not None and word not in told and {word, other} & UNIT_NAMES:
            return word, other
    return None


def _counted(sentences: Iterable[Sequence[Token]]) -> Iterator[tuple[str, str]]:
    """Yield each figure with the word right after it."""
    for one, two in pairwise(_all(sentences)):
        if one.sort is Sort.FIGURE and two.sort is Sort.WORD and not two.starts:
            yield one.key, two.key


def _threes(sentence: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    keys = [token.key for token in sentence if token.sort is not Sort.STOP]
    return zip(keys, keys[1:], keys[2:], strict=False)


def _body(telling: Telling) -> list[Sequence[Token]]:
    return [each for each in telling.sentences[telling.lead :] if len(each) >= FEWEST_TOKENS]


def _all(sentences: Iterable[Sequence[Token]]) -> list[Token]:
    return [token for sentence in sentences for token in sentence]


def _not_told(
    shorter: Telling, body: Iterable[Sequence[Token]], longer: Telling, theirs: Iterable[Sequence[Token]]
) -> str | None:
    """Return a figure, name, day or part of one of the shorter one's body that the longer text does not hold."""
    words = {*content(*longer.sentences[longer.lead :]), *covered_by(longer)}
    tokens = _all(body)
    figures = {token.key: token.text for token in tokens if token.sort is Sort.FIGURE}
    amounts = [each for each in shorter.amounts if each.key in figures]
    for each in amounts:
        if not any(each.equals(theirs) for theirs in longer.amounts):
            return each.text
    years = figures.keys() - {each.key for each in amounts}
    names = {token.key for token in tokens if token.sort is Sort.NAME}
    hours = {token.key for token in tokens} & CLOCK
    strange = (years | names | hours) - words | shorter.days - longer.days | shorter.months - months_of(longer)
    return min(strange, default=None)


def _changed_about(first: Sequence[Token], second: Sequence[Token]) -> bool:
    """Say whether two figures have each other's neighbours: 922 deaths of 66,000 cases, 66,000 deaths of 922."""
    ours, theirs = _neighbours(first), _neighbours(second)
    for one, other in combinations(ours.keys() & theirs.keys(), 2):
        own = len(ours[one] & theirs[one]) + len(ours[other] & theirs[other])
        if len(ours[one] & theirs[other]) + len(ours[other] & theirs[one]) > own:
            return True
    return False


def _neighbours(tokens: Sequence[Token]) -> dict[str, set[str]]:
    """Return by figure what stands around it: the very next on either side, and what says something near it."""
    found: dict[str, set[str]] = {}
    for place, token in enumerate(tokens):
        if token.sort is Sort.FIGURE:
            near = tokens[max(0, place - NEAR) : place + NEAR + 1]
            said = {each.key for each in near if each.sort in (Sort.WORD, Sort.NAME)} - UNIT_NAMES
            before = {f"<{each.key}" for each in tokens[max(0, place - 1) : place] if each.sort is not Sort.FIGURE}
            after = {f">{each.key}" for each in tokens[place + 1 : place + 2] if each.sort is not Sort.FIGURE}
            found.setdefault(token.key, set()).update(said | before | after)
    return found
