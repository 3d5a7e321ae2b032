"""Whether a shorter text was drawn from a longer one: cut and turned round by a desk that added nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from tracker.domain.folding import fold
from tracker.engine.near.telling import FEWEST_TOKENS, Telling
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import HEDGES, INTENTIONS, MODALS, QUANTITIES, stem

CONTAINED = 0.8
"""So many words of the shorter body stand in the longer text."""

LEAD_TOLD, LEAD_KEPT = 0.8, 0.6
"""So many words of the shorter's lead are told first by the longer; so many of the longer's lead are kept."""

NEAR = 3
"""So many tokens on either side of a figure tell what it counts."""

SHORTEST = 12
_SAYS = frozenset((Sort.WORD, Sort.NAME, Sort.FIGURE, Sort.DAY, Sort.TIME))


def is_drawn(first: Telling, second: Telling) -> bool:
    """Say whether the shorter telling holds nothing that the longer does not, and both lead with the same deed."""
    shorter, longer = sorted((first, second), key=lambda each: len(each.words))
    ours, theirs = _body(shorter), _body(longer)
    if not ours or not theirs or len(shorter.words) < SHORTEST:
        return False
    titled = {
        token.key for sentence in longer.sentences[: longer.lead] for token in sentence if token.sort is Sort.WORD
    }
    told = _content(*theirs) | titled
    body = _content(*ours)
    lead = _content(ours[0])
    other_lead = max(theirs[:2], key=lambda each: len(_content(each) & set(shorter.words)))
    told_first = _content(*theirs[:2]) | set(longer.head)
    return (
        _is_all_told(shorter, ours, longer, theirs)
        and len(body & told) >= CONTAINED * len(body)
        and len(lead & told_first) >= LEAD_TOLD * len(lead)
        and _is_kept(other_lead, shorter)
        and lead <= {*told, *_initials(longer)}
        and _turn_alike(ours, theirs)
        and _turn_alike([each for each in theirs if _is_kept(each, shorter)], ours)
        and _parts(ours[0]) <= _parts(*longer.sentences)
        and _parts(other_lead) <= _parts(*shorter.sentences)
        and not _changed_about(_all(ours), _all(theirs))
    )


def _body(telling: Telling) -> list[Sequence[Token]]:
    return [each for each in telling.sentences[telling.lead :] if len(each) >= FEWEST_TOKENS]


def _all(sentences: Iterable[Sequence[Token]]) -> list[Token]:
    return [token for sentence in sentences for token in sentence]


def _content(*sentences: Sequence[Token]) -> set[str]:
    return {token.key for sentence in sentences for token in sentence if token.sort in _SAYS}


def _is_kept(sentence: Sequence[Token], telling: Telling) -> bool:
    content = _content(sentence)
    return len(content & set(telling.words)) >= LEAD_KEPT * len(content)


def _turn_alike(ours: Sequence[Sequence[Token]], theirs: Sequence[Sequence[Token]]) -> bool:
    """Say whether what plans, doubts or denies in each sentence does so in the two likest of the others too."""
    for sentence in ours:
        if turned := _turned(sentence):
            content = _content(sentence)
            likest = sorted(theirs, key=lambda each: -len(content & _content(each)))[:2]
            if not turned <= _turned(*likest):
                return False
    return True


def _turned(*sentences: Sequence[Token]) -> set[str]:
    """Return the words that make a plan, a doubt or a denial of what sentences tell; plans are all one."""
    tokens = [token for sentence in sentences for token in sentence]
    plans = {"plan" for token in tokens if token.key in INTENTIONS or token.norm in MODALS}
    return plans | {token.key for token in tokens if token.key in HEDGES - INTENTIONS - QUANTITIES}


def _parts(*sentences: Sequence[Token]) -> set[str]:
    return {token.key for sentence in sentences for token in sentence if token.key in QUANTITIES}


def _is_all_told(
    shorter: Telling, body: Iterable[Sequence[Token]], longer: Telling, theirs: Iterable[Sequence[Token]]
) -> bool:
    """Say whether the longer text holds every figure, name and day of the shorter one's body."""
    words = {*_content(*theirs), *_initials(longer)}
    tokens = _all(body)
    figures = {token.key for token in tokens if token.sort is Sort.FIGURE}
    amounts = [each for each in shorter.amounts if each.key in figures]
    years = figures - {each.key for each in amounts}
    return (
        all(any(ours.equals(theirs) for theirs in longer.amounts) for ours in amounts)
        and all(token.key in words for token in tokens if token.sort is Sort.NAME)
        and years <= words
        and shorter.days <= longer.days
        and shorter.months <= longer.months
    )


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
            said = {each.key for each in near if each.sort in (Sort.WORD, Sort.NAME)}
            before = {f"<{each.key}" for each in tokens[max(0, place - 1) : place] if each.sort is not Sort.FIGURE}
            after = {f">{each.key}" for each in tokens[place + 1 : place + 2] if each.sort is not Sort.FIGURE}
            found.setdefault(token.key, set()).update(said | before | after)
    return found
