"""Reading the body of a request: no more than it may hold, and not for longer than it may take."""

from __future__ import annotations

import asyncio

from fastapi import Request

from tracker.web.refusing import Refused

LONGEST_POST_SECONDS = 60.0
"""A body that takes longer to arrive is refused, so that slow senders hold no place for long."""


async def body_of(
    request: Request, most: int, *, seconds: float = LONGEST_POST_SECONDS, cure: str = "send less at a time"
) -> bytes:
    """Return the body; raises Refused if it is larger than `most` bytes or takes longer than `seconds`."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Refused(413, f"the body is larger than {most} bytes", cure)
                parts.append(part)
    except TimeoutError:
        raise Refused(408, "the body took too long to arrive", "send less at a time") from None
    return b"".join(parts)
