"""`deedline actors` on a working folder with the promises of several actors."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline, run_process
from tracker.cli.actor_lines import table_lines
from tracker.cli.plain import STEERING
from tracker.domain.actors import RecordEntry
from tracker.domain.statuses import Status
from tracker.engine.actor_records import actor_records

PROMISE = """
  - id: {id}
    title: "Promise {id}"
    said: {{by: [{by}], date: 2026-01-10, link: "https://example.org/s"}}
    kind: {kind}
    {window}
    criteria:
      done: {{match: {{event: done, place: {id}}}, happened: once}}
      undone: {{match: {{event: undone, place: {id}}}, happened: once}}
    kept_when: done
    broken_when: undone
"""

HOSTILE = "Red\x1b[31m \u202eactor\n   1  Someone else"
LONG = "交通" * 30
NAMES = "names:\n  actors: {Ministry of Transport: [Transport Ministry]}\n"


def promise(name: str, by: str, *, due: str = "2026-03-01", kind: str = "achieve") -> str:
    window = f"due: {due}" if kind == "achieve" else "opens: 2026-01-10"
    return PROMISE.format(id=name, by=by, kind=kind, window=window)


def report(name: str, event: str) -> str:
    fact = {"occurred": "2026-02-20", "event": event, "place": name}
    return json.dumps({"id": f"{name}-{event}", "source": "gazette", "published": "2026-02-21", **fact}) + "\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder judged once: the ministry kept 4 of 6, the mayor 0 of 2, one actor has a long name."""
    desk = make_desk(tmp_path_factory.mktemp("actors"), "[alerts]\ndestinations = []\n")
    ministry = [promise(f"m{n}", "Ministry of Transport") for n in range(5)]
    others = [
        promise("m5", "Transport Ministry"),
        promise("m6", "Ministry of Transport", due="2999-01-01"),
        promise("m7", "Ministry of Transport", kind="claim"),
        promise("y1", "Mayor, Ministry of Transport", due="2999-01-01"),
        promise("y2", "Mayor"),
        promise("y3", "Mayor"),
        promise("h1", LONG),
    ]
    (desk / "rules" / "promises.yaml").write_text(NAMES + "promises:\n" + "".join([*ministry, *others]))
    told = [report(f"m{n}", "done") for n in range(4)]
    told += [report(name, "undone") for name in ("m4", "m5", "m7", "y2", "y3", "h1")]
    (desk / "told.jsonl").write_text("".join(told))
    for command in (("rules", "apply"), ("report", "import", "told.jsonl"), ("run", "--once")):
        ran = deedline(*command, folder=desk)
        assert ran.code == 0, ran.err
    return desk


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) == "W" else 1 for sign in line)


def actors(desk: Path, *arguments: str) -> Ran:
    ran = deedline("actors", *arguments, folder=desk)
    assert ran.code == 0, ran.err
    return ran


def test_the_ranked_come_first_with_share_and_interval(desk: Path) -> None:
    header, first, *_ = actors(desk).out.splitlines()
    assert header.split() == ["rank", "actor", "kept", "share", "90%", "interval"]
    assert first.split() == ["-", "Ministry", "of", "Transport", "4", "of", "6", "67%", "34", "to", "87%"]


def test_every_count_is_named_and_what_is_left_out_too(desk: Path) -> None:
    table = actors(desk).out.splitlines()
    assert table[2] == "      4 kept, 2 broken · undecided: 2 open · left out: 1 claim"


def test_nobody_with_few_decided_promises_is_ranked(desk: Path) -> None:
    table = actors(desk).out.splitlines()
    mayor = next(n for n, line in enumerate(table) if "Mayor" in line)
    assert table[mayor].split()[:2] == ["-", "Mayor"]
    assert table[mayor + 1] == "      n=2, too few to rank: 2 broken · undecided: 1 open"


def test_the_table_fits_eighty_columns(desk: Path) -> None:
    ran = actors(desk)
    assert max(map(columns, [*ran.out.splitlines(), *ran.err.splitlines()])) <= 80


def test_how_the_share_is_counted_is_said_beside_the_data(desk: Path) -> None:
    assert "kept, in time or late, of all decided" in actors(desk).err


def test_a_hostile_name_stays_a_name_on_its_own_line() -> None:
    entries = [RecordEntry(f"p{n}", (HOSTILE,), Status.BROKEN) for n in range(5)]
    lines = list(table_lines(actor_records(entries)))
    assert not {sign for line in lines for sign in line if unicodedata.category(sign) in STEERING}
    assert [line.split()[0] for line in lines] == ["rank", "-", "5"]


def test_a_long_name_of_wide_signs_is_cut_and_leaves_the_columns_in_place(desk: Path) -> None:
    long, mayor = (
        next(line for line in actors(desk).out.splitlines() if name in line) for name in ("交", "Mayor")
    )
    assert "…" in long
    assert columns(long.partition(" of ")[0]) == columns(mayor.partition(" of ")[0])
    assert LONG in "".join(line.strip() for line in actors(desk, LONG).out.splitlines())


def test_json_holds_every_count_with_shares_between_nothing_and_one(desk: Path) -> None:
    first = actors(desk, "--json").data[0]
    assert first["actor"] == "Ministry of Transport"
    assert (first["n"], first["kept"], first["broken"], first["open"], first["rank"]) == (6, 4, 2, 2, None)
    assert first["share"] == pytest.approx(2 / 3)
    assert first["interval"] == pytest.approx([0.341261, 0.871244], abs=1e-6)
    assert first["left_out"] == {"claim": 1}


def test_one_actor_is_shown_by_any_name_with_every_promise(desk: Path) -> None:
    ran = actors(desk, "transport ministry")
    lines = ran.out.splitlines()
    assert lines[0] == "Ministry of Transport"
    assert lines[1] == "  also written Transport Ministry"
    assert lines[2] == "  4 of 6 kept: 67% (90% interval 34 to 87%)"
    assert sum("Promise " in line for line in lines) == 9
    assert "  ✖ broken (left out: claim): m7: Promise m7" in lines


def test_a_charge_never_stands_without_its_reports(desk: Path) -> None:
    lines = actors(desk, "Mayor").out.splitlines()
    charges = [n for n, line in enumerate(lines) if line.startswith("  ✖ ")]
    assert [lines[n].split(":")[1].strip() for n in charges] == ["y2", "y3"]
    assert "reports: y2-undone" in lines[charges[0] : charges[1]][-1]


def test_one_actor_as_json_lists_the_promises_behind_it(desk: Path) -> None:
    page = actors(desk, "Mayor", "--json").data
    told = {each["promise"]: (each["counts_as"], each["reports"]) for each in page["promises"]}
    assert told == {"y1": ("open", []), "y2": ("broken", ["y2-undone"]), "y3": ("broken", ["y3-undone"])}


def test_before_the_first_verdict_there_is_no_record(desk: Path) -> None:
    ran = actors(desk, "--at", "2020-01-01")
    assert ran.out == ""
    assert ran.err == "no actor has a record as of 2020-01-01\n"


def test_a_past_date_is_named_in_the_data(desk: Path) -> None:
    (first, *_) = actors(desk, "--at", "2999-12-31", "--json").data
    assert (first["at"], first["n"]) == ("2999-12-31T23:59:59.999999Z", 6)


def test_the_preview_of_a_message_shows_the_record_of_its_actor(desk: Path) -> None:
    told = deedline("notify", "preview", "y2", "--destination", "console", folder=desk)
    assert "Before: 0 of 1 earlier promise kept (90% interval 3 to 78%)" in told.data["text"]


def test_an_unknown_actor_is_refused_in_a_line_with_a_hint(desk: Path) -> None:
    ran = deedline("actors", "Mayer", folder=desk)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "deedline: there is no actor Mayer\n  hint: did you mean Mayor?\n"


def test_an_actor_is_meant_by_a_word_of_its_name_too(desk: Path) -> None:
    ran = deedline("actors", "ministri", folder=desk)
    assert ran.err == "deedline: there is no actor ministri\n  hint: did you mean Ministry of Transport?\n"


def test_a_date_that_is_none_is_refused(desk: Path) -> None:
    ran = deedline("actors", "--at", "soon", folder=desk)
    assert ran.code == 1
    assert ran.err.startswith("deedline: --at: ")


def test_the_table_is_the_same_in_a_process_of_its_own(desk: Path) -> None:
    assert run_process("actors", folder=desk).out == actors(desk).out
