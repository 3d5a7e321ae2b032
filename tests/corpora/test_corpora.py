"""The runner over corpora: what it recognises, counts and calls a fault."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest

from tests.corpora.__main__ import main
from tests.corpora.finding import KNOWN, cases_of
from tests.corpora.guarding import ADDRESS_SPACE, Guard, Ran, Refused, run_alone


def outcome(ran: Ran) -> tuple[str, str, int]:
    return ran.outcome, ran.why, ran.reports


def test_what_is_read_is_counted() -> None:
    ran = run_alone(lambda guard: 3)
    assert outcome(ran) == ("read", "", 3)
    assert ran.peak > 0


def test_a_refusal_keeps_its_reason() -> None:
    def refuse(guard: Guard) -> int:
        raise Refused("no feed")

    assert outcome(run_alone(refuse)) == ("refused", "no feed", 0)


def test_a_refusal_without_a_reason_is_a_crash() -> None:
    def refuse(guard: Guard) -> int:
        raise Refused(" ")

    assert run_alone(refuse).outcome == "crashed"


def test_an_error_is_a_crash_and_is_told() -> None:
    def stumble(guard: Guard) -> int:
        return int("one")

    ran = run_alone(stumble)
    assert ran.outcome == "crashed"
    assert "ValueError" in ran.why


def test_what_does_not_end_is_ended_and_is_a_crash() -> None:
    def hang(guard: Guard) -> int:
        threading.Event().wait()
        return 0

    assert run_alone(hang, seconds=0.2).why == "not done after 0.2 seconds"


def test_what_takes_too_much_memory_is_a_crash() -> None:
    ran = run_alone(lambda guard: len(bytearray(ADDRESS_SPACE)))
    assert ran.outcome == "crashed"
    assert "MemoryError" in ran.why


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "192.0.2.1"])
def test_a_connection_inside_is_stopped_and_counted(address: str) -> None:
    def connect(guard: Guard) -> int:
        with socket.socket() as sock, pytest.raises(ConnectionRefusedError, match="no connections are made here"):
            sock.connect((address, 80))
        return 0

    ran = run_alone(connect)
    assert (ran.outcome, ran.inside, ran.outside) == ("read", 1, 0)


def test_a_connection_to_the_world_is_stopped_too() -> None:
    def connect(guard: Guard) -> int:
        with socket.socket() as sock, pytest.raises(ConnectionRefusedError, match="no connections are made here"):
            sock.connect(("93.184.215.14", 80))
        return 0

    ran = run_alone(connect)
    assert (ran.outcome, ran.inside, ran.outside) == ("read", 0, 1)


def test_a_look_up_of_a_name_is_stopped_and_counted() -> None:
    def look_up(guard: Guard) -> int:
        with pytest.raises(ConnectionRefusedError, match="no names are looked up here"):
            socket.getaddrinfo("metadata.example", 80)
        return 0

    assert run_alone(look_up).inside == 1


RSS = '<rss version="2.0"><channel><title>t</title><item><title>x</title></item></channel></rss>'


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Return a folder with a crumb of every corpus that is known."""
    files = {
        "feedparser/tests/wellformed/rss/a.xml": RSS,
        "feedparser/tests/illformed/b.xml": "<rss><channel><item><title>y",
        "validator/testcases/rss20/c.xml": RSS,
        "JSONTestSuite/test_parsing/y_array.json": '[{"title": "x"}]',
        "JSONTestSuite/test_parsing/n_array.json": "[1,]",
        "csv-spectrum/csvs/comma_in_quotes.csv": 'a,b\n"x, y",z\n',
        "lists/blns.json": json.dumps(["", "null", "<script>alert(1)</script>", "\u202e", "田中さん"]),
        "lists/blns.txt": "# a remark\n\nundefined\n",
        "ssrf/hosts.txt": "# a remark\n127.0.0.1\nhttp://[::ffff:169.254.169.254]/\nhttp://0x7f.1/\n",
        "ssrf/page.md": "Try `http://2130706433/` or `gopher://127.0.0.1:25/x`.",
        "yaml-test-suite/src/229Q.yaml": "- yaml: |\n    a:␣b\n- yaml: '[a'\n  fail: true\n",
        "yaml-test-suite/src/2XXW.yaml": "- name: y\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_corpus_is_recognised_by_what_lies_in_it(corpora: Path) -> None:
    assert {corpus.name: len(list(cases_of(corpus, corpora))) for corpus in KNOWN} == {
        "feedparser": 2,
        "W3C feed validator": 1,
        "JSONTestSuite": 2,
        "csv-spectrum": 1,
        "big list of naughty strings": 6,
        "SSRF addresses": 5,
        "yaml-test-suite": 3,
    }


@pytest.mark.slow
def test_a_run_counts_what_is_there_and_reaches_nothing(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(corpora)]) == 0
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| ")][2:]
    counted = {row[0].removeprefix("| "): row[1:8] for row in rows}
    assert counted["feedparser"] == ["2", "2", "1", "1", "1", "0", "0"]
    assert counted["JSONTestSuite"] == ["2", "2", "1", "1", "1", "0", "0"]
    assert counted["csv-spectrum"] == ["1", "1", "1", "2", "0", "0", "0"]
    assert counted["yaml-test-suite"] == ["2", "3", "2", "0", "1", "0", "0"]
    assert counted["SSRF addresses"] == ["2", "5", "0", "0", "5", "0", "0"]
    assert {row[5:7] == ["0", "0"] for row in counted.values()} == {True}


def test_what_is_absent_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("absent: ")] == [
        f"absent: {corpus.name}" for corpus in KNOWN
    ]
