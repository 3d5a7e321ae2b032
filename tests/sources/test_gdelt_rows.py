"""The rows of an export: their columns, broken ones, and which are kept."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.bench.gdelt_days import DAY, a_row
from tracker.sources.gdelt_rows import AT, COLUMNS, RowFields, knows, rows_of
from tracker.sources.items import RawItem


def row(**given: str) -> str:
    return "\t".join(a_row(Random(1), 1, DAY, **given))


def read(table: str | bytes) -> tuple[list[str], list[str]]:
    """Return the ids of the rows that are read, and what is wrong with the others."""
    broken: list[RawItem] = []
    data = table if isinstance(table, bytes) else table.encode()
    ids = [cells[0] for _, cells in rows_of(data, "x.CSV", broken)]
    return ids, [f"{each.place}: {each.wrong}" for each in broken]


def found(path: str, **given: str) -> Sequence[str]:
    return RowFields(a_row(Random(1), 1, DAY, **given)).get(path, ("nothing",))


def test_the_columns_are_those_of_the_codebook() -> None:
    assert len(COLUMNS) == len(AT) == 61
    assert [AT[name] for name in ("sqldate", "eventrootcode", "actiongeo_fullname", "sourceurl")] == [
        1,
        28,
        52,
        60,
    ]


def test_each_row_is_read_with_or_without_a_last_line_end() -> None:
    first, second = row(globaleventid="1"), row(globaleventid="2")
    assert read(f"{first}\n{second}") == (["1", "2"], [])
    assert read(f"{first}\r\n{second}\r\n\n") == (["1", "2"], [])
    assert read("") == ([], [])


def test_a_broken_row_is_named_and_costs_no_other() -> None:
    good = row(globaleventid="7").encode()
    ids, problems = read(b"\n".join((b"a\tb", good, b"\t" * 61, b"x" * 30_000, good)))
    assert ids == ["7", "7"]
    assert problems == [
        "x.CSV row 1: it has 2 columns, not 61",
        "x.CSV row 3: it has 62 columns, not 61",
        "x.CSV row 4: it is longer than 20000 bytes",
    ]


def test_letters_that_are_not_utf8_cost_only_themselves() -> None:
    assert read(row(actor1name="MOSCOW").encode().replace(b"MOSCOW", b"M\xffSCOW")) == (["1"], [])


def test_quotes_belong_to_the_text_because_the_table_has_none() -> None:
    assert read(row(actor1name='THE "FREE PRESS')) == (["1"], [])


def test_a_path_is_a_column_in_any_case_or_is_made_of_several() -> None:
    assert found("EventRootCode", eventrootcode="08") == found("eventrootcode", eventrootcode="08") == ("08",)
    assert found("cameo", eventcode="0871", eventbasecode="087", eventrootcode="08") == ["0871", "087", "08"]
    assert found("country", actiongeo_fullname="Damascus, Dimashq, Syria") == ("Syria",)
    assert found("country", actiongeo_fullname="Syria") == ("Syria",)
    assert found("colour") == ("nothing",)
    assert [knows(path) for path in ("NumMentions", "cameo", "colour")] == [True, True, False]


def test_an_actor_is_its_country_else_its_name() -> None:
    assert found("actor1", actor1countrycode="RUS", actor1name="MOSCOW") == ("RUS",)
    assert found("actor2", actor2countrycode="", actor2name="UNITED NATIONS") == ("UNITED NATIONS",)


def test_who_is_cited_is_the_host_of_the_page_or_the_citation() -> None:
    page = {"sourceurl": "https://www.Paper.example:8080/a?b=c"}
    assert (found("site", **page), found("link", **page)) == (("paper.example:8080",), (page["sourceurl"],))
    assert (found("site", sourceurl="BBC Monitoring"), found("link", sourceurl="BBC Monitoring")) == (
        ("BBC Monitoring",),
        (),
    )


def test_a_row_has_a_title_that_says_who_did_what_to_whom_and_where() -> None:
    told = {"actor1name": "RUSSIA", "actor2name": "SYRIA", "eventcode": "0874", "eventrootcode": "08"}
    assert found("title", **told, actiongeo_fullname="Hmeimim, Syria") == (
        "RUSSIA to SYRIA: yield (0874) in Hmeimim, Syria",
    )
    assert found("title", **told | {"actor2name": "", "eventrootcode": "?"}, actiongeo_fullname="") == (
        "RUSSIA: unknown (0874)",
    )
