"""`deedline sources`: which there are, what one would bring, and how they listen."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.desk import DEED, RULES, drop, make_desk
from tests.cli.running import ROOT, deedline
from tests.sources.servers import plain, serving
from tracker.actions.health import source_lines
from tracker.actions.inbox import Caller, take_post
from tracker.store.opening import open_store

CLASHES = """
statements:
  order: {by: [Russia], date: 2016-03-14, quote: "The main part withdraws", link: "https://example.org/order"}

sources:
  - id: clashes
    kind: table
    path: clashes.csv
    covers: [clash, battle deaths, Syria]
    report: {id: id, title: headline, text: source_text, published: date_end}
    map:
      facts:
        - event: {path: kind, codes: {"1.0": clash, "2.0": clash, "3.0": violence}}
          actor: side_a
          target: side_b
          place: country
          occurred_from: date_start
          occurred_to: date_end
        - indicator: {constant: battle deaths}
          value: best
          place: country
          occurred_from: date_start
          occurred_to: date_end

promises:
  - id: no-more-strikes
    title: "Russia strikes no more"
    said: order
    kind: refrain
    needs: [clashes]
    criteria:
      strike: {match: {event: clash, actor: Russia, place: Syria}, happened: once}
    broken_when: strike
  - id: the-army-holds-still
    title: "The army holds still"
    said: order
    kind: refrain
    needs: [clashes]
    criteria:
      clash: {match: {event: clash, actor: Government of Syria}, happened: once}
    broken_when: clash
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a working folder with a table of clashes that names no Russian actor."""
    desk = make_desk(tmp_path)
    (desk / "rules" / "promises.yaml").write_text(CLASHES, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "sources" / "files" / "clashes.csv", desk / "clashes.csv")
    return desk


def test_trying_shows_items_facts_and_the_criteria_they_would_meet(desk: Path) -> None:
    ran = deedline("sources", "try", "clashes", "--show", "1", folder=desk)
    assert ran.code == 0
    assert "5 items, 8 facts; nothing was stored" in ran.out
    assert "Shells hit a village" in ran.out
    assert "fact: clash, actor Government of Syria, target Syrian insurgents, place Syria" in ran.out
    assert "meets `clash` of the-army-holds-still" in ran.out
    assert "... and 4 more items" in ran.out
    assert "would touch: the-army-holds-still" in ran.out


def test_trying_notices_a_filter_on_an_actor_that_the_data_never_names(desk: Path) -> None:
    ran = deedline("sources", "try", "clashes", folder=desk)
    assert (
        "no fact names actor russia, for which `strike` of no-more-strikes waits; they say government of syria, is"
        in ran.out
    )


def test_trying_names_an_impossible_date_and_keeps_the_other_rows(desk: Path) -> None:
    ran = deedline("sources", "try", "clashes", folder=desk)
    assert "row in line 6: its date '2016-02-30' cannot be read" in ran.out
    assert "row in line 6: fact 1: " in ran.out


def test_trying_warns_of_facts_that_end_after_they_are_said_to_be_published(desk: Path) -> None:
    rules = desk / "rules" / "promises.yaml"
    rules.write_text(CLASHES.replace("published: date_end", "published: date_start"))
    ran = deedline("sources", "try", "clashes", folder=desk)
    assert "4 facts that end after the day their report is said to be published" in ran.out
    assert (
        "that end after" not in deedline("sources", "try", "clashes", "--rules", _written(desk), folder=desk).out
    )


def _written(desk: Path) -> Path:
    """Return a rule file outside the folder in force."""
    file = desk / "draft.yaml"
    file.write_text(CLASHES)
    return file


def test_trying_as_data_holds_the_same(desk: Path) -> None:
    data = deedline("sources", "try", "clashes", "--json", folder=desk).data
    assert (data["facts"], data["touches"], data["failed"]) == (8, ["the-army-holds-still"], "")
    assert data["items"][0]["id"] == "clashes:101.0"
    assert data["items"][0]["facts"][1] == {
        "indicator": "battle deaths",
        "place": "Syria",
        "value": 4.0,
        "nature": "observation",
        "occurred": {"from": "2016-03-15T00:00:00Z", "to": "2016-03-15T23:59:59.999999Z"},
    }
    (missing,) = data["unnamed"]
    assert (missing["promise"], missing["field"], missing["wants"]) == ("no-more-strikes", "actor", ["russia"])
    assert data["passed_over"][0]["item"] == "105.0"


def test_trying_stores_nothing(desk: Path) -> None:
    before = (desk / "deedline.sqlite").read_bytes()
    deedline("sources", "try", "clashes", folder=desk)
    assert (desk / "deedline.sqlite").read_bytes() == before


def test_trying_a_folder_moves_no_file(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    file = drop(desk, DEED)
    ran = deedline("sources", "try", "inbox", folder=desk)
    assert "1 item, 1 fact" in ran.out
    assert "would touch: grid-plan" in ran.out
    assert file.exists()


def test_trying_a_source_that_fails_says_why_and_ends_with_one(desk: Path) -> None:
    (desk / "clashes.csv").unlink()
    ran = deedline("sources", "try", "clashes", folder=desk)
    assert ran.code == 1
    assert "cannot be read: No such file or directory" in ran.out
    assert "cure: correct `path`" in ran.out


def test_trying_a_source_that_no_file_names_lists_those_there_are(desk: Path) -> None:
    ran = deedline("sources", "try", "clases", folder=desk)
    assert ran.code == 1
    assert "no rule file names a source clases" in ran.err
    assert "there are: clashes" in ran.err


def test_health_tells_failing_sources_and_ends_with_one(desk: Path) -> None:
    assert deedline("collect", folder=desk).code == 0
    ran = deedline("sources", "health", folder=desk)
    assert ran.code == 0
    assert "✔ clashes (table, every 15 minutes): listening" in ran.out
    assert "105.0: its date '2016-02-30' cannot be read" in ran.out
    assert "105.0 | 1.0 | Government of Syria | IS | A day that never was" in ran.out
    assert "no fact names actor russia" in ran.out
    (desk / "clashes.csv").unlink()
    deedline("collect", folder=desk)
    failing = deedline("sources", "health", folder=desk)
    assert failing.code == 1
    assert "✖ clashes" in failing.out
    assert "1 in a row: " in failing.out
    (data,) = deedline("sources", "health", "--json", folder=desk).data
    assert (data["failing"], data["fails"]) == (True, 1)
    assert "No such file" in data["last_failure_reason"]
    assert data["kept_aside"][0]["item"] == "105.0"


def test_the_list_stands_under_both_names(desk: Path) -> None:
    deedline("collect", folder=desk)
    listed = deedline("sources", "list", folder=desk)
    assert listed.out == deedline("sources", folder=desk).out
    assert "clashes  table" in listed.out
    assert (
        deedline("sources", "list", "--json", folder=desk).data == deedline("sources", "--json", folder=desk).data
    )


KEYED = """
sources:
  - id: api
    kind: json
    url: {url}
    allow_private: true
    covers: [convoys]
    headers: {{Authorization: {{secret: api_key, prefix: Bearer}}}}
    map: {{indicator: {{constant: convoys}}, value: n}}
"""
SECRET = "s3cret-do-not-show"


def test_a_secret_is_sent_and_shown_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)
    monkeypatch.setenv("DEEDLINE_SECRETS__API_KEY", SECRET)
    with serving(plain(b'[{"n": 4}]')) as server:
        (desk / "rules" / "promises.yaml").write_text(RULES)
        (desk / "rules" / "api.yaml").write_text(KEYED.format(url=server.url()))
        shown = [deedline("sources", "try", "api", folder=desk), deedline("collect", "api", folder=desk)]
        shown += [deedline("sources", "health", "--json", folder=desk), deedline("doctor", folder=desk)]
    assert f"authorization: Bearer {SECRET}" in server.requests[0].replace("Authorization", "authorization")
    assert "1 item, 1 fact" in shown[0].out
    assert all(SECRET not in ran.out + ran.err for ran in shown)
    assert SECRET.encode() not in (desk / "deedline.sqlite").read_bytes()


def test_a_missing_secret_is_told_by_try_health_and_doctor(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    (desk / "rules" / "api.yaml").write_text(KEYED.format(url="https://api.example/v1"))
    tried = deedline("sources", "try", "api", folder=desk)
    assert tried.code == 1
    assert "the secret api_key is not set" in tried.out
    assert "DEEDLINE_SECRETS__API_KEY" in tried.out
    assert deedline("collect", "api", folder=desk).code == 1
    assert "the secret api_key is not set" in deedline("sources", "health", folder=desk).out
    assert "the secret api_key is not set" in deedline("doctor", folder=desk).out


WORDS = """
sources:
  - {id: drops, kind: folder, path: drops, covers: ["*"]}
promises:
  - id: in-words
    title: "It is told in words"
    said: speech
    kind: achieve
    due: 2026-03-01
    needs: [drops]
    criteria:
      told: {match: {words: ["the plan is out"]}, happened: once}
    kept_when: told
"""


def test_trying_tells_what_would_be_found_by_words_only(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    (desk / "rules" / "words.yaml").write_text(WORDS, encoding="utf-8")
    (desk / "drops").mkdir()
    drop(desk, DEED).rename(desk / "drops" / "today.jsonl")
    ran = deedline("sources", "try", "drops", folder=desk)
    assert "holds words that `told` of in-words looks for" in ran.out
    assert "by words only: `told` of in-words in 1 item, suspected until reviewed" in ran.out
    assert "would touch: grid-plan\n" in ran.out
    (item,) = deedline("sources", "try", "drops", "--json", folder=desk).data["items"]
    assert item["by_words"] == [{"promise": "in-words", "criterion": "told"}]


def test_trying_shows_numbers_as_written_and_instants_without_fractions(desk: Path) -> None:
    shown = deedline("sources", "try", "clashes", folder=desk).out
    assert "fact: battle deaths, 4, place Syria, observation of 2016-03-15" in shown
    assert ".999999" not in shown


def test_health_of_one_source_is_shown_alone_and_an_unknown_one_is_told(desk: Path) -> None:
    (desk / "rules" / "more.yaml").write_text("sources: [{id: hand, kind: person}]\n")
    deedline("rules", "apply", folder=desk)
    assert [each["source"] for each in deedline("sources", "health", "hand", "--json", folder=desk).data] == [
        "hand"
    ]
    ran = deedline("sources", "health", "hnd", folder=desk)
    assert (ran.code, "no source in force is called hnd" in ran.err) == (1, True)


POSTED = RULES.replace("sources:\n", "sources:\n  - {id: posts, kind: inbox}\n")


def test_what_an_inbox_refused_is_listed_and_counted(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    (desk / "rules" / "promises.yaml").write_text(POSTED, encoding="utf-8")
    deedline("rules", "apply", folder=desk)
    store = open_store(desk / "deedline.sqlite")
    (source,) = (line.source for line in source_lines(store, datetime.now(UTC)) if line.source.id == "posts")
    body = b'{"published": "2026-02-02", "title": "\x1b[31mred"}'.replace(b"\x1b", b"\\u001b")
    take_post(store, Caller(1, source), body, "application/jsonl", datetime.now(UTC))
    store.close()
    shown = deedline("sources", "health", "posts", folder=desk).out
    assert "refused 2" in shown
    assert "title" in shown
    assert "\x1b" not in shown
    told = deedline("doctor", folder=desk).out
    assert "posts: 1 item of what was posted refused within 7 days" in told
