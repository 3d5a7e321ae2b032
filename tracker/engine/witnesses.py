"""Witnesses: every account as it bears on a verdict, and what was set aside with the reason (section 9)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from operator import attrgetter

from tracker.domain.criteria import Criterion, Reducer
from tracker.domain.later import Later
from tracker.domain.statuses import EvidenceState
from tracker.domain.values import Truth
from tracker.domain.verdicts import Bearing, SetAside, Witness
from tracker.engine.asking import MadeOnce
from tracker.engine.deciding import Decision
from tracker.engine.hearing import Hearing
from tracker.engine.parts import evidence_state
from tracker.engine.pieces import Piece
from tracker.engine.reviewing import review_words
from tracker.engine.roles import AGAINST, FOR, NEITHER


def witnesses_of(hearing: Hearing, decision: Decision) -> tuple[Witness, ...]:
    """Return every admitted account as it bears on the promise, the deciding ones first, then the latest.

    A part of the deed speaks for the promise, even though it falls short of the whole; what a condition against
    the promise rests on always speaks against it. What only frames it (a trigger, the event that ends its time, a
    refusal of access) speaks for neither side.
    """
    if not hearing.has_pieces:
        return ()
    deciding = {piece.account.id for piece in decision.pieces}
    found: dict[tuple[str, object], Witness] = {}
    for name, sign, polarity in hearing.outline.bearing:
        for witness in _witnesses(hearing, name, sign, polarity, deciding) if name in hearing.heard else ():
            key = (witness.account.report.id, witness.account.fact)
            held = found.get(key)
            if held is None or polarity == AGAINST or held.bearing is Bearing.AGAINST:
                found[key] = witness
    for witness in _frame(hearing):
        found.setdefault((witness.account.id, witness.account.fact), witness)
    if not found:
        return ()
    told = _with_reviews(found.values(), hearing)
    if len(found) == 1:
        return tuple(told)
    return tuple(
        sorted(
            told,
            key=lambda each: (
                each.account.report.id not in deciding,
                -each.account.fact.occurred.end.timestamp(),
                each.account.grade.rank,
                each.account.report.id,
            ),
        )
    )


def evidence_of(hearing: Hearing, decision: Decision) -> EvidenceState:
    """Say what the accounts together tell: by the bearings that their witnesses have, whom nobody need see."""
    if not hearing.heard:
        return EvidenceState.NONE
    if not hearing.has_pieces:
        is_aside = any(map(_set_aside, hearing.heard.values()))
        return EvidenceState.CANNOT_TELL if is_aside else EvidenceState.NONE
    ways: dict[int, int] = {}
    for name, sign, polarity in hearing.outline.bearing:
        admitted = hearing.heard.get(name)
        for piece in admitted.pieces if admitted is not None else ():
            way, account = _way(piece, sign, polarity), id(piece.account)
            if way and (polarity == AGAINST or ways.get(account, -1) < 0):
                ways[account] = way
    bearings = {_BEARINGS[way] for way in ways.values()}
    return evidence_state(bearings, Later(set_aside_of, hearing, decision))


_set_aside = attrgetter("set_aside")


def _way(piece: Piece, sign: int, polarity: int) -> int:
    """Return +1 for a witness for the promise, -1 for one against it, and 0 for none."""
    if piece.satisfied is Truth.TRUE:
        return sign
    return -sign if piece.satisfied is Truth.FALSE and polarity == FOR else 0


_BEARINGS = {1: Bearing.FOR, -1: Bearing.AGAINST}


def _witnesses(
    hearing: Hearing, name: str, sign: int, polarity: int, deciding: Container[str]
) -> Iterator[Witness]:
    """A satisfied criterion points its condition's way; only for proof does an unsatisfied one point back.

    What points no way is told if a verdict rests on it: how far something has come, for one.
    """
    words, admitted = _words(hearing.reading.criteria[name]), hearing.heard[name]
    for piece in admitted.pieces:
        way = _way(piece, sign, polarity)
        if not way:
            if piece.satisfied is Truth.UNCLEAR and piece.account.id in deciding:
                yield Witness(piece.account, Bearing.CONTEXT, name, why=words[piece.satisfied])
            continue
        serves = admitted.has_interest and piece.serves_its_author(sign)
        yield Witness(piece.account, _BEARINGS[way], name, serves, words[piece.satisfied])


def _with_reviews(found: Iterable[Witness], hearing: Hearing) -> Iterator[Witness]:
    """Say of each account that an analyst accepted or corrected who that was."""
    for witness in found:
        if witness.account.report.reviews:
            criterion = hearing.reading.criteria[witness.criterion]
            if words := review_words(witness.account, hearing.promise.id, criterion):
                yield witness._replace(why=f"{witness.why} ({words})")
                continue
        yield witness


def _frame(hearing: Hearing) -> Iterator[Witness]:
    """Yield the accounts of criteria that no condition for or against the promise names.

    They come by the names of the criteria, whose order in the file means nothing.
    """
    for name in sorted(hearing.heard.keys() - hearing.outline.polarities.keys()):
        words = _words(hearing.reading.criteria[name])
        for piece in hearing.heard[name].pieces:
            if piece.satisfied is Truth.TRUE:
                yield Witness(piece.account, Bearing.CONTEXT, name, why=words[piece.satisfied])


class _Words(dict[Truth, str]):
    """What an account means to a criterion, by whether it satisfies it: every one that does means the same."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self._criterion = criterion

    def __missing__(self, satisfied: Truth) -> str:
        words = self[satisfied] = _why(self._criterion, satisfied)
        return words


_words = MadeOnce(_Words)


def _why(criterion: Criterion, satisfied: Truth) -> str:
    """Say what an account means to its criterion."""
    if criterion.comparison is None:
        return f"meets {criterion.name}"
    asked = f"{criterion.name} ({criterion.reducer.value} {criterion.comparison.told})"
    if criterion.reducer in _TOGETHER:
        return f"goes into {asked}"
    return f"{_MEETS.get(satisfied, 'may meet')} {asked}"


_MEETS = {Truth.TRUE: "meets", Truth.FALSE: "does not meet"}


_TOGETHER = frozenset({Reducer.COUNT, Reducer.SUM, Reducer.MEAN})
"""Reducers to which an account only contributes."""


def set_aside_of(hearing: Hearing, decision: Decision) -> tuple[SetAside, ...]:
    """Return what the criteria set aside, and admitted accounts that do not suffice as they serve their author."""
    if not hearing.heard:
        return ()
    deciding = {piece.account.id for piece in decision.pieces}
    polarities = hearing.outline.polarities
    entries: dict[SetAside, None] = {}
    for name, admitted in hearing.heard.items():
        if admitted.set_aside:
            entries.update(dict.fromkeys(map(SetAside._make, admitted.set_aside)))
        if not admitted.pieces:
            continue
        for entry in _passed_over(hearing, name):
            entries.setdefault(entry)
        for piece in admitted.pieces if name in hearing.interested else ():
            if piece.account.id in deciding:
                continue
            if piece.serves_its_author(polarities.get(name, NEITHER)):
                word = f"{piece.interest.value} interest: counts, but does not suffice alone"
                entries.setdefault(SetAside(piece.account.id, word))
    return tuple([entry for entry in entries if entry.report not in deciding])


def _passed_over(hearing: Hearing, name: str) -> Iterator[SetAside]:
    """Figures that a newer one outdates, and figures too vague to say which side of the threshold they are on."""
    criterion, pieces = hearing.reading.criteria[name], hearing.admitted[name].pieces
    is_latest, comparison = criterion.reducer is Reducer.LATEST, criterion.comparison
    if comparison is None and not is_latest:
        return
    used = hearing.criterion_state(name, FOR, hearing.view.at, confirmed=False).pieces if is_latest else ()
    newest, used_ends = pieces[-1].when.end, {piece.when.end for piece in used}
    for piece in pieces:
        if is_latest and (end := piece.when.end) < newest and not (end in used_ends and piece in used):
            yield SetAside(piece.account.report.id, "older than another figure")
        elif piece.satisfied is Truth.UNCLEAR and comparison is not None:
            figure = piece.account.fact.value
            yield SetAside(piece.account.id, f"unclear: {figure} against {comparison.told}")
