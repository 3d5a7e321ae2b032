"""Planning: what differs in meaning between two versions of a promise, and between the alerts they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, time
from enum import Enum
from zoneinfo import ZoneInfo

from tracker.domain.criteria import Condition, FieldTest, Op
from tracker.domain.instants import Duration, iso
from tracker.domain.plans import AlertChanges, Difference, MovedAlert, PastAlert
from tracker.domain.values import Comparison

_LONGEST = 200


def differences(old: object, new: object, tz: str = "UTC") -> tuple[Difference, ...]:
    """Return where two values of the same kind differ in meaning, in the order of their fields.

    Readings, steps, criteria and everything else that has a name are held against their namesakes. Instants are
    told in the zone `tz`: as a day where they are its first or its last.
    """
    found = _differing(_shape(old, tz) or {}, _shape(new, tz) or {}, "")
    # what stands in the only reading stands in its promise too
    plain = (Difference(each.path.replace("readings..", ""), each.old, each.new) for each in found)
    return tuple(dict.fromkeys(plain))


def _shape(value: object, tz: str) -> object:
    """Return a value as mappings of names and plain texts: what people would call its parts."""
    if value is None or value == () or value == "" or value == {}:
        return None
    if isinstance(value, Condition):
        return condition_words(value)
    if isinstance(value, Comparison):
        return value.words
    if isinstance(value, Duration):
        return _duration_words(value)
    if isinstance(value, datetime):
        return _instant_words(value, tz)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return {str(key): _shape(item, tz) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return ", ".join(sorted(str(_shape(item, tz)) for item in value))
    if isinstance(value, tuple | list):
        return _listed(value, tz)
    if is_dataclass(value):
        return {each.name: _shape(getattr(value, each.name), tz) for each in fields(value) if each.compare}
    return str(value)


def _listed(items: Sequence[object], tz: str) -> object:
    """Return a list as a mapping by name where its items have one, else as a text or by number."""
    if all(isinstance(item, FieldTest) for item in items):
        return {item.field: _test_words(item) for item in items if isinstance(item, FieldTest)}
    for key in ("id", "name"):
        names = [getattr(item, key, None) for item in items]
        if all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
            return {str(name): _shape(item, tz) for name, item in zip(names, items, strict=True)}
    shapes = [_shape(item, tz) for item in items]
    if all(isinstance(shape, str) for shape in shapes):
        return ", ".join(str(shape) for shape in shapes)
    return {str(number): shape for number, shape in enumerate(shapes, 1)}


def _differing(old: object, new: object, path: str) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _differing(old.get(key), new.get(key), f"{path}.{key}" if path else key)
        return
    yield Difference(path, _text(old), _text(new))


def _instant_words(at: datetime, tz: str) -> str:
    local = at.astimezone(ZoneInfo(tz))
    if local.time() == time.min:
        return local.date().isoformat()
    if local.time() == time.max:
        return f"end of {local.date().isoformat()}"
    return iso(at)


def _text(shape: object) -> str:
    """Return a shape on one line, cut where it would be a page."""
    if isinstance(shape, Mapping):
        text = ", ".join(f"{key}: {_text(each)}" for key, each in shape.items() if each is not None)
        text = f"{{{text}}}"
    else:
        text = "" if shape is None else str(shape)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def condition_words(condition: Condition) -> str:
    """Return a condition as one would write it on a line."""
    if condition.op is Op.CRITERION:
        return condition.name
    inner = ", ".join(condition_words(part) for part in condition.parts)
    if condition.op is Op.AT_LEAST:
        return f"at least {condition.least} of ({inner})"
    return f"{condition.op.value.replace('_', ' ')} ({inner})"


def _test_words(test: FieldTest) -> str:
    parts = [*test.any_of, *(f"{start}..." for start in test.starts)]
    parts += [f"other than {each}" for each in test.other_than]
    parts += [f"pattern {each}" for each in test.patterns]
    return " or ".join(parts)


def _duration_words(length: Duration) -> str:
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((length.months, "month"), (length.days, "day"), (length.seconds, "second"))
        if number
    ]
    return " ".join(parts) or "0"


def alert_changes(old: Sequence[PastAlert], new: Sequence[PastAlert]) -> AlertChanges:
    """Return which alerts an edit brings, takes away or moves; both sequences are in order of time.

    Alerts of one status are paired in order: those at the same instant stay, of the others each pair is moved, and
    what finds no partner is gained or lost.
    """
    gained: list[PastAlert] = []
    lost: list[PastAlert] = []
    moved: list[MovedAlert] = []
    stay = {(each.status, each.at) for each in old} & {(each.status, each.at) for each in new}
    for status in dict.fromkeys(each.status for each in (*old, *new)):
        before = [each for each in old if each.status is status and (status, each.at) not in stay]
        after = [each for each in new if each.status is status and (status, each.at) not in stay]
        moved += [MovedAlert(a.at, b.at, status) for a, b in zip(before, after, strict=False)]
        lost += before[len(after) :]
        gained += after[len(before) :]
    return AlertChanges(
        tuple(sorted(gained, key=lambda each: each.at)),
        tuple(sorted(lost, key=lambda each: each.at)),
        tuple(sorted(moved, key=lambda each: each.new)),
    )


def first_divergence(
    old: Sequence[tuple[datetime, object]], new: Sequence[tuple[datetime, object]]
) -> datetime | None:
    """Return the first instant at which two courses (instant, what stands from then on) differ, None if never."""
    instants = sorted({at for at, _ in (*old, *new)})
    return next((at for at in instants if _standing(old, at) != _standing(new, at)), None)


def _standing(course: Sequence[tuple[datetime, object]], at: datetime) -> object:
    stands: object = None
    for since, what in course:
        if since > at:
            break
        stands = what
    return stands
