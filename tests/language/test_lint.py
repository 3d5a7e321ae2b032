"""Lint: every check has a file it speaks up on and a sound twin; what an author allows is not said again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.language.test_case_files import cases
from tests.language.test_reference import GUIDE
from tracker.domain.errors import Severity
from tracker.domain.lint_facts import LintFacts, Seen
from tracker.language.lint.running import CHECKS, CODES, UNKNOWN, UNUSED, lint, skipped
from tracker.language.loading import load_rules
from tracker.language.reference import checks
from tracker.language.ruleset import RuleSet

TEXT = """
statements: {s: {by: Russia, date: 2016-03-14}}
promises:
  - id: p
    title: "The aircraft leave"
    said: s
    kind: achieve
    due: 2016-05-20
    needs: [wires]
    criteria:
      gone:
        match: {indicator: aircraft departed, place: Syria}
        latest: {at_least: 18, unit: aircraft}
        baseline: 0
      told: {match: {event: departure}, happened: once}
    kept_when: {any_of: [gone, told]}
examples:
  - {name: "nothing is told", promise: p, expect: [{at: 2016-03-14, status: pending}]}
"""
SEEN = Seen(
    frozenset({"aircraft departed"}),
    frozenset({"departure"}),
    {"aircraft departed": frozenset({"aircraft"})},
)


def rules(text: str = TEXT) -> RuleSet:
    loaded = load_rules({"a.yaml": text.encode()})
    assert [str(problem) for problem in loaded.problems] == []
    return loaded.rules


def codes(found: RuleSet, facts: LintFacts | None = None) -> list[str]:
    return [problem.code for problem in lint(found, facts)]


NEEDING_NOTHING = [*(check.code for check in CHECKS if not check.needs), UNUSED, UNKNOWN]


@pytest.mark.parametrize("code", NEEDING_NOTHING)
def test_a_check_speaks_up_on_its_file_alone_and_not_on_the_twin(code: str) -> None:
    for kind, told in (("invalid", [code]), ("valid", [])):
        path: Path = cases(kind)[f"lint-{code}"]
        assert codes(load_rules({path.name: path.read_bytes()}).rules) == told


def test_a_remark_is_no_error_and_names_place_and_cure() -> None:
    path = cases("invalid")["lint-no-needs"]
    (remark,) = lint(load_rules({path.name: path.read_bytes()}).rules)
    assert (remark.severity, remark.position.line) == (Severity.LINT, 5)
    assert remark.hint == "name the sources or groups that would have seen it under `needs`"


def test_checks_that_lack_what_they_must_know_are_named() -> None:
    assert skipped() == {"unseen": "store", "too-broad": "store", "unreached": "routes", "untold-owner": "routes"}
    assert skipped(LintFacts(SEEN, {}, {})) == {}


def test_a_promise_to_achieve_without_a_day_is_remarked_on() -> None:
    (remark,) = lint(rules(TEXT.replace("    due: 2016-05-20\n", "")))
    assert remark.code == "never-ends"
    assert remark.message == "`p` has no `due` and no `review_by`: it is watched for ever"


@pytest.mark.parametrize(
    "date", ["review_by: 2016-06-14", "due: {before: told}", "when: told\n    within: 9 days"]
)
def test_a_review_an_event_or_a_trigger_brings_a_promise_to_achieve_up_again(date: str) -> None:
    text = TEXT.replace("due: 2016-05-20", date).replace("kept_when: {any_of: [gone, told]}", "kept_when: gone")
    assert "never-ends" not in codes(rules(text))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1.200", "`1.200` is read as 1.2, its point as one of decimals"),
        ("-12.345", "`-12.345` is read as -12.345, its point as one of decimals"),
    ],
)
def test_a_point_with_three_digits_behind_it_is_remarked_on(written: str, told: str) -> None:
    (remark,) = lint(rules(TEXT.replace("at_least: 18", f"at_least: {written}")))
    assert (remark.code, remark.message) == ("dotted-number", told)


@pytest.mark.parametrize("written", ["1200", "1.2", "12.3450", "0.125", "1.20", "1234.567"])
def test_other_decimals_are_not_remarked_on(written: str) -> None:
    assert codes(rules(TEXT.replace("at_least: 18", f"at_least: {written}"))) == []


def test_a_point_in_a_rule_is_remarked_on_once() -> None:
    body = "{criteria: {gone: {match: {event: departure}, count: {at_least: 1.000}}}, kept_when: gone}"
    text = TEXT[: TEXT.index("    criteria:")] + "    rule: r\n" + TEXT[TEXT.index("examples:") :]
    (remark,) = lint(rules(f"{text}rules:\n  r: {body}\n"))
    assert (remark.code, remark.hint.split(";")[0]) == (
        "dotted-number",
        "write 1000 for thousands, 1 for a decimal number",
    )


@pytest.mark.parametrize("title", ["„The aircraft leave“", "«The aircraft leave»", 'The aircraft leave"'])
def test_quotes_that_became_part_of_a_title_are_remarked_on(title: str) -> None:
    (remark,) = lint(rules(TEXT.replace('"The aircraft leave"', title)))
    assert (remark.code, remark.position.line) == ("stray-quotes", 5)


@pytest.mark.parametrize("title", ['The "best" aircraft of "Russia"', "Russia’s aircraft leave", '"“They” leave"'])
def test_quotes_inside_a_title_are_not_remarked_on(title: str) -> None:
    assert codes(rules(TEXT.replace('"The aircraft leave"', title))) == []


def test_names_that_reports_said_are_not_remarked_on() -> None:
    assert codes(rules(), LintFacts(SEEN)) == []


def test_an_empty_store_says_nothing_about_names() -> None:
    assert codes(rules(), LintFacts(Seen())) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "event: departure",
            "event: departures",
            "no report so far names the event departures, but some name departure",
        ),
        (
            "indicator: aircraft departed",
            "indicator: departed aircraft",
            "no report so far names the indicator departed aircraft, but some name aircraft departed",
        ),
        ("unit: aircraft", "unit: sorties", "aircraft departed came in aircraft, never in the unit sorties"),
    ],
)
def test_a_name_that_looks_like_a_slip_is_remarked_on_with_the_one_that_reports_use(
    old: str, new: str, told: str
) -> None:
    (remark,) = lint(rules(TEXT.replace(old, new)), LintFacts(SEEN))
    assert remark.code == "unseen"
    assert told in remark.message


@pytest.mark.parametrize("event", ["aircraft stay", "departure 2", "return"])
def test_an_event_that_may_still_come_is_not_remarked_on(event: str) -> None:
    seen = replace(SEEN, events=frozenset({"departure", "departure 1"}))
    assert codes(rules(TEXT.replace("event: departure", f"event: {event}")), LintFacts(seen)) == []


def test_two_names_that_a_promise_looks_for_are_no_slips_of_each_other() -> None:
    text = TEXT.replace("    kept_when", "      back: {match: {event: departures}, happened: once}\n    kept_when")
    assert codes(rules(text), LintFacts(SEEN)) == []


OTHERS = Seen(frozenset({"rain"}), frozenset({"storm"}), told_since={"p": 20}, at=datetime(2016, 6, 1, tzinfo=UTC))


def test_a_promise_that_is_over_and_was_told_of_under_no_name_is_remarked_on_once() -> None:
    (remark,) = lint(rules(), LintFacts(OTHERS))
    assert (remark.code, remark.position.line) == ("unseen", 4)
    assert "since `p` opened on 2016-03-14 its sources told 20 facts, and none names what it looks for" in str(
        remark
    )


@pytest.mark.parametrize(
    "seen",
    [
        replace(OTHERS, told_since={"p": 19}),
        replace(OTHERS, at=datetime(2016, 5, 19, tzinfo=UTC)),
        replace(OTHERS, events=frozenset({"storm", "departure"})),
    ],
    ids=["its sources told little", "it is not over", "one of its names was told"],
)
def test_silence_on_a_promise_says_nothing_while_there_is_reason_for_it(seen: Seen) -> None:
    assert codes(rules(), LintFacts(seen)) == []


@pytest.mark.parametrize(("kind", "told"), [("maintain", ["unseen"]), ("refrain", [])])
def test_proof_is_missed_after_a_month_and_a_breach_never(kind: str, told: list[str]) -> None:
    text = TEXT.replace("kind: achieve", f"kind: {kind}").replace("due: 2016-05-20", "until: 2016-12-31")
    text = text.replace("status: pending", "status: holding").replace(
        "    kept_when", "    broken_when: {none_of: [gone]}\n    kept_when"
    )
    at = datetime(2016, 4, 14, tzinfo=UTC)
    assert codes(rules(text), LintFacts(replace(OTHERS, at=at))) == told
    assert codes(rules(text), LintFacts(replace(OTHERS, at=at - timedelta(days=2)))) == []


def test_a_unit_that_is_converted_is_known() -> None:
    text = TEXT.replace("unit: aircraft}", "unit: squadrons}\n        convert: {aircraft: 0.1}")
    assert codes(rules(text), LintFacts(SEEN)) == []


@pytest.mark.parametrize(("a_day", "told"), [(1_001.0, ["too-broad"]), (1_000.0, [])])
def test_a_criterion_that_a_flood_would_match_is_remarked_on(a_day: float, told: list[str]) -> None:
    seen = Seen(SEEN.indicators, SEEN.events, SEEN.units, {("p", "told"): a_day})
    assert codes(rules(), LintFacts(seen)) == told


def test_alerts_that_reach_nobody_are_remarked_on() -> None:
    assert codes(rules(), LintFacts(unreached={"p": "alarms of `p` reach nobody"}, untold={})) == ["unreached"]
    assert codes(rules(), LintFacts(unreached={}, untold={})) == []


def test_an_owner_who_is_told_nowhere_is_remarked_on() -> None:
    assert codes(rules(), LintFacts(unreached={}, untold={"p": "its owner is told nowhere"})) == ["untold-owner"]


def test_what_is_allowed_is_not_said_and_an_allowance_for_a_skipped_check_is_no_fault() -> None:
    text = TEXT.replace("    needs: [wires]\n", "").replace(
        "    kept_when", '    allow: {no-needs: "a person looks", unseen: "new words"}\n    kept_when'
    )
    assert codes(rules(text)) == []
    assert codes(rules(text), LintFacts(SEEN)) == [UNUSED]


def test_an_allowance_gives_its_reason() -> None:
    loaded = load_rules(
        {"a.yaml": TEXT.replace("    kept_when", "    allow: {no-needs: }\n    kept_when").encode()}
    )
    assert "expected a reason" in str(loaded.problems[0])


def test_an_allowance_changes_no_meaning() -> None:
    allowed = TEXT.replace("    kept_when", '    allow: {no-needs: "a person looks"}\n    kept_when')
    assert rules(allowed).promises == rules().promises


def test_a_window_of_a_criterion_outside_the_promise_can_never_be_met() -> None:
    text = TEXT.replace("happened: once}", "happened: once, over: {from: 2017-01-01, to: 2017-12-31}}")
    (remark,) = lint(rules(text))
    assert remark.code == "never-kept"
    assert "days after the promise ends" in remark.message


def test_a_count_below_nothing_can_never_be_met() -> None:
    text = TEXT.replace("event: departure}, happened: once", "event: departure}, count: {less_than: 0}")
    assert codes(rules(text)) == ["never-kept"]


def test_the_guide_shows_every_check_as_the_program_has_it() -> None:
    # after a change of checks: put the text of tracker.language.reference.checks() into rules/README.md
    assert checks() in GUIDE
    assert len(set(CODES)) == len(CHECKS)


@pytest.mark.parametrize("pack", ["starter", "packs/syria-2016"])
def test_what_is_shipped_gives_no_cause_for_remarks(pack: str) -> None:
    folder = Path(__file__).parents[2] / "rules" / pack
    files = {
        path.name: path.read_bytes() for path in folder.glob("*.yaml") if path.stem not in ("pack", "coverage")
    }
    assert codes(load_rules(files).rules) == []


def test_what_is_remarked_on_while_loading_can_be_allowed_too() -> None:
    text = TEXT.replace("    kept_when", '    allow: {needs: "the source comes next week"}\n    kept_when')
    loaded = load_rules({"a.yaml": (text + "sources: [{id: gazette, kind: person}]\n").encode()})
    assert loaded.problems == ()
    assert codes(loaded.rules) == []
