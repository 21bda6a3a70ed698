"""From where a request comes: past the proxies that the instance trusts, and never further."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
FOR = re.compile(r'(?:^|;)\s*for\s*=\s*"?([^";,]+)', re.IGNORECASE)
IPV6_HOME_BITS = 64  # what one household or office gets at least; inside of it addresses are free to change

OWN = {"REMOTE_ADDR": "127.0.0.1"}  # of the instance that asks itself


def client_address(request: HttpRequest) -> str:
    """The network address of who asks; empty where the server knows none.

    The header of `NEISSE_PROXY_HEADER` is read from its end, and only as far as each hop was a proxy of
    `NEISSE_PROXIES`; what a client wrote in front of that is ignored.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return direct
    hops = hops_of(request)
    here, passed = direct, 0
    while hops and _is_proxy(here, passed):
        before = parsed(hops.pop())
        if before is None:
            break
        here, passed = str(before), passed + 1
    return here


def hops_of(request: HttpRequest) -> list[str]:
    """The addresses that proxies wrote down, the nearest last.

    A server of the WSGI kind cannot tell `X_Forwarded_For` from `X-Forwarded-For`, so a proxy has to drop the first.
    `Forwarded` (RFC 7239) has no second spelling: where a proxy sets it, nothing that a client sends counts.
    """
    if settings.PROXY_HEADER == "forwarded":
        elements = request.META.get("HTTP_FORWARDED", "").split(",")
        return [found[1] if (found := FOR.search(element)) else "" for element in elements]
    return [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]


def sender_of(request: HttpRequest) -> str:
    """Under which name tries are counted: the address, of IPv6 its network of 64 bits."""
    return network_of(client_address(request))


def network_of(address: str) -> str:
    """An address as one household: IPv4 as it is, IPv6 without its last 64 bits."""
    found = parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_HOME_BITS), strict=False))
    return str(found or address)


def parsed(text: str) -> Address | None:
    """An address as proxies write it: with a port or brackets too, IPv4 inside IPv6 as IPv4; None if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_proxy(address: str, passed: int) -> bool:
    """Whether this hop is trusted: by its network, or because so many proxies stand in front."""
    if settings.PROXIES.isdigit():
        return passed < int(settings.PROXIES)
    found = parsed(address) if address else parsed("127.0.0.1")  # a Unix socket has no address
    networks = [ip_network(name.strip(), strict=False) for name in settings.PROXIES.split(",")]
    return found is not None and any(found in network for network in networks)
