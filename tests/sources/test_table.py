"""Tables: rows as items, read once, whatever their letters and separators."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.sources.making import NOW, Answering
from tests.sources.pages import fact, rules
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import Source
from tracker.domain.values import Value
from tracker.sources.collect import collect_source

TABLE = Source(
    "t",
    "table",
    url="https://counts.example/t.csv",
    report=rules(id="id", published="on", title="what"),
    facts=fact(indicator="=strikes", value="n", place="where", occurred_from="first", occurred_to="last"),
)
HEAD = "id,on,what,n,where,first,last\n"
ROW = 'a,2016-03-20,"Strikes, counted",12,Aleppo,2016-03-14,2016-03-15\n'
OTHER = "b,2016-03-21,More,3,Homs,2016-03-16,2016-03-16\n"


def collected(text: str | bytes, source: Source = TABLE, state: CollectState | None = None) -> Collected:
    body = text if isinstance(text, bytes) else text.encode()
    return collect_source(source, state or CollectState(), NOW, Answering(body))


def test_a_row_becomes_a_report_with_its_facts() -> None:
    (report,) = collected(HEAD + ROW).reports
    assert (report.id, report.title) == ("t:a", "Strikes, counted")
    assert report.published == datetime(2016, 3, 20, 23, 59, 59, 999999, tzinfo=UTC)
    (found,) = report.facts
    assert (found.indicator, found.value, found.place) == ("strikes", Value(12), "Aleppo")
    assert (found.occurred.start.day, found.occurred.end.day) == (14, 15)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_the_separator_is_found_in_the_first_row(mark: str) -> None:
    text = HEAD.replace(",", mark) + OTHER.replace(",", mark)
    assert [report.id for report in collected(text).reports] == ["t:b"]


def test_in_a_table_with_tabs_a_quote_is_a_letter() -> None:
    text = (HEAD + 'a,2016-03-20,5" guns,1,Homs,2016-03-14,2016-03-14\n' + OTHER).replace(",", "\t")
    assert [report.title for report in collected(text).reports] == ['5" guns', "More"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251"])
def test_its_letters_are_read_whatever_their_encoding(encoding: str) -> None:
    body = (HEAD + "a,2016-03-20,Хмеймим,1,Homs,2016-03-14,2016-03-14\n").encode(encoding)
    answer = Answering(body, {"content-type": f"text/csv; charset={encoding}"})
    (report,) = collect_source(TABLE, CollectState(), NOW, answer).reports
    assert report.title == "Хмеймим"


def test_a_table_without_a_header_has_its_columns_named_or_numbered() -> None:
    named = replace(TABLE, columns=("id", "on", "what", "n", "where", "first", "last"))
    assert len(collected(ROW + OTHER, named).reports) == 2
    numbered = replace(
        TABLE, columns=("#",), report=rules(id="1", title="3"), facts=fact(indicator="=x", value="4")
    )
    assert [report.facts[0].value for report in collected(ROW + OTHER, numbered).reports] == [Value(12), Value(3)]


def test_rows_that_did_not_change_cost_nothing() -> None:
    first = collected(HEAD + ROW)
    second = collected(HEAD + ROW + OTHER, state=first.state)
    assert [report.id for report in second.reports] == ["t:b"]
    third = collected(HEAD + OTHER + ROW.replace("12", "13"), state=second.state)
    assert [report.facts[0].value for report in third.reports] == [Value(13)]
    assert collected(HEAD + OTHER + ROW.replace("12", "13"), state=third.state).reports == ()


def test_an_unchanged_answer_of_the_server_is_not_even_read() -> None:
    first = collected(HEAD + ROW)
    again = collect_source(TABLE, first.state, NOW, Answering(b"", not_modified=True))
    assert again.reports == ()
    assert again.state == first.state


def test_a_table_that_is_read_otherwise_is_read_again_and_asked_for_without_conditions() -> None:
    first = collect_source(TABLE, CollectState(), NOW, Answering((HEAD + ROW).encode(), {"etag": '"1"'}))
    again = Answering((HEAD + ROW).encode())
    assert len(collect_source(replace(TABLE, facts=()), first.state, NOW, again).reports) == 1
    assert again.asked[0]["etag"] == ""


def test_a_broken_row_is_kept_aside_and_the_others_go_in() -> None:
    found = collected(HEAD + "x,2016-03-20,too,few\n" + OTHER)
    assert [report.id for report in found.reports] == ["t:b"]
    (passed,) = found.passed_over
    assert str(passed) == "row in line 2: 4 cells under 7 columns"
    assert passed.excerpt == "x | 2016-03-20 | too | few"


def test_a_quote_that_is_never_closed_loses_its_own_row_only() -> None:
    found = collected(HEAD + 'x,"never closed\n' + OTHER)
    assert [report.id for report in found.reports] == ["t:b"]
    assert "line 2: a quote is opened and never closed" in found.problems


def test_of_rows_with_one_id_the_later_dated_is_taken_whatever_changed_last() -> None:
    old, new = ROW.replace("-20", "-01"), ROW
    first = collected(HEAD + new + old)
    assert first.reports[0].published.day == 20
    second = collected(HEAD + new + old.replace("12", "99"), state=first.state)
    assert [report.facts[0].value for report in second.reports] == [Value(12)]


def test_a_path_that_is_no_column_fails_instead_of_finding_nothing() -> None:
    with pytest.raises(SourceFailed) as failed:
        collected(HEAD.replace("where", "place") + ROW)
    assert failed.value.message == "the table has no column 'where'"
    assert "there are id, on, what, n, place, first, last" in failed.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "the table is empty"), ("<html><body>Sign in</body></html>", "is a page or XML, not a table")],
)
def test_what_is_no_table_fails_with_its_reason(text: str, message: str) -> None:
    with pytest.raises(SourceFailed, match=message):
        collected(text)


def test_a_table_in_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + ROW)
    source = replace(TABLE, url="", path=str(path))
    first = collected("", source)
    assert len(first.reports) == 1
    assert collected("", source, first.state).reports == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.csv", "cannot be read: No such file"),
        ("", "cannot be read: Is a directory"),
        ("large.csv", "larger"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_its_reason(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "large.csv").write_text("x" * 2_000)
    with pytest.raises(SourceFailed, match=message):
        collected("", replace(TABLE, url="", path=str(tmp_path / name), max_bytes=1_000))


def test_a_doubled_column_is_told_and_the_first_is_read() -> None:
    found = collected(HEAD.replace("last", "where") + ROW, replace(TABLE, facts=fact(event="=x", place="where")))
    assert found.reports[0].facts[0].place == "Aleppo"
    assert found.problems == ("the column 'where' stands twice: the first is read",)
