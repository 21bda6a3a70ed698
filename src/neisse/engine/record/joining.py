"""Two contract objects of one organisation become one, field by field; nothing is lost that a choice did not drop.

`KEPT` is the record that stays (its id, its address), `GONE` the one that is taken into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Object = Mapping[str, Any]
KEPT, GONE, BOTH = "kept", "gone", "both"
EMPTY: tuple[Any, ...] = (None, "", [], {}, ())
TEXTS = ("names", "descriptions")
PLACE = ("city", "country", "lat", "lon")
LISTS = ("aliases", "sectors", "offers", "needs")
PLAIN = (
    "kind", "url", "ror", "lei", "nip", "regon", "krs", "hrb", "size", "founded", "status", "visibility", "source",
    "address", "postcode",
    "phone", "mail", "contact_visibility",
)  # fmt: skip
# Joined without asking: they say something about single facts, or follow from the choices.
SILENT = ("type", "id", "invented", "sources", "confirmed_on", "offers_confirmed")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both sides. `options` is empty where there is nothing to choose: equal, or only one side speaks."""

    field: str
    kept: Any
    gone: Any
    options: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """Both for lists; the narrower circle of readers; a kind that says something; else what is kept."""
        if BOTH in self.options:
            return BOTH
        narrower = self.field in {"visibility", "contact_visibility"} and self.kept == "public"
        vague = self.field == "kind" and self.kept == "other"
        return GONE if self.kept in EMPTY or narrower or vague else KEPT

    def value(self, choice: str) -> Any:
        """What the field becomes; a choice that is not offered is the default one."""
        choice = choice if choice in self.options else self.default
        if choice == BOTH:
            return list(dict.fromkeys([*self.kept, *self.gone]))
        return self.gone if choice == GONE else self.kept


def lines(kept: Object, gone: Object) -> list[Line]:
    """Every field that one of the two speaks of, in the order of the contract, other fields of files last."""
    left, right = _flat(kept), _flat(gone)
    return [
        Line(field, left.get(field), right.get(field), _options(field, left, right))
        for field in dict.fromkeys([*left, *right])
    ]


def joined(kept: Object, gone: Object, choices: Mapping[str, str]) -> dict[str, Any]:
    """The object that the two become, under the id of `kept`; names that were not chosen become other names."""
    found: dict[str, Any] = {"type": kept["type"], "id": kept["id"]}
    for line in lines(kept, gone):
        outer, _sign, inner = line.field.partition("__")
        value = line.value(choices.get(line.field, ""))
        if outer == "place":
            found |= value
        elif inner:
            found.setdefault(outer, {})[inner] = value
        else:
            found[outer] = value
    said = {found.get("name"), *(found.get("names") or {}).values()}
    others = [name for side in (kept, gone) for name in _names(side) if name not in said]
    found["aliases"] = [a for a in dict.fromkeys([*found.get("aliases", []), *others]) if a not in said]
    found["invented"] = bool(kept.get("invented") and gone.get("invented"))
    found["sources"] = {**gone.get("sources", {}), **kept.get("sources", {})}
    days = {field: side.get("confirmed_on") for field, side in ((KEPT, kept), (GONE, gone))}
    found["confirmed_on"] = max(filter(None, days.values()), default="")
    found["offers_confirmed"] = _confirmed(kept, gone, [*found.get("offers", []), *found.get("needs", [])])
    if found.get("part_of") in {kept["id"], gone["id"]}:
        del found["part_of"]
    return {name: value for name, value in found.items() if value not in EMPTY}


def _options(field: str, left: Object, right: Object) -> tuple[str, ...]:
    one, other = left.get(field), right.get(field)
    if one == other or one in EMPTY or other in EMPTY:
        return ()
    return (KEPT, GONE, BOTH) if field in LISTS else (KEPT, GONE)


def _flat(obj: Object) -> dict[str, Any]:
    """Field -> value, texts in three languages one by one, the place as one."""
    flat: dict[str, Any] = {"name": obj.get("name")}
    for outer in TEXTS:
        flat |= {f"{outer}__{language}": text for language, text in (obj.get(outer) or {}).items()}
    place = {name: obj[name] for name in PLACE if obj.get(name) not in EMPTY}
    flat |= {"place": place} if place else {}
    listed = (*LISTS, *PLAIN)
    flat |= {name: obj[name] for name in listed if obj.get(name) not in EMPTY}
    known = {"name", *TEXTS, *PLACE, *listed, *SILENT}
    return flat | {name: value for name, value in obj.items() if name not in known}


def _names(obj: Object) -> list[str]:
    return [name for name in (obj.get("name"), *(obj.get("names") or {}).values()) if name]


def _confirmed(kept: Object, gone: Object, texts: list[str]) -> dict[str, str]:
    """The later day on which somebody confirmed each offer and need."""
    sides = [side.get("offers_confirmed") or {} for side in (kept, gone)]
    found = {text: max((side[text] for side in sides if side.get(text)), default="") for text in texts}
    return {text: day for text, day in found.items() if day}
