"""The files of GDELT 2.0: which exports there are, and what is inside one, checked before it is believed.

Lists name addresses too, but only names are taken from them: files are fetched from where the list is.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from tracker.domain.errors import SourceFailed
from tracker.sources.bodies import too_large

_LINE = re.compile(
    r"(\d{1,12}) ([0-9a-fA-F]{32}) https?://\S{1,500}/((\d{14})(?:\.translation)?\.export\.CSV\.zip)"
)
_STAMP = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True)
class Export:
    """One export as a list names it: when it was made, its name, its size in bytes and its MD5 sum in hex."""

    made: datetime
    name: str
    size: int
    md5: str


def stamp_of(instant: datetime) -> str:
    """Return an instant as GDELT writes it: 20160314231500."""
    return f"{instant.astimezone(UTC):{_STAMP}}"


def read_stamp(text: str) -> datetime | None:
    """Read 14 digits as an instant in UTC; None for what is none."""
    if len(text) != 14 or not (text.isascii() and text.isdecimal()):
        return None
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def exports_in(listing: str) -> tuple[Export, ...]:
    """Return the event exports that a list of files names, oldest first; other lines are none of ours."""
    found = {each.made: each for line in listing.splitlines() if (each := _export(line.strip())) is not None}
    return tuple(found[made] for made in sorted(found))


def _export(line: str) -> Export | None:
    match = _LINE.fullmatch(line)
    made = read_stamp(match[4]) if match else None
    if match is None or made is None:
        return None
    return Export(made, match[3], int(match[1]), match[2].lower())


def rows_in(body: bytes, export: Export, max_bytes: int) -> bytes:
    """Return the table inside an export, of at most `max_bytes`.

    Raises SourceFailed unless it is the very file that the list named: size and sum agree, and it holds one
    member, which is read as bytes and never put anywhere.
    """
    name = export.name
    if len(body) != export.size:
        raise SourceFailed(f"{name} has {len(body)} bytes, and {export.size} were promised", _AGAIN)
    if hashlib.md5(body, usedforsecurity=False).hexdigest() != export.md5:
        raise SourceFailed(f"{name} is not the file that the list names: its MD5 sum differs", _AGAIN)
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return _only_member(archive, name, max_bytes)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise SourceFailed(f"{name} cannot be unpacked: {str(error)[:100]}", _AGAIN) from None


_AGAIN = "it is asked again next time"


def _only_member(archive: zipfile.ZipFile, name: str, max_bytes: int) -> bytes:
    members = archive.infolist()
    if len(members) != 1:
        raise SourceFailed(f"{name} holds {len(members)} files, not one", "it is not what it should be")
    with archive.open(members[0]) as file:
        rows = file.read(max_bytes + 1)  # whatever size it claims: no more is ever unpacked
    if len(rows) > max_bytes:
        raise too_large(max_bytes)
    return rows
