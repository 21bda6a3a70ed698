"""The network's own topics: kept by managers, read from tables, known to overlaps, partners and fields."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neisse.engine.values import Measure
from neisse.web.intersect import actions, bridge
from neisse.web.intersect.bridge import live
from neisse.web.intersect.models import Concept

LEECHES = {
    "key": "leeches",
    "label_de": "Blutegel",
    "label_pl": "pijawki lekarskie",
    "label_en": "leeches",
    "patterns": "*blutegel, pijawk, =hirudo",
}
READERS = ("manager", "circle", "owner", "guest", "public")


def test_only_managers_keep_topics(people: Any, client_of: Any) -> None:
    url = reverse("intersect:vocabulary")
    assert [r for r in READERS if client_of(people[r]).get(url).status_code == 200] == ["manager"]
    assert client_of(people["circle"]).post(url, LEECHES).status_code == 403
    assert not Concept.objects.exists()
    assert client_of(people["manager"]).post(url, LEECHES).status_code == 302
    assert Concept.history.get().history_user == people["manager"]


def test_a_topic_is_found_in_three_languages_and_shown_in_the_readers(people: Any) -> None:
    actions.keep_concepts([LEECHES], actor=people["manager"])
    lexicon = bridge.own_topics()
    at = lexicon.position["leeches"]
    for text in ("Blutegeltherapie", "terapia pijawkami", "leeches in surgery", "Hirudo medicinalis"):
        assert at in lexicon.find(text), text
    assert at not in lexicon.find("hirudology")
    assert bridge.concept_in("leeches", "pl") == "pijawki lekarskie"


def test_the_index_and_the_overlaps_know_it(people: Any, measure: Any) -> None:
    measure(id="one", title="Blutegel in der Praxis", starts="2027-03-10", place={"city": "Dresden"})
    measure(id="two", title="Pijawki w gabinecie", starts="2027-03-17", place={"city": "Wrocław"})
    actions.refresh()
    draft = Measure("", "Hirudo medicinalis", "")
    assert {reason.code for _, _, reason in live.current().alike(draft, least=0)} <= {"topic.apart"}
    actions.keep_concepts([LEECHES], actor=people["manager"])
    alike = {m.id: reason for m, _, reason in live.current().alike(draft, least=0)}
    assert set(alike) == {"one", "two"}
    assert {reason.code for reason in alike.values()} == {"topic.shared"}
    assert {dict(reason.data)["topics"] for reason in alike.values()} == {LEECHES["label_en"]}


def test_out_and_in_again(people: Any, client_of: Any) -> None:
    client = client_of(people["manager"])
    actions.keep_concepts([LEECHES, {**LEECHES, "key": "biobank"}], actor=people["manager"])
    table = client.get(reverse("intersect:export_vocabulary")).content
    before = list(Concept.objects.values_list("key", "label_de", "label_pl", "label_en", "patterns"))
    client.post(reverse("intersect:drop_concept", args=["leeches"]))
    assert Concept.objects.count() == 1
    client.post(reverse("intersect:read_vocabulary"), {"table": SimpleUploadedFile("topics.tsv", table)})
    assert list(Concept.objects.values_list("key", "label_de", "label_pl", "label_en", "patterns")) == before
    assert (
        "replaces a topic"
        in client_of(people["manager"], headers={"accept-language": "en"})
        .get(reverse("intersect:vocabulary"))
        .content.decode()
    )


@pytest.mark.parametrize(
    "table",
    [
        b"only\ttwo",
        b"a\tg\tde\tpl\ten\tw\nBad Key\tg\tde\tpl\ten\tw",
        b"\xff\xfe",
        b"k\tg\t\tpl\ten\tw",
        b"k\tg\t" + b"x" * 300 + b"\tpl\ten\tw",
    ],
)
def test_a_bad_table_adds_nothing(table: bytes, people: Any, client_of: Any) -> None:
    url = reverse("intersect:read_vocabulary")
    answer = client_of(people["manager"]).post(
        url, {"table": SimpleUploadedFile("t.tsv", table)}, follow=True
    )
    assert answer.status_code == 200
    assert not Concept.objects.exists()
