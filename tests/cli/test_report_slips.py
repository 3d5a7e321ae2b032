"""Reports put in by hand: what may be a slip is said in a line, and taken in all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import DEED, make_desk
from tests.cli.running import deedline

WAITS = "`r2` retracts `nope`, a report that is not known: it waits for that one"
BACK = '{"id": "r2", "source": "gazette", "published": "2026-02-22", "retracts": "nope"}\n'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder whose rules are in force."""
    made = make_desk(tmp_path)
    deedline("rules", "apply", folder=made)
    return made


def test_a_retraction_of_a_report_that_is_not_known_says_what_it_waits_for(desk: Path) -> None:
    ran = deedline("report", "add", "--source", "gazette", "--id", "r2", "--retracts", "nope", folder=desk)
    assert ran.code == 0
    assert WAITS in ran.err.splitlines()


def test_it_is_asked_whether_a_stored_report_of_a_like_name_is_meant(desk: Path) -> None:
    deedline("report", "add", "--source", "gazette", "--id", "plan-out", "--event", "plan published", folder=desk)
    ran = deedline("report", "add", "--source", "gazette", "--retracts", "plan-ot", folder=desk)
    assert "did you mean `plan-out`?" in ran.err


def test_a_retraction_takes_effect_when_its_report_arrives(desk: Path) -> None:
    deedline("report", "add", "--source", "gazette", "--id", "r2", "--retracts", "r1", folder=desk)
    (desk / "deed.jsonl").write_text(DEED)
    deedline("report", "import", "deed.jsonl", folder=desk)
    deedline("run", "--once", folder=desk)
    (listed,) = deedline("promises", "--json", folder=desk).data
    assert listed["status"] != "kept"


def test_a_link_to_a_known_report_waits_for_nothing(desk: Path) -> None:
    (desk / "both.jsonl").write_text(DEED + BACK.replace("nope", "r1"))
    ran = deedline("report", "import", "both.jsonl", "--json", folder=desk)
    assert ran.data["waiting"] == []
    assert "waits for" not in ran.err


@pytest.mark.parametrize("link", ["copy_of", "same_event", "corrects", "retracts"])
def test_an_import_says_which_links_wait(desk: Path, link: str) -> None:
    (desk / "back.jsonl").write_text(BACK.replace("retracts", link))
    ran = deedline("report", "import", "back.jsonl", "--json", folder=desk)
    assert ran.data["waiting"] == [{"report": "r2", "link": link, "target": "nope", "hint": ""}]


def test_of_many_links_that_wait_the_first_are_named(desk: Path) -> None:
    rows = (BACK.replace('"r2"', f'"back-{n}"').replace("nope", f"gone-{n}") for n in range(9))
    (desk / "back.jsonl").write_text("".join(rows))
    ran = deedline("report", "import", "back.jsonl", folder=desk)
    assert ran.err.count("a report that is not known") == 5
    assert "and 4 more links that wait for a report" in ran.err


def test_judge_says_which_links_wait(desk: Path) -> None:
    (desk / "back.jsonl").write_text(DEED + BACK.replace("nope", "r1x"))
    arguments = ("--reports", "back.jsonl", "--at", "2026-03-01")
    ran = deedline("judge", "rules", *arguments, folder=desk)
    assert ran.code == 0
    assert WAITS.replace("nope", "r1x") in ran.err


def test_a_source_that_nobody_names_is_remarked_on(desk: Path) -> None:
    ran = deedline("report", "add", "--source", "nosuch", "--event", "plan published", folder=desk)
    assert ran.code == 0
    assert "remark: `nosuch` is a source that no rule names and of which no report is known" in ran.err


def test_a_source_of_rules_that_may_be_meant_is_named(desk: Path) -> None:
    ran = deedline("report", "add", "--source", "inbxo", "--event", "plan published", folder=desk)
    assert "did you mean `inbox`?" in ran.err


def test_a_source_of_a_stored_report_is_known(desk: Path) -> None:
    for title in ("first", "second"):
        ran = deedline("report", "add", "--source", "gazette", "--title", title, folder=desk)
    assert "remark" not in ran.err


def test_a_source_that_only_an_interest_names_is_known(desk: Path) -> None:
    rules = desk / "rules" / "promises.yaml"
    rules.write_text(rules.read_text().replace("    tags:", "    interest: {Ministry Press: self}\n    tags:"))
    deedline("rules", "apply", folder=desk)
    ran = deedline("report", "add", "--source", "ministry press", "--event", "plan published", folder=desk)
    assert "remark" not in ran.err


def test_a_report_that_holds_nothing_is_refused_with_what_is_missing(desk: Path) -> None:
    ran = deedline("report", "add", "--source", "inbox", "--url", "https://example.org/a", folder=desk)
    assert ran.code == 1
    assert "no indicator, no event and no words" in ran.err
    assert "--event" in ran.err


@pytest.mark.parametrize("option", [("--title", "a word"), ("--retracts", "r1"), ("--copy-of", "r1")])
def test_a_report_that_has_words_or_speaks_of_another_is_taken(desk: Path, option: tuple[str, str]) -> None:
    assert deedline("report", "add", "--source", "inbox", *option, folder=desk).code == 0


def test_coverage_of_a_source_that_nobody_names_is_remarked_on(desk: Path) -> None:
    (desk / "told.jsonl").write_text(DEED)
    spans = ["inbxo", "gazette", "desk"]
    rows = (f"- {{source: {name}, from: 2026-01-10, to: 2026-03-10}}\n" for name in spans)
    (desk / "coverage.yaml").write_text("".join(rows))
    arguments = ("--reports", "told.jsonl", "--coverage", "coverage.yaml", "--at", "2026-03-01")
    ran = deedline("judge", "rules", *arguments, folder=desk)
    assert ran.code == 0
    (remark,) = [line for line in ran.err.splitlines() if line.startswith("remark")]
    assert "`inbxo`" in remark
    assert "did you mean `inbox`?" in remark
