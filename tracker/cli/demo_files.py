"""What a replay leaves behind: Slack payloads and the weekly digest, in a folder of their own."""

from __future__ import annotations

import json
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from tracker.actions.rehearsal import Laid
from tracker.cli.mail_files import page_of
from tracker.domain.alerts import Mail
from tracker.domain.errors import BadInput

FOLDER = "demo-output"
MARK = "README.txt"
MARKED = "Written by `deedline demo`, which replaces these files when it runs again.\n"
DIGEST = "digest"
MOST_NUMBERED = 1000


class OutFolder:
    """The folder the files go to. What an earlier replay wrote there is replaced; nothing else is touched."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._messages = 0
        self._edits = 0
        self._has_digest = False
        _clear(path)
        path.mkdir(parents=True, exist_ok=True)
        (path / MARK).write_text(MARKED, encoding="utf-8")

    def write(self, laid: Laid) -> str:
        """Write what a message would have carried and return the name of the file, "slack/03-broken-....json"."""
        if laid.delivery.mail is not None:
            return self._write_digest(laid.delivery.mail, laid)
        self._messages += 1
        self._edits += laid.is_edit
        notices = laid.delivery.notices
        what = f"{notices[0].status.value}-{notices[0].promise}" if len(notices) == 1 else "several"
        edit = "-edit" if laid.is_edit else ""
        folder = _file_name(laid.delivery.destination)
        return self._put(f"{folder}/{self._messages:02}-{_file_name(what)}{edit}.json", laid.payload)

    def summary(self) -> list[str]:
        """Return where everything lies, in lines for people."""
        lines = [f"What would have gone out lies in {self.path}{os.sep}"]
        if self._has_digest:
            lines.append(f"  {DIGEST}.html to open in a browser, {DIGEST}.txt, {DIGEST}.json: the weekly digest")
        if self._messages:
            counted = f"{self._messages} Slack payloads" + (
                f", {self._edits} of them edits" if self._edits else ""
            )
            lines.append(f"  slack{os.sep}*.json: {counted}")
        return lines

    def _write_digest(self, mail: Mail, laid: Laid) -> str:
        self._has_digest = True
        (self.path / f"{DIGEST}.html").write_text(page_of(mail), encoding="utf-8")
        (self.path / f"{DIGEST}.txt").write_text(f"{mail.subject}\n\n{mail.text}", encoding="utf-8")
        self._put(f"{DIGEST}.json", laid.payload)
        return f"{DIGEST}.html"

    def _put(self, name: str, payload: object) -> str:
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        text = json.dumps(payload, indent=2, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")
        return name


def choose_folder(named: Path | None) -> OutFolder:
    """Return the folder named; else `demo-output` here, or a temporary one where that cannot be written.

    Raises BadInput if the folder named holds other files or cannot be written.
    """
    if named is not None:
        try:
            if not _is_ours(named):
                raise BadInput(f"{named} is not an empty folder", "name a new one: --out DIR")
            return OutFolder(named)
        except OSError as error:
            raise BadInput(f"{named} cannot be written: {error.strerror}", "name another: --out DIR") from None
    numbered = (Path(FOLDER if number == 1 else f"{FOLDER}-{number}") for number in range(1, MOST_NUMBERED))
    with suppress(OSError, StopIteration):
        return OutFolder(next(path for path in numbered if _is_ours(path)))
    return OutFolder(Path(tempfile.mkdtemp(prefix="deedline-demo-")))


def _is_ours(path: Path) -> bool:
    """Say whether nothing is there yet, or what an earlier replay wrote."""
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        return False
    if not path.exists() or not any(path.iterdir()):
        return True
    with suppress(OSError, UnicodeDecodeError):
        return (path / MARK).read_text(encoding="utf-8") == MARKED
    return False


def _clear(path: Path) -> None:
    """Delete what an earlier replay wrote, by the names it gives."""
    if not path.is_dir():
        return
    for name in (f"{DIGEST}.html", f"{DIGEST}.txt", f"{DIGEST}.json", MARK):
        (path / name).unlink(missing_ok=True)
    for file in path.glob("slack/[0-9][0-9]*-*.json"):
        file.unlink()


def _file_name(text: str) -> str:
    """Return a text as a part of a file name: an id may hold signs that mean something to a file system."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", text)[:80].strip("-") or "message"
