"""A delegation as a journey: stops in order, how far it is between them, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from neisse.web.meet.models import Delegation, Stop, Visit
from neisse.web.record.queries.veil import scoped

EARTH_RADIUS_KM = 6371.0
# Roads and tracks are longer than the straight line by about a quarter; flights are not.
DETOUR = {Stop.Travel.COACH: 1.25, Stop.Travel.CAR: 1.25, Stop.Travel.RAIL: 1.25, Stop.Travel.AIR: 1.0}
SPEED_KMH = {Stop.Travel.COACH: 75.0, Stop.Travel.CAR: 85.0, Stop.Travel.RAIL: 80.0, Stop.Travel.AIR: 600.0}
# Getting in, out and to the door.
EXTRA_MIN = {Stop.Travel.COACH: 10, Stop.Travel.CAR: 10, Stop.Travel.RAIL: 30, Stop.Travel.AIR: 150}
ROUND_MIN = 5


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a stop: an estimate from the straight line, not a timetable."""

    distance_km: int
    travel_min: int
    free_min: int

    @property
    def is_tight(self) -> bool:
        """Whether the plan leaves less time than the way is estimated to take."""
        return self.free_min < self.travel_min

    @property
    def travel(self) -> timedelta:
        """The estimated duration."""
        return timedelta(minutes=self.travel_min)


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop with the way to it, its visits, and visits that lie outside the stay or meet each other."""

    stop: Stop
    way: Way | None
    visits: list[Visit]
    misfits: list[Visit]


def journey(user: Any, delegation: Delegation) -> list[Leg]:
    """All stops in the order of arrival, with hosts as far as the reader may see them: two queries."""
    stops: list[Stop] = list(scoped(delegation.stops.prefetch_related("visits__host"), user))
    before: list[Stop | None] = [None, *stops][: len(stops)]
    return [
        Leg(stop, way_between(last, stop), list(stop.visits.all()), misfits(stop, list(stop.visits.all())))
        for last, stop in zip(before, stops, strict=True)
    ]


def way_between(last: Stop | None, stop: Stop) -> Way | None:
    """How far and how long it is from one stop to the next; None without both points."""
    if last is None or None in (last.lat, last.lon, stop.lat, stop.lon) or not stop.travel:
        return None
    straight_km = great_circle_km((last.lat or 0, last.lon or 0), (stop.lat or 0, stop.lon or 0))
    travel = Stop.Travel(stop.travel)
    distance_km = straight_km * DETOUR[travel]
    minutes = 60 * distance_km / SPEED_KMH[travel] + EXTRA_MIN[travel]
    free_min = int((stop.arrives_at - last.leaves_at).total_seconds() // 60)
    return Way(round(distance_km), ROUND_MIN * round(minutes / ROUND_MIN), free_min)


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points (latitude, longitude in degrees) on a sphere: the haversine formula."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(h))


def misfits(stop: Stop, visits: Sequence[Visit]) -> list[Visit]:
    """Visits outside the stay, and those that begin before the one before them ends."""
    outside = [v for v in visits if v.starts_at < stop.arrives_at or v.ends_at > stop.leaves_at]
    ordered = sorted(visits, key=lambda v: (v.starts_at, v.pk))
    meeting = [
        later
        for number, later in enumerate(ordered)
        if any(later.starts_at < earlier.ends_at for earlier in ordered[:number])
    ]
    return [visit for visit in ordered if visit in outside or visit in meeting]
