"""The filter bars of lists. Every filter is lenient: what is not understood is left out, never an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.web.core.bridge import fold
from neisse.web.core.content import town_label
from neisse.web.core.filters import Filters, Label, choice_label, language_name, text
from neisse.web.core.lookups import Find
from neisse.web.record.labels import sector_label, side_label
from neisse.web.record.models import Measure, Network, Organisation, Visibility
from neisse.web.record.queries.facets import MOST_CHOICES, Choice, measure_facets, organisation_facets
from neisse.web.record.queries.visible import visible_organisations


class DirectoryFilters(Filters):
    """Filters of the directory."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    country = text(_("Side of the border"))
    city = text(_("Town"))
    kind = text(_("Kind"))
    sector = text(_("Sector"))
    network = text(_("Network"))
    sort = text(_("Order"))

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        facets = organisation_facets(user)
        self.offer_counted("country", facets["country"], side_label)
        self.offer_counted("city", facets["city"], town_label)
        self.offer_counted("kind", facets["kind"], choice_label(Organisation.Kind.choices))
        self.offer_counted("sector", facets["sector"], sector_label)
        self.offer("network", [(network.slug, str(network)) for network in Network.objects.all()[:200]])
        self.offer_orders(
            [("name", _("name")), ("city", _("town")), ("kind", _("kind")), ("new", _("last changed"))]
        )


class PeopleFilters(Filters):
    """Filters of the persons."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    organisation = text(_("Organisation"))
    account = text(_("Account"))
    sort = text(_("Order"))

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        houses = visible_organisations(user).filter(people__isnull=False).distinct().order_by("folded_name")
        self.offer(
            "organisation", [(house.slug, str(house)) for house in houses[:MOST_CHOICES]], by_name(user)
        )
        self.offer("account", [("yes", _("with an account")), ("no", _("without an account"))])
        self.offer_orders([("name", _("name")), ("organisation", _("organisation"))])


class PlanFilters(Filters):
    """Filters of the plans."""

    more = ("city", "owner", "certainty", "language", "visibility", "first", "last", "sort")

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    time = text(_("Time"))
    kind = text(_("Kind"))
    country = text(_("Side of the border"))
    topic = text(_("Topic"))
    city = text(_("Town"))
    owner = text(_("Owner"))
    certainty = text(_("Certainty"))
    language = text(_("Language"))
    visibility = text(_("Visibility"))
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    sort = text(_("Order"))

    def __init__(self, data: Any, user: Any, *, with_time: bool = True) -> None:
        super().__init__(data)
        facets = measure_facets(user)
        self.offer_counted("kind", facets["kind"], choice_label(Measure.Kind.choices))
        self.offer_counted("country", facets["country"], side_label)
        self.offer_counted("topic", facets["topic"])
        self.offer_counted("city", facets["city"], town_label)
        self.offer_counted("owner", facets["owner"], owner_names(facets["owner"]), find=by_name(user))
        self.offer_counted("language", facets["language"], language_name)
        self.offer("certainty", Measure.Certainty.choices)
        self.offer("visibility", Visibility.choices)
        self.fields["time"].widget = forms.Select(
            choices=[("", _("upcoming")), ("past", _("past")), ("undated", _("date open")), ("all", _("all"))]
        )
        self.offer_orders(
            [("time", _("time")), ("title", _("title")), ("kind", _("kind")), ("city", _("town")),
             ("certainty", _("certainty")), ("new", _("last changed"))]
        )  # fmt: skip
        if not with_time:
            for name in ("time", "first", "last", "sort"):
                del self.fields[name]
            self.usual_order = ""


def by_name(user: Any) -> Find:
    """Finds the one organisation of a name among all that the reader may see; one query, where somebody typed."""

    def find(said: str) -> str:
        found = visible_organisations(user).filter(folded_name=fold(said)).order_by()
        slugs = list(found.values_list("slug", flat=True)[:2])
        return slugs[0] if len(slugs) == 1 else ""

    return find


def owner_names(counted: Iterable[Choice]) -> Label:
    """Names of the organisations behind slugs; one query."""
    rows: QuerySet[Organisation] = Organisation.objects.filter(slug__in=[slug for slug, _n in counted])
    names = {row.slug: str(row) for row in rows.only("slug", "name", "names_de", "names_pl", "names_en")}
    return lambda slug: names.get(slug, slug)
