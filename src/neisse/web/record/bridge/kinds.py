"""The kinds of records, and for each the way from a row to its contract object and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from neisse.web.record.bridge import measures, networks, organisations, people
from neisse.web.record.bridge.fields import Object, day_in, day_out, sparse
from neisse.web.record.bridge.references import References
from neisse.web.record.models import (
    Figure,
    Measure,
    Membership,
    Network,
    Organisation,
    Person,
    Section,
    TopicGroup,
)

Many = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its model, what to read with it, and the two directions.

    `write` sets the columns of a row from an object and returns what goes into many-to-many fields;
    `refers` names the fields that hold ids of other kinds, so that they can be read in one go.
    """

    name: str
    model: type[Any]
    read: Callable[[Any], Iterable[tuple[str, Any]]]
    write: Callable[[Any, Object, References], Many]
    fields: frozenset[str]
    refers: tuple[tuple[str, str], ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


COMMON = frozenset({"type", "id", "invented", "source", "sources", "confirmed_on"})

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "organisation", Organisation, organisations.read, organisations.write, organisations.FIELDS,
            prefetch=("offers", "needs"),
        ),
        Kind(
            "person", Person, people.read, people.write, people.FIELDS,
            refers=(("organisation", "organisation"),), related=("organisation",),
        ),
        Kind(
            "network", Network, networks.read_network, networks.write_network, networks.NETWORK_FIELDS,
            refers=(("organisation", "organisation"),), related=("organisation",),
        ),
        Kind(
            "membership", Membership, networks.read_membership, networks.write_membership,
            networks.MEMBERSHIP_FIELDS,
            refers=(("network", "network"), ("organisation", "organisation"), ("representative", "person")),
            related=("network", "organisation", "representative"),
        ),
        Kind(
            "measure", Measure, measures.read, measures.write, measures.FIELDS,
            refers=(("owner", "organisation"), ("partners", "organisation")),
            related=("owner",), prefetch=("partners",),
        ),
        Kind(
            "section", Section, networks.read_section, networks.write_section, networks.SECTION_FIELDS,
            refers=(("network", "network"), ("members", "organisation")),
            related=("network", "chair", "chair_person"), prefetch=("members",),
        ),
        Kind(
            "topic_group", TopicGroup, networks.read_topic_group, networks.write_topic_group,
            networks.TOPIC_GROUP_FIELDS,
            refers=(("network", "network"), ("section", "section"), ("members", "organisation"), ("meetings", "measure")),
            related=("section", "network", "chair", "chair_person"), prefetch=("members", "meetings"),
        ),
        Kind(
            "figure", Figure, people.read_figure, people.write_figure, people.FIGURE_FIELDS,
            related=("organisation", "network", "measure"),
        ),
    )
}  # fmt: skip
LOAD_ORDER = tuple(KINDS)
KIND_OF = {kind.model: kind.name for kind in KINDS.values()}


def rows_of(kind: str) -> Any:
    """All rows of a kind with what `to_object` reads, so that many objects cost few queries."""
    spec = KINDS[kind]
    rows = spec.model.objects.order_by("key").select_related(*spec.related)
    return rows.prefetch_related(*spec.prefetch)


def to_object(row: Any) -> Object:
    """The contract object of a row: known fields in the order of the contract, then the file's others."""
    kind = KIND_OF[type(row)]
    common = (
        ("invented", row.invented or None),
        ("source", row.source),
        ("sources", row.sources),
        ("confirmed_on", day_out(row.confirmed_on)),
    )
    head = {"type": kind, "id": row.key}
    return head | sparse(KINDS[kind].read(row)) | sparse(common) | dict(sorted(row.extra.items()))


def assign(row: Any, obj: Object, refs: References) -> Many:
    """Set every column of a row from its object; unknown keys are kept in `extra`."""
    spec = KINDS[KIND_OF[type(row)]]
    row.key = str(obj["id"])
    row.invented = bool(obj.get("invented"))
    row.source = str(obj.get("source") or "")[:500]
    row.sources = obj.get("sources") or {}
    row.confirmed_on = day_in(obj.get("confirmed_on"), "confirmed_on")
    row.extra = {key: value for key, value in obj.items() if key not in spec.fields | COMMON}
    return spec.write(row, obj, refs)
