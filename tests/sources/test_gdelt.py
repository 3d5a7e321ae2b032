"""Collecting the exports of GDELT from a server on loopback: lists, files, what was missed, what is kept."""

from __future__ import annotations

import dataclasses
import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from random import Random

import pytest

from tests.bench.gdelt_days import Served, a_row, zipped
from tests.sources.api_servers import FETCHER, Params, collected_from, routed
from tests.sources.making import fact_rule
from tests.sources.servers import Answer, plain
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import day_span
from tracker.domain.reports import Fact, Nature
from tracker.domain.sources import FieldRule, Source, SourceKind
from tracker.sources.collect import collect_source
from tracker.sources.gdelt import MOST_FILES, STEP
from tracker.sources.gdelt_files import stamp_of

MADE = datetime(2016, 3, 14, 23, 15, tzinfo=UTC)
NOW = MADE + timedelta(minutes=4)
GDELT = Source("gdelt", SourceKind.GDELT, url="http://data.gdelt.example/gdeltv2/lastupdate.txt")
WITHDRAWAL = {
    "globaleventid": "410000001",
    "sqldate": "20160314",
    "actor1name": "RUSSIA",
    "actor1countrycode": "RUS",
    "actor2name": "SYRIA",
    "actor2countrycode": "SYR",
    "eventcode": "0874",
    "eventbasecode": "087",
    "eventrootcode": "08",
    "actiongeo_fullname": "Hmeimim, Al Ladhiqiyah, Syria",
    "dateadded": "20160314231500",
    "sourceurl": "https://www.paper.example/a/withdrawal",
}


def row(**given: str) -> str:
    return "\t".join(a_row(Random(1), 1, MADE, **WITHDRAWAL | given))


def export(*rows: str, made: datetime = MADE) -> Served:
    return Served(made, zipped(list(rows), made))


class Gdelt:
    """A server of exports; the last is the newest. Any file may be replaced by another answer."""

    def __init__(self, *exports: Served, others: Mapping[str, bytes | Answer] | None = None) -> None:
        self.exports = exports
        self.others = others or {}

    def __call__(self, path: str, params: Params) -> bytes | Answer | None:
        name = path.removeprefix("/gdeltv2/")
        if name in self.others:
            return self.others[name]
        lines = [each.line("http://elsewhere.example") for each in self.exports]
        if name == "lastupdate.txt":
            others = (lines[-1].replace("export.CSV", other) for other in ("mentions.CSV", "gkg.csv"))
            return "\n".join((lines[-1], *others)).encode()
        if name == "masterfilelist.txt":
            return "\n".join(("383 a line that was cut", *lines)).encode()
        return next((each.body for each in self.exports if name == f"{stamp_of(each.made)}.export.CSV.zip"), None)


def collect(
    server: Gdelt, *, since: datetime | None = None, now: datetime = NOW, source: Source = GDELT
) -> Collected:
    state = CollectState(cursor=stamp_of(since)) if since else CollectState()
    return collected_from(source, server, now, state)


def ids(collected: Collected) -> list[str]:
    return [report.id for report in collected.reports]


def at(number: int) -> datetime:
    """Return when the export so many steps after the first was made."""
    return MADE + number * STEP


def some_exports(numbers: Sequence[int]) -> list[Served]:
    return [
        export(row(globaleventid=str(number), dateadded=stamp_of(at(number))), made=at(number))
        for number in numbers
    ]


def test_a_row_becomes_a_report_with_one_fact() -> None:
    (report,) = collect(Gdelt(export(row()))).reports
    assert (report.id, report.published, report.url) == ("gdelt:410000001", MADE, WITHDRAWAL["sourceurl"])
    assert (report.origin, report.title) == (
        "paper.example",
        "RUSSIA to SYRIA: yield (0874) in Hmeimim, Al Ladhiqiyah, Syria",
    )
    assert report.facts == (
        Fact(
            day_span(date(2016, 3, 14), "UTC"),
            event="yield",
            actor="RUS",
            target="SYR",
            place="Syria",
            nature=Nature.OBSERVATION,
            code="0874",
        ),
    )


@pytest.mark.parametrize(
    ("root", "nature"),
    [("01", "comment"), ("03", "intention"), ("11", "accusation"), ("13", "intention"), ("19", "observation")],
)
def test_what_is_only_said_is_no_deed(root: str, nature: str) -> None:
    (report,) = collect(Gdelt(export(row(eventrootcode=root, eventcode=root + "0")))).reports
    assert report.facts[0].nature == nature


def test_a_map_of_ones_own_takes_the_place_of_the_shipped_one_and_the_nearest_code_counts() -> None:
    event = FieldRule("cameo", codes={"08": "give way", "0874": "withdraw"})
    own = dataclasses.replace(
        GDELT, facts=(fact_rule(event=event, value="NumMentions", place="ActionGeo_FullName"),)
    )
    rows = [row(nummentions="7"), row(globaleventid="2", eventcode="081", eventbasecode="081")]
    facts = [report.facts[0] for report in collect(Gdelt(export(*rows)), source=own).reports]
    assert [(fact.event, fact.place) for fact in facts] == [
        ("withdraw", "Hmeimim, Al Ladhiqiyah, Syria"),
        ("give way", "Hmeimim, Al Ladhiqiyah, Syria"),
    ]
    assert facts[0].value is not None
    assert facts[0].value.number == 7


def test_rows_that_are_not_wanted_are_not_kept() -> None:
    rows = [
        row(),
        row(globaleventid="2", eventrootcode="04"),
        row(globaleventid="3", actiongeo_fullname="Oslo, Norway"),
    ]
    only = dataclasses.replace(GDELT, only={"EventRootCode": ("08",), "country": ("syria",)})
    assert ids(collect(Gdelt(export(*rows)), source=only)) == ["gdelt:410000001"]


def test_a_row_that_no_fact_comes_of_is_not_kept() -> None:
    own = dataclasses.replace(GDELT, facts=(fact_rule(event=FieldRule("cameo", codes={"19": "fight"})),))
    assert collect(Gdelt(export(row())), source=own).reports == ()


def test_a_wish_for_a_column_that_rows_have_not_is_told() -> None:
    with pytest.raises(SourceFailed, match="'Colour', which rows of GDELT have not"):
        collect(Gdelt(export(row())), source=dataclasses.replace(GDELT, only={"Colour": ("red",)}))


def test_a_broken_row_is_kept_aside_and_the_others_go_in() -> None:
    done = collect(Gdelt(export("a\tb", row(), row(globaleventid="2", sqldate="20161399"))))
    assert ids(done) == ["gdelt:410000001"]
    assert [(each.place, each.excerpt[:3]) for each in done.passed_over] == [
        ("20160314231500.export.CSV row 3", "2 2"),
        ("20160314231500.export.CSV row 1", "a b"),
    ]
    assert "there is no such date" in done.problems[0]
    assert done.problems[1] == "20160314231500.export.CSV row 1: it has 2 columns, not 61"


def test_hostile_values_are_made_harmless() -> None:
    told = {"actor1name": "<script>alert(1)</script>RUSSIA\u202e", "actiongeo_fullname": "=cmd|' /C calc'!A0"}
    (report,) = collect(Gdelt(export(row(sourceurl="javascript:alert(1)", **told)))).reports
    assert (report.url, report.origin) == ("", "javascript:alert(1)")
    assert "script" not in report.title
    assert "\u202e" not in report.title


def test_the_first_time_only_the_newest_export_is_read() -> None:
    done = collect(Gdelt(*some_exports(range(-3, 1))))
    assert ids(done) == ["gdelt:0"]
    assert done.state == CollectState(cursor="20160314231500", last_success=NOW)


def test_an_export_that_was_read_is_not_fetched_again() -> None:
    with routed(GDELT, Gdelt(export(row()))) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER)
        second = collect_source(source, first.state, NOW + timedelta(minutes=1), FETCHER)
    assert second == Collected(state=dataclasses.replace(first.state, last_success=NOW + timedelta(minutes=1)))
    assert [path.rpartition("/")[2] for path in asked.paths] == [
        "lastupdate.txt",
        "20160314231500.export.CSV.zip",
        "lastupdate.txt",
    ]


def test_the_next_export_is_read_without_the_list_of_all() -> None:
    with routed(GDELT, Gdelt(*some_exports((0, 1)))) as (source, asked):
        done = collect_source(source, CollectState(cursor=stamp_of(MADE)), at(1), FETCHER)
    assert ids(done) == ["gdelt:1"]
    assert not any("masterfilelist" in path for path in asked.paths)


def test_exports_that_were_missed_are_read_oldest_first_from_the_end_of_the_list_of_all() -> None:
    with routed(GDELT, Gdelt(*some_exports(range(6)))) as (source, asked):
        done = collect_source(source, CollectState(cursor=stamp_of(at(1))), at(5), FETCHER)
    assert (ids(done), done.problems) == (["gdelt:2", "gdelt:3", "gdelt:4", "gdelt:5"], ())
    assert ["bytes=-200000" in head for head in asked.heads if "masterfilelist" in head] == [True]


def test_a_list_that_is_sent_in_part_is_read() -> None:
    exports = some_exports(range(4))
    lines = "\n".join(["83 half a line", *(each.line("http://h.example") for each in exports)]).encode()
    part = plain(lines, "Content-Range: bytes 100-999/1000", status="206 Partial Content")
    done = collect(Gdelt(*exports, others={"masterfilelist.txt": part}), since=at(0), now=at(3))
    assert ids(done) == ["gdelt:1", "gdelt:2", "gdelt:3"]


def test_what_the_list_does_not_have_was_never_made() -> None:
    done = collect(Gdelt(*some_exports((0, 1, 4))), since=at(0), now=at(4))
    assert (ids(done), done.problems) == (["gdelt:1", "gdelt:4"], ())


def test_many_missed_exports_are_read_some_at_a_time() -> None:
    server = Gdelt(*some_exports(range(MOST_FILES + 9)))
    last = at(MOST_FILES + 8)
    first = collect(server, since=at(0), now=last)
    assert (len(first.reports), first.state.cursor) == (MOST_FILES, stamp_of(at(MOST_FILES)))
    assert first.problems == ("32 exports wait: 24 are read now, the others next time",)
    rest = collected_from(GDELT, server, last, first.state)
    assert (len(rest.reports), rest.state.cursor, rest.problems) == (8, stamp_of(last), ())


def test_what_is_more_than_a_day_old_is_given_up_and_told() -> None:
    done = collect(Gdelt(*some_exports((0, 1, 96, 97, 98))), since=at(0), now=at(98))
    assert ids(done) == ["gdelt:96", "gdelt:97", "gdelt:98"]
    assert done.problems == (
        "exports from 2016-03-14T23:15:00Z to 2016-03-14T23:45:00Z are not read: they are more than a day old",
    )


def test_without_the_list_of_all_nothing_counts_as_heard_until_a_day_has_gone() -> None:
    exports = some_exports((0, 98))
    broken = {"masterfilelist.txt": plain(b"", status="500 Oops")}
    with pytest.raises(SourceFailed, match="it answered 500"):
        collect(Gdelt(*some_exports((0, 3)), others=broken), since=at(0), now=at(3))
    done = collect(Gdelt(*exports, others=broken), since=at(0), now=at(98))
    assert ids(done) == ["gdelt:98"]
    assert done.problems[1] == "what was missed since 2016-03-14T23:45:00Z is not known: it answered 500 Oops"


def test_reading_stops_at_an_export_that_cannot_be_read_and_goes_on_there_next_time() -> None:
    others: dict[str, bytes | Answer] = {f"{stamp_of(at(2))}.export.CSV.zip": b"something else"}
    broken = Gdelt(*some_exports(range(4)), others=others)
    done = collect(broken, since=at(0), now=at(3))
    assert (ids(done), done.state.cursor) == (["gdelt:1"], stamp_of(at(1)))
    assert "bytes, and" in done.problems[0]
    with pytest.raises(SourceFailed, match=r"20160314234500\.export\.CSV\.zip has 14 bytes"):
        collected_from(GDELT, broken, at(3), done.state)
    others.clear()
    assert ids(collected_from(GDELT, broken, at(3), done.state)) == ["gdelt:2", "gdelt:3"]


def test_the_same_rows_again_or_in_another_order_are_the_same_reports() -> None:
    rows = [row(globaleventid=str(number)) for number in range(1, 9)]
    there, back = collect(Gdelt(export(*rows))), collect(Gdelt(export(*reversed(rows), *rows)))
    assert sorted(there.reports, key=lambda each: each.id) == sorted(back.reports, key=lambda each: each.id)


def with_members(*members: tuple[str, bytes]) -> Served:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return Served(MADE, body.getvalue())


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (Gdelt(with_members(("x", b"0" * 60_000_000))), "larger than 5000000 bytes"),
        (Gdelt(with_members(("a", b""), ("b", b""))), "holds 2 files"),
        (Gdelt(export(row()), others={"20160314231500.export.CSV.zip": b"PK"}), "has 2 bytes, and"),
        (
            Gdelt(export(row()), others={"20160314231500.export.CSV.zip": plain(b"", status="404 Gone")}),
            "answered 404",
        ),
        (Gdelt(export(row()), others={"lastupdate.txt": b"<html>maintenance</html>"}), "names no event export"),
        (Gdelt(export(row()), others={"lastupdate.txt": b""}), "names no event export"),
        (Gdelt(export(row()), others={"lastupdate.txt": plain(b"", status="429 Slow down")}), "answered 429"),
        (Gdelt(export(row(), made=at(-9))), "its newest export is of 2016-03-14T21:00:00Z"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_collection_that_fails_says_why_and_leaves_a_hole(server: Gdelt, reason: str) -> None:
    with pytest.raises(SourceFailed, match=reason):
        collect(server)


def test_files_are_fetched_from_where_the_list_is_whatever_address_it_names() -> None:
    body = export(row()).body
    evil = f"{len(body)} {hashlib.md5(body, usedforsecurity=False).hexdigest()} http://169.254.169.254/"
    listing = f"{evil}20160314231500.export.CSV.zip".encode()
    assert ids(collect(Gdelt(export(row()), others={"lastupdate.txt": listing}))) == ["gdelt:410000001"]
