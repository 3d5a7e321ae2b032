"""The bytes of a file to its text; what is no text, or holds what YAML reads otherwise than it looks, falls."""

from __future__ import annotations

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.encodings import is_binary, is_utf16
from tracker.language.nodes import CONTROL
from tracker.language.pages import Page
from tracker.language.yaml_slips import Slip, no_break_indents

_UTF16 = ("the file is UTF-16, not UTF-8 text", "save it with the encoding UTF-8", "encoding")
_NO_TEXT = ("this is no text file", "move it out of the folder; a rule file is plain text", "encoding")


def decoded(page: Page, data: bytes, most_bytes: int) -> str | None:
    """Return the text of a file, None if it cannot be read as one; problems go to the page."""
    if len(data) > most_bytes:
        message = f"the file holds {len(data)} bytes, more than {most_bytes // 1024} KiB"
        page.note(Problem(Position(page.file), message, "split it into several files", "too-large"))
        return None
    if is_binary(data):
        page.note(Problem(Position(page.file), *_NO_TEXT))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        page.note(_not_utf8(page.file, data, error))
        return None
    if is_utf16(data):
        page.note(Problem(Position(page.file), *_UTF16))
        return None
    if (found := CONTROL.search(text)) is not None:
        place = _place(page, text, found.start())
        message = f"a control character (U+{ord(found.group()):04X}) stands here"
        page.note(Problem(place, message, "delete it", "control-character"))
        return None
    indents = [*no_break_indents(text)]
    for slip in indents:
        note_slip(page, text, slip)
    return None if indents else _without_tabs(page, text)


def _not_utf8(file: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    if is_utf16(data):
        return Problem(Position(file), *_UTF16)
    before = data[: error.start].decode("utf-8", "replace")
    place = Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Problem(place, "the file is not UTF-8 text", "save it with the encoding UTF-8", "encoding")


def _without_tabs(page: Page, text: str) -> str | None:
    """Report each line with a tab; go on with spaces instead unless a tab indents, where meaning would change."""
    if "\t" not in text:
        return text
    indents = False
    for number, line in enumerate(text.splitlines(), start=1):
        column = line.find("\t")
        if column < 0:
            continue
        in_indent = not line[:column].strip()
        indents = indents or in_indent
        hint = "indent with spaces" if in_indent else "use a space, or \\t inside double quotes"
        page.note(Problem(Position(page.file, number, column + 1), "a tab stands here", hint, "tab"))
    return None if indents else text.replace("\t", " ")


def note_slip(page: Page, text: str, slip: Slip) -> None:
    """Note a slip of the pen at its place."""
    page.note(Problem(_place(page, text, slip.offset), slip.message, slip.hint, slip.code))


def _place(page: Page, text: str, offset: int) -> Position:
    before = text[:offset]
    return Position(page.file, before.count("\n") + 1, offset - before.rfind("\n"))
