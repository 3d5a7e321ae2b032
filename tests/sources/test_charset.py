"""Letters, whatever encoding is declared and whatever is true."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.charset import as_text

WORD = "Вывод войск – «сирийская» группировка"


def declared(encoding: str, text: str = WORD) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><t>{text}</t>'


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16", "cp866"])
def test_a_declared_encoding_is_believed_where_it_works(encoding: str) -> None:
    text = "Вывод войск"
    assert as_text(declared(encoding, text).encode(encoding), "") == (f"<t>{text}</t>", "")


def test_the_servers_word_goes_before_the_documents() -> None:
    body = declared("iso-8859-1", "Вывод").encode("koi8-r")
    assert as_text(body, "text/xml; charset=koi8-r") == ("<t>Вывод</t>", "")


@pytest.mark.parametrize(
    "wrong", ["iso-8859-1", "windows-1251", "us-ascii", "no-such-encoding", "rot13", "zlib", "idna"]
)
def test_utf8_is_utf8_whatever_is_declared(wrong: str) -> None:
    assert as_text(declared(wrong).encode(), f"text/xml; charset={wrong}") == (f"<t>{WORD}</t>", "")


def test_a_byte_order_mark_goes_before_every_word() -> None:
    assert as_text(codecs.BOM_UTF8 + declared("windows-1251").encode(), "")[0] == f"<t>{WORD}</t>"
    assert (
        as_text(codecs.BOM_UTF16_BE + "<t>ж</t>".encode("utf-16-be"), "text/xml; charset=utf-8")[0] == "<t>ж</t>"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_letters_without_a_mark_are_seen(encoding: str) -> None:
    assert as_text(declared(encoding, "ж").encode(encoding), "") == ("<t>ж</t>", "")


def test_a_mark_that_stands_twice_hides_no_declaration() -> None:
    assert as_text(codecs.BOM_UTF8 * 2 + declared("utf-32").encode(), "")[0] == f"<t>{WORD}</t>"


def test_iso_2022_jp_is_not_taken_for_ascii() -> None:
    body = declared("iso-2022-jp", "撤退").encode("iso-2022-jp")
    assert as_text(body, "") == ("<t>撤退</t>", "")


def test_one_broken_byte_costs_one_letter_and_is_told() -> None:
    body = declared("utf-8", "Вывод").encode().replace("в".encode(), b"\xff", 1)
    text, problem = as_text(body, "")
    assert text.count("\ufffd") == 1
    assert problem == "1 letters could not be read as utf-8"


def test_bytes_of_no_declared_encoding_are_read_as_most_old_pages_are() -> None:
    assert as_text(b"<t>caf\xe9 \x80</t>", "") == ("<t>café €</t>", "")


def test_characters_no_xml_may_hold_are_dropped() -> None:
    assert as_text(b"<t>a\x00\x08b\x0b\x1b[31m\tc</t>", "")[0] == "<t>ab[31m\tc</t>"


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    text, _ = as_text(body, content_type)
    assert text.encode() is not None
