"""The planted instance and its readers, for every test here."""

from tests.web.markers.planting import planted, readers, secrets

__all__ = ["planted", "readers", "secrets"]
