"""What a site prints around a story: lines that are no part of what it tells."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_PRINTED_AROUND = re.compile(
    r"""
    ©|\b(?:
    subscri(?:be|ption)|newsletter|sign\s+(?:up|in)|log\s+in|cookies?|advertisement|sponsored
    |read\s+(?:more|also|next)|follow\s+us|click\s+here|continue\s+reading|scroll\s+to|share\s+this
    |all\s+rights\s+reserved|copyright|terms\s+of\s+(?:use|service)|privacy\s+policy
    |syndicated|(?:agency|wire)\s+report|first\s+published|(?:wire|agency|news)\s+feed|wire\s+services?|with\s+inputs?\s+from
    |most\s+(?:read|viewed|popular)|related\s+(?:stories|articles)|live\s+(?:blog|page)|(?:our|the)\s+app
    |(?:reporting|writing|editing)\s+by|our\s+(?:correspondent|reporter|staff)|staff\s+(?:reporter|writer)
    |(?:story|article|report)\s+(?:has|was|is|may|will)\s+(?:not\s+)?(?:be(?:en)?\s+)?(?:edited|published|generated|updated)
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ALSO_PRINTED = (
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "free articles",
    "articles remaining",
    "become a member",
    "send us your",
    "reproduce without",
    "reproduced without",
    "reproduction prohibited",
    "support local journalism",
    "support our journalism",
    "support independent journalism",
)
"""As before, found by plain search, which takes less time."""

_LABEL = re.compile(r"^(?:more|related|see also|in pictures|watch)(?: \w+)?:", re.IGNORECASE | re.MULTILINE)
"""What leads on to other stories: More culture: ..."""


def trimmed(text: str) -> str:
    """Return a text without what sites print around any story; all of it if nothing else is left."""
    if not _is_printed_around(text):
        return text
    left = "".join(each for each in _SENTENCE.findall(text) if not _is_printed_around(each))
    return left if left.strip() else text


def _is_printed_around(text: str) -> bool:
    if _PRINTED_AROUND.search(text) is not None or (":" in text and _LABEL.search(text) is not None):
        return True
    small = text.lower()
    return any(each in small for each in _ALSO_PRINTED)
