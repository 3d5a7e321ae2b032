"""Which network addresses may be connected to when a source is fetched."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_SHARED = IPv4Network("100.64.0.0/10")
_METADATA = frozenset(map(ip_address, ("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")))
_TRANSLATED = IPv6Network("64:ff9b::/96")
_LOCALLY_TRANSLATED = IPv6Network("64:ff9b:1::/48")
_SITE_LOCAL = IPv6Network("fec0::/10")


def refusal(address: str, *, allow_private: bool) -> str:
    """Say in a few words why the address may not be connected to; empty if it may.

    `allow_private` opens loopback and private ranges, never link-local, metadata, multicast or reserved ones.
    An address that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is what it carries.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "not an address"
    for carried in _carried(ip):
        if why := _refusal(carried, allow_private=allow_private):
            return why
    return ""


def _carried(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """Return the addresses that traffic to `ip` may end at."""
    if isinstance(ip, IPv4Address):
        return (ip,)
    if ip.ipv4_mapped is not None:
        return (ip.ipv4_mapped,)
    if ip in _TRANSLATED:
        return (IPv4Address(ip.packed[-4:]),)
    if ip.sixtofour is not None:
        return ip, ip.sixtofour
    if ip.teredo is not None:
        return ip, *ip.teredo
    return (ip,)


def _refusal(ip: IPv4Address | IPv6Address, *, allow_private: bool) -> str:
    if ip in _METADATA:
        return "a cloud metadata address"
    if ip.is_link_local or (isinstance(ip, IPv6Address) and ip in _SITE_LOCAL):
        return "a link-local address"
    if ip.is_multicast or ip.is_unspecified:
        return "a multicast or unspecified address"
    if ip.is_loopback:
        return "" if allow_private else "a loopback address"
    if isinstance(ip, IPv6Address) and ip in _LOCALLY_TRANSLATED:
        return "a reserved address"
    if _is_private(ip):
        return "" if allow_private else "a private address"
    return "" if ip.is_global and not ip.is_reserved else "a reserved address"


_PRIVATE_4 = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_PRIVATE_6 = IPv6Network("fc00::/7")


def _is_private(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address):
        return ip in _PRIVATE_6
    return ip in _SHARED or any(ip in network for network in _PRIVATE_4)
