"""Rounds and what belongs to them, scoped to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models import Budget, Round, Seat, Team
from neisse.web.agree.rules.seen import may_see_round
from neisse.web.record.queries.hanging import register_page
from neisse.web.record.queries.veil import register_scope, scoped


def visible_rounds(user: Any) -> QuerySet[Round]:
    """All for managers; those under way for whose organisation has a seat."""
    return scoped(may_see_round.among(Round.objects.all(), user), user)  # type: ignore[no-any-return]


def listed_rounds(user: Any, filters: Mapping[str, Any]) -> QuerySet[Round]:
    """Rounds under their filter, the newest year first, with how many seats each has."""
    rows = visible_rounds(user).annotate(sits=Count("seats"))
    if query := filters.get("q"):
        rows = rows.filter(name__icontains=query)
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    return rows.order_by("-year", "name", "pk")


def seats_of(user: Any, round_: Round) -> QuerySet[Seat]:
    """The seats by the name of their organisation; one that the reader may not see has no name."""
    rows = Seat.objects.filter(round=round_).select_related("organisation")
    return scoped(rows.order_by("organisation__folded_name", "pk"), user)  # type: ignore[no-any-return]


def parts_of(user: Any, round_: Round, model: Any) -> QuerySet[Any]:
    """Goals, budgets, teams or closed days of a round."""
    return scoped(model.objects.filter(round=round_), user)  # type: ignore[no-any-return]


def register_scopes() -> None:
    """Called once, when the app is ready."""
    register_scope(Round, visible_rounds)
    for model in (Seat, Budget, Team):
        register_page(
            model, _("Coordination rounds"), lambda row: reverse("agree:round", args=[row.round_id])
        )
