"""Whether a shorter text was drawn from a longer one: cut and turned round by a desk that added nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from tracker.engine.near.contrasts import contrasting, is_telling
from tracker.engine.near.covering import LIGHT, content, covered_by, months_of
from tracker.engine.near.telling import FEWEST_TOKENS, Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import HEDGES, INTENTIONS, MODALS, QUANTITIES, UNIT_NAMES

CONTAINED = 0.8
"""So many words of the shorter body stand in the longer text."""

LEAD_TOLD, LEAD_KEPT = 0.6, 0.5
"""So many words of the shorter's lead are told first by the longer; so many of the longer's lead are kept."""

NEAR = 3
"""So many tokens on either side of a figure tell what it counts."""

FACTS, MOST_STRANGE, STRANGE_IN_LEAD = 4, 2, 0.2
"""Of a text with so many figures, names and days, so many words and this part of the lead may be the desk's own."""

SHORTEST = 12


def is_drawn(first: Telling, second: Telling) -> bool:
    """Say whether the shorter telling holds nothing that the longer does not, and both lead with the same deed."""
    return next(objections(first, second), None) is None


def objections(first: Telling, second: Telling) -> Iterator[str]:
    """Yield what speaks against the shorter telling having been drawn from the longer."""
    shorter, longer = sorted((first, second), key=lambda each: len(each.words))
    ours, theirs = _body(shorter), _body(longer)
    if not ours or not theirs or len(shorter.words) < SHORTEST:
        yield "too short"
        return
    if found := _not_told(shorter, ours, longer, theirs):
        yield f"not told by the longer one: {found}"
    titled = content(*([token for token in each if token.sort is Sort.WORD] for each in longer.sentences[: longer.lead]))
    covered = covered_by(longer)
    told = content(*theirs) | titled | covered
    body, lead = content(*ours) - LIGHT, content(ours[0])
    if len(body & told) < CONTAINED * len(body):
        yield f"words of its own: {sorted(body - told)}"
    if (strange := lead - told) and not _is_harmless(strange, lead, ours):
        yield f"in its first sentence: {sorted(strange)}"
    first_told = content(*theirs[:2]) | set(longer.head) | covered
    if len(lead & first_told) < LEAD_TOLD * len(lead):
        yield f"told later in the longer: {sorted(lead - first_told)}"
    other_lead = max(theirs[:2], key=lambda each: len(content(each) & set(shorter.words)))
    if not _is_kept(other_lead, shorter):
        yield f"not kept of the first sentence: {sorted(content(other_lead) - set(shorter.words))}"
    told_all, all_told = shorter.sentences[shorter.lead :], longer.sentences[longer.lead :]
    if not _turn_alike(told_all, all_told) or not _turn_alike(
        [each for each in all_told if _is_kept(each, shorter)], told_all
    ):
        yield "a plan, a doubt or a denial"
    if not _parts(*ours) <= _parts(*longer.sentences) or not _parts(other_lead) <= _parts(*shorter.sentences):
        yield "a part of a whole"
    if replaced := _in_place(ours, theirs, set(shorter.words), told):
        yield f"{replaced[0]} in place of {replaced[1]}"
    if contrast := next(contrasting(shorter, longer), None):
        yield f"{contrast[0]} against {contrast[1]}"
    if _changed_about(_all(ours), _all(theirs)):
        yield "figures changed about"


def _is_harmless(strange: set[str], lead: set[str], sentences: Sequence[Sequence[Token]]) -> bool:
    """Say whether a first sentence may have words of the desk's own: few of many facts, and none that turns it."""
    facts = {token.key for token in _all(sentences) if token.sort in (Sort.FIGURE, Sort.NAME, Sort.DAY)}
    return (
        len(facts) >= FACTS
        and len(strange) <= min(MOST_STRANGE, STRANGE_IN_LEAD * len(lead))
        and not any(is_telling(word) or word in HEDGES for word in strange)
        and not any(token.key in strange for token in _all(sentences) if token.sort is not Sort.WORD)
    )


def _in_place(
    ours: Iterable[Sequence[Token]], theirs: Iterable[Sequence[Token]], words: set[str], told: set[str]
) -> tuple[str, str] | None:
    """Return a word strange to the longer text that stands between the same two as one strange to the shorter."""
    between = {(one, two): word for sentence in theirs for one, word, two in _threes(sentence) if word not in words}
    for sentence in ours:
        for one, word, two in _threes(sentence):
            if word not in told and (one, two) in between:
                return word, between[one, two]
    return None


def _threes(sentence: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    keys = [token.key for token in sentence if token.sort is not Sort.STOP]
    return zip(keys, keys[1:], keys[2:], strict=False)


def _body(telling: Telling) -> list[Sequence[Token]]:
    return [each for each in telling.sentences[telling.lead :] if len(each) >= FEWEST_TOKENS]


def _all(sentences: Iterable[Sequence[Token]]) -> list[Token]:
    return [token for sentence in sentences for token in sentence]


def _is_kept(sentence: Sequence[Token], telling: Telling) -> bool:
    said = content(sentence)
    return len(said & set(telling.words)) >= LEAD_KEPT * len(said)


def _turn_alike(ours: Sequence[Sequence[Token]], theirs: Sequence[Sequence[Token]]) -> bool:
    """Say whether what plans, doubts or denies in each sentence does so in the two likest of the others too."""
    for sentence in ours:
        if turned := _turned(sentence):
            said = content(sentence)
            likest = sorted(theirs, key=lambda each: -len(said & content(each)))[:2]
            if not turned <= _turned(*likest):
                return False
    return True


def _turned(*sentences: Sequence[Token]) -> set[str]:
    """Return the words that make a plan, a doubt or a denial of what sentences tell; plans are all one."""
    tokens = _all(sentences)
    plans = {"plan" for before, token in pairwise((None, *tokens)) if token is not None and _plans(before, token)}
    return plans | {token.key for token in tokens if token.key in HEDGES - INTENTIONS - QUANTITIES}


def _plans(before: Token | None, token: Token) -> bool:
    """Say whether a word makes a plan: will, planned, is to, until Friday; not longer than planned, nor as expected."""
    preceding = "" if before is None or token.starts else before.norm
    if token.key in INTENTIONS:
        return preceding not in ("than", "as")
    is_to_come = (preceding == "until" and token.sort is Sort.DAY) or (token.norm == "to" and preceding in _IS)
    return is_to_come or token.norm in MODALS


_IS = frozenset(("is", "are", "was", "were"))


def _parts(*sentences: Sequence[Token]) -> set[str]:
    """Return the words that make a part of a whole; "nearly 7,000" is rough and no part."""
    return {
        token.key
        for sentence in sentences
        for place, token in enumerate(sentence)
        if token.key in QUANTITIES and not any(each.sort is Sort.FIGURE for each in sentence[place + 1 : place + 3])
    }


def _not_told(
    shorter: Telling, body: Iterable[Sequence[Token]], longer: Telling, theirs: Iterable[Sequence[Token]]
) -> str | None:
    """Return a figure, name or day of the shorter one's body that the longer text does not hold."""
    words = {*content(*theirs), *covered_by(longer)}
    tokens = _all(body)
    figures = {token.key: token.text for token in tokens if token.sort is Sort.FIGURE}
    amounts = [each for each in shorter.amounts if each.key in figures]
    for each in amounts:
        if not any(each.equals(theirs) for theirs in longer.amounts):
            return each.text
    years = figures.keys() - {each.key for each in amounts}
    names = {token.key for token in tokens if token.sort is Sort.NAME}
    strange = (years | names) - words | shorter.days - longer.days | shorter.months - months_of(longer)
    return min(strange, default=None)


def _changed_about(first: Sequence[Token], second: Sequence[Token]) -> bool:
    """Say whether two figures have each other's neighbours: 922 deaths of 66,000 cases, 66,000 deaths of 922."""
    ours, theirs = _neighbours(first), _neighbours(second)
    for one, other in combinations(ours.keys() & theirs.keys(), 2):
        own = len(ours[one] & theirs[one]) + len(ours[other] & theirs[other])
        crossed = len(ours[one] & theirs[other]), len(ours[other] & theirs[one])
        if min(crossed) > 0 and sum(crossed) > own:
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
