"""The links by which somebody ends their digest: signed, and naming nobody to whoever reads them on the way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from sqlalchemy import Connection

from tracker.domain.mail_addresses import mailbox
from tracker.store.digest_rows import address_of, load_places
from tracker.store.signing_secrets import load_secret

SIGNS = "unsubscribe"
PATH = "unsubscribe"
PLACEHOLDER = "PLACEHOLDER-until-the-first-digest-goes-out"
"""Stands in a preview for the token that there is not yet; nobody's link is answered by it."""
_TOKEN = re.compile(r"([0-9]{1,12})-([A-Za-z0-9_-]{32})")


def link(public_url: str, token: str) -> str:
    """Return the address that a token makes."""
    return f"{public_url.rstrip('/')}/{PATH}/{token}"


def token_for(secret: bytes, number: int, address: str) -> str:
    """Return the token of a subscriber: their number, and a signature over it and their mailbox."""
    return f"{number}-{_signature(secret, number, address)}"


def shown_link(connection: Connection, public_url: str, address: str) -> str:
    """Return the link that a preview shows: the reader's own, or one that says of itself that it stands for it.

    There is none to show before the first digest was planned: the reader's number and the secret are made then. It
    is empty without a `public_url`, as in the digest itself.
    """
    if not public_url:
        return ""
    place, secret = load_places(connection).get(mailbox(address)), load_secret(connection, SIGNS)
    own = "" if place is None or secret is None else token_for(secret, place.number, place.address)
    return link(public_url, own or PLACEHOLDER)


def reader_of(connection: Connection, token: str) -> str | None:
    """Return whose token it is; None if nobody's, or if its signature is not ours."""
    found = _TOKEN.fullmatch(token)
    secret = load_secret(connection, SIGNS)
    if found is None or secret is None:
        return None
    number = int(found[1])
    address = address_of(connection, number)
    if address is None or not hmac.compare_digest(found[2], _signature(secret, number, address)):
        return None
    return address


def _signature(secret: bytes, number: int, address: str) -> str:
    told = f"{SIGNS}|{number}|{mailbox(address)}".encode()
    return base64.urlsafe_b64encode(hmac.digest(secret, told, hashlib.sha256)[:24]).decode()
