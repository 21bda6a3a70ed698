"""Which user speaks for which organisation."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from neisse.web.record.actions.store import store
from neisse.web.record.models import Organisation, Person


@transaction.atomic
def give_office(user: Any, organisation_key: str, actor: Any) -> None:
    """Let a user speak for an organisation: through an entry of their own among its people."""
    organisation = Organisation.objects.get(key=organisation_key)
    if Person.objects.filter(user=user, organisation=organisation).exists():
        return
    key = f"user-{user.pk}-{organisation.pk}"
    obj = {"id": key, "name": user.name or user.email, "organisation": organisation.key}
    store("person", [obj], actor=actor, reason="account")
    Person.objects.filter(key=key).update(user=user)
