"""What codes are called: sectors, countries, kinds that another stage or file made up."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
SIDES: dict[str, str | Promise] = {"DE": _("Germany"), "PL": _("Poland"), "CZ": _("Czechia")}


def sector_label(code: str) -> str:
    """The name of a known sector; a sector of somebody's own as it is written."""
    return str(SECTORS.get(code) or code.replace("_", " "))


def side_label(country: str) -> str:
    """The country on a side of the border; other countries by their code."""
    return str(SIDES.get(country) or country)
