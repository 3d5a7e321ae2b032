"""Files that were made, or saved, to hurt: each is met soon, at a place, and harms no other file."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable

import pytest

from tests.language.writing import written
from tracker.language.lint.running import lint
from tracker.language.loading import load_rules
from tracker.language.ruleset import Loaded

GOOD = written("due: 2016-03-15").encode()
MOST_SECONDS = 3.0
"""Of the processor, for machines many times slower than this takes: quadratic work takes minutes."""
SAID = "{by: Russia, date: 2016-03-14}"
PROMISE = f"promises:\n  - id: q\n    title: T\n    said: {SAID}\n    kind: claim\n"


def many(line: Callable[[int], str], number: int = 10_000) -> str:
    """Return so many lines, as far as they go into a file."""
    lines, size = [], 0
    for each in range(number):
        lines.append(line(each))
        size += len(lines[-1])
        if size > 250_000:
            break
    return "".join(lines)


def met(data: str | bytes) -> Loaded:
    """Load and lint a file beside a good one, which must stand, in reasonable time."""
    begun = time.process_time()
    loaded = load_rules({"bad.yaml": data.encode() if isinstance(data, str) else data, "good.yaml": GOOD})
    lint(loaded.rules)
    assert time.process_time() - begun < MOST_SECONDS
    assert "good.yaml" in loaded.rules.files
    assert {problem.position.file for problem in loaded.problems} <= {"bad.yaml"}
    return loaded


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)
CRITERIA = many(lambda n: f"      c{n}: {{match: {{event: e}}, happened: once}}\n")
REFUSED = {
    "a bomb of aliases": (LAUGHS, "anchor"),
    "a bomb of one alias": ("a: &a 1\nb: [" + "*a," * 50_000 + "]\n", "anchor"),
    "ten thousand keys that a file has not": (many(lambda n: f"promse{n}: 1\n"), "unknown-key"),
    "ten thousand keys that a promise has not": (PROMISE + many(lambda n: f"    kept{n}: 1\n"), "unknown-key"),
    "ten thousand times one key": (many(lambda n: "a: 1\n"), "duplicate-key"),
    "ten thousand times one promise": (
        "promises:\n" + many(lambda n: f"  - {{id: q, title: T, said: {SAID}, kind: claim}}\n"),
        "duplicate-id",
    ),
    "thousands of readings": (
        f"{PROMISE}    readings:\n" + many(lambda n: f"      r{n}: {{kept_when: c}}\n"),
        "bad-value",
    ),
    "places within places, the outer ones last": (
        "names:\n  within:\n" + many(lambda n: f"    p{n}: p{n + 1}\n"),
        "depth",
    ),
    "places within places": (
        "names:\n  within:\n" + many(lambda n: f"    p{20_000 - n}: p{20_001 - n}\n"),
        "depth",
    ),
    "brackets that never close": ("{a: " * 50_000, "depth"),
    "dashes": ("- " * 100_000, "depth"),
    "a line of colons": ("a: " + "b: " * 80_000, "yaml-syntax"),
    "a key of 200 KB": ("a" * 200_000 + ": 1\n", "yaml-syntax"),
    "a number of 200 KB": (
        f"{PROMISE}    criteria: {{c: {{match: {{indicator: i}}, latest: {{at_least: {'9' * 200_000}}}}}}}\n",
        "bad-value",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "encoding"),
    "a packed file": (gzip.compress(b"promises: []"), "encoding"),
    "UTF-16": ("promises: []\n".encode("utf-16"), "encoding"),
    "UTF-16 without a mark": ("promises: []\n".encode("utf-16-le"), "encoding"),
    "UTF-16, the other way round": ("promises: []\n".encode("utf-16-be"), "encoding"),
    "Latin-1": ("# ein Gruß\npromises: []\n".encode("latin-1"), "encoding"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_at_its_place_and_soon(data: str | bytes, code: str) -> None:
    problems = met(data).problems
    assert code in {problem.code for problem in problems}
    assert len(problems) <= 201
    assert all(problem.position.line >= 1 and len(str(problem)) < 1_000 for problem in problems)


TAKEN = {
    "ten thousand names": "names:\n  places:\n" + many(lambda n: f"    p{n}: [q{n}]\n"),
    "thousands of criteria": f"{PROMISE}    criteria:\n{CRITERIA}    kept_when: c0\n",
    "thousands of conditions": (
        f"{PROMISE}    criteria: {{c: {{match: {{event: e}}, happened: once}}}}\n"
        f"    kept_when: [{', '.join(['c'] * 30_000)}]\n"
    ),
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_a_large_file_without_mistakes_is_taken_and_soon(text: str) -> None:
    assert [str(problem) for problem in met(text).problems] == []


def test_the_place_of_a_letter_in_another_encoding_is_told() -> None:
    (problem,) = load_rules({"a.yaml": "# ein\n# Gruß\n".encode("latin-1")}).problems
    assert str(problem) == "a.yaml:2:6: the file is not UTF-8 text (save it with the encoding UTF-8)"


def test_utf_16_is_called_by_its_name() -> None:
    (problem,) = load_rules({"a.yaml": "promises: []\n".encode("utf-16")}).problems
    assert str(problem) == "a.yaml:1:1: the file is UTF-16, not UTF-8 text (save it with the encoding UTF-8)"


def test_two_files_that_claim_one_id_are_told_with_both_places_and_neither_counts() -> None:
    loaded = load_rules({"a.yaml": GOOD, "b.yaml": GOOD[GOOD.index(b"promises") :]})
    first, second = (problem for problem in loaded.problems if problem.code == "duplicate-id")
    assert (first.position.file, second.position.file) == ("a.yaml", "b.yaml")
    assert "again at b.yaml:" in first.message
    assert "first at a.yaml:" in second.message
    assert loaded.rules.promises == ()
