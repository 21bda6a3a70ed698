"""Where something is."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Place:
    """A town as people write it, its ISO country, its coordinates in degrees where known, or online."""

    city: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    online: bool = False

    def distance_km(self, other: Place) -> float | None:
        """Great-circle distance (haversine, sphere of the mean radius), None where a side has no point."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return None
        half_lat = radians(other.lat - self.lat) / 2
        half_lon = radians(other.lon - self.lon) / 2
        chord = sin(half_lat) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * sin(half_lon) ** 2
        return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
