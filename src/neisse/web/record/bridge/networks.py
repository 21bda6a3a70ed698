"""Rows of networks, memberships, sections and topic groups, and their contract objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from neisse.engine.values import NeisseError
from neisse.web.record.bridge.fields import Object, day_in, day_out, list_in, texts_in, texts_out, whole_in
from neisse.web.record.bridge.references import References
from neisse.web.record.models import Membership, Network, Section, TopicGroup

NETWORK_FIELDS = frozenset({"name", "names", "kind", "organisation", "founded"})
MEMBERSHIP_FIELDS = frozenset(
    {"network", "organisation", "from", "until", "kind", "fee_class", "representative"}
)
SECTION_FIELDS = frozenset(
    {"network", "name", "names", "description", "descriptions", "chair", "members", "topics"}
)
TOPIC_GROUP_FIELDS = frozenset(
    {"section", "network", "name", "names", "chair", "members", "topics", "meetings"}
)


def read_network(row: Network) -> Iterable[tuple[str, Any]]:
    """The fields of a network object."""
    yield from named_out(row)
    yield from (("kind", row.kind), ("organisation", row.organisation.key if row.organisation else ""))
    yield "founded", row.founded


def write_network(row: Network, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a network."""
    named_in(row, obj)
    row.kind = str(obj.get("kind") or "")
    row.organisation_id = refs.maybe("organisation", obj.get("organisation"), "organisation")
    row.founded = whole_in(obj.get("founded"), "founded")
    return {}


def read_membership(row: Membership) -> Iterable[tuple[str, Any]]:
    """The fields of a membership object; `until` is the first day that no longer counts."""
    yield from (("network", row.network.key), ("organisation", row.organisation.key))
    yield from (("from", day_out(row.valid_from)), ("until", day_out(row.valid_until)))
    yield from (("kind", row.kind), ("fee_class", row.fee_class))
    yield "representative", row.representative.key if row.representative else ""


def write_membership(row: Membership, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a membership; it must end after it starts (`membership.order`)."""
    row.network_id = refs.need("network", obj.get("network"), "network")
    row.organisation_id = refs.need("organisation", obj.get("organisation"), "organisation")
    row.valid_from, row.valid_until = day_in(obj.get("from"), "from"), day_in(obj.get("until"), "until")
    row.kind, row.fee_class = str(obj.get("kind") or ""), str(obj.get("fee_class") or "")
    row.representative_id = refs.maybe("person", obj.get("representative"), "representative")
    if row.valid_from and row.valid_until and row.valid_until <= row.valid_from:
        raise NeisseError(
            "membership.order", row.key, "the membership ends before it starts", "check from and until"
        )
    return {}


def read_section(row: Section) -> Iterable[tuple[str, Any]]:
    """The fields of a section object."""
    yield "network", row.network.key
    yield from named_out(row)
    yield from (("descriptions", texts_out(row, "descriptions")), ("chair", chair_out(row)))
    yield from (("members", sorted(m.key for m in row.members.all())), ("topics", row.topics))


def write_section(row: Section, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a section; `description` alone is taken as German, the network's language."""
    row.network_id = refs.need("network", obj.get("network"), "network")
    named_in(row, obj)
    texts_in(row, "descriptions", obj.get("descriptions") or {"de": obj.get("description")})
    chair_in(row, obj, refs)
    row.topics = list_in(obj.get("topics"))
    return {"members": refs.many("organisation", obj.get("members"), "members")}


def read_topic_group(row: TopicGroup) -> Iterable[tuple[str, Any]]:
    """The fields of a topic group object."""
    yield from (
        ("section", row.section.key if row.section else ""),
        ("network", row.network.key if row.network else ""),
    )
    yield from named_out(row)
    yield from (("chair", chair_out(row)), ("members", sorted(m.key for m in row.members.all())))
    yield from (("topics", row.topics), ("meetings", sorted(m.key for m in row.meetings.all())))


def write_topic_group(row: TopicGroup, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a topic group."""
    row.section_id = refs.maybe("section", obj.get("section"), "section")
    row.network_id = refs.maybe("network", obj.get("network"), "network")
    named_in(row, obj)
    chair_in(row, obj, refs)
    row.topics = list_in(obj.get("topics"))
    return {
        "members": refs.many("organisation", obj.get("members"), "members"),
        "meetings": refs.many("measure", obj.get("meetings"), "meetings"),
    }


def named_out(row: Any) -> Iterable[tuple[str, Any]]:
    """Name and names."""
    return ("name", row.name), ("names", texts_out(row, "names"))


def named_in(row: Any, obj: Object) -> None:
    """Set name and names."""
    row.name = str(obj.get("name") or "").strip()
    texts_in(row, "names", obj.get("names"))


def chair_out(row: Any) -> str:
    """The id of the person in the chair, else of the organisation."""
    chair = row.chair_person or row.chair
    return chair.key if chair else ""


def chair_in(row: Any, obj: Object, refs: References) -> None:
    """The chair is the id of a person or of an organisation."""
    chair = str(obj.get("chair") or "")
    row.chair_person_id = refs.find("person", chair) if chair else None
    row.chair_id = (
        refs.maybe("organisation", chair, "chair") if chair and row.chair_person_id is None else None
    )
