"""Secret links: who has the address may pass.

A secret is random, or made from a random seed with the key of the instance, so that every mail can hold it again.
The database keeps its hash: a thief of rows opens nothing. A link is found by this hash, never by comparing
secrets, so the time of an answer tells nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, register_converter
from django.urls.converters import StringConverter
from django.utils.crypto import salted_hmac

SECRET_BYTES = 32
HIDDEN = "…"
# Parts of addresses of other applications that are secrets.
SECRETS_OF_OTHERS = {"account_reset_password_from_key": {"key"}, "account_confirm_email": {"key"}}
FIRST_SECRET = re.compile(r"<secret:\w+>|\(\?P<(?:uidb36|key)>")
OTHER_PART = re.compile(r"<[^>]+>")
M = TypeVar("M", bound=Model)


class SecretConverter(StringConverter):
    """A part of an address that opens something: `<secret:name>`. It never stands in a log."""


register_converter(SecretConverter, "secret")


def new_secret() -> str:
    """A secret of 256 bits that fits into an address; also the seed of one."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_from(salt: str, seed: str) -> str:
    """The 43 signs that only this instance can make of a seed, for one purpose."""
    mac = salted_hmac(salt, seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def digest_of(secret: str) -> str:
    """How a secret is kept. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def behind(rows: QuerySet[M], secret: str) -> M | None:
    """The row that a secret belongs to, whether it still opens or not; None for a guess."""
    return rows.filter(digest=digest_of(secret)).first()


def signed(purpose: str) -> str:
    """A secret without a row: it says its purpose and its time, signed with the key of the instance."""
    return signing.dumps(purpose, salt=f"neisse.link.{purpose}")


def is_signed(secret: str, purpose: str, seconds: int) -> bool:
    """Whether a secret was signed here for this purpose, not longer ago than so many seconds."""
    try:
        said: Any = signing.loads(secret, salt=f"neisse.link.{purpose}", max_age=seconds)
    except signing.BadSignature:
        return False
    return bool(said == purpose)


def secrets_in(match: ResolverMatch | None) -> dict[str, Any]:
    """The parts of the address of a request that are secrets, by name."""
    if match is None:
        return {}
    names = set(SECRETS_OF_OTHERS.get(match.view_name, ()))
    names |= {part for part in match.kwargs if f"<secret:{part}>" in match.route}
    return {name: match.kwargs[name] for name in names if name in match.kwargs}


def without_secrets(text: str) -> str:
    """A text for a log: in every path of the product the part that is a secret is hidden."""
    return _secret_paths().sub(lambda found: f"{found[1]}{HIDDEN}", text) if "/" in text else text


@cache
def _secret_paths() -> re.Pattern[str]:
    """Every path up to its secret, from the addresses themselves; a new one needs no list."""
    heads = sorted({re.escape(head) for head in _heads(get_resolver().url_patterns, "/")}, key=len)
    heads = [head.replace(re.escape(HIDDEN), r"[^/\s]+") for head in heads]
    return re.compile(rf"({'|'.join(reversed(heads))})[^/\s?#\"'<>]+")


def _heads(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for entry in patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from _heads(entry.url_patterns, route)
        elif found := FIRST_SECRET.search(route):
            yield OTHER_PART.sub(HIDDEN, route[: found.start()])
