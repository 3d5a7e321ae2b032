"""Scoring of the casebook: our verdicts against a careful reader's, strictly, leniently, and for what misleads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tracker.domain.coverage import ASSUMED
from tracker.domain.instants import last_instant
from tracker.domain.promises import Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Flag, Phase, Status
from tracker.domain.verdicts import Judgement, Verdict, View
from tracker.engine.judging import judge
from tracker.language.loading import load_rules
from tracker.language.report_files import read_reports
from tracker.language.ruleset import RuleSet

CASES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Expected:
    """What a careful reader finds right on one day, in the casebook's own words."""

    promise: str
    at: date
    verdict: str
    instance: str = ""
    finer: str = ""
    hindsight: str = ""
    acceptable: tuple[str, ...] = ()
    must_not_decide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One verdict of ours beside the expected one."""

    case: str
    expected: Expected
    got: Verdict

    @property
    def strict(self) -> bool:
        """Our verdict means exactly the expected one."""
        return self.expected.verdict in self._words

    @property
    def acceptable(self) -> bool:
        """Our verdict is one that a fair reader could give."""
        return self.strict or bool(self._words & set(self.expected.acceptable))

    @property
    def misled(self) -> bool:
        """Our verdict rests on a report that must not decide."""
        return bool(set(self.got.deciding) & set(self.expected.must_not_decide))

    @property
    def _words(self) -> frozenset[str]:
        return words_for(self.got, self.expected.finer)

    @property
    def line(self) -> str:
        """One row of the printed table."""
        grade = (
            "misled" if self.misled else "strict" if self.strict else "acceptable" if self.acceptable else "WRONG"
        )
        asked = self.expected.promise + self.expected.instance.rjust(9)
        flags, deciding = ",".join(sorted(self.got.flags)), ",".join(self.got.deciding)
        return (
            f"{self.case[:2]} {self.expected.at} {asked:38} {grade:10} "
            f"expected {self.expected.verdict:16} got {self.got.status:12} by {deciding} [{flags}]"
        )


def words_for(verdict: Verdict, finer: str) -> frozenset[str]:
    """Return the casebook's words that our verdict means (section 12 of the semantics)."""
    plain: Mapping[Status, tuple[str, ...]] = {
        Status.PENDING: ("pending",),
        Status.ON_TRACK: ("on_track",),
        Status.HOLDING: ("on_track",),
        Status.KEPT: ("kept",),
        Status.KEPT_LATE: ("kept_late",),
        Status.PARTLY_KEPT: ("partially_kept",),
        Status.OVERDUE: ("overdue_no_evidence",),
        Status.AWAITING: ("overdue_no_evidence",),
        Status.BROKEN: ("broken",),
        Status.DISPUTED: ("disputed",),
        Status.REVERSED: ("reversed",),
        Status.AMENDED: ("amended",),
        Status.REVIEW: ("needs_review",),
        Status.UNVERIFIABLE: ("needs_review",),
    }
    words = set(plain.get(verdict.status, ()))
    if verdict.status in (Status.PENDING, Status.ON_TRACK) and Flag.DUE_SOON in verdict.flags:
        words.add("due_soon")
    if verdict.status is Status.AT_RISK and finer == "at_risk":
        words |= {"due_soon", "on_track", "pending"}
    if verdict.status in (Status.AT_RISK, Status.HOLDING) and verdict.phase is Phase.OPEN:
        words.add("partially_kept")  # a partial verdict inside an open window
    return frozenset(words)


def _asked_for(expected: Expected, judgement: Judgement) -> Verdict:
    """Return the headline, or that of the instance that is asked for."""
    if not expected.instance:
        return judgement.headline
    return next(row for row in judgement.instances if row.instance == expected.instance and row.reading is None)


def case_folders() -> list[Path]:
    """Return the folders of all cases, in order."""
    return sorted(path.parent for path in CASES.glob("*/expected.yaml"))


def load_case(folder: Path) -> tuple[RuleSet, Sequence[ReportVersion]]:
    """Load a case's rules and reports; any problem fails."""
    loaded = load_rules({"rules.yaml": (folder / "rules.yaml").read_bytes()})
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    read = read_reports("reports.yaml", (folder / "reports.yaml").read_bytes(), by_hand=True)
    assert not read.problems, "\n".join(map(str, read.problems))
    return loaded.rules, [ReportVersion(report, report.published) for report in read.reports]


def expectations(folder: Path) -> Iterable[Expected]:
    """Read the expected verdicts of a case."""
    entries: list[dict[str, Any]] = yaml.safe_load((folder / "expected.yaml").read_text())
    for entry in entries:
        yield Expected(
            promise=entry["promise"],
            at=date.fromisoformat(entry["at"]),
            verdict=entry["verdict"],
            instance=entry.get("instance", ""),
            finer=entry.get("finer", ""),
            hindsight=entry.get("hindsight", ""),
            acceptable=tuple(entry.get("acceptable", ())),
            must_not_decide=tuple(entry.get("must_not_decide", ())),
        )


@cache
def score_case(folder: Path) -> tuple[Score, ...]:
    """Judge a case at every listed date, as then known, and score it; once, as frozen as it is."""
    return _scores(folder, list(expectations(folder)), View.as_known_then)


def score_hindsight(folder: Path) -> tuple[Score, ...]:
    """Judge a case with hindsight on the dates for which the reader then finds something else, and score it."""
    changed = (each for each in expectations(folder) if each.hindsight)
    wanted = [replace(each, verdict=each.hindsight, acceptable=()) for each in changed]
    return _scores(folder, wanted, View.hindsight)


def _scores(folder: Path, wanted: Sequence[Expected], look: Callable[[datetime], View]) -> tuple[Score, ...]:
    rules, versions = load_case(folder)
    promises: dict[str, Promise] = {promise.id: promise for promise in rules.promises}
    scores = []
    for expected in wanted:
        promise = promises[expected.promise]
        view = look(last_instant(expected.at, promise.tz))
        judgement = judge(promise, versions, ASSUMED, view, rules.names)
        scores.append(Score(folder.name, expected, _asked_for(expected, judgement)))
    return tuple(scores)
