"""Patterns: RE2 expressions looked for in folded text, so case, accents and white space make no difference."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tracker.domain.folding import fold


class BadPattern(ValueError):
    """A text that is no RE2 pattern; the message says why."""


def found(pattern: str, folded: str) -> bool:
    """Say whether a pattern that was checked before occurs anywhere in a folded text."""
    return compiled(pattern).search(folded.encode(errors="replace").decode()) is not None


@lru_cache(maxsize=8192)
def compiled(pattern: str) -> Any:
    """Return the pattern made ready for folded text; raises BadPattern."""
    import re2  # only rules with patterns pay for loading it

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        return re2.compile("".join(map(_literal, pattern)), options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        raise BadPattern(said.decode(errors="replace") if isinstance(said, bytes) else str(said)) from None


def _literal(letter: str) -> str:
    """Fold a letter that can be nothing but itself in a pattern, as it is folded in texts."""
    if letter.isascii():
        return letter
    return " " if letter.isspace() else fold(letter)
