"""The one room that opens addresses which somebody typed: within limits, and never one of the machine or its network.

Every address that a name stands for is checked, and the connection goes to the checked address itself, so that a name
that means something else a moment later leads nowhere. Redirections are checked alike. Proxies of the environment are
not used: they would be asked for names that only they see.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from neisse.engine.values import NeisseError, say

MOST_BYTES = 5_000_000
MOST_SECONDS = 30.0
MOST_REDIRECTIONS = 3
TIMEOUT_S = 10.0
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
NOT_MODIFIED, OK = 304, 200
LONGEST = 500
# Addresses of IPv4 in those of IPv6: a gateway would lead to the machine's own network.
WRAPPED = [ip_network(name) for name in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]
# What Python of some versions takes for everybody's: of a house, of a provider, of examples.
OWN = [ip_network(name) for name in ("fec0::/10", "3fff::/20", "5f00::/16", "192.0.0.0/24", "192.88.99.0/24")]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered; `data` is None where it has not changed. The validators are for the next time."""

    data: bytes | None
    etag: str = ""
    modified: str = ""


def checked(address: str) -> SplitResult:
    """The parts of an address that may be opened (`webcal:` is `https:`); `outside.address` for others."""
    said = address.strip()
    if said[:9].lower() == "webcal://":
        said = f"https://{said[9:]}"
    try:
        parts = urlsplit(said)
        port, host = parts.port, parts.hostname
        (host or "").encode("idna")  # as it will be looked up
    except ValueError:
        raise _bad() from None
    usual = PORTS.get(parts.scheme)
    is_plain = said.isascii() and said.isprintable() and " " not in said and len(said) <= LONGEST
    if (
        usual is None
        or not host
        or not is_plain
        or parts.username
        or parts.password
        or port not in {None, usual}
    ):
        raise _bad()
    return parts._replace(fragment="")


def fetch(address: str, *, etag: str = "", modified: str = "") -> Fetched:
    """What stands at an address, unless it is as it was (`etag`, `modified` of the last time).

    Errors: `outside.address`, `outside.unreachable` (also where it leads into a network that is not public),
    `outside.answer`, `outside.large`. Cost: up to `MOST_SECONDS` and `MOST_BYTES`; never called in a transaction.
    """
    ends = time.monotonic() + MOST_SECONDS
    parts = checked(address)
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    for _hop in range(MOST_REDIRECTIONS + 1):
        try:
            found = _ask(parts, {name: said for name, said in conditions.items() if said}, ends)
        except (OSError, http.client.HTTPException, ValueError):  # the last one: no name of a machine
            raise _unreachable() from None
        if isinstance(found, Fetched):
            return found
        parts = _led(parts, found)
    raise _answer("302")


def is_public(address: str) -> bool:
    """Whether an address of the network belongs to everybody's: not to a machine, a house, or a tunnel into one."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif any(found in network for network in WRAPPED):
            return False
    is_own = any(found in network for network in OWN)
    return found.is_global and not found.is_multicast and not found.is_reserved and not is_own


def _led(parts: SplitResult, place: str) -> SplitResult:
    """Where a redirection leads; `outside.address` also where it leads nowhere."""
    try:
        return checked(urljoin(parts.geturl(), place))
    except ValueError:
        raise _bad() from None


def _resolved(host: str, port: int) -> str:
    """The address to which the connection goes; every one that the name stands for must be public.

    One that is not is answered like a name that nobody has: which names mean something in the own network is not told.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(is_public, found)):
        raise _unreachable()
    return found[0]


def _ask(parts: SplitResult, headers: dict[str, str], ends: float) -> Fetched | str:
    """One request: what came back, or where it leads on. Who drips letters is cut off when the time is over."""
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    with ExitStack() as last:
        reached = last.enter_context(
            socket.create_connection((_resolved(host, port), port), timeout=TIMEOUT_S)
        )
        if parts.scheme == "https":
            reached = ssl.create_default_context().wrap_socket(
                reached, server_hostname=host, do_handshake_on_connect=False
            )
            last.enter_context(reached)
        cut = Timer(max(0.0, ends - time.monotonic()), _cut, [reached])
        cut.start()
        last.callback(cut.cancel)
        if isinstance(reached, ssl.SSLSocket):
            reached.do_handshake()
        link = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
        link.sock = reached
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        usual = {"User-Agent": "Neisse", "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity"}
        link.request("GET", target, headers=usual | headers)
        return _answered(link.getresponse(), ends, is_conditional=bool(headers))


def _answered(answer: http.client.HTTPResponse, ends: float, *, is_conditional: bool) -> Fetched | str:
    if answer.status in REDIRECTS and (place := answer.getheader("Location")):
        return place
    if answer.status == NOT_MODIFIED and is_conditional:
        return Fetched(None)
    if answer.status != OK or answer.getheader("Content-Encoding", "identity") != "identity":
        raise _answer(str(answer.status))
    etag, modified = answer.getheader("ETag"), answer.getheader("Last-Modified")
    said = answer.getheader("Content-Length", "")
    body = _body(answer, ends)
    if not answer.chunked and said.isdecimal() and len(body) < int(said):
        raise _unreachable()
    return Fetched(body, _header(etag, 300), _header(modified, 100))


def _cut(reached: socket.socket) -> None:
    with suppress(OSError):
        reached.shutdown(socket.SHUT_RDWR)


def _body(answer: http.client.HTTPResponse, ends: float) -> bytes:
    """All of it, or `outside.large` and `outside.unreachable` (too slow).

    Who is cut off has sent a part: taken for the whole, all that stands behind it would count as vanished.
    """
    parts, size = [], 0
    while part := answer.read1(65_536):
        size += len(part)
        parts.append(part)
        if size > MOST_BYTES:
            text = say("the calendar is larger than %(mb)s MB", mb=MOST_BYTES // 1_000_000)
            raise NeisseError("outside.large", "", text, say("import a part of it as a file"))
        if time.monotonic() > ends:
            raise _unreachable()
    if time.monotonic() > ends:
        raise _unreachable()
    return b"".join(parts)


def _header(said: str | None, longest: int) -> str:
    """A validator to send back; one that is too long or no plain text is none."""
    said = said or ""
    return said if len(said) <= longest and said.isascii() and said.isprintable() else ""


def _bad() -> NeisseError:
    text = say("this address cannot be opened from here")
    return NeisseError(
        "outside.address", "", text, say("a public address that begins with https:// or webcal://")
    )


def _unreachable() -> NeisseError:
    text = say("the address did not answer, or too slowly")
    return NeisseError("outside.unreachable", "", text, say("is the address right? It is tried again later"))


def _answer(what: str) -> NeisseError:
    text = say("the address answered %(what)s instead of a calendar", what=what)
    return NeisseError("outside.answer", "", text, say("is the calendar shared by this address?"))
