"""A folder that files of reports are dropped into."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.sources.making import Answering
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.reports import Grade
from tracker.domain.sources import Source, SourceKind
from tracker.sources.collect import collect_source
from tracker.sources.folder import MAX_FILES

NOW = datetime(2016, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    folder = tmp_path / "reports"
    folder.mkdir()
    return Source("drop", SourceKind.FOLDER, path=str(folder))


def line(number: int = 1, **fields: object) -> str:
    """Return a report as a line of a JSONL file."""
    usual = {
        "id": f"r{number}",
        "source": "drop",
        "published": f"2016-03-{number:02}",
        "title": f"Report {number}",
    }
    return json.dumps(usual | fields) + "\n"


def drop(source: Source, name: str, text: str | bytes, *, age: timedelta = timedelta(minutes=1)) -> Path:
    """Put a file into the folder as if it had been finished `age` before now."""
    path = Path(source.path) / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    finished = (NOW - age).timestamp()
    os.utime(path, (finished, finished))
    return path


def collect(source: Source, now: datetime = NOW) -> Collected:
    return collect_source(source, CollectState(), now, Answering(b""))


def ids(result: Collected) -> list[str]:
    return [report.id for report in result.reports]


def lying_in(source: Source, part: str = "") -> list[str]:
    folder = Path(source.path) / part
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.exists() else []


def test_files_are_read_and_moved_to_done_once_they_are_settled(source: Source) -> None:
    drop(source, "b.jsonl", line(2) + line(3))
    drop(source, "a.jsonl", line(1))
    result = collect(source)
    assert ids(result) == ["r1", "r2", "r3"]
    assert (result.problems, result.state.last_success) == ((), NOW)
    assert lying_in(source) == ["a.jsonl", "b.jsonl"]
    result.settle()
    assert lying_in(source) == []
    assert lying_in(source, "done") == ["a.jsonl", "b.jsonl"]
    assert collect(source).reports == ()


def test_a_crash_before_settling_brings_the_same_reports_again(source: Source) -> None:
    drop(source, "a.jsonl", line(1))
    assert collect(source).reports == collect(source, NOW + timedelta(hours=1)).reports


def test_csv_and_yaml_files_are_read_too(source: Source) -> None:
    drop(source, "a.csv", "id,source,published,title\nr1,drop,2016-03-01,One\n")
    drop(source, "b.yaml", "reports:\n  - {id: r2, source: drop, published: 2016-03-02}\n")
    assert ids(collect(source)) == ["r1", "r2"]


def test_broken_lines_are_named_and_the_good_ones_taken(source: Source) -> None:
    drop(source, "a.jsonl", line(1) + "{broken\n" + line(3, published="never") + line(4))
    result = collect(source)
    assert ids(result) == ["r1", "r4"]
    assert [problem.split(" ")[0][:9] for problem in result.problems] == ["a.jsonl:2", "a.jsonl:3"]
    result.settle()
    assert lying_in(source, "done") == ["a.jsonl", "a.jsonl.reason.txt"]
    assert "a.jsonl:2" in (Path(source.path) / "done/a.jsonl.reason.txt").read_text()


@pytest.mark.parametrize("content", ["{broken\n", b"\xff\xfe\x00garbage\x00", b"\x00" * 100, "[1, 2]\n"])
def test_a_file_without_one_good_line_goes_to_failed_with_the_reason(source: Source, content: str | bytes) -> None:
    drop(source, "bad.jsonl", content)
    result = collect(source)
    assert result.reports == ()
    assert result.problems
    result.settle()
    assert lying_in(source, "failed") == ["bad.jsonl", "bad.jsonl.reason.txt"]
    assert "bad.jsonl" in (Path(source.path) / "failed/bad.jsonl.reason.txt").read_text()


def test_an_empty_file_is_done(source: Source) -> None:
    drop(source, "a.jsonl", "")
    collect(source).settle()
    assert lying_in(source, "done") == ["a.jsonl"]


def test_a_file_that_is_too_large_goes_to_failed(source: Source) -> None:
    source = dataclasses.replace(source, max_bytes=100)
    drop(source, "big.jsonl", line(1) * 10)
    result = collect(source)
    assert result.reports == ()
    assert result.problems == ("big.jsonl: the file is larger than 100 bytes; split it, or raise max_bytes",)
    result.settle()
    assert lying_in(source, "failed") == ["big.jsonl", "big.jsonl.reason.txt"]


def test_a_file_still_being_written_waits_for_the_next_time(source: Source) -> None:
    drop(source, "a.jsonl", line(1), age=timedelta(milliseconds=300))
    result = collect(source)
    assert (result.reports, result.problems) == ((), ())
    result.settle()
    assert ids(collect(source, NOW + timedelta(seconds=2))) == ["r1"]


def test_a_file_from_a_clock_that_runs_ahead_is_read(source: Source) -> None:
    drop(source, "a.jsonl", line(1), age=timedelta(hours=-5))
    assert ids(collect(source)) == ["r1"]


def test_a_file_that_grew_after_it_was_read_stays(source: Source) -> None:
    path = drop(source, "a.jsonl", line(1))
    result = collect(source)
    drop(source, "a.jsonl", line(1) + line(2), age=timedelta(seconds=30))
    result.settle()
    assert path.exists()
    assert ids(collect(source)) == ["r1", "r2"]


def test_a_file_that_is_gone_when_settling_hurts_nobody(source: Source) -> None:
    drop(source, "a.jsonl", line(1))
    drop(source, "b.jsonl", line(2))
    result = collect(source)
    (Path(source.path) / "a.jsonl").unlink()
    result.settle()
    assert lying_in(source, "done") == ["b.jsonl"]


def test_a_name_that_is_taken_in_done_is_not_overwritten(source: Source) -> None:
    for number in (1, 2, 3):
        drop(source, "a.jsonl", line(number))
        collect(source).settle()
    assert lying_in(source, "done") == ["a.20160401T120000Z-2.jsonl", "a.20160401T120000Z.jsonl", "a.jsonl"]


def test_links_are_refused_wherever_they_point(source: Source, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jsonl"
    secret.write_text(line(1))
    (Path(source.path) / "link.jsonl").symlink_to(secret)
    result = collect(source)
    assert result.reports == ()
    assert result.problems == (
        "link.jsonl: it is a symbolic link, which is not followed; put the file itself here",
    )


def test_a_done_folder_that_is_a_link_is_refused(source: Source, tmp_path: Path) -> None:
    (Path(source.path) / "done").symlink_to(tmp_path)
    with pytest.raises(SourceFailed, match="symbolic link"):
        collect(source)


def test_a_pipe_is_not_waited_for(source: Source) -> None:
    os.mkfifo(Path(source.path) / "pipe.jsonl")
    assert collect(source).problems == ("pipe.jsonl: it is not a file and is left alone",)


def test_other_files_are_left_and_named_but_not_hidden_or_partial_ones(source: Source) -> None:
    for name in ("report.xlsx", ".hidden.jsonl", "a.jsonl.part", "b.jsonl~"):
        drop(source, name, line(1))
    result = collect(source)
    assert result.reports == ()
    assert result.problems == (
        "report.xlsx: only .jsonl, .json, .csv, .yaml, .yml, .eml are read; it is left where it is",
    )


def test_a_file_whose_name_is_an_attack_is_read_and_shown_harmlessly(source: Source) -> None:
    name = os.fsdecode(b"\x1b[31m\xff\n.jsonl")
    drop(source, name, "{broken\n" + line(1))
    result = collect(source)
    assert ids(result) == ["r1"]
    assert result.problems[0].startswith("[31m? .jsonl:1:")
    result.settle()
    assert lying_in(source, "done") == [name, name + ".reason.txt"]


def test_a_file_from_an_impossible_time_is_read(source: Source) -> None:
    path = drop(source, "a.jsonl", line(1))
    os.utime(path, (0, 10**11))
    assert ids(collect(source)) == ["r1"]


def test_more_files_than_a_collection_reads_wait_for_the_next(source: Source) -> None:
    for number in range(MAX_FILES + 2):
        drop(source, f"{number:04}.jsonl", "")
    result = collect(source)
    assert result.problems == (f"{MAX_FILES + 2} files wait: {MAX_FILES} are read now, the others next time",)
    result.settle()
    assert len(lying_in(source)) == 2


def test_a_folder_that_is_not_there_is_a_failure_with_a_cure(source: Source) -> None:
    with pytest.raises(SourceFailed, match="cannot be read: No such file") as caught:
        collect(dataclasses.replace(source, path=source.path + "/nowhere"))
    assert "create it" in caught.value.hint


def test_a_file_cannot_speak_as_another_source(source: Source) -> None:
    drop(source, "a.jsonl", line(1, source="reuters") + line(2, source="reuters", origin="Kremlin") + line(3))
    first, second, third = collect(source).reports
    assert {report.source for report in (first, second, third)} == {"drop"}
    assert (first.origin, second.origin, third.origin) == ("reuters", "Kremlin", None)
    assert not any(report.by_hand for report in (first, second, third))


def test_reports_carry_what_the_source_says_where_they_say_nothing(source: Source) -> None:
    source = dataclasses.replace(source, reliability="B", origin="Reuters", language="en")
    drop(source, "a.jsonl", line(1) + line(2, reliability="A", origin="TASS", language="ru"))
    first, second = collect(source).reports
    assert (first.grade, first.origin, first.language) == (Grade("B"), "Reuters", "en")
    assert (second.grade, second.origin, second.language) == (Grade("A"), "TASS", "ru")


def test_a_credibility_alone_is_completed_by_the_sources_reliability(source: Source) -> None:
    drop(source, "a.jsonl", line(1, credibility=2))
    assert collect(dataclasses.replace(source, reliability="B")).reports[0].grade == Grade("B", 2)


def test_a_person_is_not_collected_from() -> None:
    before = CollectState(cursor="x")
    assert collect_source(Source("desk", SourceKind.PERSON), before, NOW, Answering(b"")) == Collected(
        state=before
    )


def test_a_line_that_breaks_a_rule_is_kept_aside_with_what_it_said(source: Source) -> None:
    drop(source, "a.jsonl", line(1) + "{broken\n" + line(3))
    result = collect(source)
    assert ids(result) == ["r1", "r3"]
    assert [(passed.item, passed.excerpt) for passed in result.passed_over] == [("a.jsonl:2", "{broken")]
    assert "this line is not JSON" in result.passed_over[0].wrong
