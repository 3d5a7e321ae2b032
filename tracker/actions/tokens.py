"""Make, list and revoke the tokens by which scripts put reports in as one source."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.sources_known import known_source
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.sources import SourceKind
from tracker.store.inbox_rows import Token, add_token, load_tokens, revoke
from tracker.store.store import Store


def make_token(store: Store, source: str, secret: str, now: datetime, *, by: str, note: str = "") -> int:
    """Let whoever knows the secret put reports in as the source; return the token's id.

    Raises Unknown or BadInput.
    """
    with store.write(now, "token", by) as commit:
        kind = known_source(commit.connection, source).kind
        if kind != SourceKind.INBOX:
            raise BadInput(
                f"{source} is a {kind}: nothing is posted to it", "write `kind: inbox` for a source that is"
            )
        return add_token(commit, source, secret, by, note)


def revoke_token(store: Store, number: int, now: datetime, *, by: str) -> Token:
    """Let a token be used no more, and return it. Raises Unknown; one that is revoked already stays so."""
    with store.write(now, "token", by) as commit:
        found = next((each for each in load_tokens(commit.connection) if each.id == number), None)
        if found is None:
            raise Unknown(f"there is no token {number}", "see: deedline token list")
        if found.revoked is None:
            revoke(commit, number)
    return found


def tokens(store: Store) -> tuple[Token, ...]:
    """Return every token ever made, in order of making."""
    with store.read() as connection:
        return load_tokens(connection)
