"""The region for which Neisse is made: its clock and its countries. Languages stand in `texts`.

These are defaults: an instance names countries and zone of its own, and every function that needs them takes them.
"""

from __future__ import annotations

HOME_ZONE = "Europe/Berlin"
HOME_COUNTRIES = ("DE", "PL")
ZONES = {"DE": HOME_ZONE, "PL": "Europe/Warsaw", "CZ": "Europe/Prague"}


def zone_of(country: str, home: str = HOME_ZONE) -> str:
    """The time zone of a country of the region, `home` for any other; Berlin, Warsaw and Prague keep the same time."""
    return ZONES.get(country, home)
