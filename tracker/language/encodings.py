"""Telling from its bytes how a file was saved, and whether it is text at all."""

from __future__ import annotations

import codecs

_LOOKED_AT = 4_096
_FEWEST = 0.1
"""The least share of letters with a zero byte: white space, digits and colons have one in every script."""


_BEGINNINGS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"SQLite format 3"),
    b"\xd0\xcf\x11\xe0",
)
"""Of pictures, documents, packed files, programs and stores."""


def is_utf16(data: bytes) -> bool:
    """Say whether a file was saved as UTF-16: by its mark, else by zeros in every other byte and nowhere else."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    head = data[: min(_LOOKED_AT, len(data) - len(data) % 2)]
    first, second = head[0::2].count(0), head[1::2].count(0)
    return min(first, second) == 0 and max(first, second) > len(head) // 2 * _FEWEST


def is_binary(data: bytes) -> bool:
    """Say whether a file is a picture, a document or a packed file by another name."""
    return data.startswith(_BEGINNINGS)
