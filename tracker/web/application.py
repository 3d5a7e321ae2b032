"""The HTTP application: reports posted by scripts, the end of digests, and how the service fares."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from tracker import __version__
from tracker.actions.health import health
from tracker.actions.inbox import Answer, Caller, UnreadMedia, caller_of, take_post
from tracker.domain.errors import BadInput, StoreError
from tracker.domain.ports import Clock, SignedDoor
from tracker.store.store import Store
from tracker.web.bodies import body_of
from tracker.web.metrics import CONTENT_TYPE, metrics_of
from tracker.web.refusing import Refused, refusal
from tracker.web.slack_posts import add_slack_actions
from tracker.web.unsubscribing import unsubscribing

LONGEST_TOKEN = 200

log = logging.getLogger("deedline")


@dataclass(frozen=True, slots=True)
class Desk:
    """What requests are answered with."""

    store: Store
    clock: Clock
    slack: SignedDoor | None = None
    """Takes what people do in Slack, where that is set up."""


def application(desk: Desk) -> FastAPI:
    """Return the application. Its reference is at /openapi.json; no page loads anything from elsewhere."""
    app = FastAPI(title="Deedline", version=__version__, docs_url=None, redoc_url=None)
    app.middleware("http")(_plainly)

    @app.exception_handler(Refused)
    async def _refused(_request: Request, refused: Refused) -> Response:
        return refusal(refused)

    @app.exception_handler(HTTPException)
    async def _unknown(request: Request, error: HTTPException) -> Response:
        answer = refusal(_as_refused(request, error))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(UnreadMedia)
    async def _unread(_request: Request, error: UnreadMedia) -> Response:
        return refusal(Refused(415, error.message, error.hint))

    @app.exception_handler(BadInput)
    async def _bad(_request: Request, error: BadInput) -> Response:
        return refusal(Refused(400, error.message, error.hint))

    @app.exception_handler(StoreError)
    async def _unwell(_request: Request, error: StoreError) -> Response:
        return refusal(Refused(503, error.message, error.hint))

    @app.post("/api/reports", summary="Put reports in as the source that the token belongs to")
    async def post_reports(request: Request) -> JSONResponse:
        caller = await run_in_threadpool(_caller, desk, request)
        body = await body_of(request, caller.source.max_bytes, cure="send less at a time, or raise max_bytes")
        answer = await run_in_threadpool(_taken, desk, caller, request, body)
        return JSONResponse(dict(answer.data), answer.status)

    @app.get("/healthz", summary="Whether the store answers, and whether a service works on it")
    def healthz() -> dict[str, object]:
        state = health(desk.store, desk.clock.now())
        return {"status": "ok", "version": __version__, "service": "runs" if state.holder else "does not run"}

    @app.get("/metrics", summary="How everything fares, for Prometheus")
    def metrics() -> Response:
        now = desk.clock.now()
        return Response(metrics_of(health(desk.store, now), now), media_type=CONTENT_TYPE)

    if desk.slack is not None:
        add_slack_actions(app, desk.slack)
    app.include_router(unsubscribing(desk.store, desk.clock))
    return app


def _as_refused(request: Request, error: HTTPException) -> Refused:
    """Return what the framework refuses by itself in the shape of all refusals."""
    match error.status_code:
        case 404:
            cure = "there are POST /api/reports, GET /healthz, GET /metrics; /openapi.json describes them"
            return Refused(404, "there is nothing at this address", cure)
        case 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            return Refused(405, f"this address takes no {request.method}", f"use {allowed}")
    return Refused(error.status_code, str(error.detail)[:200], "see /openapi.json")


def _caller(desk: Desk, request: Request) -> Caller:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    shown = scheme.lower() == "bearer" and len(secret) <= LONGEST_TOKEN
    caller = caller_of(desk.store, secret) if shown else None
    if caller is None:
        cure = "send Authorization: Bearer TOKEN; deedline token new makes one"
        raise Refused(401, "no token that holds was shown", cure)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "a compressed body is not read", "send it as it is")
    return caller


def _taken(desk: Desk, caller: Caller, request: Request, body: bytes) -> Answer:
    media, key = request.headers.get("content-type", ""), request.headers.get("idempotency-key", "")
    return take_post(desk.store, caller, body, media, desk.clock.now(), key=key)


async def _plainly(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer every request in JSON, also where the program is at fault; nothing is kept by anybody on the way."""
    try:
        response = await follow(request)
    except Exception:  # the service outlives a mistake in one answer
        log.exception("%s %s", request.method, request.url.path)
        response = refusal(Refused(500, "this request could not be answered", "see the log of the service"))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
