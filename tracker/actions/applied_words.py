"""What the log of the service says where an edit of rule files took effect."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.actions.apply_rules import Applied
from tracker.domain.counting import counted

_MOST_FILES = 5
"""Files that are told one by one; of more only the sum is."""


def applied_lines(applied: Applied) -> Iterator[str]:
    """Yield a line for each file whose promises changed, and one for names and sources that did."""
    files = sorted({*applied.places.values()})
    if len(files) > _MOST_FILES:
        yield f"{counted(len(files), 'file')} in force: {_numbers(applied, None)}"
    else:
        for file in files:
            yield f"{file} in force: {_numbers(applied, file)}"
    if changed := [what for what, did in (("names", applied.names), ("sources", applied.sources)) if did]:
        yield f"the {' and the '.join(changed)} in force changed"


def _numbers(applied: Applied, file: str | None) -> str:
    fates = (("added", applied.added), ("changed", applied.changed), ("retired", applied.retired))
    numbers = [(word, sum(file in (None, applied.places.get(each)) for each in ids)) for word, ids in fates]
    first, *others = [(word, number) for word, number in numbers if number]
    told = [f"{counted(first[1], 'promise')} {first[0]}", *(f"{number} {word}" for word, number in others)]
    return ", ".join(told)
