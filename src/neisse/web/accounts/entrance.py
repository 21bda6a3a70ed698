"""What of accounts stands at the entrance: the steps in which people come in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.accounts.models import Role, User
from neisse.web.core import steps
from neisse.web.core.steps import Step

MANY = 2


def register() -> None:
    """Called once, when the app is ready."""
    steps.register(
        Step(
            "people",
            _("Invite people"),
            _("Members see their own entry and hand in plans."),
            "accounts:invite",
            _has_people,
            40,
        )
    )
    steps.register(
        Step(
            "circle",
            _("Name the circle"),
            _("The circle sees each other's plans and overlaps, and decides together."),
            "accounts:users",
            User.objects.filter(role=Role.CIRCLE, is_active=True).exists,
            50,
        )
    )


def _has_people() -> bool:
    return User.objects.filter(is_active=True)[:MANY].count() >= MANY
