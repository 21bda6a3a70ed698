"""Personal links: a secret that can be made again for every mail, of which the database knows only the hash."""

from __future__ import annotations

import base64
import secrets

from django.urls import reverse
from django.utils.crypto import salted_hmac

from neisse.web.accounts.queries import digest_of
from neisse.web.meet.models import Event, Registration

SALT = "neisse.meet.registration"
# Without signs that are easily mistaken for each other on paper.
BADGE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BADGE_LENGTH = 6


def new_seed() -> str:
    """A seed of 256 bits; without the instance's secret key it opens nothing."""
    return secrets.token_urlsafe(32)


def secret_of_seed(seed: str) -> str:
    """The secret of a personal link: 43 signs that fit into an address."""
    mac = salted_hmac(SALT, seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def digest_of_seed(seed: str) -> str:
    """What the database keeps to find the registration of a secret."""
    return digest_of(secret_of_seed(seed))


def personal_path(registration: Registration) -> str:
    """The path of the page of one registration, for the person alone."""
    return reverse("meet:mine", args=[secret_of_seed(registration.link_seed)])


def absolute(event: Event, path: str) -> str:
    """A path of the instance as an address for mails and codes."""
    return f"{event.web_address.rstrip('/')}{path}"


def new_badge_code() -> str:
    """A short code for a badge: 30 bits, unique within an event by constraint."""
    return "".join(secrets.choice(BADGE_SIGNS) for _ in range(BADGE_LENGTH))
