"""Later: parts of a value that are composed when somebody first asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Later(Generic[T]):
    """What a function of frozen values comes to, worked out once and only if it is asked for.

    It equals, hashes, shows and is pickled as what it comes to, so that nobody can tell from a value which of its
    parts have been asked for. Once it is made, what it was made of is let go.
    """

    __slots__ = ("_made", "_of")

    def __init__(self, make: Callable[..., T], *values: object) -> None:
        self._of: tuple[Callable[..., T], tuple[object, ...]] | None = (make, values)
        self._made: T | None = None

    def now(self) -> T:
        """Return what it comes to."""
        of = self._of
        if of is not None:
            make, values = of
            self._made = make(*values)
            self._of = None
        return cast("T", self._made)

    def __eq__(self, other: object) -> bool:
        return bool(self.now() == now(other))

    def __hash__(self) -> int:
        return hash(self.now())

    def __repr__(self) -> str:
        return repr(self.now())

    def __reduce__(self) -> tuple[Callable[[T], T], tuple[T]]:
        return as_it_is, (self.now(),)


def now(held: T | Later[T]) -> T:
    """Return a part that may have been left for later."""
    return held.now() if isinstance(held, Later) else held


def as_it_is(made: T) -> T:
    """Return what was made: as such it is pickled."""
    return made
