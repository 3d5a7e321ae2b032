"""Writes a mail into a file that can be looked at: a page, a message, or its text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.alerts import Mail

KINDS = (".html", ".eml", ".txt")


def checked_kind(path: Path) -> Path:
    """Return the path if its ending says how a mail is written; raises BadInput."""
    if path.suffix.lower() not in KINDS:
        raise BadInput(f"{path}: its ending does not say what to write", f"one of {', '.join(KINDS)}")
    return path


def page_of(mail: Mail) -> str:
    """Return the HTML with its pictures inside, as a browser shows it without a mail program."""
    html = mail.html
    for picture in mail.pictures:
        html = html.replace(f'"cid:{picture.name}"', f'"data:image/png;base64,{picture.data}"')
    return html


def write_mail(path: Path, mail: Mail, as_message: Callable[[Mail], bytes]) -> None:
    """Write a mail as its ending says; `as_message` gives the bytes that would be sent. Raises BadInput."""
    try:
        match checked_kind(path).suffix.lower():
            case ".eml":
                path.write_bytes(as_message(mail))
            case ".txt":
                path.write_text(f"{mail.subject}\n\n{mail.text}", encoding="utf-8")
            case _:
                path.write_text(page_of(mail), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}", "name another file: --out FILE") from None
