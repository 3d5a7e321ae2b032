"""Which addresses a source may be fetched from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.addresses import refusal


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"]
)
def test_a_public_address_is_not_refused(address: str) -> None:
    assert refusal(address, allow_private=False) == ""


PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "::1",
    "fd12:3456::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_unless_the_source_allows_it(address: str) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True) == ""


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2002:7f00:1::1",
        "2001:0:a9fe:a9fe::1",
        "169.254.0.9",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "2001:db8::1",
        "64:ff9b:1::1",
        "::7f00:1",
        "no address",
        "",
    ],
)
def test_metadata_link_local_and_reserved_addresses_are_refused_whatever_the_source_allows(address: str) -> None:
    assert refusal(address, allow_private=False)
    if not address.startswith("2002:7f00"):  # 6to4 around loopback is as private as loopback
        assert refusal(address, allow_private=True)


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_ipv6_is_judged_as_itself(address: object) -> None:
    assert refusal(f"::ffff:{address}", allow_private=False) == refusal(str(address), allow_private=False)


@given(st.ip_addresses())
def test_what_is_allowed_without_permission_is_allowed_with_it(address: object) -> None:
    if not refusal(str(address), allow_private=False):
        assert not refusal(str(address), allow_private=True)
