"""The files of GDELT: lists and archives, good and hostile."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from tracker.domain.errors import SourceFailed
from tracker.sources.gdelt_files import Export, exports_in, read_stamp, rows_in, stamp_of

MADE = datetime(2016, 3, 14, 23, 15, tzinfo=UTC)
HOST = "http://data.gdelt.example/gdeltv2"


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return body.getvalue()


def named(body: bytes, made: datetime = MADE) -> Export:
    """Return how a list would name this file."""
    return Export(
        made, f"{stamp_of(made)}.export.CSV.zip", len(body), hashlib.md5(body, usedforsecurity=False).hexdigest()
    )


def line(export: Export) -> str:
    return f"{export.size} {export.md5} {HOST}/{export.name}"


def unpacked(body: bytes, max_bytes: int = 10_000) -> bytes:
    return rows_in(body, named(body), max_bytes)


def test_of_the_last_update_the_line_of_the_events_is_read() -> None:
    export = named(b"x")
    others = (line(export).replace("export.CSV", other) for other in ("mentions.CSV", "gkg.csv"))
    assert exports_in("\n".join((line(export), *others, ""))) == (export,)


def test_exports_come_oldest_first_and_once_however_they_are_listed() -> None:
    later, earlier = named(b"x", MADE + timedelta(minutes=15)), named(b"y")
    assert exports_in("\r\n".join(map(line, (later, earlier, later)))) == (earlier, later)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "<html>not found</html>",
        "12 297a16b493de7cf6ca809a7cc31d0b93",
        "12 297a16b493de7cf6ca809a7cc31d0b93 ftp://h/gdeltv2/20160314231500.export.CSV.zip",
        "12 297a16b493de7cf6ca809a7cc31d0b93 http://h/gdeltv2/20161399231500.export.CSV.zip",
        "12 297a16b493de7cf6ca809a7cc31d0b93 http://h/gdeltv2/../../20160314231500.export.CSV.zip.exe",
        "-1 297a16b493de7cf6ca809a7cc31d0b93 http://h/gdeltv2/20160314231500.export.CSV.zip",
        "12 297a16b493de7cf6ca809a7cc31d0bzz http://h/gdeltv2/20160314231500.export.CSV.zip",
    ],
)
def test_a_line_that_names_no_export_is_passed_over(wrong: str) -> None:
    assert exports_in(wrong) == ()


def test_an_instant_is_written_as_it_is_read() -> None:
    assert read_stamp(stamp_of(MADE)) == MADE
    assert read_stamp("20160231000000") is None
    assert read_stamp("٢٠١٦٠٣١٤٢٣١٥٠٠") is None


def test_exports_of_translated_news_are_exports_too() -> None:
    told = line(named(b"x")).replace(".export", ".translation.export")
    assert [each.name for each in exports_in(told)] == ["20160314231500.translation.export.CSV.zip"]


def test_the_one_member_is_read_whatever_it_is_called() -> None:
    assert unpacked(packed(("../../../etc/passwd", b"a row\n"))) == b"a row\n"


def test_a_file_of_another_size_or_sum_than_listed_is_refused() -> None:
    body = packed(("x", b"a row\n"))
    with pytest.raises(SourceFailed, match="were promised"):
        rows_in(body + b" ", named(body), 10_000)
    with pytest.raises(SourceFailed, match="MD5"):
        rows_in(body, replace(named(body), md5="0" * 32), 10_000)


def test_no_more_is_unpacked_than_the_source_allows() -> None:
    bomb = packed(("x", b"0" * 50_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(SourceFailed, match="larger than 10000 bytes"):
        unpacked(bomb)


def with_claimed_size(body: bytes, size: int) -> bytes:
    """Return the archive with another size claimed in its directory, where an unpacker looks for it."""
    at = body.index(b"PK\x01\x02") + 24
    return body[:at] + size.to_bytes(4, "little") + body[at + 4 :]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not an archive",
        packed(("x", b"a row\n"))[:-10],
        packed(("x", b"a row\n")).replace(b"\x08\x00", b"\x63\x00"),
        with_claimed_size(packed(("x", b"a row\n" * 100)), 5),
        packed(("x", b"a row\n"), method=zipfile.ZIP_STORED).replace(b"a row", b"A row"),
    ],
    ids=["empty", "no archive", "cut off", "unknown method", "wrong size", "wrong sum inside"],
)
def test_what_is_no_sound_archive_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(SourceFailed, match=r"20160314231500\.export\.CSV\.zip cannot be unpacked"):
        unpacked(body)


def test_an_archive_of_several_files_or_none_is_refused() -> None:
    with pytest.raises(SourceFailed, match="holds 2 files, not one"):
        unpacked(packed(("a", b"1"), ("b", b"2")))
    with pytest.raises(SourceFailed, match="holds 0 files, not one"):
        unpacked(packed())


def test_an_encrypted_archive_is_refused() -> None:
    body = packed(("x", b"a row\n"))
    local, central = body.index(b"PK\x03\x04") + 6, body.index(b"PK\x01\x02") + 8
    locked = bytearray(body)
    locked[local] |= 1
    locked[central] |= 1
    with pytest.raises(SourceFailed, match="cannot be unpacked"):
        unpacked(bytes(locked))
