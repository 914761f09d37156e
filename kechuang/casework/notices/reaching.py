"""Calling an address that somebody typed, without letting it lead into the node's own networks.

The name is resolved once, every address that it has is checked, and the connection goes to the checked address: a name
that points elsewhere a moment later changes nothing. Redirects are not followed, proxies are not asked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kechuang.kernel.refusal import Refusal

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network
type Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

CONNECT_SECONDS, WHOLE_SECONDS = 10, 20
READ_BYTES = 200
# Addresses that carry another address inside, which the check would not see.
CARRIERS = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: where to connect and whom to ask for there."""

    host: str
    port: int
    ip: str
    path: str
    tls: bool


def networks(text: str) -> tuple[Network, ...]:
    """Read the networks that the node allows besides the public ones: ``127.0.0.0/8, 10.1.0.0/16``."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def pin(url: str, allowed: Iterable[Network] = ()) -> Target | Refusal:
    """Give the checked address of a URL, or why the node does not call it.

    Plain http is taken only where every address lies in a network that the node allows.
    """
    allowed = tuple(allowed)
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return Refusal("hook.bad_address", {"url": url}, "url")
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None:
        return Refusal("hook.bad_address", {"url": url}, "url")
    found = resolve(parts.hostname, port)
    if not found:
        return Refusal("hook.no_such_host", {"host": parts.hostname}, "url")
    inside = [_within(ip, allowed) for ip in found]
    if not all(own or _public(ip) for ip, own in zip(found, inside, strict=True)):
        return Refusal("hook.private_address", {"host": parts.hostname}, "url")
    if parts.scheme == "http" and not all(inside):
        return Refusal("hook.not_https", {"url": url}, "url")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port, str(found[0]), path, tls=parts.scheme == "https")


def resolve(host: str, port: int) -> list[Ip]:
    """Give every address of a name; none for a name that leads nowhere."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers))


def _plain(ip: Ip) -> Ip:
    mapped = getattr(ip, "ipv4_mapped", None)
    return mapped or ip


def _within(ip: Ip, allowed: Iterable[Network]) -> bool:
    address = _plain(ip)
    return any(address.version == network.version and address in network for network in allowed)


def _public(ip: Ip) -> bool:
    address = _plain(ip)
    carried = any(address.version == network.version and address in network for network in CARRIERS)
    return address.is_global and not address.is_multicast and not carried


class _Pinned(http.client.HTTPConnection):
    """A connection to the checked address, whatever the name says now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self.target = target

    def connect(self) -> None:
        """Connect to the checked address; ask for the name in TLS and check its certificate."""
        plain = socket.create_connection((self.target.ip, self.target.port), CONNECT_SECONDS)
        if self.target.tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.target.host)
        else:
            self.sock = plain


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Post a body; give the status and the beginning of the answer. Raises OSError or http.client.HTTPException.

    The whole exchange is cut off after 20 seconds, so that a slow receiver holds up nobody.
    """
    connection = _Pinned(target)
    cut = threading.Timer(WHOLE_SECONDS, _cut, (connection,))
    cut.daemon = True
    cut.start()
    try:
        connection.request("POST", target.path, body, {"content-type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(READ_BYTES).decode("utf-8", "replace")
    finally:
        cut.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        connection.sock.close()
