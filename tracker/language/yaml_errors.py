"""What a YAML syntax error means to somebody who edits rules: the place, plain words and a cure."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.pages import shown
from tracker.language.yaml_slips import NO_BREAK, NO_BREAK_HINT, NO_BREAK_MESSAGE

_SECOND_COLON = re.compile(r"^[\s-]*[^\s:#][^:#]*:\s+[^'\"\[{|>&*#\s].*?:(\s|$)")
_LONGEST = 1000
"""How much of a line is looked at for a hint."""
_AFTER_QUOTE = re.compile(r":\s+(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#,\]}]")
_NO_SPACE = re.compile(r"\s*(?:- +)*([^\W\d][\w-]*):(?!//)(?=\S)")
_NO_BREAK_AFTER_SIGN = re.compile(rf" *(?:- )*(?:-|[\w-]+:)(?={NO_BREAK})")
_KEY_INSIDE = re.compile(r"\n[ \t]*(?:- +)*[\w-]+:(?:\s|$)")
_QUOTE_IT = "put quotes around the value"


class _Place(NamedTuple):
    """A place in the text, both counted from 0."""

    line: int
    column: int


class _Said(NamedTuple):
    """What is said of it, and where."""

    place: _Place
    message: str
    hint: str


def syntax_problem(
    file: str, text: str, error: yaml.MarkedYAMLError, last: yaml.ScalarEvent | None = None
) -> Problem:
    """Return the parser's complaint as a located problem; `last` is the last text that it read without one."""
    lines = text.splitlines()
    said = error.problem or "cannot be read"
    told = (
        _late_quotes(text, error, last)
        or _no_break(lines, error)
        or _no_space(lines, error)
        or _sign(lines, error)
        or _explained(lines, error, said)
    )
    code = "depth" if "nesting depth" in said else "yaml-syntax"
    return Problem(Position(file, told.place.line + 1, told.place.column + 1), told.message, told.hint, code)


def _late_quotes(text: str, error: yaml.MarkedYAMLError, last: yaml.ScalarEvent | None) -> _Said | None:
    """Speak of quotes that were forgotten: what closes them are those of a later line."""
    if last is None or last.start_mark is None or last.end_mark is None or error.problem_mark is None:
        return None
    start, end = last.start_mark, last.end_mark
    inside = text[start.index : end.index]
    if not last.style or end.line != error.problem_mark.line or not _KEY_INSIDE.search(inside):
        return None
    message = f"the quotes opened here are closed only at line {end.line + 1}"
    return _Said(_Place(start.line, start.column), message, "close them where the text ends")


def _no_break(lines: list[str], error: yaml.MarkedYAMLError) -> _Said | None:
    """Speak of a no-break space behind a colon or a dash, where YAML sees no space at all."""
    found = _first(_NO_BREAK_AFTER_SIGN, lines, error)
    return None if found is None else _Said(found, NO_BREAK_MESSAGE, NO_BREAK_HINT)


def _no_space(lines: list[str], error: yaml.MarkedYAMLError) -> _Said | None:
    """Speak of `kind:achieve`, which YAML takes for the beginning of a text."""
    said = error.problem or ""
    if "expected ':'" not in said and "mapping values are not allowed" not in said:
        return None
    found = _first(_NO_SPACE, lines, error)
    if found is None:
        return None
    key = lines[found.line][: found.column].strip(" -:")
    return _Said(found, f"no space stands behind the colon of `{shown(key)}`", "put a space after the colon")


def _first(pattern: re.Pattern[str], lines: list[str], error: yaml.MarkedYAMLError) -> _Place | None:
    """Return where a pattern ends in a line where the trouble began, was seen, or in the one before that."""
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    for line in (*marks, *(each - 1 for each in marks)):
        found = pattern.match(lines[line][:_LONGEST]) if 0 <= line < len(lines) else None
        if found is not None:
            return _Place(line, found.end())
    return None


def _sign(lines: list[str], error: yaml.MarkedYAMLError) -> _Said | None:
    """Speak of a value that begins with a sign of YAML's own."""
    said, mark = error.problem or "", error.problem_mark
    if mark is None or mark.line >= len(lines):
        return None
    line, column = lines[mark.line], mark.column
    if "expected node content" in said and line[column : column + 1] == "?":
        return _starting(_Place(mark.line, column), "?")
    if "expected comment or line break" in said:
        block = max(line.rfind(sign, 0, column) for sign in "|>")
        return _starting(_Place(mark.line, block), line[block]) if block >= 0 else None
    if "mapping keys are not allowed" in said or "sequence entries are not allowed" in said:
        return _starting(_Place(mark.line, column), line[column : column + 1])
    if "cannot start any token" in said:
        return _starting(_Place(mark.line, column), line[column : column + 1])
    return None


def _starting(place: _Place, sign: str) -> _Said:
    return _Said(place, f"a value cannot start with `{shown(sign)}`", _QUOTE_IT)


def _explained(lines: list[str], error: yaml.MarkedYAMLError, said: str) -> _Said:
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and ("end of stream" in said or "',' or" in said or "expected ':'" in said):
        mark = error.context_mark  # where the quotes, the bracket or the key were begun
    place = _Place(0, 0) if mark is None else _Place(mark.line, mark.column)
    written = lines[place.line][:_LONGEST] if place.line < len(lines) else ""
    return _Said(place, *_in_words(said, written))


def _in_words(said: str, written: str) -> tuple[str, str]:
    if "mapping values are not allowed" in said:
        if _SECOND_COLON.search(written):
            return 'a second ": " on one line splits the value', f'{_QUOTE_IT}: it holds ": "'
        return "a key stands where none can stand", "check the indentation of this line and the one before"
    if "expected ':'" in said:
        return "this is neither a key with its value nor a part of the text before", "write `key: value`"
    if "expected node content" in said:
        return (
            "a value is missing here, or begins with a sign",
            "put quotes around a value that begins with a sign",
        )
    if "unexpected end of stream" in said:
        return "the quotes opened here are never closed", "close them, or double a quote that belongs to the text"
    if "expected ',' or" in said:
        hint = "close the bracket; put quotes around a text that holds a comma, a colon or a bracket"
        return "a bracket is not closed, or a comma is missing", hint
    if "escape" in said:
        return "this backslash means nothing in double quotes", "use single quotes, or write two backslashes"
    if "expected key" in said or "expected '-'" in said:
        if _AFTER_QUOTE.search(written):
            return "text goes on after the closing quote", "put the whole value into one pair of quotes"
        return "this line does not fit the lines before it", "check its indentation"
    if "nesting depth" in said:  # newer parsers give up by themselves, before we have counted the levels
        return "far too many levels lie inside each other", "use fewer levels"
    return f"this is not YAML: {shown(said)}", "check the quotes and the indentation of this line"
