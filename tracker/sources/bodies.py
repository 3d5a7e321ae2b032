"""The body of an answer, read within its caps: bytes on the wire and bytes once decoded."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from tracker.domain.errors import SourceFailed

_GZIP = 16 + zlib.MAX_WBITS


def read_within(chunks: Iterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """Return the decoded body of at most `max_bytes`, reading at most as many from the wire.

    `encoding` is the Content-Encoding: empty, `identity` or `gzip`. Raises SourceFailed for any other, for a body
    over a cap, and for one that is not what it says it is.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return b"".join(_capped(chunks, max_bytes))
    if encoding in ("gzip", "x-gzip"):
        return _unzipped(_capped(chunks, max_bytes), max_bytes)
    raise SourceFailed(f"the answer is encoded as {encoding[:40]!r}, which was not asked for", "only gzip is read")


def too_large(max_bytes: int) -> SourceFailed:
    """Return the error for a body over its cap."""
    return SourceFailed(
        f"the answer is larger than {max_bytes} bytes", "raise max_bytes of this source if that is as it should be"
    )


def _capped(chunks: Iterable[bytes], max_bytes: int) -> Iterable[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > max_bytes:
            raise too_large(max_bytes)
        yield chunk


def _unzipped(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    decoder = zlib.decompressobj(_GZIP)
    for chunk in chunks:
        rest = chunk
        while rest:
            if decoder.eof:  # a gzip body may consist of several members, one after the other
                decoder = zlib.decompressobj(_GZIP)
            try:
                body += decoder.decompress(rest, max_bytes + 1 - len(body))
            except zlib.error:
                raise SourceFailed("the answer says it is gzip, and is not", "the other side is broken") from None
            if len(body) > max_bytes:
                raise too_large(max_bytes)
            rest = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if not decoder.eof and (body or decoder.unconsumed_tail):
        raise SourceFailed("the answer was cut off before its end", "it is asked again next time")
    return bytes(body)
