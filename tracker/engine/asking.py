"""Asking: answers that are worked out when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class asked_once(Generic[T]):  # noqa: N801  (used as a decorator, like property)
    """A property that works its answer out once; for objects that one judging makes and throws away.

    The same as `functools.cached_property` without its lock, which would be taken dozens of times a judging.
    """

    def __init__(self, answer: Callable[[Any], T]) -> None:
        self._answer = answer
        self.__doc__ = answer.__doc__
        self._name = answer.__name__

    def __get__(self, held: Any, kind: type) -> T:
        answer = held.__dict__[self._name] = self._answer(held)
        return answer


MANY = 16_384
"""Of what is small and made of rules, of which there are many, so many are kept."""


class MadeOnce(Generic[T]):
    """What follows from some frozen values alone, made once and kept with them, up to so many.

    Values are told apart by identity: comparing or hashing a whole report or rule would cost more than is saved.
    They are held, so that no other can have their identity; once full it starts anew.
    """

    def __init__(self, make: Callable[..., T], most: int = 1_024) -> None:
        self._make = make
        self._most = most
        self._kept: dict[tuple[int, ...], tuple[T, tuple[object, ...]]] = {}

    def __call__(self, *values: object) -> T:
        """Return what was made of the values."""
        key = tuple(map(id, values))
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            known = self._kept[key] = (self._make(*values), values)
        return known[0]

    def of_each(self, values: Iterable[object], beside: object) -> list[T]:
        """Return what was made of each of the values together with what stands beside it."""
        kept, other = self._kept, id(beside)
        made = []
        for value in values:
            known = kept.get((id(value), other))
            made.append(self(value, beside) if known is None else known[0])
        return made
