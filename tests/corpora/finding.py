"""Which well-known corpora lie in a folder, and the cases in each: a file, or a string or address of a list."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.corpora.yaml_suite import documents


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to read: `reader` names how (see `reading.py`), `data` is what an outsider would send."""

    name: str
    reader: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that can be recognised, by what lies in its folders; `find` lists its files below a folder."""

    name: str
    find: Callable[[Path], Sequence[Path]]
    cases: Callable[[str, Path], Iterator[Case]]


def _folders(root: Path, *inside: str) -> list[Path]:
    """Return the folders that hold all of these names."""
    return [Path(at) for at, folders, files in os.walk(root) if set(inside) <= {*folders, *files}]


def _files(folders: Sequence[Path], pattern: str) -> list[Path]:
    name = re.compile(pattern, re.IGNORECASE)
    found = {
        path for folder in folders for path in folder.rglob("*") if name.fullmatch(path.name) and path.is_file()
    }
    return sorted(found)


def _whole(reader: str) -> Callable[[str, Path], Iterator[Case]]:
    def cases(name: str, path: Path) -> Iterator[Case]:
        yield Case(name, reader, path.read_bytes())

    return cases


_TOGETHER = 20


def _naughty(name: str, path: Path) -> Iterator[Case]:
    """Yield the strings of the list, some at a time, as a JSON list: each becomes the fields of one item."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        strings = json.loads(text)
    else:
        strings = [line for line in text.splitlines() if line and not line.startswith("#")]
    for start in range(0, len(strings), _TOGETHER):
        some = strings[start : start + _TOGETHER]
        for reader in ("feed fields", "table fields", "json fields"):
            yield Case(f"{name}#{start + 1}-{start + len(some)} ({reader})", reader, json.dumps(some).encode())


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:(?:/{1,4}|(?=\d))[^\s`\"<>|]+")


def _addresses(name: str, path: Path) -> Iterator[Case]:
    """Yield each address: one a line in a list, whatever looks like one in a page."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix.lower() == ".txt":
        lines = (line.strip() for line in text.splitlines())
        found = [
            line if ":/" in line else f"http://{line}/" for line in lines if line and not line.startswith("#")
        ]
    else:
        found = _ADDRESS.findall(text)
    for number, address in enumerate(dict.fromkeys(found), start=1):
        yield Case(f"{name}#{number}", "address", address.encode())


def _yaml_documents(name: str, path: Path) -> Iterator[Case]:
    """Yield each document of a file of the suite, with what the suite says of it."""
    for document in documents(name, path):
        yield Case(document.name, "yaml suite", json.dumps(asdict(document)).encode())


def _yaml_tests(root: Path) -> list[Path]:
    found = _files([folder for folder in _folders(root) if folder.name == "src"], r"[0-9A-Z]{4}\.yaml")
    return found if len(found) > 1 else []


def _ssrf_lists(root: Path) -> list[Path]:
    about = re.compile(r"ssrf|server.side.request.forgery", re.IGNORECASE)
    return [path for path in _files([root], r".*\.(?:txt|md)") if about.search(str(path.relative_to(root)))]


KNOWN = (
    Corpus(
        "feedparser",
        lambda root: _files(_folders(root, "wellformed", "illformed"), r".*\.(?:xml|json)"),
        _whole("feed"),
    ),
    Corpus(
        "W3C feed validator",
        lambda root: _files(
            [
                folder / name
                for folder in _folders(root, "testcases")
                for name in ("testcases", "feedfinder-tests")
            ],
            r".*\.(?:xml|opml|html)",
        ),
        _whole("feed"),
    ),
    Corpus(
        "JSONTestSuite",
        lambda root: _files(
            [
                folder / name
                for folder in _folders(root, "test_parsing")
                for name in ("test_parsing", "test_transform")
            ],
            r".*\.json",
        ),
        _whole("json"),
    ),
    Corpus(
        "csv-spectrum", lambda root: _files(_folders(root, "comma_in_quotes.csv"), r".*\.csv"), _whole("table")
    ),
    Corpus("big list of naughty strings", lambda root: _files([root], r"blns\.(?:json|txt)"), _naughty),
    Corpus("SSRF addresses", _ssrf_lists, _addresses),
    Corpus("yaml-test-suite", _yaml_tests, _yaml_documents),
)


def cases_of(corpus: Corpus, root: Path) -> Iterator[Case]:
    """Yield the cases of a corpus below a folder; none where it is absent."""
    for path in corpus.find(root):
        yield from corpus.cases(str(path.relative_to(root)), path)
