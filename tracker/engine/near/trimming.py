"""What a site prints around a story: lines that are no part of what it tells."""

from __future__ import annotations

import re

_SAYINGS = r"""
    subscri(?:be|ption) | newsletter | sign\s+(?:up|in) | log\s+in | cookies? | advertisement | sponsored | read\s+(?:more|also|next)
    | follow\s+us | click\s+here | all\s+rights\s+reserved | copyright | terms\s+of\s+(?:use|service) | privacy\s+policy
    | syndicated | (?:wire|agency|news)\s+feed | wire\s+services? | most\s+(?:read|viewed|popular) | share\s+this | (?:our|the)\s+app
    | e-?mail\s*\| | scroll\s+to | (?:reporting|writing|editing|additional\s+reporting)\s+by | with\s+inputs?\s+from
    | (?:story|article|report)\s+(?:has\s+not|was\s+not|has\s+been|was|is)\s+(?:been\s+)?(?:edited|published|generated|updated|written\s+by)
    | our\s+(?:correspondent|reporter|staff) | staff\s+(?:reporter|writer) | live\s+(?:blog|page) | continue\s+reading | related\s+(?:stories|articles)
"""
_PRINTED_AROUND = re.compile(rf"[^.!?\n]*(?:\b(?:{_SAYINGS})\b|©)[^.!?\n]*[.!?]*", re.IGNORECASE | re.VERBOSE)


def trimmed(text: str) -> str:
    """Return a text without the sentences that a site prints around any story; all of it if nothing else is left."""
    left = _PRINTED_AROUND.sub(" ", text)
    return left if left.strip() else text
