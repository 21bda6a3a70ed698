"""What was read in an announcement, as records of the contract: plans, organisations, memberships, figures.

Nothing here is stored: each is proposed with its words, and somebody confirms it. Persons and blocks of contacts are never
among them. References are names, as a file has them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]
Span = dict[str, Any]
MOST_PROPOSED = 300
LONGEST_TITLE, LONGEST_NAME = 500, 300
# From here on a finding is sure enough to be taken together with others.
SURE = 0.8
CERTAINTIES = {"cancelled": "cancelled", "postponed": "postponed"}
JOINS = frozenset({"member_of", "joins"})


@dataclass(frozen=True, slots=True)
class Proposed:
    """One record, the places of the text that show it, and whether it may be taken without a second look."""

    obj: Object
    spans: tuple[Span, ...]
    is_sure: bool


def proposed_records(found: Object, networks: Collection[str] = ()) -> list[Proposed]:
    """The records that an announcement (`announcement_object`) tells of, plans first; at most `MOST_PROPOSED`.

    `networks`: names of the networks that are known; a membership in any other is not proposed.
    """
    source = _source(found)
    records = (
        *_plans(found),
        *_organisations(found),
        *_memberships(found, networks),
        *_figures(found),
    )
    said = [Proposed(one.obj | {"source": source}, one.spans, one.is_sure) for one in records]
    return said[:MOST_PROPOSED]


def _source(found: Object) -> str:
    """How a record names the document: its title, and its day where it has one."""
    said = " ".join(str(found.get("title") or found["id"]).split())
    return f"{said[:400]} ({found['issued']})" if found.get("issued") else said[:400]


def _plans(found: Object) -> Iterator[Proposed]:
    names = {one["name"]: one.get("known") or one["name"] for one in found["organisations"]}
    for event in found["events"]:
        hosts = [names[name] for name in event["organisers"] if name in names]
        place = {"city": event["town"], "online": event["online"] or None}
        obj = {
            "type": "measure",
            "title": " ".join(event["name"].split())[:LONGEST_TITLE],
            "kind": event["kind"],
            "language": found.get("language"),
            "certainty": CERTAINTIES.get(event["tense"], "planned"),
            "place": _filled(place),
            "venue": " ".join((event["venue"] or "").split())[:200],
            "owner": hosts[0] if hosts else "",
            **event["when"],
        }
        spans = tuple({"what": what, **words} for what, words in event["shown_by"].items())
        is_sure = event["confidence"] >= SURE and event["tense"] != "past"
        yield Proposed(_filled(obj), spans, is_sure)


def _organisations(found: Object) -> Iterator[Proposed]:
    """Those that nobody knows yet; what leads to a known one needs no record."""
    for one in found["organisations"]:
        if not one.get("known"):
            obj = {"type": "organisation", "name": one["name"][:LONGEST_NAME], "city": one["town"]}
            yield Proposed(_filled(obj), _mentions(one), one["confidence"] >= SURE)


def _memberships(found: Object, networks: Collection[str]) -> Iterator[Proposed]:
    known = {one["name"]: one.get("known") or one["name"] for one in found["organisations"]}
    for one in found["relations"]:
        if one["type"] in JOINS and one["object"] in networks and one["subject"] in known:
            obj = {"type": "membership", "organisation": known[one["subject"]], "network": one["object"]}
            yield Proposed(obj, ({"what": "relation", **one["evidence"]},), is_sure=False)


def _figures(found: Object) -> Iterator[Proposed]:
    """Numbers of a year; which record each is of, somebody says."""
    for one in found["figures"]:
        if one["year"] and one["about"]:
            obj = {
                "type": "figure",
                "concept": one["about"],
                **{k: one[k] for k in ("value", "unit", "year")},
            }
            yield Proposed(_filled(obj), ({"what": "figure", **one["evidence"]},), is_sure=False)


def _mentions(one: Object) -> tuple[Span, ...]:
    return tuple({"what": "name", **words} for words in one["mentions"])


def _filled(obj: Object) -> Object:
    return {name: value for name, value in obj.items() if value not in (None, "", {}, [])}
