"""What storing a record of a file would mean, in the reader's words: when, where, whose, and old -> new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from neisse.engine.values import NeisseError
from neisse.web.core.when import days_text, period_text
from neisse.web.record.bridge.fields import EMPTY, Object
from neisse.web.record.bridge.kinds import KINDS, to_object
from neisse.web.record.bridge.measures import write_times
from neisse.web.record.labels import FIELD_LABELS, sector_label, side_label
from neisse.web.record.models import Measure, Organisation, Visibility
from neisse.web.record.queries.scoped import visible, with_parts

Names = Mapping[str, str]
Said = tuple[str, str]
WORDS: dict[str, dict[str, Any]] = {
    "certainty": dict(Measure.Certainty.choices),
    "visibility": dict(Visibility.choices),
    "contact_visibility": dict(Visibility.choices),
}
KIND_WORDS: dict[str, dict[str, Any]] = {
    "measure": dict(Measure.Kind.choices),
    "organisation": dict(Organisation.Kind.choices),
}
# What is told of a record, in this order; `when` and `where` are made of several fields.
FACTS = {
    "measure": (
        "when",
        "where",
        "owner",
        "partners",
        "kind",
        "certainty",
        "topics",
        "cost_cents",
        "visibility",
    ),
    "organisation": (
        "kind",
        "address",
        "where",
        "phone",
        "mail",
        "url",
        "sectors",
        "offers",
        "needs",
        "visibility",
    ),
    "person": ("office", "organisation", "email", "phone", "consent"),
    "membership": ("organisation", "network", "from", "until", "kind", "fee_class"),
    "figure": ("about", "concept", "value", "unit", "year", "date"),
}
TIMES = ("starts", "ends", "period")
PLACES = ("postcode", "city", "country")
SILENT = frozenset({"type", "id", "lat", "lon", "offers_confirmed", "sources", *TIMES})
LAST_DAYS = ("until",)


def facts(obj: Object, names: Names) -> list[Said]:
    """(what, said) of a record that is new, without what is empty."""
    kind = str(obj["type"])
    told = [(name, words_of(kind, name, obj, names)) for name in FACTS.get(kind, ())]
    return [(label_of(name), said) for name, said in told if said]


def changes(before: Object, after: Object, fields: Sequence[str], names: Names) -> list[tuple[str, str, str]]:
    """(what, old, new) for each changed field; times are one, a place is one."""
    kind, told = str(after["type"]), dict.fromkeys(_told(fields))
    found = []
    for name in told:
        old, new = (words_of(kind, name, obj, names) for obj in (before, after))
        if old != new:
            found.append((label_of(name), old, new))
    return found


def _told(fields: Sequence[str]) -> Iterator[str]:
    for name in fields:
        if name in TIMES:
            yield "when"
        elif name in {"place", "venue", "city", "country"}:
            yield "where"
        elif name not in SILENT:
            yield name


def label_of(name: str) -> str:
    """A field in words."""
    special = {"cost_cents": _("Cost"), "when": _("When"), "where": _("Where"), "online": _("Online")}
    return str(special.get(name) or FIELD_LABELS.get(name, name))


def words_of(kind: str, name: str, obj: Object, names: Names) -> str:
    """What an object says for a field, as people read it."""
    if name in TOGETHER:
        return TOGETHER[name](obj)
    value: Any = obj.get(name)
    if value in EMPTY:
        return ""
    words = KIND_WORDS.get(kind, {}) if name == "kind" else WORDS.get(name)
    if words is not None:
        return str(words.get(value, value))
    if name == "cost_cents":
        return f"{number_format(int(value) / 100, 2, use_l10n=True, force_grouping=True)} €"
    return _plain(name, value, names)


def _plain(name: str, value: Any, names: Names) -> str:
    if isinstance(value, list):
        shown = [sector_label(v) if name == "sectors" else names.get(str(v), str(v)) for v in value]
        return ", ".join(shown)
    if isinstance(value, dict):
        return " · ".join(_day(str(part)) for part in value.values())
    text = str(value)
    return _day(text, last=name in LAST_DAYS) if _is_day(text) else names.get(text, text)


def _when(obj: Object) -> str:
    place = obj.get("place") or {}
    row = Measure(country=str(place.get("country") or ""))
    try:
        write_times(row, obj)
    except (ValueError, NeisseError):
        return " – ".join(str(obj[name]) for name in TIMES if obj.get(name))
    return period_text(row) if row.start else ""


def _where(obj: Object) -> str:
    place = obj.get("place") if obj["type"] == "measure" else obj
    if not isinstance(place, dict):
        return ""
    code = str(place.get("country") or "")
    town = " ".join(filter(None, (str(place.get("postcode") or ""), str(place.get("city") or ""))))
    online = _("online") if place.get("online") else ""
    said = (str(obj.get("venue") or ""), town, side_label(code) if code else "", online)
    return ", ".join(filter(None, said))


TOGETHER: dict[str, Callable[[Object], str]] = {"when": _when, "where": _where}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-10-21")


def _day(text: str, *, last: bool = False) -> str:
    if not _is_day(text):
        return text
    day = date.fromisoformat(text) - timedelta(days=int(last))
    return days_text(day, day)


def names_in(user: Any, objects: Sequence[Object], told: Sequence[Object]) -> dict[str, str]:
    """Names behind the ids that objects refer to: of the file, else as stored and seen. Cost: a query per kind."""
    found = {str(obj["id"]): str(obj.get("name") or obj.get("title") or "") for obj in told}
    asked: dict[str, set[str]] = {}
    for obj in objects:
        for name, target in KINDS[str(obj["type"])].refers if obj["type"] in KINDS else ():
            value = obj.get(name) or ()
            asked.setdefault(target, set()).update([value] if isinstance(value, str) else map(str, value))
    for target, keys in asked.items():
        found |= {row.key: str(row) for row in visible(target, user).filter(key__in=keys - found.keys())}
    return found


def stored_as(user: Any, objects: Sequence[Object]) -> dict[tuple[str, str], Object]:
    """The stored objects under the ids of these, as far as the reader may see them. Cost: a few queries per kind."""
    found: dict[tuple[str, str], Object] = {}
    for kind in {str(obj["type"]) for obj in objects} & KINDS.keys():
        keys = [str(obj["id"]) for obj in objects if obj["type"] == kind]
        rows = with_parts(kind, visible(kind, user).filter(key__in=keys))
        found |= {(kind, row.key): to_object(row) for row in rows}
    return found
