"""What pages ask of the core."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from neisse.engine.values import HOME_COUNTRIES
from neisse.web.core.models import Instance


def the_instance() -> Instance:
    """The instance; an unsaved, empty one before anything was set up."""
    return Instance.objects.defer("logo").first() or Instance()


def home_countries() -> list[str]:
    """The countries of the instance: those it names, else those of the region."""
    return [*(the_instance().countries or HOME_COUNTRIES)]


def today() -> date:
    """Today in the instance's time zone; the reference day in a demonstration."""
    return the_instance().today or timezone.localdate()
