"""Runs the readers over corpora nobody here wrote: `python -m tests.corpora FOLDER`. Exit code 1 on a crash."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpora.finding import KNOWN, Corpus, cases_of
from tests.corpora.guarding import Guard, Ran, run_alone
from tests.corpora.reading import Readers


@dataclass(slots=True)
class Tally:
    """What became of the cases of one corpus."""

    corpus: str
    files: int
    ran: list[tuple[str, Ran]] = field(default_factory=list)

    def row(self) -> str:
        """Return the row of the table that is printed."""
        outcomes = Counter(ran.outcome for _, ran in self.ran)
        slowest = max(self.ran, key=lambda each: each[1].seconds)
        cells = (
            self.corpus,
            self.files,
            len(self.ran),
            outcomes["read"],
            sum(ran.reports for _, ran in self.ran),
            outcomes["refused"],
            outcomes["crashed"],
            sum(ran.inside for _, ran in self.ran),
            f"{slowest[1].seconds * 1000:.0f} ms ({Path(slowest[0]).name})",
            f"{max(ran.peak for _, ran in self.ran) / 1e6:.0f} MB",
        )
        return f"| {' | '.join(map(str, cells))} |"

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return the cases that crashed or reached inside, each with what happened."""
        crashed = [(name, ran.why) for name, ran in self.ran if ran.outcome == "crashed"]
        reached = [(name, f"{ran.inside} connections or look-ups inside") for name, ran in self.ran if ran.inside]
        return crashed + reached


HEAD = (
    "| corpus | files | cases | read | reports | refused with a reason | crashes | connections inside | slowest "
    "| most memory |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def run(corpus: Corpus, root: Path, readers: Readers) -> Tally | None:
    """Run every case of a corpus; None where it is absent."""
    files = corpus.find(root)
    if not files:
        return None
    tally = Tally(corpus.name, len(files))
    for case in cases_of(corpus, root):

        def act(guard: Guard, case: object = case) -> int:
            return readers.read(case, guard)  # type: ignore[arg-type]  # bound here, so that each run has its own

        tally.ran.append((case.name, run_alone(act)))
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run over a folder; print what is there, what is absent, and what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpora")
    parser.add_argument("folder", type=Path, help="where the corpora lie, each as its authors publish it")
    parser.add_argument("--reasons", type=int, default=0, metavar="N", help="show the N most frequent reasons")
    asked = parser.parse_args(arguments)
    if not asked.folder.is_dir():
        parser.error(f"{asked.folder} is no folder")
    faults: list[tuple[str, str]] = []
    absent: list[str] = []
    print(HEAD)
    memory = Path("/dev/shm")  # where there is one, no store waits for a disk
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        readers = Readers(Path(scratch))
        for corpus in KNOWN:
            tally = run(corpus, asked.folder, readers)
            if tally is None:
                absent.append(corpus.name)
                continue
            print(tally.row(), flush=True)
            faults += tally.faults
            reasons = Counter(ran.why for _, ran in tally.ran if ran.outcome == "refused")
            for reason, count in reasons.most_common(asked.reasons):
                print(f"    {count} x {reason!r}")
    for name in absent:
        print(f"absent: {name}")
    for name, why in faults:
        print(f"\n{name!a}: {why}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
