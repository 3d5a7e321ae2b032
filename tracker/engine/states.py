"""States: what a criterion or a condition is at an instant."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.values import Truth
from tracker.engine.pieces import Piece


class State(NamedTuple):
    """What a criterion or condition is at an instant, and the pieces that make it so.

    A tuple, as many are made in every judging.
    """

    truth: Truth
    pieces: tuple[Piece, ...] = ()
    by_silence: bool = False
    """It rests, at least in part, on nothing having been reported while somebody listened."""
    partly_shown: bool = False
    """Of a condition that rests on silence in part: some other part of it was shown by accounts."""

    @property
    def is_shown(self) -> bool:
        """Say whether accounts make it so, by themselves or beside silence, which alone breaks nothing."""
        return self.partly_shown or (bool(self.pieces) and not self.by_silence)


NO_DATA = State(Truth.NO_DATA)
