"""Nothing reaches a reader but through the scoped way: planted words are looked for in everything that is answered.

Every named address, every operation of the API, every export, feed, document and archive is fetched as every
role; a marker that comes out where the table of `conftest.SECRETS` does not allow it is a leak. Both directions
hold: who may read a marker finds it, so the test cannot pass by seeing nothing.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.cache import cache

from neisse.web.meet import documents
from neisse.web.record.models import Measure, Organisation, Person

ASKED = ("q", "owner", "topic", "city", "organisation", "network", "a")
LISTS = re.compile(
    r"^/($|directory/$|plans/|search/|figures/|networks/$|overlaps/|events/$|events/delegations/$|partners/$|fields/$|records/export/)"
)
EXPORTS = re.compile(r"export|\.ics$")
LOOKUP = re.compile(r"lookup|options|period")
SECRETIVE = re.compile(r"/account/(logout|socialaccount)|/metrics|^/i18n")


def relations() -> Iterator[tuple[Any, str, Any]]:
    """Every column that refers to a plan, an organisation or a person: model, field, what it refers to."""
    for model in apps.get_models(include_auto_created=True):
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model in (Measure, Organisation, Person):
                yield model, field.name, field.related_model


def test_every_kind_of_reference_is_planted(planted: None, secrets: Any) -> None:
    hidden = {
        Measure: set(Measure.objects.exclude(visibility="public").values_list("pk", flat=True)),
        Organisation: set(Organisation.objects.exclude(visibility="public").values_list("pk", flat=True)),
        Person: set(Person.objects.filter(organisation__visibility="circle").values_list("pk", flat=True)),
    }
    bare = [
        f"{model._meta.label}.{name}"
        for model, name, target in relations()
        if not model._base_manager.filter(**{f"{name}__in": hidden[target]}).exists()
    ]
    assert bare == [], "plant a row that refers to what is hidden, or nobody looks whether it leaks"


@pytest.fixture
def walk(addresses: Any, planted: None, secrets: Any) -> list[str]:
    """Every address: pages by the resolver, operations by the description of the API, with filters that ask."""
    slugs = [
        s.tell.lower()
        for name, s in secrets.items()
        if name in {"open", "blind", "circle", "hidden", "contact"}
    ]
    slugs += ["person-contact", "net", "gone", "of-hidden", "was-blind", "no-plan"]
    pks = sorted(
        {pk for model, name, _t in relations() for pk in model._base_manager.values_list("pk", flat=True)[:6]}
    )
    parts = {
        "slug": slugs,
        "kind": KINDS,
        "pk": pks[:4],
        "version": [1],
        "number": [1],
        "secret": personal(),
        "role": ["guest"],
        "format": ["csv", "ics"],
        "token": ["none"],
    }
    return [a for a in addresses(parts) if not SECRETIVE.search(a) and not senseless(a)]


def senseless(address: str) -> bool:
    """Whether the kind in an address is none that it has, or the address is for sending alone."""
    found = re.search(r"/(?:parts|records)/(\w+)/", address)
    if found and "/records/" in address:
        return (address.count("/") > 4 and found[1] not in RECORDS) or "/history/1/" in address
    inner = re.search(
        r"/events/(?!delegations|mine|answer)[^/]+/(feeds|sessions|tables|ideas|registrations|changes)/\d",
        address,
    )
    exported = re.search(r"/events/.*/export/(\w+)", address)
    return bool(
        (found and found[1] not in PARTS)
        or (inner and inner[1] != "sessions")
        or (exported and exported[1] not in {"registrations", "agendas", "meetings", "requests", "feedback"})
    )


RECORDS = {
    "organisation",
    "person",
    "network",
    "section",
    "topic_group",
    "measure",
    "figure",
    "export",
    "lookup",
}
PARTS = {"stop", "visit", "room"}
KINDS = [
    "organisations", "people", "networks", "memberships", "sections", "topic-groups", "measures", "figures",
    "organisation", "person", "network", "section", "topic_group", "measure", "figure", "overlaps", "groups", "partners",
    "events", "stop", "visit", "room", "registrations", "meetings", "feedback", "agendas", "requests",
]  # fmt: skip


def personal() -> list[str]:
    """The secret of somebody who takes part in the public event: a link that anybody may hold."""
    from neisse.web.meet.links import secret_of_seed
    from neisse.web.meet.models import Registration

    row = Registration.objects.get(event__measure__visibility="public", email="a@example.org")
    return [secret_of_seed(row.link_seed)]


def questions(address: str, secrets: Any) -> Iterable[str]:
    """What is asked besides of lists, exports and look-ups."""
    if EXPORTS.search(address):
        yield from (f"format={form}" for form in ("jsonl", "csv", "ics", "vcf"))
    if LISTS.match(address):
        yield "time=all&state=all&from=2026-12&rows=owner&month=2026-12"
        for name in ("blind", "circle", "hidden"):
            yield f"q={secrets[name].ask}&time=all&state=all"
    if LOOKUP.search(address):
        yield from (f"field=x&x={secrets[name].ask}" for name in secrets)


def api_paths(client: Any, slugs: Iterable[str], secrets: Any) -> list[str]:
    """Every operation that reads, with every planted slug, and what its lists are asked."""
    described = json.loads(client.get("/api/v1/openapi.json").content)
    found = []
    for path, operations in described["paths"].items():
        if "get" not in operations:
            continue
        names = re.findall(r"{(\w+)}", path)
        fills = [path] if not names else [re.sub(r"{\w+}", str(s), path) for s in (*slugs, 1, 2, 3)]
        found += fills
        if not names:
            asked = [p["name"] for p in operations["get"].get("parameters", ()) if p["name"] in ASKED]
            found += [
                f"{path}?{a}={quote(s.ask if a == 'q' else s.tell.lower())}"
                for a in asked
                for s in secrets.values()
            ]
    return found


def body_of(answer: Any) -> str:
    """Status line, headers and all text of an answer; archives and spreadsheets as what they hold."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.items())
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    text = f"{head}\n{content.decode(errors='replace')}"
    return text.replace("\r\n ", "") if "text/calendar" in head else text


def told(text: str, address: str, secrets: Any) -> set[str]:
    """The secrets that an answer tells; what stands in the address itself may be said again."""
    lower = text.lower()
    for said in {s.tell.lower() for s in secrets.values()}:
        if said in address:
            lower = re.sub(rf"(?<=[/=]){said}(?=[/?&#\"'<. :]|$)|{said}-\w+\.pdf", "", lower)
    return {name for name, secret in secrets.items() if secret.tell.lower() in lower}


def test_nobody_reads_more_than_the_table_allows(
    walk: list[str],
    readers: dict[str, Any],
    client_of: Any,
    secrets: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        documents, "pdf", lambda _template, data: json.dumps(data, ensure_ascii=False).encode()
    )
    slugs = [s.tell.lower() for s in secrets.values()]
    asked = walk + api_paths(client_of(readers["manager"]), [*slugs, "net", "gone", "was-blind"], secrets)
    import os

    if "MKX" in os.environ:
        asked = [a for a in asked if not re.search(os.environ["MKX"], a)]
    leaks: dict[str, set[str]] = defaultdict(set)
    seen: dict[str, set[str]] = defaultdict(set)
    opened: set[str] = set()
    import time as _t

    _b = _t.time()
    order = sorted(readers, key=lambda reader: reader not in {"owner", "manager", "own"})
    import os

    order = os.environ.get("MK", ",".join(order)).split(",")
    for number, reader in enumerate(order):
        cache.clear()
        client = client_of(readers[reader], headers={"accept-language": "de"}, raise_request_exception=False)
        rest = asked if number < 3 else sorted(opened)
        while rest:
            more: list[str] = []
            for address in rest:
                answer = client.get(address)
                if answer.status_code >= 500:
                    leaks["crash"].add(address)
                if answer.status_code != 404:
                    opened.add(address)
                    if "?" not in address and answer.status_code == 200:
                        more += [f"{address}?{question}" for question in questions(address, secrets)]
                found = told(body_of(answer), address, secrets)
                seen[reader] |= found
                for name in found:
                    if reader not in secrets[name].may:
                        leaks[f"{reader} reads {name}"].add(address)
            rest = [address for address in more if number < 3 or address not in opened]
    assert {what: sorted(where)[:12] for what, where in leaks.items()} == {}
    missed = {(r, name) for name, secret in secrets.items() for r in secret.may if name not in seen[r]}
    assert missed == set(), "who may read it does not find it: nothing was looked at"
