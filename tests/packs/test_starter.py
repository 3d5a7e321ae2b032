"""The starter rules: what a new folder begins with loads, teaches by working, and alarms nobody."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

from tests.packs.playing import STARTER
from tracker.domain.coverage import Coverage, CoverageSpan
from tracker.domain.instants import Span, last_instant
from tracker.domain.reports import ReportVersion
from tracker.domain.sources import SourceKind
from tracker.domain.statuses import Status
from tracker.domain.verdicts import View
from tracker.engine.judging import judge
from tracker.language.loading import load_rules
from tracker.language.report_files import read_reports
from tracker.language.ruleset import RuleSet

PLAN, LIBRARY = "flood-plan-published", "library-hours"


def starter() -> RuleSet:
    loaded = load_rules({path.name: path.read_bytes() for path in STARTER.glob("*.yaml")})
    assert loaded.problems == ()
    return loaded.rules


def judged(promise: str, day: date, *lines: dict[str, object]) -> Status:
    """Judge a starter promise with reports as its inbox would read them, listened to without a break."""
    rules = starter()
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    told = read_reports("dropped.jsonl", data)
    assert told.problems == ()
    at = last_instant(day, "UTC")
    heard = CoverageSpan("inbox", Span(datetime(2026, 1, 1, tzinfo=UTC), at))
    coverage = Coverage((heard,), tuple(source.for_judging for source in rules.sources))
    versions = [ReportVersion(report, report.published) for report in told.reports]
    chosen = next(each for each in rules.promises if each.id == promise)
    return judge(chosen, versions, coverage, View.as_known_then(at), rules.names).headline.status


def example_line() -> dict[str, object]:
    """Return the report that the comments of sources.yaml show."""
    text = (STARTER / "sources.yaml").read_text(encoding="utf-8")
    shown = re.search(r"# (\{.*\})", text)
    assert shown is not None
    line: dict[str, object] = json.loads(shown[1])
    return line


def test_the_starter_holds_one_achieve_and_one_maintain_promise() -> None:
    assert {promise.id: promise.kind.value for promise in starter().promises} == {
        PLAN: "achieve",
        LIBRARY: "maintain",
    }


def test_a_new_folder_alarms_nobody() -> None:
    assert {judged(promise, date(2029, 12, 31)) for promise in (PLAN, LIBRARY)} == {Status.PENDING}


def test_the_report_shown_in_the_comments_keeps_the_first_promise() -> None:
    assert judged(PLAN, date(2030, 6, 28), example_line()) is Status.KEPT


def test_silence_after_the_deadline_makes_the_first_promise_overdue() -> None:
    assert judged(PLAN, date(2030, 7, 4)) is Status.OVERDUE


def test_the_town_halls_own_word_does_not_keep_the_first_promise() -> None:
    own = {**example_line(), "origin": "town-hall"}

    assert judged(PLAN, date(2030, 6, 28), own) is Status.ON_TRACK


def test_an_announced_delay_is_enough_for_a_warning() -> None:
    delay = {**example_line(), "event": "plan postponed", "nature": "announcement"}

    assert judged(PLAN, date(2030, 6, 28), delay) is Status.AT_RISK


def test_short_hours_break_the_second_promise_only_by_two_accounts() -> None:
    short = {
        "published": "2030-04-02",
        "occurred": "2030-04-01",
        "indicator": "library hours",
        "value": 30,
        "unit": "hours per week",
        "place": "town library",
    }
    one = {**short, "id": "one", "source": "gazette"}
    two = {**short, "id": "two", "source": "visitor"}

    assert judged(LIBRARY, date(2030, 4, 2), one) is Status.HOLDING
    assert judged(LIBRARY, date(2030, 4, 2), one, two) is Status.BROKEN


def test_the_feed_in_the_comments_loads_when_it_is_uncommented() -> None:
    text = (STARTER / "sources.yaml").read_text(encoding="utf-8")
    head, tail = text.split("  # - id: gazette", 1)
    whole = head + re.sub(r"(?m)^  # ", "  ", "  # - id: gazette" + tail)
    files = {path.name: path.read_bytes() for path in STARTER.glob("*.yaml")}
    loaded = load_rules({**files, "sources.yaml": whole.encode()})

    assert loaded.problems == ()
    assert [source.kind for source in loaded.rules.sources] == [SourceKind.FOLDER, SourceKind.FEED]


def test_the_comments_name_the_folder_that_the_starter_reads() -> None:
    (folder,) = [source.path for source in starter().sources if source.kind == SourceKind.FOLDER]
    text = (STARTER / "sources.yaml").read_text(encoding="utf-8")
    assert f"A FOLDER: {folder}/, beside deedline.toml" in text
    assert f"{folder}/done/" in text
    assert f"{folder}/failed/" in text
