"""One small file for each class of attack: what is read of it, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.making import NOW, Answering
from tracker.domain.collecting import CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import FieldRule, Source, SourceKind
from tracker.sources.collect import collect_source

FOLDER = Path(__file__).parent / "files" / "attacks"
_REPORT = {"id": FieldRule(path="id"), "title": FieldRule(path="title")}
SOURCES = {
    ".xml": Source("feed", SourceKind.FEED, url="http://feeds.example/feed"),
    ".json": Source("api", SourceKind.JSON, url="http://api.example/items", report=_REPORT),
    ".csv": Source("table", SourceKind.TABLE, url="http://tables.example/table", report=_REPORT),
}

REFUSED = {
    "an-html-page.xml": "an HTML page, not a feed",
    "dtd-in-utf-16.xml": "DTD or entities",
    "entities-that-explode.xml": "DTD or entities",
    "entity-that-asks-the-metadata.xml": "DTD or entities",
    "entity-that-reads-a-file.xml": "DTD or entities",
    "nested-too-deep.json": "nested far too deeply",
    "nested-too-deep.xml": "more than 100 elements deep",
    "no-list.json": "a mapping, not a list of items",
    "trailing-comma.json": "not JSON",
    "two-documents.json": "extra data",
}
"""Files of which nothing is read, and the reason."""

READ = {
    "cells-too-many-and-too-few.csv": (["fine"], "4 cells under 2 columns"),
    "column-twice.csv": (["shown"], "stands twice"),
    "constructor-and-prototype.json": (["fine"], ""),
    "cut-off.xml": (["First"], "not well-formed and is left out"),
    "dates-that-are-none.xml": (["0", "1", "2", "3", "4", "5", "6"], "cannot be read"),
    "declared-utf-8-written-latin-1.xml": (["Z�rich"], "could not be read as utf-8"),
    "endless-number.json": (["fine"], "not finite or too long"),
    "formulas.csv": (['=HYPERLINK("http://evil.example","x")', "@SUM(1+1)*cmd|' /C calc'!A0", "+1"], ""),
    "half-a-surrogate.json": (["half � a pair"], ""),
    "include-of-a-file.xml": ([""], ""),
    "item-nested-too-deep.json": (["fine"], "20 levels"),
    "key-twice.json": (["fine"], "stands twice"),
    "letters-that-turn-the-text.xml": (["gnp.exex"], ""),
    "lines-of-old-machines.csv": (["a", "b"], ""),
    "link-to-the-inside.xml": (["Title"], ""),
    "link-with-a-password.xml": (["Title"], "not a web address and is left out"),
    "nul-and-control-letters.xml": (["abcd"], ""),
    "nul-letters.csv": (["ab", "fine"], ""),
    "numbers-that-are-none.json": (["fine"], "not finite or too long"),
    "one-broken-item.xml": (["First", "Third"], "not well-formed and is left out"),
    "one-enormous-cell.csv": (["fine"], "line 2"),
    "one-id-for-all.xml": (["First"], "another item has the same id"),
    "quote-without-end.csv": (["b", "c"], "a quote is opened and never closed"),
    "scripts-in-every-field.xml": (["Title"], "not a web address and is left out"),
    "stray-ampersands.xml": (["Fish & chips © &bogus;"], "not well-formed"),
    "stylesheet-from-inside.xml": (["Quiet day"], ""),
    "unknown-encoding.xml": (["Quiet day"], ""),
    "utf-16.csv": (["Zürich"], ""),
    "utf-7-hidden-tags.xml": (["+ADw-script+AD4-alert(1)+ADw-/script+AD4-"], ""),
}
"""Files of which something is read: the titles, and what is said of the rest."""


def test_every_file_has_its_expectation() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted({**REFUSED, **READ})


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_safe_to_read_is_refused_whole_with_its_reason(name: str) -> None:
    answering = Answering((FOLDER / name).read_bytes())
    with pytest.raises(SourceFailed, match=REFUSED[name]):
        collect_source(SOURCES[Path(name).suffix], CollectState(), NOW, answering)
    assert len(answering.asked) == 1


@pytest.mark.parametrize("name", READ)
def test_what_is_good_in_a_file_is_read_and_the_rest_is_told(name: str) -> None:
    answering = Answering((FOLDER / name).read_bytes())
    collected = collect_source(SOURCES[Path(name).suffix], CollectState(), NOW, answering)
    titles, said = READ[name]
    assert [report.title for report in collected.reports] == titles
    assert said in "\n".join(collected.problems)
    assert len(answering.asked) == 1
