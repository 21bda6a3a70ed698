"""Writes of the one row of the instance."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from neisse.web.core.actions.mail import post
from neisse.web.core.actions.rights import require
from neisse.web.core.models import Instance, Mail, key_of

ALLOWED = "core.manage_instance"


def describe_instance(**fields: Any) -> Instance:
    """Make or change the one row of the instance."""
    instance = Instance.objects.first() or Instance()
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.save()
    return instance


@transaction.atomic
def change_settings(*, actor: Any, **fields: Any) -> Instance:
    """What managers say about their network: names, texts, contacts, colour, logo."""
    require(actor, ALLOWED)
    return describe_instance(**fields)


@transaction.atomic
def post_test_mail(*, actor: Any) -> Mail:
    """A mail to the manager who asks for it, to see whether mails arrive."""
    require(actor, ALLOWED)
    instance = Instance.objects.defer("logo").first() or Instance()
    return post(
        "test",
        actor.email,
        language=actor.language,
        subject=_("A test of the mails of %(network)s") % {"network": instance.name or "Neisse"},
        body=_("This mail was asked for on the page of the settings. It arrived, so mails work."),
        about=key_of(actor),
        urgent=True,
    )
