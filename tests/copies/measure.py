"""Measure near-copy scoring on the labelled pairs: precision and recall at both thresholds, with every miss."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.actions.near_copies import WINDOW
from tracker.domain.reports import Link, Report
from tracker.engine.near.likeness import JOIN_FROM, PROPOSE_FROM, Likeness, likeness
from tracker.engine.near.telling import telling_of

BLIND = Path(__file__).with_name("blind.jsonl")
"""Pairs by another hand, for measuring only; there may be none."""

FILES = (
    *(
        Path(__file__).with_name(name)
        for name in ("pairs.jsonl", "more.jsonl", "more2.jsonl", "more3.jsonl", "more4.jsonl", "fresh.jsonl")
    ),
    *((BLIND,) if BLIND.exists() else ()),
)
PARTS = ("dev", "held", "more", "more2", "more3", "more4", "fresh", *(("blind",) if BLIND.exists() else ()))
LINKS = {"copy": Link.COPY, "same_event": Link.SAME}


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair with what the scorer makes of it; pairs published too far apart are never compared."""

    id: str
    label: str
    is_hard: bool
    why: str
    likeness: Likeness
    in_window: bool

    @property
    def score(self) -> float:
        """Return the score, 0 outside the window: nothing is joined there."""
        return self.likeness.score if self.in_window else 0.0

    @property
    def is_one(self) -> bool:
        """Say whether the two belong together."""
        return self.label != "different"


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares (0 to 1) at one threshold: how many of the chosen belong together, how many of those are chosen."""

    precision: float
    recall: float
    copies: float
    same_event: float
    linked: float
    """How many of the rightly chosen are joined in the right way."""
    wrong: int


def judged(part: str, *, swapped: bool = False) -> list[Judged]:
    """Score every pair of a part, its second report given first if they are to be swapped."""
    lines = (json.loads(line) for file in FILES for line in file.read_text(encoding="utf-8").splitlines())
    return [_judged(line, "ba" if swapped else "ab") for line in lines if line["part"] == part]


def figures(pairs: Sequence[Judged], least: float) -> Figures:
    """Return the figures at a threshold."""
    chosen = [each for each in pairs if each.score >= least]
    right = [each for each in chosen if each.is_one]
    return Figures(
        _share(right, chosen),
        _share(right, [each for each in pairs if each.is_one]),
        _share(_of("copy", right), _of("copy", pairs)),
        _share(_of("same_event", right), _of("same_event", pairs)),
        _share([each for each in right if each.likeness.link is LINKS[each.label]], right),
        len(chosen) - len(right),
    )


def table(parts: Iterable[str] = PARTS) -> str:
    """Return the figures of each part at both thresholds as a Markdown table."""
    rows = [
        "| part | threshold | precision | recall | of copies | of same event | rightly linked | wrong |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for part in parts:
        pairs = judged(part)
        for name, least in (("joined", JOIN_FROM), ("joined or proposed", PROPOSE_FROM)):
            found = figures(pairs, least)
            shares = (found.precision, found.recall, found.copies, found.same_event, found.linked)
            cells = " | ".join(f"{share:.3f}" for share in shares)
            rows.append(f"| {part} ({len(pairs)}) | {name}, from {least:g} | {cells} | {found.wrong} |")
    return "\n".join(rows)


def misses(part: str) -> Iterable[str]:
    """Yield a line for each pair that is joined wrongly, or belongs together and is not even proposed."""
    for each in sorted(judged(part), key=lambda each: -each.score):
        is_wrong = each.score >= JOIN_FROM and not each.is_one
        is_missed = each.score < PROPOSE_FROM and each.is_one
        if is_wrong or is_missed:
            what = "joined" if is_wrong else "missed" if each.in_window else "too far apart"
            told = "; ".join((*each.likeness.reasons, *(f"but {text}" for text in each.likeness.against)))
            yield f"{what} {each.score:.2f} {each.id} {each.label}: {each.why} | {told}"


def main() -> int:
    """Print the table and the misses; the parts to measure may be named."""
    parts = sys.argv[1:] or list(PARTS)
    print(table(parts))
    for part in parts:
        print(f"\n{part}:")
        print("\n".join(misses(part)))
    return 0


def _judged(line: dict[str, Any], sides: str) -> Judged:
    first, second = (_report(line[side], side) for side in sides)
    return Judged(
        line["id"],
        line["label"],
        line["hard"],
        line["why"],
        likeness(telling_of(first), telling_of(second)),
        abs(first.published - second.published) <= WINDOW,
    )


def _report(told: dict[str, str], name: str) -> Report:
    published = datetime.fromisoformat(told["published"])
    return Report(name, told["source"], published, title=told["title"], text=told["text"])


def _of(label: str, pairs: Iterable[Judged]) -> list[Judged]:
    return [each for each in pairs if each.label == label]


def _share(some: Sequence[Judged], of: Sequence[Judged]) -> float:
    return len(some) / len(of) if of else 1.0


if __name__ == "__main__":
    sys.exit(main())
