"""What a YAML syntax error means to somebody who edits rules: the place, plain words and a cure."""

from __future__ import annotations

import re

import yaml

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.pages import shown

_SECOND_COLON = re.compile(r"^[\s-]*[^\s:#][^:#]*:\s+[^'\"\[{|>&*#\s].*?:(\s|$)")
_LONGEST = 1000
"""How much of a line is looked at for a hint."""
_AFTER_QUOTE = re.compile(r":\s+(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#,\]}]")


def syntax_problem(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return the parser's complaint as a located problem."""
    mark = error.problem_mark or error.context_mark
    said = error.problem or "cannot be read"
    code = "depth" if "nesting depth" in said else "yaml-syntax"
    if error.context_mark is not None and ("end of stream" in said or "',' or" in said):
        mark = error.context_mark  # where the quotes or the bracket were opened
    line = mark.line if mark is not None else 0
    column = mark.column if mark is not None else 0
    lines = text.splitlines()
    written = lines[line][:_LONGEST] if line < len(lines) else ""
    message, hint = _explained(said, written, column)
    return Problem(Position(file, line + 1, column + 1), message, hint, code)


def _explained(said: str, written: str, column: int) -> tuple[str, str]:
    if "mapping values are not allowed" in said:
        if _SECOND_COLON.search(written):
            return 'a second ": " on one line splits the value', 'put quotes around the value: it holds ": "'
        return "a key stands where none can stand", "check the indentation of this line and the one before"
    if "cannot start any token" in said:
        letter = shown(written[column : column + 1])
        return f"a value cannot start with `{letter}`", "put quotes around the value"
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
