"""Addresses that messages can go to, and those that they may not, so that nobody reaches into the
own network by naming an endpoint there."""

import ipaddress
import re
import socket
from urllib.parse import urlsplit

# IPv6 addresses that lead to the IPv4 address in their last 32 bits
_WITH_IPV4_AT_END = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("::/96"),
)


class Forbidden(OSError):
    """The name leads to an address inside of a network."""


# what stands in a request or a header as it is; anything else is written as %E9 and the like
_PLAIN = re.compile(r"[!-~]+")


def is_plain(text: str) -> bool:
    """Whether a text can be sent in a header: visible ASCII."""
    return bool(_PLAIN.fullmatch(text))


def is_url(url: str) -> bool:
    """Whether requests can be sent there: http or https, a name that a server can have, no
    password, and nothing that must be escaped behind the name."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        named = parts.scheme in ("http", "https") and host and (parts.port or 1)
    except ValueError:  # a port that is none, a name that no server can have
        return False
    behind = "?".join([parts.path or "/", parts.query])
    return bool(named) and parts.username is None and not parts.fragment and is_plain(behind)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet: not private, loopback, link-local, shared,
    reserved or multicast, whether itself or by the IPv4 address inside of it."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    return not ip.is_site_local and all(is_public(str(inner)) for inner in _inner(ip))


def _inner(ip: ipaddress.IPv6Address):
    """IPv4 addresses that packets to ``ip`` may go to."""
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if ip.teredo:
        yield from ip.teredo
    if any(ip in network for network in _WITH_IPV4_AT_END):
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)


def resolve(host: str, port: int, allow_private: bool, lookup=socket.getaddrinfo) -> list[tuple]:
    """What to connect to, as ``getaddrinfo`` gives it. Connecting to these and not to the name
    leaves no moment at which the name may lead elsewhere.

    :raise Forbidden: one of the addresses is not public
    :raise OSError: there is no such name
    """
    found = lookup(host, port, type=socket.SOCK_STREAM)
    if not allow_private and not all(is_public(str(entry[4][0])) for entry in found):
        raise Forbidden(host)
    return found
