"""Nothing reaches a reader but through the scoped way: planted words are looked for in everything that is answered.

Every named address, every operation of the API, every export, feed, document and archive is fetched as every
role; a marker that comes out where the table of `planting.SECRETS` does not allow it is a leak. Both directions
hold: who may read a marker finds it, so the test cannot pass by seeing nothing.

What is asked is chosen by rule, so that the walk stays quick: of each view one address for each kind of subject
(`SUBJECTS` share their slug over all kinds of records); a special subject at pages of one record alone; the first
row of each model where a number stands; a view that answers 405 is for sending and asked once. What is 404 for
owner, manager and the hidden organisation's own people is there for nobody, and the others are not sent to it. What
stands around pages, and the page of a missing thing, is made once for each reader.
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
from django.urls import Resolver404, resolve
from tests.web.markers.planting import SECRETS, slug_of

from neisse.web.meet import documents
from neisse.web.record.bridge import KINDS as ALL_KINDS
from neisse.web.record.models import Measure, Organisation, Person

SUBJECTS = ("open", "blind", "circle", "hidden")
SPECIAL = {"person-contact", "person-lapsed", "gone", "of-hidden", "with-hidden", "was-blind", "no-plan"}
RECORDS = dict(ALL_KINDS)
PARTS = {"stop", "visit", "room", "registrations", "agendas", "meetings", "requests", "feedback"}
KINDS = [
    *RECORDS, "organisations", "people", "networks", "memberships", "sections", "topic-groups", "measures", "figures",
    "overlaps", "groups", "partners", "events", *sorted(PARTS),
]  # fmt: skip
ONE_RECORD = re.compile(rf"/({'|'.join(SPECIAL)})/(history/)?$")
OWN_DATA = "/me/data/"
PROBES = ("owner", "manager", "own")
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
def walk(addresses: Any, planted: None) -> list[str]:
    """Every address: pages by the resolver, with what exists in the parts of their paths."""
    firsts = {
        model._base_manager.order_by("pk").values_list("pk", flat=True).first() for model, *_ in relations()
    }
    parts = {
        "slug": [*map(slug_of, SUBJECTS), *SPECIAL],
        "kind": KINDS,
        "pk": sorted(firsts - {None})[:3],
        "version": [1],
        "number": [1],
        "secret": personal(),
        "role": ["guest"],
        "format": ["csv", "ics"],
        "token": ["none"],
    }
    return [a for a in addresses(parts) if not SECRETIVE.search(a) and not senseless(a)]


def senseless(address: str) -> bool:
    """Whether an address names a kind that it does not have, or a special subject beside the page of a record."""
    found = resolve(address)
    if SPECIAL.intersection(map(str, found.kwargs.values())) and not ONE_RECORD.search(address):
        return True
    kind, slug = found.kwargs.get("kind", ""), found.kwargs.get("slug", "")
    if kind in RECORDS and slug:
        return not RECORDS[kind].model.objects.filter(slug=slug).exists()
    return bool(kind and kind not in RECORDS and slug and kind not in PARTS)


def personal() -> list[str]:
    """The secret of somebody who takes part in the public event: a link that anybody may hold."""
    from neisse.web.meet.links import secret_of_seed
    from neisse.web.meet.models import Registration

    row = Registration.objects.get(event__measure__visibility="public", email="a@example.org")
    return [secret_of_seed(row.link_seed)]


def questions(address: str, secrets: Any) -> Iterable[str]:
    """What is asked besides of lists, exports and look-ups."""
    if EXPORTS.search(address):
        yield from (f"format={form}" for form in ("jsonl", "ics", "vcf"))
    if LISTS.match(address):
        yield "time=all&state=all&from=2026-12&rows=owner&month=2026-12"
        for name in SUBJECTS[1:]:
            yield f"q={secrets[name].ask}&time=all&state=all"
    if LOOKUP.search(address):
        yield from (f"field=x&x={secrets[name].ask}" for name in SUBJECTS[1:])


def api_paths(client: Any) -> list[str]:
    """Every operation that reads, with every subject, and what its lists are asked."""
    described = json.loads(client.get("/api/v1/openapi.json").content)
    found = []
    for path, operations in described["paths"].items():
        if "get" not in operations:
            continue
        if "{" in path:
            found += [re.sub(r"{\w+}", part, path) for part in (*map(slug_of, SUBJECTS), "1")]
            continue
        named = {parameter["name"] for parameter in operations["get"].get("parameters", ())}
        asked = [(name, subject) for name in ASKED if name in named for subject in SUBJECTS[1:]]
        found += [path, *(f"{path}?{name}={asked_of(name, subject)}" for name, subject in asked)]
    return found


def asked_of(name: str, subject: str) -> str:
    """What a list is asked in a parameter: a word, or an id."""
    return quote(SECRETS[subject].ask) if name == "q" else slug_of(subject)


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


class Walk:
    """One reader after the other asks; what they were told, and what nobody may tell them."""

    def __init__(self, secrets: Any) -> None:
        self.secrets = secrets
        self.leaks: dict[str, set[str]] = defaultdict(set)
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.there: set[str] = set()
        self.for_sending: set[str] = set()

    def probe(self, reader: str, client: Any, asked: Iterable[str]) -> None:
        """Ask everything, and more of what is a list or an export."""
        for address in asked:
            if view_of(address) in self.for_sending:
                continue
            if self.ask(reader, client, address) == 200 and "?" not in address:
                for question in questions(address, self.secrets):
                    self.ask(reader, client, f"{address}?{question}")

    def ask(self, reader: str, client: Any, address: str) -> int:
        """The status of an answer, after what it tells was noted."""
        answer = client.get(address)
        status = int(answer.status_code)
        if status >= 500:
            self.leaks["crash"].add(address)
        if status == 405:
            self.for_sending.add(view_of(address))
        elif status != 404:
            self.there.add(address)
        text = body_of(answer)
        found = told(text, address, self.secrets)
        self.seen[reader] |= found
        if (
            address == OWN_DATA and status == 200
        ):  # own rows whole: where one speaks, what a file said of oneself
            found = told(json.dumps(answer.json()["named_in"], ensure_ascii=False), address, self.secrets)
        for name in found:
            if reader not in self.secrets[name].may:
                at = text.lower().index(self.secrets[name].tell.lower())
                self.leaks[f"{reader} reads {name}"].add(f"{address} {text[max(0, at - 60) : at + 30]!r}")
        return status


def view_of(address: str) -> str:
    """The name of the view behind an address; an address that leads nowhere is its own."""
    try:
        return resolve(address.partition("?")[0]).view_name or address
    except Resolver404:
        return address


def test_the_page_of_a_missing_thing_says_nothing_of_what_was_asked(
    planted: None, readers: dict[str, Any], client_of: Any
) -> None:
    for reader in (None, readers["stranger"]):
        client = client_of(reader)
        for room, name in (("directory", "hidden"), ("measures", "blind"), ("events", "blind")):
            pages = set()
            for address in (f"/{room}/none/", f"/{room}/{slug_of(name)}/"):
                answer = client.get(address)
                assert answer.status_code == 404
                shown = answer.content.decode().replace(address, "").replace(quote(address, ""), "")
                pages.add(re.sub(r"[A-Za-z0-9]{64}", "", shown))
            assert len(pages) == 1, room


@pytest.mark.one_database(
    "which rows a reader is given is asked of either database by test_rules and test_what_follows"
)
@pytest.mark.usefixtures("frames")
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
    asked = walk + api_paths(client_of(readers["manager"]))
    going = Walk(secrets)
    for reader in sorted(readers, key=lambda name: name not in PROBES):
        cache.clear()
        client = client_of(readers[reader], headers={"accept-language": "de"}, raise_request_exception=False)
        if reader in PROBES:
            going.probe(reader, client, asked)
        else:
            for address in sorted(going.there):
                going.ask(reader, client, address)
    assert {what: sorted(where)[:12] for what, where in going.leaks.items()} == {}
    missed = {(r, name) for name, said in secrets.items() for r in said.may if name not in going.seen[r]}
    assert missed == set(), "who may read it does not find it: nothing was looked at"
