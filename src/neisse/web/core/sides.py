"""The countries whose sides of the border an instance may show."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIDES: dict[str, str | Promise] = {"DE": _("Germany"), "PL": _("Poland"), "CZ": _("Czechia")}
