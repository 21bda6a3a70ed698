"""Personal links: a secret that can be made again for every mail, of which the database knows only the hash."""

from __future__ import annotations

import secrets

from django.urls import reverse

from neisse.web.core.links import digest_of, secret_from
from neisse.web.core.queries.public_address import address_or
from neisse.web.meet.models import Event, MeetingRequest, Registration

SALT = "neisse.meet.registration"
ANSWER_SALT = "neisse.meet.answer"
# Without signs that are easily mistaken for each other on paper.
BADGE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BADGE_LENGTH = 6


def secret_of_seed(seed: str) -> str:
    """The secret of a personal link: 43 signs that fit into an address."""
    return secret_from(SALT, seed)


def answer_secret(request: MeetingRequest) -> str:
    """The secret by which the asked person answers one request from a mail; it opens nothing else."""
    return secret_from(ANSWER_SALT, f"{request.asked.link_seed}:{request.pk}")


def answer_path(request: MeetingRequest) -> str:
    """The path of the page on which the asked person answers."""
    return reverse("meet:answer", args=[answer_secret(request)])


def digest_of_seed(seed: str) -> str:
    """What the database keeps to find the registration of a secret."""
    return digest_of(secret_of_seed(seed))


def personal_path(registration: Registration) -> str:
    """The path of the page of one registration, for the person alone."""
    return reverse("meet:mine", args=[secret_of_seed(registration.link_seed)])


def absolute(event: Event, path: str) -> str:
    """A path of the instance as an address for mails and codes."""
    return f"{address_or(event.web_address).rstrip('/')}{path}"


def new_badge_code() -> str:
    """A short code for a badge: 30 bits, unique within an event by constraint."""
    return "".join(secrets.choice(BADGE_SIGNS) for _ in range(BADGE_LENGTH))
