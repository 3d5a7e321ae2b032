"""The casebook: real histories judged at every listed date as they were known then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.scoring import CASES, Score, case_folders, score_case, score_hindsight


@pytest.mark.parametrize("folder", case_folders(), ids=lambda folder: folder.name)
def test_every_verdict_is_one_a_fair_reader_could_give(folder: Path) -> None:
    wrong = [score.line for score in score_case(folder) if not score.acceptable]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", case_folders(), ids=lambda folder: folder.name)
def test_no_verdict_rests_on_a_report_that_must_not_decide(folder: Path) -> None:
    misled = [score.line for score in score_case(folder) if score.misled]

    assert not misled, "\n".join(misled)


def test_with_hindsight_verdicts_are_what_the_reader_then_finds() -> None:
    scores = [score for folder in case_folders() for score in score_hindsight(folder)]

    assert len(scores) == 4
    assert [score.line for score in scores if not score.strict] == []


def test_the_table_of_scores_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    scores = [score for folder in case_folders() for score in score_case(folder)]
    with capsys.disabled():
        print("\n" + table(scores))

    assert len(scores) == 55


def test_the_published_final_score_is_the_present_one() -> None:
    scores = [score for folder in case_folders() for score in score_case(folder)]
    strict = sum(score.strict for score in scores)
    acceptable = sum(score.acceptable for score in scores) - strict
    misled = sum(score.misled for score in scores)
    wrong = len(scores) - strict - acceptable
    row = f"| final score | {strict} | {acceptable} | {wrong} | {misled} | {len(scores)} |"

    assert row in (CASES / "README.md").read_text()


def table(scores: list[Score]) -> str:
    strict = sum(score.strict for score in scores)
    acceptable = sum(score.acceptable for score in scores)
    misled = sum(score.misled for score in scores)
    total = f"casebook: {strict} strict, {acceptable - strict} acceptable, {len(scores) - acceptable} wrong, "
    return "\n".join([*(score.line for score in scores), total + f"{misled} misled, of {len(scores)}"])
