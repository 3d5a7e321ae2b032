"""Asking: answers that are worked out when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
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
