"""What the record stage keeps about people, and for whom users speak."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.accounts import offices, personal_data
from neisse.web.record.actions.erase import erase_people_of
from neisse.web.record.actions.offices import give_office
from neisse.web.record.bridge import KINDS, to_object
from neisse.web.record.models import Organisation, Person


def register() -> None:
    """Called once, when the app is ready."""
    offices.register(offices.Offices(choices, held, give_office))
    personal_data.register(
        personal_data.Keeper(
            "people",
            _(
                "Entry in the directory: name, office, organisation, languages; with consent also e-mail and telephone"
            ),
            _("Finding the right person in an organisation"),
            _("Office in a member organisation; consent for contact data"),
            _("until the office ends; contact data until the consent ends"),
            people,
            erase_people_of,
        )
    )
    personal_data.register(
        personal_data.Keeper(
            "decisions",
            _("History: who changed or decided what, when and why"),
            _("Every decision keeps its author and its sources"),
            _("Legitimate interest of the network in traceable decisions"),
            _("with the record; the name goes when the account is deleted"),
            decisions,
            lambda user: None,
        )
    )


def choices() -> Iterable[tuple[str, str]]:
    """Organisations by name."""
    return [(row.key, str(row)) for row in Organisation.objects.all()[:2000]]


def held(user: Any) -> Iterable[str]:
    """Names of the organisations in which a user holds an office."""
    people_of = Person.objects.filter(user=user, organisation__isnull=False).select_related("organisation")
    return [str(person.organisation) for person in people_of]


def people(user: Any) -> list[dict[str, Any]]:
    """The user's entries as objects of the file contract."""
    return [to_object(person) for person in Person.objects.filter(user=user).select_related("organisation")]


def decisions(user: Any) -> list[dict[str, Any]]:
    """Versions that the user wrote."""
    columns = ("key", "history_date", "history_type", "history_change_reason")
    return [
        {"kind": kind.name, "id": key, "at": at.isoformat(), "change": change, "reason": reason or ""}
        for kind in KINDS.values()
        for key, at, change, reason in kind.model.history.filter(history_user=user)
        .order_by("history_date")
        .values_list(*columns)
    ]
