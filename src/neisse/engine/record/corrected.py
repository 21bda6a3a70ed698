"""A record of a new list that is a stored one with a corrected name or town: recognised, never taken for new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, process

from neisse.engine.text.fold import fold
from neisse.engine.text.towns import find_town

Object = Mapping[str, Any]
# From here on two names in one town are one name with a slip; below, even a common address makes them two tenants.
SLIP_PERCENT, NEIGHBOURS_PERCENT = 88, 50
PREFIX_LETTERS = 4


class Stored:
    """Stored organisations, to be looked through by what a corrected record keeps: letters, or ways to reach it.

    `meant_by(obj)` are the ids of those of which `corrected` says why, in the order of `stored`. Cost: names that begin
    alike are compared in one call of rapidfuzz, everything else is looked up; so ten thousand lines beside ten
    thousand organisations take seconds.
    """

    def __init__(self, stored: Mapping[str, Object]) -> None:
        self._stored, self._order = stored, {key: at for at, key in enumerate(stored)}
        self._by_sign: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_prefix: dict[str, dict[str, str]] = defaultdict(dict)
        for key, before in stored.items():
            for sign in reach_signs(before):
                self._by_sign[sign].append(key)
            if start := prefix(str(before.get("name") or "")):
                self._by_prefix[start][key] = _sorted_words(before)

    def meant_by(self, obj: Object) -> tuple[str, ...]:
        """Ids of the stored organisations that a record under another id may be."""
        keys = {key for sign in reach_signs(obj) for key in self._by_sign.get(sign, ())}
        names = self._by_prefix.get(prefix(str(obj.get("name") or "")), {})
        found = process.extract(
            _sorted_words(obj), names, scorer=fuzz.ratio, score_cutoff=SLIP_PERCENT, limit=None
        )
        keys.update(key for _name, _percent, key in found)
        likely = sorted(keys, key=self._order.__getitem__)
        return tuple(key for key in likely if corrected(self._stored[key], obj))


def _sorted_words(found: Object) -> str:
    """The folded name as `token_sort_ratio` compares it."""
    return " ".join(sorted(fold(str(found.get("name") or "")).split()))


def prefix(name: str) -> str:
    """The letters that a corrected name keeps: stored names are looked through by them."""
    return fold(name)[:PREFIX_LETTERS]


def reach_signs(found: Object) -> frozenset[tuple[str, str]]:
    """What is the organisation's alone: mail address, host of the website, telephone, street with postcode."""
    signs = {("mail", fold(str(found.get("mail") or "")))}
    host = re.sub(r"^https?://(www\.)?", "", str(found.get("url") or "").lower()).partition("/")[0]
    signs.add(("url", host))
    digits = re.sub(r"\D", "", str(found.get("phone") or "")).lstrip("0")
    signs.add(("phone", digits if len(digits) >= 6 else ""))
    street = re.sub(r"str(asse|\.)?(?=\s|\d|$)", "str", fold(str(found.get("address") or "")))
    code = str(found.get("postcode") or "")
    signs.add(("address", f"{code} {' '.join(street.split())}" if street and code else ""))
    return frozenset(sign for sign in signs if sign[1])


def corrected(before: Object, after: Object) -> str:
    """Why a stored organisation may be meant by a record under another id; "" where nothing speaks for it.

    The same name in another town, a slip in the name in the same town, or a similar name with the same mail,
    website, telephone or street.
    """
    names = fold(str(before.get("name") or "")), fold(str(after.get("name") or ""))
    if not all(names):
        return ""
    likeness = fuzz.token_sort_ratio(*names)
    if names[0] == names[1]:
        return "the same name"
    if likeness >= SLIP_PERCENT and _one_town(before, after):
        return "nearly the same name in the same town"
    common = reach_signs(before) & reach_signs(after)
    if common and max(likeness, fuzz.partial_ratio(*names)) >= NEIGHBOURS_PERCENT:
        return f"the same {sorted(common)[0][0]}"
    return ""


def _one_town(one: Object, other: Object) -> bool:
    cities = str(one.get("city") or ""), str(other.get("city") or "")
    towns = [find_town(city) for city in cities]
    return towns[0] == towns[1] if all(towns) else fold(cities[0]) == fold(cities[1])
