"""Refusals: what is wrong with a request and what to do about it, as JSON."""

from __future__ import annotations

from fastapi.responses import JSONResponse


class Refused(Exception):
    """A request that is not served."""

    def __init__(self, status: int, problem: str, cure: str = "") -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.cure = cure


def refusal(refused: Refused) -> JSONResponse:
    """Return the answer that tells of a refusal."""
    headers = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else {}
    return JSONResponse({"problem": refused.problem, "cure": refused.cure}, refused.status, headers)
