"""What a preview tells beside its records: cells that became empty, members who are missing, rows that are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from neisse.engine.values import Finding, Severity, say
from neisse.formats.reading import ReadResult
from neisse.web.core.queries import today
from neisse.web.record.actions.plan import Planned
from neisse.web.record.models import Membership

# Fields of a table that lie inside others or are read together with others: an empty cell says nothing of them alone.
JOINED = frozenset(
    {
        "place",
        "names",
        "titles",
        "descriptions",
        "starts",
        "ends",
        "period",
        "time",
        "consent",
        "cost",
        "location",
    }
)
MOST_NAMED = 10


def columns_of(result: ReadResult) -> dict[str, tuple[str, ...]]:
    """For each kind of record the fields that the table has columns for."""
    found: dict[str, list[str]] = {}
    for name in filter(None, result.mapping.values()):
        part, dot, inner = name.partition(".")
        kind = result.kind
        if kind == "member":
            kind = part if dot and part in {"membership"} else "" if dot else "organisation"
            part = inner if dot else part
        if kind and part not in JOINED | {"id", "network", "organisation"}:
            found.setdefault(kind, []).append(part)
    return {kind: tuple(dict.fromkeys(names)) for kind, names in found.items()}


def noticed(name: str, planned: Sequence[Planned]) -> Iterator[Finding]:
    """Remarks on what the file does not say any more."""
    emptied = sum(bool(set(p.emptied) - set(p.item.empty)) for p in planned)
    if emptied:
        text = say(
            "%(emptied)s records of %(name)s have empty cells where something is stored; it stays",
            emptied=emptied,
            name=name,
        )
        yield Finding("import.emptied", name, text, "tick what is to be emptied", Severity.WARNING)
    members = [p for p in planned if p.item.kind == "membership" and p.item.obj.get("network")]
    for network in sorted({str(p.item.obj["network"]) for p in members}):
        named = {str(p.item.obj["organisation"]) for p in members if p.item.obj["network"] == network}
        # Who may be one of the new list under another name is in doubt there, not missing.
        named |= {key for p in planned if p.item.kind == "organisation" for key in p.twins}
        rows = Membership.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=today()), network__key=network
        )
        gone = list(
            rows.exclude(organisation__key__in=named)
            .order_by("organisation__folded_name")
            .values_list("organisation__name", flat=True)
        )
        if gone and len(gone) < rows.count():
            said = "; ".join(gone[:MOST_NAMED]) + (" …" if len(gone) > MOST_NAMED else "")
            text = say(
                "%(count)s members of the network are not in %(name)s: %(said)s",
                count=len(gone),
                name=name,
                said=said,
            )
            hint = say("give their membership a last day if they left")
            yield Finding("import.missing", name, text, hint, Severity.WARNING)
