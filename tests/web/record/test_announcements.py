"""Announcements in the product: proposed beside the text, decided on one by one, stored with the words that show them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.record.actions import announcements
from neisse.web.record.actions.intake import make_link, read_plans
from neisse.web.record.bridge.decisions import decision_key
from neisse.web.record.models import Announcement, ImportBatch, Measure, Organisation, Proof

RELEASE = """Leipzig, 3. März 2030

Lasertag der Region lädt nach Görlitz ein

Die Muster Optik GmbH veranstaltet am 14. April 2030 in Görlitz den Lasertag der Region. Im Anschluss folgt am 2. Juni 2030
in Wrocław das Optikforum Neiße.

Im vergangenen Jahr 2029 zählte das Netzwerk 136 Mitglieder.

Kontakt: Dr. Erika Beispiel, Geschäftsführerin, Telefon 0341 123456, erika@example.org
"""


@pytest.fixture
def manager(user: Any, member: Any) -> Any:
    return user("manager")


def read(client: Any, text: str = RELEASE, **more: Any) -> Any:
    """The page after a text was sent."""
    return client.post(reverse("record:announcement_read"), {"text": text, **more})


def rows_of(document: Announcement, title: str) -> list[int]:
    """The rows of the proposals with such a title or name."""
    said = ((e["row"], e["object"]) for e in document.batch.objects_read)
    return [row for row, obj in said if title in str(obj.get("title") or obj.get("name"))]


def test_nothing_enters_before_somebody_takes_it(manager: Any, client_of: Any) -> None:
    client = client_of(manager)
    before = Organisation.objects.count()
    made = read(client)
    assert made.status_code == 302, made.context["form"].errors
    page = client.get(made.url).content.decode()
    assert "<mark" in page
    assert "Lasertag" in page
    assert (Measure.objects.count(), Organisation.objects.count(), Proof.objects.count()) == (0, before, 0)
    client.post(f"{made.url}decide/", {"do": "store"})
    assert Measure.objects.count() == 0, "nothing was taken"


def take(client: Any, document: Announcement, **more: str) -> None:
    """Take and store the plan of the laser day and its organiser."""
    document.refresh_from_db()
    rows = [*rows_of(document, "Lasertag"), *rows_of(document, "Muster Optik")]
    said = {f"row {row}": "take" for row in rows}
    client.post(
        reverse("record:announcement_decide", args=[document.batch_id]), {**said, **more, "do": "store"}
    )


def test_what_is_taken_is_stored_with_its_words_and_the_rest_stays_out(manager: Any, client_of: Any) -> None:
    client = client_of(manager)
    read(client)
    document = Announcement.objects.get()
    client.post(
        reverse("record:import_answer", args=[document.batch_id]), {"owner": "Alpha", "visibility": "circle"}
    )
    document.refresh_from_db()
    take(client, document)
    plan = Measure.objects.get()
    assert "Lasertag" in plan.title
    assert plan.city == "Görlitz"
    proofs = Proof.objects.filter(kind="measure", key=plan.key)
    assert proofs
    assert all(document.text[p.from_letter : p.to_letter] == p.words for p in proofs)
    assert {p.confirmed_by for p in proofs} == {manager}
    page = client.get(reverse("record:measure", args=[plan.slug])).content.decode()
    assert document.title in page
    assert "14. April 2030" in page
    anybody = client_of(None).get(reverse("record:measure", args=[plan.slug]))
    assert "14. April 2030</q>" not in anybody.content.decode()


def test_all_that_are_sure_at_once_takes_nothing_that_is_not(manager: Any, client_of: Any) -> None:
    client = client_of(manager)
    made = read(client)
    document = Announcement.objects.get()
    client.post(
        reverse("record:import_answer", args=[document.batch_id]), {"owner": "Alpha", "visibility": "circle"}
    )
    client.post(f"{made.url}decide/", {"do": "sure"})
    document.refresh_from_db()
    sure = {one["row"] for one in document.proposed if one["sure"]}
    assert document.taken
    assert set(document.taken) <= sure
    assert not Measure.objects.exists()


def test_persons_and_contacts_are_never_proposed(manager: Any, client_of: Any) -> None:
    read(client_of(manager))
    said = str(Announcement.objects.get().batch.objects_read)
    assert "Erika" not in said
    assert "123456" not in said
    assert "example.org" not in said


def test_the_same_event_in_a_second_document_is_one_record_with_two_documents(
    manager: Any, client_of: Any
) -> None:
    client = client_of(manager)
    for text in (RELEASE, RELEASE.replace("3. März 2030", "5. März 2030")):
        read(client, text)
        document = Announcement.objects.latest("pk")
        known = Measure.objects.first()
        entry = next(e for e in document.batch.objects_read if "Lasertag" in str(e["object"].get("title")))
        assert (entry["twins"] != []) == (known is not None)
        take(client, document, **({f"decision {decision_key(entry['object'])}": known.key} if known else {}))
    plan = Measure.objects.get()
    assert Proof.objects.filter(key=plan.key).values("batch").distinct().count() == 2
    assert plan.source.endswith("(2030-03-03)"), "a record keeps the source that it has"


def test_an_organisation_that_was_left_out_comes_in_by_no_plan(manager: Any, client_of: Any) -> None:
    client = client_of(manager)
    before = Organisation.objects.count()
    made = read(client)
    document = Announcement.objects.get()
    (plan,), (house,) = rows_of(document, "Lasertag"), rows_of(document, "Muster Optik")
    client.post(f"{made.url}decide/", {f"row {plan}": "take", "do": "store"})
    assert Measure.objects.count() == 0, "of an organisation on which nobody decided"
    client.post(f"{made.url}decide/", {f"row {plan}": "take", f"row {house}": "leave", "do": "store"})
    assert Measure.objects.count() == 0, "of nobody"
    assert Organisation.objects.count() == before


def test_a_member_reads_for_the_own_organisation_alone(member: Any, client_of: Any) -> None:
    client = client_of(member)
    assert client.get(reverse("record:announcement_read")).status_code == 200
    before = Organisation.objects.count()
    made = read(client, owner="alpha")
    assert made.status_code == 302, made.context["form"].errors
    document = Announcement.objects.get()
    assert {e["object"]["type"] for e in document.batch.objects_read} == {"measure"}
    (row,) = rows_of(document, "Lasertag")
    client.post(f"{made.url}decide/", {f"row {row}": "take", "do": "store"})
    assert list(Measure.objects.values_list("owner__key", flat=True)) == ["alpha"]
    assert Organisation.objects.count() == before
    assert read(client, owner="beta").status_code == 422


def test_others_learn_nothing_of_a_document(manager: Any, member: Any, user: Any, client_of: Any) -> None:
    made = read(client_of(manager))
    for reader in (member, user("circle"), user("guest"), None):
        client = client_of(reader)
        assert client.get(made.url).status_code in {302, 403, 404}
        assert client.post(f"{made.url}decide/", {"do": "sure"}).status_code in {302, 403, 404}
        assert client.post(f"{made.url}forget/").status_code in {302, 403, 404}
    assert Announcement.objects.get().taken == []


@pytest.mark.parametrize("text", ["", "Guten Tag, bis bald.", "\x00\x00"])
def test_a_text_without_records_is_refused_and_stays_in_the_form(
    manager: Any, client_of: Any, text: str
) -> None:
    answer = read(client_of(manager), text)
    assert answer.status_code == 422
    assert not ImportBatch.objects.exclude(state="discarded").exists()


def test_a_picture_without_text_is_refused_by_name(manager: Any, client_of: Any) -> None:
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\nnothing")
    answer = client_of(manager).post(reverse("record:announcement_read"), {"file": file})
    assert answer.status_code == 422


def test_forgetting_the_document_keeps_what_was_stored_and_undoing_takes_its_words(
    manager: Any, client_of: Any
) -> None:
    client = client_of(manager)
    made = read(client)
    document = Announcement.objects.get()
    announcements.decide(document, {one["row"]: "take" for one in document.proposed}, actor=manager)
    client.post(
        reverse("record:import_answer", args=[document.batch_id]), {"owner": "Alpha", "visibility": "circle"}
    )
    client.post(f"{made.url}decide/", {"do": "store"})
    plan = Measure.objects.first()
    assert plan is not None
    client.post(f"{made.url}forget/")
    assert not Announcement.objects.exists()
    address = reverse("record:measure", args=[plan.slug])
    assert "<q>" in client.get(address).content.decode()
    client.post(reverse("record:import_undo", args=[document.batch_id]))
    assert not Measure.objects.exists()


def test_texts_go_when_their_time_is_over_and_words_with_their_record(manager: Any, client_of: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from neisse.web.record.actions.retention import forget_documents, forget_proofs

    read(client_of(manager))
    document = Announcement.objects.get()
    now = timezone.now()
    assert forget_documents(now + timedelta(days=89)) == 0
    ImportBatch.objects.filter(pk=document.batch_id).update(state="confirmed")
    assert forget_documents(now + timedelta(days=91)) == 1
    Proof.objects.create(kind="measure", key="gone", title="T", words="w", from_letter=0, to_letter=1)
    Proof.objects.create(kind="organisation", key="alpha", title="T", words="w", from_letter=0, to_letter=1)
    assert forget_proofs(now) == 1
    assert Proof.objects.get().key == "alpha"


def test_a_press_release_through_a_link_waits_as_plans_of_its_organisation(
    manager: Any, client_of: Any, alpha: Any
) -> None:
    link, _secret = make_link(alpha, addressee="Ida Muster", language="de", days=30, actor=manager)
    plans, _findings = read_plans(link, "release.txt", RELEASE.encode())
    assert {plan["owner"] for plan in plans} == {"alpha"}
    assert any("Lasertag" in plan["title"] for plan in plans)
    assert "Erika" not in str(plans)
    with pytest.raises(NeisseError, match=r"intake\.no_plans"):
        read_plans(link, "letter.txt", b"Guten Tag, bis bald.")
    table, _findings = read_plans(link, "plans.txt", b"Titel;Beginn\nOptiktag;2030-06-01\n")
    assert [plan["title"] for plan in table] == ["Optiktag"]
