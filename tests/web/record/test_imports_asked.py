"""What a file does not say is asked once for all its records; nothing becomes public or an organisation by accident."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from neisse.formats.answers import Answers, answered, answers_of
from neisse.formats.owners import is_nobody, is_person
from neisse.web.core.actors import SYSTEM
from neisse.web.core.said import kept_finding
from neisse.web.record.actions import imports, store, storing
from neisse.web.record.actions.intake import make_link, read_plans
from neisse.web.record.models import ImportBatch, Measure, Network, Organisation

EVENT = "BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART;VALUE=DATE:20270312\n{more}END:VEVENT\n"


def calendar(*events: str, name: str = "") -> bytes:
    head = "BEGIN:VCALENDAR\nVERSION:2.0\n" + (f"X-WR-CALNAME:{name}\n" if name else "")
    return (head + "".join(events) + "END:VCALENDAR\n").encode()


def event(uid: str, more: str = "") -> str:
    return EVENT.format(uid=uid, title=f"Treffen {uid}", more=more)


def taken(name: str, data: bytes, actor: Any = SYSTEM, **said: Any) -> ImportBatch:
    batch = imports.upload(name, data, actor=actor, answers=answers_of(said))
    imports.prepare(batch, actor=actor)
    return batch


def confirmed(name: str, data: bytes, **said: Any) -> ImportBatch:
    batch = taken(name, data, **said)
    storing.confirm(batch, actor=SYSTEM)
    return batch


@pytest.mark.django_db
def test_a_calendar_without_an_owner_is_read_and_right_with_one_answer(user: Any, client_of: Any) -> None:
    manager = user("manager")
    batch = taken("a.ics", calendar(event("1"), event("2"), name="Termine"), manager)
    assert batch.counts["refused"] == 2
    assert [f["code"] for f in batch.findings if f["severity"] == "warning"] == ["import.owner"]
    assert not Organisation.objects.exists()
    client = client_of(manager)
    page = client.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    assert 'name="owner"' in page
    assert 'name="network"' not in page
    said = {"owner": "Stadt Musterau", "visibility": "circle"}
    client.post(reverse("record:import_answer", args=[batch.pk]), said)
    batch.refresh_from_db()
    storing.confirm(batch, actor=manager)
    assert set(Measure.objects.values_list("owner__name", "visibility")) == {("Stadt Musterau", "circle")}
    assert Organisation.objects.get().visibility == "circle"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_a_question_stands_once_at_the_field_that_answers_it_and_names_no_option(
    user: Any, client_of: Any, language: str
) -> None:
    manager = user("manager", language=language)
    batch = taken("a.ics", calendar(event("1"), event("2"), name="Kalender WiFö"), manager)
    (told,) = (f for f in batch.findings if f["code"] == "import.owner" and not f["row"])
    client = client_of(manager)
    client.cookies["neisse_language"] = language
    answer = client.get(reverse("record:import_batch", args=[batch.pk]))
    page = answer.content.decode()
    with override(language):
        asked = kept_finding(told)["text"]
    assert page.count(asked) == 1
    assert answer.context["answers"]["owner"].help_text == asked
    assert "--" not in re.sub(r"<!--.*?-->", "", page)
    assert "<code>import.owner</code>" not in page


@pytest.mark.django_db
def test_an_organiser_counts_where_it_is_known_and_people_never_do() -> None:
    store("organisation", [{"id": "ahk", "name": "AHK Polen"}], actor=SYSTEM)
    events = [
        event("1", "ORGANIZER;CN=AHK Polen:mailto:a@example.org\n"),
        event("2", 'ORGANIZER;CN="Neumann, Petra":mailto:p@example.org\n'),
        event("3", "ORGANIZER;CN=Unbekannt GmbH:mailto:u@example.org\n"),
    ]
    confirmed("a.ics", calendar(*events, name="Kalender WiFö"), owner="Wirtschaftsförderung")
    owners = dict(Measure.objects.values_list("key", "owner__name"))
    assert owners == {"1": "AHK Polen", "2": "Wirtschaftsförderung", "3": "Wirtschaftsförderung"}
    assert set(Organisation.objects.values_list("name", flat=True)) == {"AHK Polen", "Wirtschaftsförderung"}


@pytest.mark.django_db
def test_every_way_in_is_for_the_circle(user: Any, client_of: Any) -> None:
    plans = b"Titel;Veranstalter;Beginn\nFachtag;Stadt Musterau;21.10.2027\n"
    confirmed("a.csv", plans)
    assert set(Measure.objects.values_list("visibility", flat=True)) == {"circle"}
    assert set(Organisation.objects.values_list("visibility", flat=True)) == {"circle"}
    organisation = Organisation.objects.get()
    link, _secret = make_link(organisation, addressee="", language="de", days=9, actor=SYSTEM)
    found, _ = read_plans(link, "b.csv", plans.replace(b"Fachtag", b"Messe"))
    assert all(plan.get("visibility", "circle") == "circle" for plan in found)


@pytest.mark.django_db
def test_an_answer_changes_nothing_that_is_stored() -> None:
    data = calendar(event("1"))
    confirmed("a.ics", data, owner="Stadt A", visibility="public", certainty="idea")
    batch = taken("a.ics", data, owner="Stadt A", certainty="confirmed")
    assert {name: n for name, n in batch.counts.items() if n} == {"unchanged": 1}
    assert Measure.objects.get().visibility == "public"


@pytest.mark.django_db
def test_members_are_members_of_the_network_that_is_said() -> None:
    rows = b'{"type":"organisation","id":"a","name":"A"}\n{"type":"membership","id":"m","organisation":"a"}\n'
    assert taken("a.jsonl", rows).counts["refused"] == 1
    confirmed("a.jsonl", rows, network="MedNetz")
    assert Network.objects.get().name == "MedNetz"
    assert Network.objects.get().memberships.get().organisation.key == "a"


WORDS = st.sampled_from(
    ["Termine", "Kalender", "My calendar", "Events 2027", "info@example.org", "Wydarzenia"]
)
PEOPLE = st.sampled_from(
    ["Frau Kern", "Dr. Weiß", "Prof. Anna Nowak", "Neumann, Petra", "Pani Łęcka", "Hr. Böhme"]
)


@given(name=st.one_of(WORDS, PEOPLE), visibility=st.sampled_from(["public", "circle", "blind", ""]))
def test_who_or_what_is_no_organisation_owns_nothing(name: str, visibility: str) -> None:
    assert is_nobody(name) or is_person(name)
    plan = {"type": "measure", "id": "m", "title": "T"}
    said = answered("x", [(1, plan, {"owner": name})], Answers(visibility=visibility), {}.get)
    assert "owner" not in said.objects[0]
    assert said.objects[0].get("visibility", "") == visibility
    assert name in said.findings[0].hint


@pytest.mark.parametrize(
    "name", ["Franz Haniel GmbH", "Prokon AG", "Miasto Zgorzelec", "IHK Dresden", "Pantech sp. z o.o."]
)
def test_organisations_are_no_people(name: str) -> None:
    assert not is_person(name)
    assert not is_nobody(name)


@pytest.mark.django_db
def test_a_file_that_is_stored_twice_by_a_second_try_is_stored_once(user: Any, client_of: Any) -> None:
    """A browser sends a form again where the connection broke before the answer came."""
    manager = user("manager")
    batch = taken("a.ics", calendar(event("1")), manager, owner="Stadt Musterau")
    client = client_of(manager)
    page = client.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    sign = re.search(r'/confirm/"><input[^>]+><input type="hidden" name="once" value="([^"]+)"', page)
    assert sign
    for _twice in range(2):
        answer = client.post(
            reverse("record:import_confirm", args=[batch.pk]), {"once": sign[1]}, follow=True
        )
        assert answer.status_code == 200
        assert "import.closed" not in answer.content.decode()
    assert Measure.objects.count() == 1
