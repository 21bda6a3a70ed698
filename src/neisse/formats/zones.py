"""Names of time zones as calendars write them: IANA, Windows, vendors' paths, lists of towns."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from neisse.engine.values import HOME_ZONE, zone_of

# Short names that are used in the region, and what is meant by them.
SHORT = {
    **dict.fromkeys(["mez", "mesz", "cest", "cet/cest", "mitteleuropäische zeit", "mitteleuropäische sommerzeit"], HOME_ZONE),
    **dict.fromkeys(["czas środkowoeuropejski", "środkowoeuropejski czas letni", "warschau"], zone_of("PL")),
    "prag": zone_of("CZ"), "wien": "Europe/Vienna", "bst": "Europe/London",
    **dict.fromkeys(["z", "utc", "gmt", "etc/utc", "coordinated universal time"], "UTC"),
}  # fmt: skip
# "GMT+0100", "UTC+1": a fixed distance, whatever the summer does. Names of IANA turn the sign round.
_FIXED = re.compile(r"(?:utc|gmt)\s*([+-]\s?\d{1,2})(?::?00)?")
_TOWNS = re.compile(r"^\s*\((?:GMT|UTC)[^)]*\)\s*(?P<towns>.+)$", re.IGNORECASE)
_CUSTOM = re.compile(
    r"\s*\(?(?:standard|daylight|sommerzeit|normalzeit|summer) ?(?:time|zeit)?\)?$|\d$", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    known = {name.lower(): name for name in available_timezones()}
    known |= {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return known | {
        zone.rpartition("/")[2].lower(): zone
        for zone in sorted(available_timezones())
        if zone.startswith("Europe/")
    }


@lru_cache(maxsize=512)
def zone_named(said: str) -> str:
    """The IANA name of a zone, "" where the name says none. Cost: some look-ups."""
    name = said.strip().strip('"').strip().lower()
    known = _known()
    if name in SHORT or name in known:
        return SHORT.get(name) or known[name]
    if fixed := _FIXED.fullmatch(name):
        hours = int(fixed[1].replace(" ", ""))
        return f"Etc/GMT{-hours:+d}" if hours and abs(hours) <= 12 else "UTC" if not hours else ""
    parts = [part for part in re.split(r"[/\\]+", name) if part]
    for start in range(1, len(parts)):
        tail = "/".join(parts[start:])
        if tail in known or tail in SHORT:
            return SHORT.get(tail) or known[tail]
    if (listed := _TOWNS.match(said)) or "," in said:
        for town in re.split(r"[,;]", listed["towns"] if listed else said):
            if (word := town.strip().lower().replace(" ", "_")) in known:
                return known[word]
    for form in (f"{name} standard time", _CUSTOM.sub("", name).strip()):
        if form in known and form != name:
            return known[form]
    return ""
