"""A blind plan is not to be seen: every address answers as if it did not exist, to the byte and to the query."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.web.frames import Frames

from neisse.web.core.actions import describe_instance
from neisse.web.core.actors import SYSTEM
from neisse.web.core.downloads import listing
from neisse.web.core.models import Tries
from neisse.web.intersect import actions
from neisse.web.intersect.bridge import live
from neisse.web.intersect.models import Overlap
from neisse.web.record.actions import store
from neisse.web.record.models import Measure, Organisation

BLIND = {
    "id": "geheimvorhaben-77",
    "title": "Quarzlicht: pomieszczenia czyste i efektywność energetyczna",
    "titles": {
        "de": "Quarzlicht im Reinraum",
        "pl": "Quarzlicht pomieszczenia",
        "en": "Quarzlicht clean rooms",
    },
    "description": "Quarzlicht: Wentylacja, odzysk ciepła i pomiary dla operatorów pomieszczeń czystych.",
    "kind": "event",
    "starts": "2027-03-23",
    "place": {"city": "Bolków"},
    "topics": ["Quarzlicht", "pomieszczenia czyste", "efektywność energetyczna"],
    "audience": ["Quarzkreis", "firmy"],
    "url": "https://quarzlicht.example.org/",
    "source": "Quarzbrief",
    "cost_cents": 7654321,
    "visibility": "blind",
}
SECRETS = re.compile(
    r"quarz|geheimvorhaben|bolk|2027-03-23|23[./]0?3[./]2027|23\\. März|23 marca|23 March|7654321|76[.,]543",
    re.I,
)
FILTERS = ("q=Quarzlicht", "topic=Quarzlicht", "city=Bolk%C3%B3w", "owner=partner&time=all", "month=2027-03", "from=2027-03",
           "measure=geheimvorhaben-77&state=all")  # fmt: skip
FORMATS = ("format=jsonl", "format=csv", "format=ics", "format=xlsx", "format=ods")
LIKE_OWNER = pytest.mark.one_database(
    "their pages are made by the queries of the owner's, which are walked on both"
)
LISTED = re.compile(
    r"/$|/(plans|directory|overlaps|search|figures|networks|fields|calendar|feeds|api)/?[^0-9?]*$|/records/export/[^?]*$"
)
NOISE = re.compile(
    rb"(?<= )\d\d:\d\d(?=</p>)|"  # the clock of the line for paper
    rb'(csrfmiddlewaretoken" value="|name="once" value="|X-CSRFToken": ")[^"]+|DTSTAMP:\w+|"generated_at": "[^"]+"'
)


@pytest.fixture
def blind(overlapping: Any, measure: Any) -> Measure:
    """A blind plan of `partner` that overlaps with the public one of `owner` and with the one beside it."""
    describe_instance(today=date(2026, 11, 22), countries=["DE", "PL"])
    row: Measure = measure(Organisation.objects.get(key="partner"), **BLIND)
    actions.bump()
    actions.refresh()
    pairs = Overlap.objects.filter(b=row, stale=False)
    assert pairs.filter(a__key="clean-room").exists(), "the plan must overlap, or nothing is tested"
    return row


@pytest.fixture
def walk(addresses: Callable[..., list[str]], blind: Measure) -> list[str]:
    """Every address of the product for the plan, its overlaps and its neighbours; lists with every filter."""
    pks = [*Overlap.objects.values_list("pk", flat=True), blind.pk]
    parts = {
        "slug": [blind.slug, "clean-room", "partner"],
        "kind": ["measures", "measure", "overlaps", "groups", "partners"],
        "pk": sorted(set(pks)),
        "version": [1],
        "role": ["guest"],
        "format": ["csv", "ics"],
        "token": ["none"],
        "collection": ["measures"],
    }
    return [a for a in addresses(parts) if "logout" not in a and a != "/metrics"]


def questions(address: str, *, few: bool = False) -> tuple[str, ...]:
    """What an address is asked besides: lists with filters, exports in every form; `few`: the narrowest and the widest."""
    if not LISTED.match(address):
        return ()
    asked = FORMATS if "export" in address else FILTERS
    return (asked[0], asked[-1]) if few else asked


def answers(
    client: Client, walk: list[str], frames: Frames, *, few: bool = False
) -> dict[str, tuple[int, int, bytes]]:
    """Status, number of queries and body of every address, and of what opens under every filter (`few`: under two)."""
    frames.forget()  # what stands around pages is compared too, once each time
    found: dict[str, tuple[int, int, bytes]] = {}
    for address in walk:
        found[address] = answer_of(client, address)
        if found[address][0] == 200:
            asked = (f"{address}?{question}" for question in questions(address, few=few))
            found |= {question: answer_of(client, question) for question in asked}
    return found


def answer_of(client: Client, address: str) -> tuple[int, int, bytes]:
    """What is answered to one who asks for the first time."""
    cache.clear()
    Tries.objects.all().delete()  # how often was asked is no answer to what is there
    queries = count()
    with connection.execute_wrapper(lambda execute, *said: (next(queries), execute(*said))[1]):
        answer = client.get(address)
    return (answer.status_code, next(queries), content(answer))


def content(answer: Any) -> bytes:
    """The body without what differs from second to second; a spreadsheet as what it holds."""
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return NOISE.sub(b"", body)
    with ZipFile(BytesIO(body)) as book:
        held = b"\n".join(
            book.read(n) for n in sorted(book.namelist()) if re.search("content|sheet|Strings", n)
        )
    return re.sub(rb' xmlns:\w+="[^"]+"', b"", held)  # the library names more and more of them


def opened(blind: Measure) -> None:
    """Both sides of its overlap with the public plan of `owner` have agreed."""
    pair = Overlap.objects.get(a__key="clean-room", b=blind)
    actions.answer_notice(pair, pair.a, "agreed", actor=SYSTEM)
    assert actions.answer_notice(pair, pair.b, "agreed", actor=SYSTEM)


def typed(client: Client) -> bytes:
    """The warning while somebody types the very same plan."""
    fields = {"title": BLIND["title"], "when": "23.03.2027", "place__city": "Bolków", "kind": "event"}
    body = client.post(reverse("intersect:similar"), fields).content
    draft = {"title": BLIND["title"], "starts": "2027-03-23", "topics": ["Quarzlicht"]}
    return (
        NOISE.sub(b"", body) + client.post("/api/v1/similar", draft, content_type="application/json").content
    )


@pytest.mark.one_database(
    "what may be seen is asked of either database by the test below and by test_what_follows"
)
@pytest.mark.parametrize("reader", ["public", "stranger", "circle"])
def test_nobody_can_tell_that_the_plan_is_there(
    reader: str,
    blind: Measure,
    walk: list[str],
    people: Any,
    client_of: Any,
    frames: Frames,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    now = listing.made_at()
    monkeypatch.setattr(listing, "made_at", lambda: now)  # a sheet says in which minute it was made
    client = client_of(people[reader], headers={"accept-language": "de"})
    client.get("/")
    with_it, warned = answers(client, walk, frames), typed(client)
    opened(blind)
    with_it_open, warned_open = answers(client, walk, frames, few=True), typed(client)
    assert not SECRETS.search(caplog.text.replace("geheimvorhaben-77/ ", ""))
    blind.delete()
    from neisse.web.core.actions import unindex

    unindex("measure", [blind.key])
    live.forget()
    live.current()
    without = answers(client, walk, frames)
    assert [a for a in with_it if with_it[a] != without[a]] == []
    assert [a for a in with_it_open if with_it_open[a] != without[a]] == []
    assert typed(client) == warned == warned_open
    assert sum(status == 200 for status, _n, _body in with_it.values()) > 60
    assert {f"/overlaps/near/{slug}/" for slug in ("clean-room", blind.slug)} < set(walk)
    assert {f"/api/v1/measures/{slug}/near-misses" for slug in ("clean-room", blind.slug)} < set(walk)


@pytest.fixture
def readers(people: Any, user: Any, organisation: Any) -> dict[str, Any]:
    """The people, and somebody of a co-owner of the public plan."""
    beside = organisation(id="beside", name="Beside")
    store("measure", [{"id": "clean-room", "partners": ["beside"]}], actor=SYSTEM)
    return {**people, "co-owner": user("member", speaks_for=beside)}


def swapped() -> None:
    """The secret plan is of `owner`, and what `partner` has beside it is blind as well."""
    store(
        "measure",
        [{"id": BLIND["id"], "owner": "owner"}, {"id": "clean-room-again", "visibility": "blind"}],
        actor=SYSTEM,
    )
    actions.bump()
    actions.refresh()


@pytest.mark.parametrize(
    ("reader", "own"),
    [
        ("owner", "clean-room"),
        pytest.param("co-owner", "clean-room", marks=LIKE_OWNER),
        pytest.param("partner", "clean-room-again", marks=LIKE_OWNER),
        pytest.param("manager", "", marks=LIKE_OWNER),
    ],
)
def test_the_other_side_reads_its_notice_and_none_of_the_plan(
    reader: str,
    own: str,
    blind: Measure,
    walk: list[str],
    readers: Any,
    client_of: Any,
    frames: Frames,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    if reader == "partner":
        swapped()
    client = client_of(readers[reader], headers={"accept-language": "de"})
    pair = Overlap.objects.get(a__key=own or "clean-room", b=blind)
    said = client.get(reverse("intersect:overlap", args=[pair.pk])).status_code
    assert said == (200 if own else 404)
    for address, (status, _n, body) in answers(client, walk, frames).items():
        if status != 200:
            continue
        text = body.decode(errors="replace")
        if "?" in address:  # what was asked may be said again
            text = re.sub("Quarzlicht|Bolków|Bolk%C3%B3w|geheimvorhaben-77", "", text)
        if "/plans/month/" in address:  # a calendar shows every day
            text = text.replace("2027-03-23", "").replace("23. März", "")
        text = text.replace(f"/{blind.slug}/", "") if blind.slug in address else text
        assert not SECRETS.search(text), (address, SECRETS.search(text))
    asked = {"title": "Efektywność energetyczna pomieszczeń czystych", "kind": "event", "when": "03.2027"}
    assert not SECRETS.search(client.post(reverse("intersect:similar"), asked).content.decode())


def test_an_open_pair_is_seen_by_the_people_of_its_sides_alone(
    blind: Measure, readers: Any, client_of: Any
) -> None:
    opened(blind)
    pair = Overlap.objects.get(a__key="clean-room", b=blind)
    paths = (
        reverse("intersect:overlap", args=[pair.pk]),
        f"/api/v1/overlaps/{pair.pk}",
        reverse("record:measure", args=[blind.slug]),
    )
    seen = {
        path: {name for name, person in readers.items() if client_of(person).get(path).status_code == 200}
        for path in paths
    }
    assert seen == {path: {"owner", "co-owner", "partner"} for path in paths}
