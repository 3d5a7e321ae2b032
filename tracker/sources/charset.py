"""The letters of a feed: bytes to text, whatever the server and the document say about their encoding."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_TAG = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_KNOWN = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|utf-?32(-?[lb]e)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|windows-?\d{3,4}|cp\d{3,4}"
    r"|koi8-[ru]|gb2312|gbk|gb18030|big5(-hkscs)?|euc-?(jp|kr)|shift[_-]?jis|iso-2022-jp|tis-620|macintosh"
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.-]{1,40})", re.IGNORECASE)
_IN_DOCUMENT = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_DECLARATION = re.compile(r"^[\s\ufeff]*(?:<\?xml[^>]*\?>)?")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_text(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the document without its XML declaration, and a problem in words (empty if there was none).

    Text that is valid UTF-8 is UTF-8 whatever is declared: other encodings practically never look like it. Control
    characters that no XML may hold are dropped.
    """
    text, problem = decoded(body, content_type)
    return _DECLARATION.sub("", _NOT_IN_XML.sub("", text), count=1), problem


def decoded(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the letters as they came, and a problem in words (empty if there was none)."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _with_gaps(body[len(mark) :], encoding)
    for start, encoding in _FIRST_TAG:
        if body.startswith(start):
            return _with_gaps(body, encoding)
    declared = _declared(body, content_type)
    if b"\x1b" not in body:  # ISO-2022-JP hides in ASCII behind escape characters
        declared = ("utf-8", *declared)
    for encoding in declared:
        try:
            return body.decode(encoding), ""
        except (UnicodeDecodeError, LookupError):
            continue
    named = [encoding for encoding in declared[1:] if _exists(encoding)]
    return _with_gaps(body, named[0] if named else "windows-1252")


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    in_header = _IN_HEADER.search(content_type)
    in_document = _IN_DOCUMENT.search(body[:500])
    found = [in_header.group(1)] if in_header else []
    found += [in_document.group(1).decode("ascii", "replace")] if in_document else []
    return tuple(name.lower() for name in found if _KNOWN.fullmatch(name.lower()))


def _exists(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _with_gaps(body: bytes, encoding: str) -> tuple[str, str]:
    text = body.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return text, f"{lost} letters could not be read as {encoding}" if lost else ""
