"""The page behind the link of a digest: opening it does nothing, its button or a mail program's POST ends them."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from tracker.actions.subscriptions import unsubscribe
from tracker.actions.unsubscribe_links import PATH, reader_of
from tracker.domain.ports import Clock
from tracker.store.store import Store

ONE_CLICK = b"List-Unsubscribe=One-Click"
MOST_READ = 2_000
"""Bytes of a body that are looked at: what a button or a mail program posts is far shorter."""

STYLE = """
:root { color-scheme: light dark; }
body { margin: 12vh auto; max-width: 30rem; padding: 0 1.2rem; font: 1.1rem/1.5 system-ui, sans-serif; }
h1 { font: 400 1.6rem/1.3 Georgia, serif; }
button { padding: .6rem 1.2rem; font: inherit; }
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def unsubscribing(store: Store, clock: Clock) -> APIRouter:
    """Return the two routes. Only a POST ends anything: programs that check links open them, but post nothing."""
    routes = APIRouter()

    @routes.get(f"/{PATH}/{{token}}", summary="A page with a button", response_class=HTMLResponse)
    def ask(token: str) -> HTMLResponse:
        address = _reader(store, token)
        if address is None:
            return _unknown()
        button = '<form method="post"><button type="submit">Send me no more digests</button></form>'
        told = f"<p>The weekly digest of Deedline goes to {escape(masked(address))}.</p>{button}"
        return _page("Unsubscribe?", told)

    @routes.post(f"/{PATH}/{{token}}", summary="End a digest, with one click", response_class=HTMLResponse)
    async def end(token: str, request: Request) -> HTMLResponse:
        body = b""
        async for part in request.stream():
            body += part[: MOST_READ - len(body)]
        return await run_in_threadpool(_ended, store, clock, token, "one click" if ONE_CLICK in body else "page")

    return routes


def masked(address: str) -> str:
    """Return an address so that its owner knows it and nobody else learns it: a link may have been passed on."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


def _ended(store: Store, clock: Clock, token: str, via: str) -> HTMLResponse:
    address = _reader(store, token)
    if address is None:
        return _unknown()
    unsubscribe(store, address, clock.now(), by=address, via=via)
    told = f"<p>{escape(masked(address))} gets no more digests. Alerts are not changed by this.</p>"
    return _page("You are unsubscribed", told)


def _reader(store: Store, token: str) -> str | None:
    with store.read() as connection:
        return reader_of(connection, token)


def _unknown() -> HTMLResponse:
    told = "<p>It may have been cut short on its way. Copy it whole from the end of the digest.</p>"
    return _page("This link is not one of ours", told, 404)


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    whole = f"<head>{head}<style>{STYLE}</style></head><body><h1>{title}</h1>{body}</body>"
    return HTMLResponse(f'<!doctype html><html lang="en">{whole}</html>', status, HEADERS)
