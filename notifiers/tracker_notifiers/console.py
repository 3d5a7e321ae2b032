"""Writes messages to a text stream: the default destination, which needs no account."""

from __future__ import annotations

from typing import TextIO

from tracker.domain.alerts import Delivery, Outcome, Result
from tracker_notifiers.one_way import OneWay
from tracker_notifiers.plain_notice import delivery_text


class ConsoleSender(OneWay):
    """Prints each delivery as plain text, a line of dashes after it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def payload(self, delivery: Delivery) -> dict[str, object]:
        """Return the text as it would be written, control characters from outside removed."""
        return {"text": delivery_text(delivery)}

    def send(self, delivery: Delivery) -> Outcome:
        """Write it; a stream that is closed or full refuses."""
        try:
            self._stream.write(f"{self._printable(delivery_text(delivery))}{'-' * 40}\n")
            self._stream.flush()
        except (OSError, ValueError) as problem:
            return Outcome(Result.REFUSED, f"cannot write to the console: {problem}", disables_destination=True)
        return Outcome(Result.SENT, "written")

    def _printable(self, text: str) -> str:
        # A terminal without Unicode shows a question mark for what it lacks instead of losing the message.
        encoding = self._stream.encoding or "utf-8"
        return text.encode(encoding, "replace").decode(encoding)

    def check(self) -> Outcome:
        """Say whether the stream can be written to."""
        if self._stream.closed:
            return Outcome(Result.REFUSED, "the console is closed", disables_destination=True)
        return Outcome(Result.SENT, "console")
