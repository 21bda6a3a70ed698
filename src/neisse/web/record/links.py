"""Personal links of a campaign: a secret that can be made again for every mail, of which the database knows only the hash."""

from __future__ import annotations

from django.urls import reverse

from neisse.web.core.links import secret_from
from neisse.web.core.queries.public_address import address_or
from neisse.web.record.models import Recipient

SALT = "neisse.record.recipient"


def secret_of_seed(seed: str) -> str:
    """The secret of the link of a recipient."""
    return secret_from(SALT, seed)


def address_of(recipient: Recipient) -> str:
    """The page of a recipient as an address for mails."""
    head = address_or(recipient.campaign.web_address).rstrip("/")
    return f"{head}{reverse('record:intake', args=[secret_of_seed(recipient.seed)])}"
