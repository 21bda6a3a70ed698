"""Secret links: who has the address may pass. The database keeps only the hash of a secret."""

from __future__ import annotations

from typing import Any

from django.urls import ResolverMatch, register_converter
from django.urls.converters import StringConverter

# Parts of addresses of other applications that are secrets.
SECRETS_OF_OTHERS = {"account_reset_password_from_key": {"key"}, "account_confirm_email": {"key"}}


class SecretConverter(StringConverter):
    """A part of an address that opens something: `<secret:name>`. It never stands in a log or in a referrer."""


register_converter(SecretConverter, "secret")


def secrets_in(match: ResolverMatch | None) -> dict[str, Any]:
    """The parts of the address of a request that are secrets, by name."""
    if match is None:
        return {}
    names = set(SECRETS_OF_OTHERS.get(match.view_name, ()))
    names |= {part for part in match.kwargs if f"<secret:{part}>" in match.route}
    return {name: match.kwargs[name] for name in names if name in match.kwargs}
