"""Words put in place of others in sentences that two tellings share: what no copy would have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.engine.near.spelling import is_misspelt, is_typing_error
from tracker.engine.near.telling import Telling, shorter_first
from tracker.engine.near.tokens import Sort, Token
from tracker.engine.near.vocabulary import UNIT_NAMES, stem, words_of

SAME_SENTENCE = 0.5
"""Of the words of two sentences so many are the same that the one is told instead of the other."""

_SAY_NOTHING = frozenset(
    words_of(
        """
        a an the and but that which who whom this these those it its they their he his he she her
        there also of in on at for s is are was were be been being has have had as said says say
        told saying add added according meanwhile however moreover meantime furthermore mr mrs ms dr
        we our you your i while when where reporters journalists stated states noted notes explained
        disclosed revealed announced announces announcing breaking update updated
        """
    )
)
"""Words that a desk exchanges, puts in or leaves out without saying anything else."""

_ONE_MEANING = (
    frozenset(words_of("about some around roughly approximately")),
    frozenset(words_of("below under")),
    frozenset(words_of("will to")),
)
"""Words of little meaning that go for each other; of others it is told by what they are compared by."""

_SPANS = frozenset(
    stem(word)
    for word in words_of(
        "day week month quarter year decade hour minute second century daily weekly monthly yearly annual"
    )
)
"""How long, or how often: another of these is another figure."""

LEAD_SHOWN = 8

LONGEST = 3
"""A longer piece that differs is told anew, which other rules judge."""

_MEASURED = frozenset((Sort.FIGURE, Sort.DAY, Sort.MONTH, Sort.TIME))
"""What is compared by itself, whatever its form."""


def told_otherwise(first: Telling, second: Telling, *, is_drawn: bool) -> str:
    """Return in words what no copy would have changed: its lead, or a word of a sentence of both; else nothing.

    Both are given as read alike; one of a drawn pair has a lead of its own. Any other sentence without its like is
    no matter of this.
    """
    shorter, longer = shorter_first(first, second)
    if not shorter.sentences or not longer.sentences:
        return ""
    for one, other in ((shorter, longer), (longer, shorter)):
        if not is_drawn and _like(one.sentences[one.lead], other.sentences) is None:
            return f"a lead that only one has: {_shown(one.sentences[one.lead][:LEAD_SHOWN])}"
    theirs = longer.sentences[longer.lead :]
    for ours in shorter.sentences[shorter.lead :]:
        for left, right in _replaced(ours, _like(ours, theirs) or (), set(shorter.words), set(longer.words)):
            return f"a word in place of another: {_shown(left)} and {_shown(right)}"
    return ""


def _shown(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _like(ours: Sequence[Token], theirs: Sequence[Sequence[Token]]) -> Sequence[Token] | None:
    """Return the sentence that shares most words with ours, if those are enough."""
    own = _content(ours)
    if not own:
        return None
    shares = (
        (2 * len(own & (content := _content(other))) / (len(own) + len(content) or 1), other) for other in theirs
    )
    share, other = max(shares, key=lambda each: each[0], default=(0.0, ours))
    return other if share >= SAME_SENTENCE else None


def _content(sentence: Sequence[Token]) -> set[str]:
    return {token.key for token in sentence if token.sort is not Sort.STOP}


def _turns(left: Sequence[Token], right: Sequence[Token], here: set[str], there: set[str]) -> bool:
    """Say whether one in place of the other turns the meaning: a small word, a measure, or two changed about.

    `here` and `there` are all words of each text. Any other word may be the desk's own, which other rules judge.
    """
    both = (*left, *right)
    if any(token.sort is Sort.STOP or token.norm in UNIT_NAMES or token.norm in _SPANS for token in both):
        return True
    return any(token.key in there for token in left) and any(token.key in here for token in right)


def _replaced(
    ours: Sequence[Token], theirs: Sequence[Token], here: set[str], there: set[str]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Yield what stands in one sentence where something else stands in the other, and says something else."""
    from rapidfuzz.distance import Levenshtein

    pieces = Levenshtein.opcodes([token.key for token in ours], [token.key for token in theirs])
    for is_same, some in groupby(pieces, key=lambda each: each.tag == "equal"):
        if is_same:
            continue
        run = list(some)
        one = ours[run[0].src_start : run[-1].src_end]
        two = theirs[run[0].dest_start : run[-1].dest_end]
        left, right = _saying(one, two), _saying(two, one)
        if not left or not right or max(len(left), len(right)) > LONGEST:
            continue
        if not _is_one(left, right, ours, theirs) and _turns(left, right, here, there):
            yield left, right


def _saying(piece: Sequence[Token], other: Sequence[Token]) -> list[Token]:
    """Return the tokens of a piece that say something the other piece does not."""
    keys = {token.key for token in other}
    return [
        token
        for token in piece
        if token.key not in keys and token.norm not in _SAY_NOTHING and token.sort not in _MEASURED
    ]


def _is_one(left: Sequence[Token], right: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Say whether two pieces are the same word for word, but for typing errors and words of one meaning."""
    return len(left) == len(right) and all(
        is_misspelt(one, two, ours, theirs)
        or is_typing_error(one, two)
        or any({one.norm, two.norm} <= each for each in _ONE_MEANING)
        for one, two in zip(left, right, strict=True)
    )
