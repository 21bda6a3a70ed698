"""Exports: every list in every form, with the filters of its page, in the reader's rights; the whole instance."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.urls import reverse

from neisse.formats.detect import read_any
from neisse.web.core.actions import describe_instance
from neisse.web.core.actors import SYSTEM
from neisse.web.core.queries import the_instance
from neisse.web.record.actions import store
from neisse.web.record.actions.imports import begin, prepare
from neisse.web.record.actions.storing import confirm
from neisse.web.record.bridge import KINDS, LOAD_ORDER
from neisse.web.record.bridge.archive import write_archive
from neisse.web.record.exports import LISTS
from neisse.web.record.models import Measure, Organisation, Person

CONSENT = {"purpose": "Vermittlung", "given_on": "2020-01-01"}


def rows(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.content.decode().splitlines()]


@pytest.fixture
def everything(measure: Any, organisation: Any) -> None:
    host = organisation(
        id="host", name="Gastgeber", city="Wrocław", offers=["Räume"], names={"pl": "Gospodarz"}
    )
    measure(host, id="m1", title="Fachtag", place={"city": "Wrocław"}, topics=["Optik"], partners=[])
    store(
        "person",
        [
            {
                "id": "p",
                "name": "Ida Muster",
                "organisation": "host",
                "email": "ida@example.org",
                "consent": CONSENT,
            }
        ],
        actor=SYSTEM,
    )
    store("network", [{"id": "n", "name": "Netz"}], actor=SYSTEM)
    store(
        "membership",
        [{"id": "ms", "network": "n", "organisation": "host", "from": "2020-01-01", "representative": "p"}],
        actor=SYSTEM,
    )
    store(
        "section",
        [{"id": "s", "network": "n", "name": "Sektion", "members": ["host"], "chair": "p"}],
        actor=SYSTEM,
    )
    store("topic_group", [{"id": "t", "section": "s", "name": "Gruppe", "meetings": ["m1"]}], actor=SYSTEM)
    store(
        "figure",
        [{"id": "f", "about": "n", "concept": "members", "value": 136, "unit": "members", "year": 2021}],
        actor=SYSTEM,
    )


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_every_list_can_be_taken_along_and_read_again(
    user: Any, client_of: Any, everything: None, kind: str, form: str
) -> None:
    answer = client_of(user("manager")).get(
        reverse("record:export", args=[kind]), {"format": form, "time": "all"}
    )
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    record_kind = LISTS[kind].kind
    if record_kind in {"network", "section", "topic_group"} and form != "jsonl":
        return
    again = read_any(f"x.{form}", answer.content, record_kind)
    assert [obj["id"] for obj in again.objects] == list(
        KINDS[record_kind].model.objects.values_list("key", flat=True)
    )


def test_measures_as_calendar_and_people_as_cards(user: Any, client_of: Any, everything: None) -> None:
    client = client_of(user("circle"))
    calendar = client.get(reverse("record:export", args=["measures"]), {"format": "ics", "time": "all"})
    assert b"SUMMARY:Fachtag" in calendar.content
    cards = client.get(reverse("record:export", args=["people"]), {"format": "vcf"})
    assert b"ida@example.org" in cards.content
    assert b"ORG:Gastgeber" in cards.content


@pytest.mark.parametrize("consent", [CONSENT | {"until": "2020-06-01"}, None])
@pytest.mark.parametrize("role", ["manager", "circle", "guest", None])
def test_contacts_leave_only_with_consent_and_right(
    user: Any, client_of: Any, everything: None, role: str | None, consent: dict[str, str] | None
) -> None:
    if consent:
        store("person", [{"id": "p", "consent": consent}], actor=SYSTEM)
    reader = client_of(user(role) if role else None)
    may = consent is None and role in {"manager", "circle"}
    for form in ("vcf", "jsonl", "csv"):
        content = reader.get(reverse("record:export", args=["people"]), {"format": form}).content
        assert (b"ida@example.org" in content) is may


def test_filters_of_the_page_hold(user: Any, client_of: Any, organisation: Any) -> None:
    organisation(id="a", name="A", city="Leipzig")
    organisation(id="b", name="B", city="Wrocław")
    page = reverse("record:export", args=["organisations"])
    answer = client_of(None).get(page, {"format": "jsonl", "country": "PL"})
    assert [row["id"] for row in rows(answer)] == ["b"]


def test_readers_get_what_they_see(people: dict[str, Any], client_of: Any, measure: Any) -> None:
    owner = Organisation.objects.get(key="owner")
    for visibility in ("public", "circle", "blind"):
        measure(owner, id=visibility, visibility=visibility, partners=["partner"])
    page = reverse("record:export", args=["measures"])
    seen = {
        name: {row["id"] for row in rows(client_of(person).get(page, {"format": "jsonl", "time": "all"}))}
        for name, person in people.items()
    }
    assert seen["manager"] == seen["circle"] == {"public", "circle"}
    assert seen["owner"] == seen["partner"] == {"public", "circle", "blind"}
    assert seen["stranger"] == seen["guest"] == seen["public"] == {"public"}


def test_a_formula_in_a_name_is_not_one_in_a_sheet(client_of: Any, organisation: Any) -> None:
    organisation(name="=HYPERLINK(1)")
    answer = client_of(None).get(reverse("record:export", args=["organisations"]), {"format": "csv"})
    cells = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert cells["name"] == "'=HYPERLINK(1)"


def test_an_unknown_form_is_a_user_error(client_of: Any) -> None:
    assert (
        client_of(None).get(reverse("record:export", args=["figures"]), {"format": "exe"}).status_code == 400
    )
    assert client_of(None).get(reverse("record:export", args=["secrets"])).status_code == 404


def archive() -> bytes:
    packed = io.BytesIO()
    write_archive(packed, the_instance())
    return packed.getvalue()


def test_the_instance_comes_back_as_it_was(everything: None, measure: Any) -> None:
    measure(
        Organisation.objects.get(key="host"), id="blind", visibility="blind", starts="", period="2026-autumn"
    )
    store(
        "organisation",
        [{"id": "host", "eigenes Feld": {"a": [1, 2]}, "part_of": "https://example.org/x"}],
        actor=SYSTEM,
    )
    describe_instance(name_de="Netz", countries=["DE", "PL"])
    before = archive()
    for kind in reversed(LOAD_ORDER):
        KINDS[kind].model.objects.all().delete()
    the_instance().delete()
    batch = begin("alles.zip", before, actor=SYSTEM)
    prepare(batch, before, actor=SYSTEM)
    counts = confirm(batch, actor=SYSTEM)
    assert (counts["new"], counts["refused"], counts["doubtful"]) == (9, 0, 0)
    assert archive() == before
    assert Person.objects.get().email == "ida@example.org"


def test_the_managers_zip_holds_no_blind_plans(people: dict[str, Any], client_of: Any, measure: Any) -> None:
    measure(Organisation.objects.get(key="owner"), title="Geheimplan", visibility="blind")
    page = reverse("record:export_instance")
    answer = client_of(people["manager"]).get(page)
    assert answer.status_code == 200
    again = begin("x.zip", answer.content, actor=SYSTEM)
    seen = prepare(again, answer.content, actor=SYSTEM)
    assert all(obj.get("title") != "Geheimplan" for obj in seen.result.objects)
    assert Measure.objects.count() == 1
    assert client_of(people["circle"]).get(page).status_code == 403
