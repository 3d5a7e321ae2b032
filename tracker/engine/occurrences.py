"""Occurrences: which accounts tell of one and the same thing, where several witnesses saw it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from tracker.engine.pieces import Piece


def occurrences(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Group accounts by what they tell of: witnesses joined by `same_event`, by however many steps, saw one thing.

    Of each group the first speaks where one figure is wanted: the best graded, then the earliest published, then
    the lowest id. Groups come in the order of their first account.
    """
    if not any(piece.account.same_event for piece in pieces):
        return tuple((piece,) for piece in pieces)
    leader: dict[Hashable, Hashable] = {}

    def lead(key: Hashable) -> Hashable:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    told_in: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        for member in piece.account.members:
            told_in.setdefault(member, []).append(number)
    for number, piece in enumerate(pieces):
        for event in piece.account.same_event:
            for other in _told_of(event, number, pieces, told_in):
                leader[lead(number)] = lead(other)
    groups: dict[Hashable, list[Piece]] = {}
    for number, piece in enumerate(pieces):
        groups.setdefault(lead(number), []).append(piece)
    return tuple(tuple(sorted(group, key=_speaks_first)) for group in groups.values())


def _speaks_first(piece: Piece) -> tuple[object, ...]:
    return piece.account.grade.rank, piece.account.published, piece.order


def _told_of(
    event: str, number: int, pieces: Sequence[Piece], told_in: dict[str, list[int]]
) -> Sequence[Hashable]:
    """Return the accounts of report `event` that tell of the same as this one, or its id while it is unknown.

    Where either report tells of several occurrences, only those at the same time are the same.
    """
    others = told_in.get(event, [])
    overlapping = [other for other in others if pieces[other].when.overlaps(pieces[number].when)]
    alone = len(others) <= 1 and all(len(told_in[member]) == 1 for member in pieces[number].account.members)
    if overlapping or not alone:
        return overlapping
    return others or [event]
