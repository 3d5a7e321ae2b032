"""Buttons and forms of Slack over HTTP: only what Slack signed a moment ago is read, and answered at once."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from tracker.domain.ports import SignedDoor
from tracker.web.bodies import body_of
from tracker.web.refusing import Refused

LONGEST_BODY = 512 * 1024
"""A form with all it holds is a tenth of that."""
LONGEST_SECONDS = 3.0
"""Slack itself waits no longer."""


def add_slack_actions(app: FastAPI, door: SignedDoor) -> None:
    """Let the application take what people do in Slack."""

    @app.post("/slack/actions", summary="What people do in Slack; signed by Slack")
    async def slack_actions(request: Request) -> Response:
        body = await body_of(request, LONGEST_BODY, seconds=LONGEST_SECONDS)
        answer = await run_in_threadpool(door.take, body, dict(request.headers))
        if answer is None:
            cure = "set slack.signing_secret to the app's own, and this machine's clock to the right time"
            raise Refused(401, "Slack did not sign this within the last five minutes", cure)
        return JSONResponse(dict(answer)) if answer else Response(status_code=200)
