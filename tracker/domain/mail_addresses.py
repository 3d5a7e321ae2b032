"""What a mail address may look like, and when two of them reach the same person."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
"""The stricter the form, the less can be smuggled into an envelope."""

LONGEST = 254
"""Characters that fit into an envelope (RFC 5321, erratum 1690)."""


def is_address(text: str) -> bool:
    """Say whether a text is one mail address and nothing else."""
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None


def mailbox(address: str) -> str:
    """Return what two spellings of one address share: nobody is written to twice for a capital letter."""
    return address.strip().casefold()
