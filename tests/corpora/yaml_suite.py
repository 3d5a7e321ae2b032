"""yaml-test-suite held against the loader of rule files: what loads, what is refused, what slips through."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tracker.domain.errors import Problem
from tracker.language.nodes import Items, Node, Scalar, Style, Table
from tracker.language.pages import Page
from tracker.language.yaml_nodes import read_yaml

SECONDS = 1.0
"""What reading one document may take."""
_MARKS = (("␣", " "), ("↵", ""), ("←", "\r"), ("⇔", "\ufeff"))
"""What the suite writes for letters that nobody would see."""

_NO_SPACE = "a comment begins without a space before it; nobody would read the line otherwise"
_NOT_INDENTED = "the next lines of a value are not indented; nobody would read them as something else"
TOLERATED = {
    "9C9N#1": _NOT_INDENTED,
    "9JBA#1": _NO_SPACE,
    "CVW2#1": _NO_SPACE,
    "G5U8#1": "a dash by itself in brackets is read as the text that it is",
    "MUS6#1": "the version of YAML is followed by a comment without a space",
    "QB6E#1": _NOT_INDENTED,
    "S98Z#1": "lines of spaces of different lengths stand before a block of text that holds nothing",
    "SU5Z#1": _NO_SPACE,
    "X4QW#1": _NO_SPACE,
    "YJV2#1": "a dash by itself in brackets is read as the text that it is",
}
"""Invalid documents that the C parser takes, and why that does no harm."""

_EMPTY_KEY = "nothing stands before the colon"
_DIRECTIVE = "a line begins with a percent sign and is no directive that YAML 1.2 defines"
_COLON_BELOW = "the colon stands on another line than its key begins on"
_COLON_FIRST = (
    "a text in brackets begins with a colon, or a colon stands between texts in quotes and without spaces"
)
_LEFT_EDGE = "a block of text at the top of a file is not indented"
_ENDS = "the mark `...` ends a document that is none, or another follows it"
_ODD_NAME = "an anchor or alias with letters that the C parser does not know; both are refused anyhow"
NOT_UNDERSTOOD = {
    **dict.fromkeys(("2JQS#1", "6M2F#1", "CFD4#1", "FRK4#1", "M2N8#1", "NHX8#1", "NKF9#1"), _EMPTY_KEY),
    **dict.fromkeys(("S3PD#1", "SM9W#2", "UKK6#1"), _EMPTY_KEY),
    **dict.fromkeys(("2LFX#1", "6LVF#1", "BEC7#1", "MUS6#6", "MUS6#7"), _DIRECTIVE),
    **dict.fromkeys(("ZYU8#1", "ZYU8#2", "ZYU8#3", "ZYU8#4"), _DIRECTIVE),
    **dict.fromkeys(("4MUZ#1", "4MUZ#2", "4MUZ#3", "9SA2#1", "NJ66#1", "UT92#1", "VJP3#2"), _COLON_BELOW),
    **dict.fromkeys(("4ABK#1", "58MP#1", "5MUD#1", "5T43#1", "DBG4#1", "HM87#1", "K3WX#1"), _COLON_FIRST),
    **dict.fromkeys(("DK3J#1", "FP8R#1"), _LEFT_EDGE),
    **dict.fromkeys(("7Z25#1", "HWV9#1", "M7A3#1", "QT73#1", "W4TN#1"), _ENDS),
    **dict.fromkeys(("2SXE#1", "8XYN#1", "W5VH#1"), _ODD_NAME),
}
"""Valid documents that the C parser calls no YAML, and what it does not know; each refusal has its place."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the suite: its text, whether it is valid YAML 1.2, and its content as JSON where given."""

    name: str
    text: str
    is_valid: bool
    json: str | None = None


def documents(name: str, path: Path) -> Iterator[Document]:
    """Yield the documents of one file of the suite. Within a file a description takes over what it leaves out."""
    content: str | None = None
    for number, described in enumerate(yaml.safe_load(path.read_bytes()), start=1):
        text = re.sub("—*»", "\t", str(described.get("yaml", ""))).removesuffix("∎\n")
        for mark, meant in _MARKS:
            text = text.replace(mark, meant)
        content = described.get("json", content)
        is_valid = not described.get("fail")
        yield Document(f"{name}#{number}", text, is_valid, content if is_valid else None)


@dataclass(frozen=True, slots=True)
class Met:
    """How a document was met: the codes it was refused with, none if it was loaded."""

    document: Document
    codes: tuple[str, ...] = ()
    fault: str = ""
    """What is wrong with that; empty if all is well."""


def meet(document: Document) -> Met:
    """Read a document as a rule file would be read, and hold the outcome against what the suite says of it."""
    page = Page(document.name)
    begun = time.perf_counter()
    node = read_yaml(page, document.text.encode())
    spent = time.perf_counter() - begun
    codes = tuple(dict.fromkeys(problem.code for problem in page.problems))
    fault = f"took {spent:.1f} seconds" if spent > SECONDS else _fault(document, node, page.problems, codes)
    return Met(document, codes, fault)


def _fault(document: Document, node: Node | None, problems: list[Problem], codes: tuple[str, ...]) -> str:
    lines = document.text.splitlines()
    for problem in problems:
        if not (1 <= problem.position.line <= len(lines) + 1 and problem.position.column >= 1 and problem.message):
            return f"no place: {problem}"
    short = document.name.rpartition("/")[2].replace(".yaml", "")
    if document.is_valid:
        if ("yaml-syntax" in codes) is not (short in NOT_UNDERSTOOD):
            return (
                f"valid, and {'refused as no YAML' if 'yaml-syntax' in codes else 'on the list, but understood'}"
            )
        if not codes and document.json is not None and not _same(node, document.json):
            return f"loaded as something else: {plain(node)!r}"
    elif bool(codes) is (short in TOLERATED):
        return "on the list, but refused" if codes else "invalid, and loaded"
    return ""


def _same(node: Node | None, expected: str) -> bool:
    if not expected.strip():
        return node is None
    return bool(plain(node) == json.loads(expected))


_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def plain(node: Node | None) -> object:
    """Return a node as plain values by the core schema of YAML 1.2."""
    match node:
        case Table():
            return {name: plain(entry.value) for name, entry in node.entries.items()}
        case Items():
            return [plain(item) for item in node.items]
        case Scalar(style=Style.PLAIN):
            if node.is_null:
                return None
            if node.is_boolean:
                return node.text.lower() == "true"
            if _INT.fullmatch(node.text):
                return int(node.text, 0) if node.text[:2] in ("0o", "0x") else int(node.text)
            return float(node.text) if _FLOAT.fullmatch(node.text) else node.text
        case Scalar():
            return node.text
    return None
