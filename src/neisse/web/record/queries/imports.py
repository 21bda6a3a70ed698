"""What the page of an import shows: items by status, with blind plans kept closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from neisse.web.record.bridge.decisions import STUB, decision_key
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.organisations import moved
from neisse.web.record.labels import ONE_LABELS
from neisse.web.record.models import ImportBatch, Organisation, Visibility
from neisse.web.record.queries.preview import changes, facts, label_of, names_in, stored_as, words_of
from neisse.web.record.queries.scoped import visible
from neisse.web.record.rules.seen import may_see_import, organisations_of

ASKED = {"import.owner", "import.network"}
SHOWN = ("new", "changed", "unchanged", "asked", "doubtful", "refused")


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
    facts: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    emptied: tuple[tuple[str, str, str, bool], ...] = ()

    @property
    def is_stub(self) -> bool:
        """Whether the file only names it."""
        return self.decision == STUB

    @property
    def decision_key(self) -> str:
        """Under what its correction is kept."""
        return f"{self.kind} {self.key}"

    @property
    def kind_label(self) -> str:
        """What kind of record it is."""
        return str(ONE_LABELS.get(self.kind, self.kind))

    @property
    def on_page(self) -> str:
        """The field that says that the page showed it."""
        return self.name.replace("decision", "on page", 1)

    @property
    def take(self) -> str:
        """The field of its tick."""
        return self.name.replace("decision", "take", 1)

    @property
    def empty(self) -> str:
        """The field of what becomes empty."""
        return self.name.replace("decision", "empty", 1)

    @property
    def is_taken(self) -> bool:
        """Whether nobody left it out."""
        return self.decision != "skip"

    @property
    def may_be_corrected(self) -> bool:
        """Whether its row can be looked at and corrected: not what the file only names, and no blind plan."""
        return not self.is_stub and bool(self.key)


def imports_of(user: Any) -> QuerySet[ImportBatch]:
    """The imports that a reader may open, without what was read of them: a member's own, all for managers."""
    taken: QuerySet[ImportBatch] = may_see_import.among(ImportBatch.objects.all(), user)
    return taken.select_related("created_by").defer("objects_read")


def unfinished_of(user: Any) -> int:
    """How many imports wait for a reader to look at them and store them."""
    waits = [ImportBatch.State.PREVIEWED, ImportBatch.State.STORING]
    taken: QuerySet[ImportBatch] = may_see_import.among(ImportBatch.objects.filter(state__in=waits), user)
    return taken.count()


def own_organisations(user: Any) -> list[tuple[str, str]]:
    """(key, name) of the organisations that a user speaks for: whose plans are theirs."""
    mine = Organisation.objects.filter(pk__in=organisations_of(user)).order_by("folded_name", "pk")
    return [(house.key, house.name) for house in mine]


def own_organisation(user: Any) -> tuple[str, str]:
    """(key, name) of the one organisation that a user speaks for; empty for none or several."""
    mine = own_organisations(user)
    return mine[0] if len(mine) == 1 else ("", "")


def items_of(batch: ImportBatch, status: str = "") -> list[dict[str, Any]]:
    """The items of an import, those with one status where it is asked for; what is only named comes last."""
    found = [entry for entry in batch.objects_read if not status or status_of(entry) == status]
    return sorted(found, key=lambda entry: entry["decision"] == STUB)


def status_of(entry: dict[str, Any]) -> str:
    """What became of a record; `asked` where it only waits for what somebody says once for the file."""
    return "asked" if entry.get("refused_by") in ASKED else str(entry["status"])


def counts_of(batch: ImportBatch) -> list[tuple[str, int]]:
    """(status, number) of an import, in the order in which a page shows them."""
    asked = sum(status_of(entry) == "asked" for entry in batch.objects_read)
    counts = {**batch.counts, "asked": asked, "refused": batch.counts.get("refused", 0) - asked}
    return [(name, counts.get(name, 0)) for name in SHOWN if name != "asked" or asked]


def plans_of(entries: Iterable[dict[str, Any]]) -> list[Object]:
    """The plans among entries that would be stored anew, and that managers may read."""
    wanted = (e for e in entries if e["status"] in {"new", "doubtful"} and e["decision"] != STUB)
    found = (entry["object"] for entry in wanted)
    return [obj for obj in found if obj["type"] == "measure" and not is_blind(obj)]


def entry_of(batch: ImportBatch, key: str) -> dict[str, Any] | None:
    """The entry whose row may be corrected, by its decision key: no blind plan, and nothing that is only named."""
    found = (e for e in batch.objects_read if decision_key(e["object"]) == key and e["decision"] != STUB)
    return next((entry for entry in found if not is_blind(entry["object"])), None)


def shown_items(user: Any, batch: ImportBatch, entries: Sequence[dict[str, Any]]) -> list[Shown]:
    """Items with titles; the stored records that some may be, by name, as far as the reader may see them.

    Cost: one query per kind.
    """
    blind = [entry for entry in entries if is_blind(entry["object"])]
    objects = [entry["object"] for entry in entries if entry not in blind]
    known = [told["object"] for told in told_of(batch)]
    words = names_in(user, objects, [obj for obj in known if not is_blind(obj)])
    stored = stored_as(user, [_meant(entry) for entry in entries if entry not in blind])
    names: dict[tuple[str, str], str] = {}
    for kind in {entry["object"]["type"] for entry in entries if entry["twins"]}:
        keys = {key for entry in entries for key in entry["twins"]}
        names |= {(kind, row.key): str(row) for row in visible(kind, user).filter(key__in=keys)}
    return [_shown(entry, names, words, stored) for entry in entries]


def _meant(entry: dict[str, Any]) -> Object:
    """The object under the id of the record that somebody said it is."""
    decision = entry["decision"]
    is_other = decision not in {"", "new", "skip", STUB}
    return {**entry["object"], "id": decision} if is_other else entry["object"]


def told_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """The entries that others of the file refer to."""
    return [e for e in batch.objects_read if e["object"]["type"] in {"organisation", "network", "person"}]


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


def _shown(
    entry: dict[str, Any],
    names: dict[tuple[str, str], str],
    words: dict[str, str],
    stored: dict[tuple[str, str], Object],
) -> Shown:
    obj, kind = entry["object"], entry["object"]["type"]
    closed = is_blind(obj)
    before = None if closed else stored.get((kind, str(_meant(entry)["id"])))
    empty = entry.get("empty", ())
    return Shown(
        row=entry["row"],
        kind=kind,
        key="" if closed else str(obj["id"]),
        title=_titled(obj, words),
        status=status_of(entry),
        fields=() if closed else tuple(entry["fields"]),
        twins=tuple((key, names[kind, key]) for key in entry["twins"] if (kind, key) in names),
        decision=entry["decision"],
        name=f"decision {decision_name(obj)}",
        facts=() if closed or before else tuple(facts(obj, words)),
        changes=() if before is None else tuple(_changed(entry, before, obj, words)),
        emptied=()
        if before is None
        else tuple(
            (field, label_of(field), words_of(kind, field, before, words), field in empty)
            for field in entry.get("emptied", ())
        ),
    )


def _changed(
    entry: dict[str, Any], before: Object, obj: Object, words: dict[str, str]
) -> list[tuple[str, str, str]]:
    """What changes; of a record in doubt, what is different."""
    fields = entry["fields"] or [name for name in obj if obj[name] != before.get(name)]
    after = {**moved(before, obj), **obj, **dict.fromkeys(entry.get("empty", ()), "")}
    return changes(before, after, fields, words)


def _titled(obj: Object, words: dict[str, str]) -> str:
    """The title; of a membership the names of both sides."""
    if obj["type"] == "membership":
        return " · ".join(
            words.get(str(obj[k]), str(obj[k])) for k in ("organisation", "network") if obj.get(k)
        )
    return title_of(obj)
