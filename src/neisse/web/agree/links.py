"""The personal link of a seat: a secret that can be made again for every mail, of which the database knows only the hash."""

from __future__ import annotations

from django.urls import reverse

from neisse.web.agree.models import SeatLink
from neisse.web.core.links import secret_from

SALT = "neisse.agree.seat"


def secret_of_seed(seed: str) -> str:
    """The secret of the link of a seat."""
    return secret_from(SALT, seed)


def address_of(link: SeatLink) -> str:
    """The page on which a seat answers, as an address for mails."""
    head = link.seat.round.web_address.rstrip("/")
    return f"{head}{reverse('agree:by_mail', args=[secret_of_seed(link.seed)])}"
