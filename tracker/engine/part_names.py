"""What people call a part of a promise: "May 2016", "Ruritania", "step destroyed", "trigger of 9 May 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.domain.date_languages import DATE_WORDS
from tracker.domain.promises import Kind, Promise

_MONTHS = DATE_WORDS["en"].months
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_QUARTER = re.compile(r"(\d{4})-(Q[1-4])")


def part_words(promise: Promise, instance: str) -> str:
    """Return an instance of a promise in words, the outermost part first; of the whole (no instance), nothing."""
    return ", ".join(_words(promise, instance))


def _words(promise: Promise, instance: str) -> Iterator[str]:
    if not instance:
        return
    if promise.steps:
        yield from _of_member(promise, instance)
        return
    if promise.trigger is None:
        yield _period(instance) if promise.kind is Kind.RECUR else instance
        return
    day, _, period = instance.partition("/")
    called = "trigger of" if promise.trigger.when is not None else "as of"
    yield f"{called} {_day(day)}"
    if period:
        yield _period(period)


def _of_member(promise: Promise, instance: str) -> Iterator[str]:
    """Yield which step or promisor it is, then what it is within that one; a name may hold a stroke itself."""
    names = promise.each or tuple(step.id.removeprefix(f"{promise.id}/") for step in promise.steps)
    for name, step in zip(names, promise.steps, strict=True):
        if instance == name or instance.startswith(f"{name}/"):
            yield name if promise.each else f"step {name}"
            yield from _words(step, instance[len(name) + 1 :])
            return
    yield instance if promise.each else f"step {instance}"  # one that an edit took away


def _period(name: str) -> str:
    if found := _QUARTER.fullmatch(name):
        return f"{found[2]} {found[1]}"
    if (found := _MONTH.fullmatch(name)) and 1 <= int(found[2]) <= 12:
        return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"period from {_day(name)}" if _DAY.fullmatch(name) else name


def _day(name: str) -> str:
    found = _DAY.fullmatch(name)
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}" if found else name
