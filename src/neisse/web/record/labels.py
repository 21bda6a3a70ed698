"""What codes are called: sectors, countries, kinds that another stage or file made up."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neisse.web.core.sides import SIDES

SECTORS: dict[str, str | Promise] = {
    "biotechnology": _("Biotechnology"),
    "medical_technology": _("Medical technology"),
    "pharma": _("Pharma"),
    "digital_health": _("Digital health"),
    "diagnostics": _("Diagnostics"),
    "care": _("Care"),
    "research": _("Research"),
    "education": _("Education"),
    "finance": _("Finance"),
    "administration": _("Administration and support"),
    "manufacturing": _("Manufacturing"),
    "it": _("Information technology"),
}


def sector_label(code: str) -> str:
    """The name of a known sector; a sector of somebody's own as it is written."""
    return str(SECTORS.get(code) or code.replace("_", " "))


def side_label(country: str) -> str:
    """The country on a side of the border; other countries by their code."""
    return str(SIDES.get(country) or country)


KIND_LABELS: dict[str, str | Promise] = {
    "member": _("Member list"),
    "organisation": _("Organisations"),
    "person": _("Persons"),
    "network": _("Networks"),
    "membership": _("Memberships"),
    "measure": _("Plans"),
    "section": _("Sections"),
    "topic_group": _("Topic groups"),
    "figure": _("Figures"),
}
# What one record of a kind is called.
ONE_LABELS: dict[str, str | Promise] = {
    "organisation": _("Organisation"),
    "person": _("Person"),
    "network": _("Network"),
    "membership": _("Membership"),
    "measure": _("Plan"),
    "section": _("Section"),
    "topic_group": _("Topic group"),
    "figure": _("Figure"),
}
# The fields of files, in words: for choosing columns and for showing what differs.
FIELD_LABELS: dict[str, str | Promise] = {
    "about": _("About"),
    "aliases": _("Other names, abbreviations"),
    "audience": _("Audience"),
    "certainty": _("Certainty"),
    "address": _("Street and number"),
    "city": _("Town"),
    "contact_visibility": _("Who sees address, telephone and e-mail"),
    "fee_class": _("Fee class"),
    "mail": _("E-mail"),
    "postcode": _("Postcode"),
    "venue": _("Venue"),
    "consent": _("Consent"),
    "location": _("Place or address"),
    "membership.fee_class": _("Membership: fee class"),
    "membership.from": _("Membership: from"),
    "membership.kind": _("Membership: kind"),
    "membership.network": _("Membership: network"),
    "membership.until": _("Membership: until"),
    "person.name": _("Person to ask: name"),
    "person.office": _("Person to ask: office"),
    "person.phone": _("Person to ask: telephone"),
    "consent.by": _("Who says that there is a consent"),
    "concept": _("Concept"),
    "confirmed_on": _("Last confirmed"),
    "consent.given_on": _("Consent given on"),
    "consent.purpose": _("Consent for"),
    "consent.until": _("Consent until"),
    "cost": _("Cost in euro"),
    "cost_cents": _("Cost in cents"),
    "country": _("Country"),
    "date": _("Day"),
    "description": _("Description"),
    "descriptions": _("Description"),
    "email": _("E-mail"),
    "ends": _("Until"),
    "family_name": _("Family name"),
    "founded": _("Founded"),
    "from": _("From"),
    "given_name": _("Given name"),
    "id": _("id"),
    "invented": _("Example"),
    "kind": _("Kind"),
    "language": _("Language"),
    "languages": _("Languages"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "name": _("Name"),
    "names": _("Name"),
    "needs": _("Needs"),
    "network": _("Network"),
    "networks": _("Networks"),
    "note": _("Note"),
    "offers": _("Offers"),
    "office": _("Office"),
    "organisation": _("Organisation"),
    "owner": _("Owner"),
    "partners": _("Together with"),
    "period": _("When"),
    "phone": _("Telephone"),
    "place": _("Town"),
    "place.city": _("Town"),
    "place.country": _("Country"),
    "place.lat": _("Latitude"),
    "place.lon": _("Longitude"),
    "place.online": _("Online"),
    "representative": _("Represented by"),
    "sectors": _("Sectors"),
    "size": _("Employees"),
    "source": _("Source"),
    "staff_days": _("Staff days"),
    "starts": _("From"),
    "status": _("Status"),
    "time": _("Time of day"),
    "title": _("Title"),
    "titles": _("Title"),
    "topics": _("Topics"),
    "unit": _("Unit"),
    "until": _("Until"),
    "url": _("Website"),
    "value": _("Value"),
    "visibility": _("Visibility"),
    "year": _("Year"),
}
