"""What the meet stage keeps about people (rows of the register of processing)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts import personal_data
from neisse.web.meet.actions.retention import erase_registrations_of
from neisse.web.meet.models import Registration


def register() -> None:
    """Called once, when the app is ready."""
    personal_data.register(
        personal_data.Keeper(
            "registrations",
            _(
                "Registration for an event: name, e-mail, organisation, function, country, languages, answers, check-in"
            ),
            _("Carrying out the event that the person registered for"),
            _("Consent with the registration"),
            _(
                "until the days that the event names are over after its end; mails until then, their text until sent"
            ),
            registrations,
            erase_registrations_of,
        )
    )


def registrations(user: Any) -> list[dict[str, Any]]:
    """What a user registered, by login or under the same address."""
    rows = Registration.objects.select_related("event", "organisation")
    return [
        {
            "event": row.event.title,
            "name": row.name,
            "email": row.email,
            "organisation": row.comes_from,
            "function": row.office,
            "country": row.country,
            "languages": row.languages,
            "answers": row.answers,
            "state": row.state,
            "registered_at": row.created_at.isoformat(),
            "checked_in_at": row.checked_in_at.isoformat() if row.checked_in_at else None,
            "kept_until": row.keep_until.isoformat() if row.keep_until else None,
        }
        for row in rows.filter(Q(user=user) | Q(email__iexact=user.email))
    ]
