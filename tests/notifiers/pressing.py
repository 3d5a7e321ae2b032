"""What Slack sends when somebody presses a button or fills in a form, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ANN = {"id": "U0ANN", "username": "ann", "name": "ann", "team_id": "T0"}
BOB = {"id": "U0BOB", "username": "bob", "name": "bob", "team_id": "T0"}
ROOT_TS = "1479369600.000001"


def click(
    deed: str,
    value: str = "alma",
    *,
    user: Mapping[str, Any] = ANN,
    trigger: str = "trigger-1",
    response_url: str = "",
    blocks: object = (),
    ts: str = ROOT_TS,
    **more: object,
) -> dict[str, Any]:
    """Return the payload of a button that was pressed in the channel."""
    pressed = {"type": "button", "action_id": f"deedline:{deed}", "block_id": "b", "value": value}
    return {
        "type": "block_actions",
        "user": dict(user),
        "trigger_id": trigger,
        "response_url": response_url,
        "container": {"type": "message", "message_ts": ts, "channel_id": "C0POLICY"},
        "channel": {"id": "C0POLICY", "name": "policy"},
        "message": {"type": "message", "ts": ts, "blocks": list(blocks) if isinstance(blocks, list) else []},
        "actions": [{**pressed, "action_ts": "1.0"}],
        **more,
    }


def chosen(deed: str, promise: str, **more: Any) -> dict[str, Any]:
    """Return the payload of a menu beside one of several promises."""
    payload = click("menu", **more)
    option = {"text": {"type": "plain_text", "text": "?"}, "value": f"{deed}:{promise}"}
    payload["actions"] = [{"type": "overflow", "action_id": "deedline:menu", "selected_option": option}]
    return payload


def filled(
    view: Mapping[str, Any],
    fields: Mapping[str, str] | None = None,
    *,
    user: Mapping[str, Any] = ANN,
    trigger: str = "trigger-2",
) -> dict[str, Any]:
    """Return the payload of a form that was sent off, as Slack gives back what a view held and was filled with."""
    kinds = {block["block_id"]: block["element"]["type"] for block in view["blocks"] if block["type"] == "input"}
    values: dict[str, Any] = {}
    for name, text in (fields or {}).items():
        given: dict[str, Any] = {"type": kinds[name]}
        if kinds[name] == "static_select":
            given["selected_option"] = {"value": text, "text": {"type": "plain_text", "text": text}}
        elif kinds[name] == "datepicker":
            given["selected_date"] = text
        else:
            given["value"] = text
        values[name] = {"deedline:field": given}
    held = {key: view[key] for key in ("callback_id", "private_metadata", "blocks", "type")}
    shown = {"id": view.get("id", "V1"), "hash": "h", "state": {"values": values}, **held}
    return {
        "type": "view_submission",
        "user": dict(user),
        "trigger_id": trigger,
        "view": json.loads(json.dumps(shown)),
    }
