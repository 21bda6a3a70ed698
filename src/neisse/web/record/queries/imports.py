"""What the page of an import shows: items by status, with blind plans kept closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from neisse.web.record.bridge.decisions import STUB, decision_key
from neisse.web.record.bridge.fields import Object
from neisse.web.record.models import ImportBatch, Organisation, Visibility
from neisse.web.record.queries.scoped import visible
from neisse.web.record.rules.seen import organisations_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One record of a file as the preview shows it."""

    row: int
    kind: str
    key: str
    title: str
    status: str
    fields: tuple[str, ...]
    twins: tuple[tuple[str, str], ...]
    decision: str
    name: str

    @property
    def is_stub(self) -> bool:
        """Whether the file only names it."""
        return self.decision == STUB


def own_organisation(user: Any) -> str:
    """The name of the one organisation that a user speaks for: whose plans are theirs. Empty for none or several."""
    mine = Organisation.objects.filter(pk__in=organisations_of(user))[:2]
    return mine[0].name if len(mine) == 1 else ""


def items_of(batch: ImportBatch, status: str = "") -> list[dict[str, Any]]:
    """The items of an import, those with one status where it is asked for."""
    return [entry for entry in batch.objects_read if not status or entry["status"] == status]


def shown_items(user: Any, entries: Sequence[dict[str, Any]]) -> list[Shown]:
    """Items with titles; the stored records that some may be, by name, as far as the reader may see them.

    Cost: one query per kind.
    """
    names: dict[tuple[str, str], str] = {}
    for kind in {entry["object"]["type"] for entry in entries if entry["twins"]}:
        keys = {key for entry in entries for key in entry["twins"]}
        names |= {(kind, row.key): str(row) for row in visible(kind, user).filter(key__in=keys)}
    return [_shown(entry, names) for entry in entries]


def decision_name(obj: Object) -> str:
    """How a page names the decision about an object; the id of a blind plan may give its title away."""
    key = decision_key(obj)
    return salted_hmac("blind", key).hexdigest()[:16] if is_blind(obj) else key


def is_blind(obj: Object) -> bool:
    """Whether an object is a blind plan."""
    return obj.get("visibility") == Visibility.BLIND.value


def title_of(obj: Object) -> str:
    """What a record is called; of a blind plan only that there is one, and its month."""
    if is_blind(obj):
        when = str(obj.get("starts") or obj.get("period") or "")[:7]
        return _("blind plan of %(owner)s, %(month)s") % {
            "owner": obj.get("owner", "?"),
            "month": when or "?",
        }
    named = obj.get("title") or obj.get("name") or obj.get("concept")
    return str(
        named or " · ".join(str(obj[k]) for k in ("organisation", "network") if obj.get(k)) or obj["id"]
    )


def _shown(entry: dict[str, Any], names: dict[tuple[str, str], str]) -> Shown:
    obj = entry["object"]
    kind = obj["type"]
    return Shown(
        row=entry["row"],
        kind=kind,
        key="" if is_blind(obj) else str(obj["id"]),
        title=title_of(obj),
        status=entry["status"],
        fields=() if is_blind(obj) else tuple(entry["fields"]),
        twins=tuple((key, names[kind, key]) for key in entry["twins"] if (kind, key) in names),
        decision=entry["decision"],
        name=f"decision {decision_name(obj)}",
    )
