"""What a change of the golden file means: `python -m tests.golden.meaning` shows it, `--write` takes it over."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.golden.casebook import GOLDEN, Row, casebook_text

Key = tuple[str, str, str, str, str]
TELLING = ("status", "reason", "flags", "deciding", "late_since", "phase", "fulfilment", "timeliness", "evidence")
"""What a reader would notice first; everything else that differs is named after it."""


def differences(old: Iterable[Row], new: Iterable[Row]) -> list[str]:
    """Return one line per verdict that appeared, went or changed, saying what in it changed from what to what."""
    before, after = _by_key(old), _by_key(new)
    lines = [f"{_named(key)}: gone, was {before[key]['status']}" for key in before if key not in after]
    lines += [f"{_named(key)}: new, {after[key]['status']}" for key in after if key not in before]
    for key in before.keys() & after.keys():
        changes = list(_changes(before[key], after[key]))
        if changes:
            lines.append(f"{_named(key)}: " + "; ".join(changes))
    return sorted(lines)


def _by_key(rows: Iterable[Row]) -> dict[Key, Row]:
    return {_key(row): row for row in rows}


def _key(row: Row) -> Key:
    known = "hindsight" if row["known_at"] is None else "as known then"
    return str(row["promise"]), str(row["at"])[:10], known, str(row["instance"]), str(row["reading"] or "")


def _named(key: Key) -> str:
    promise, day, known, instance, reading = key
    inner = "".join(f" [{part}]" for part in (instance, reading) if part)
    return f"{promise}{inner} on {day}, {known}"


def _changes(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    fields = [*TELLING, *sorted((old.keys() | new.keys()) - set(TELLING))]
    for field in fields:
        was, now = old.get(field), new.get(field)
        if was == now:
            continue
        if isinstance(was, list) and isinstance(now, list):
            yield f"{field} {_listed(was, now)}"
        else:
            yield f"{field} {_told(was)} -> {_told(now)}"


def _listed(was: Sequence[object], now: Sequence[object]) -> str:
    lost = [f"-{_told(each)}" for each in was if each not in now]
    won = [f"+{_told(each)}" for each in now if each not in was]
    return " ".join([*lost, *won]) or "in another order"


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("text") or value.get("report") or dict(value))
    return "none" if value is None else str(value)


def main(arguments: Sequence[str]) -> int:
    """Print the differences; exit 1 if there are any and they were not taken over."""
    text = casebook_text()
    old = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else []
    lines = differences(old, json.loads(text))
    print("\n".join(lines) or "no verdict of the casebook changed its meaning")
    if "--write" in arguments:
        GOLDEN.write_text(text, encoding="utf-8")
        return 0
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
