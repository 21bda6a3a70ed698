"""Overlaps with blind plans open when both sides agree, and for the two sides alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from neisse.web.core.actors import SYSTEM
from neisse.web.intersect import actions, queries
from neisse.web.intersect.models import Consent, Overlap
from neisse.web.record.actions import remove, store
from neisse.web.record.models import Measure
from neisse.web.record.queries import visible_measures

READERS = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
OTHERS = ("manager", "circle", "stranger", "guest", "public")


@pytest.fixture
def pair(overlapping: Any) -> Overlap:
    """A public plan of `owner` and a blind one of `partner` that overlap."""
    store("measure", [{"id": "clean-room-again", "visibility": "blind"}], actor=SYSTEM)
    return Overlap.objects.get()


@pytest.fixture
def answer(pair: Overlap, people: Any, client_of: Any, django_capture_on_commit_callbacks: Any) -> Any:
    def send(reader: str, said: str) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            url = reverse("intersect:opening", args=[pair.pk])
            return int(client_of(people[reader]).post(url, {"answer": said}).status_code)

    return send


def seeing(pair: Overlap, people: Any) -> set[str]:
    return {r for r in READERS if pair in queries.visible_overlaps(people[r] or AnonymousUser())}


def test_each_side_learns_topic_month_and_area_and_nobody_else_anything(
    pair: Overlap, people: Any, client_of: Any
) -> None:
    url = reverse("intersect:overlap", args=[pair.pk])
    for reader, own, theirs in (("owner", pair.a, pair.b), ("partner", pair.b, pair.a)):
        client = client_of(people[reader], headers={"accept-language": "de"})
        page = client.get(url).content.decode()
        assert all(word in page for word in ("März 2027", "Deutschland / Polen", str(own)))
        assert not any(word in page for word in (str(theirs), f"/{theirs.slug}/", theirs.city))
        assert str(own) in client.get(reverse("intersect:overlaps")).content.decode()
        assert len(client.get("/api/v1/overlap-notices").json()) == 1
    for reader in OTHERS:
        client = client_of(people[reader])
        assert client.get(url).status_code == 404
        assert client.get("/api/v1/overlap-notices").json() == []
    assert seeing(pair, people) == set()


def test_both_agree_and_only_the_two_sides_see_the_plans(
    pair: Overlap, people: Any, client_of: Any, answer: Any
) -> None:
    assert answer("partner", "agreed") == 302
    assert seeing(pair, people) == set()
    assert answer("owner", "agreed") == 302
    assert seeing(pair, people) == {"owner", "partner"}
    blind = Measure.objects.get(key="clean-room-again")
    for reader in READERS:
        person = people[reader] or AnonymousUser()
        sees = reader in {"owner", "partner"}
        assert visible_measures(person).filter(pk=blind.pk).exists() is sees, reader
        assert person.has_perm("record.view_measure", blind) is sees, reader
        assert person.has_perm("intersect.view_overlap", pair) is sees, reader
    page = client_of(people["owner"]).get(reverse("intersect:overlap", args=[pair.pk])).content.decode()
    assert blind.title in page
    assert not people["owner"].has_perm("record.change_measure", blind)
    assert [row.answer for row in Consent.history.order_by("pk")] == ["agreed", "agreed"]


def test_mails_go_out_in_the_language_of_each_and_name_no_plan(
    pair: Overlap, people: Any, answer: Any, letters: Any
) -> None:
    for reader, language in (("owner", "pl"), ("partner", "de")):
        people[reader].language = language
        people[reader].save()
    answer("partner", "agreed")
    assert [m.to for m in letters()] == [[people["owner"].email]]
    answer("partner", "agreed")
    assert len(letters()) == 1
    answer("owner", "agreed")
    assert sorted(m.to[0] for m in letters()[1:]) == sorted(people[r].email for r in ("owner", "partner"))
    assert {m.subject for m in letters()[1:]} == {
        "Zbieżność została ujawniona (Neisse)",
        "Eine Überschneidung ist jetzt offen (Neisse)",
    }
    for sent in letters():
        assert f"/overlaps/{pair.pk}/" in sent.body
        assert not any(secret in sent.body for secret in (pair.a.title, pair.b.title, pair.b.city))


def test_a_consent_can_be_taken_back_until_the_other_side_agrees(
    pair: Overlap, people: Any, answer: Any
) -> None:
    answer("owner", "agreed")
    answer("owner", "withdrawn")
    answer("partner", "agreed")
    assert seeing(pair, people) == set()
    answer("owner", "closed")
    assert seeing(pair, people) == set()
    answer("owner", "agreed")
    assert seeing(pair, people) == {"owner", "partner"}
    assert answer("owner", "withdrawn") == 404
    assert seeing(pair, people) == {"owner", "partner"}
    assert [row.answer for row in Consent.history.filter(measure__key="clean-room").order_by("pk")] == [
        "agreed", "none", "closed", "agreed",
    ]  # fmt: skip


def test_only_those_who_speak_for_the_owner_answer(
    pair: Overlap, people: Any, record: Any, user: Any, client_of: Any, answer: Any
) -> None:
    store("measure", [{"id": "clean-room", "partners": ["stranger"]}], actor=SYSTEM)
    assert client_of(people["stranger"]).get(reverse("intersect:overlap", args=[pair.pk])).status_code == 200
    assert answer("stranger", "agreed") == 403
    for reader in ("manager", "circle", "guest"):
        assert answer(reader, "agreed") == 404
    assert answer("owner", "perhaps") == 302
    assert (
        client_of().post(reverse("intersect:opening", args=[pair.pk]), {"answer": "agreed"}).status_code
        == 302
    )
    assert not Consent.objects.exists()


def test_it_ends_with_either_plan_and_with_its_owner(pair: Overlap, people: Any, answer: Any) -> None:
    for reader in ("owner", "partner"):
        answer(reader, "agreed")
    store("measure", [{"id": "clean-room", "owner": "stranger"}], actor=SYSTEM)
    assert seeing(pair, people) == set()
    assert not visible_measures(people["owner"]).filter(key="clean-room-again").exists()
    store("measure", [{"id": "clean-room", "owner": "owner"}], actor=SYSTEM)
    assert seeing(pair, people) == {"owner", "partner"}
    remove(Measure.objects.get(key="clean-room"), actor=SYSTEM)
    assert not Consent.objects.exists()
    assert not visible_measures(people["owner"]).filter(key="clean-room-again").exists()


def test_a_plan_opened_for_one_overlap_does_not_open_its_others(
    pair: Overlap, people: Any, measure: Any, clean_room: dict[str, Any], answer: Any
) -> None:
    from neisse.web.record.models import Organisation

    measure(Organisation.objects.get(key="stranger"), id="third", **clean_room | {"starts": "2027-03-17"})
    actions.bump()
    actions.refresh()
    for reader in ("owner", "partner"):
        answer(reader, "agreed")
    pairs = Overlap.objects.filter(stale=False)
    third = [p for p in pairs if {p.a.key, p.b.key} == {"clean-room-again", "third"}]
    assert third
    assert seeing(third[0], people) == set()


def test_rules_and_filters_say_the_same_of_overlaps(pair: Overlap, people: Any, answer: Any) -> None:
    for step in ("closed", "open"):
        if step == "open":
            for reader in ("owner", "partner"):
                answer(reader, "agreed")
        for one in ("public", "circle", "blind"):
            store("measure", [{"id": "clean-room", "visibility": one}], actor=SYSTEM)
            by_rules = {
                r
                for r in READERS
                if (people[r] or AnonymousUser()).has_perm("intersect.view_overlap", Overlap.objects.get())
            }
            assert by_rules == seeing(pair, people), (step, one)


def test_the_api_opens_too(pair: Overlap, people: Any, client_of: Any) -> None:
    url = f"/api/v1/overlaps/{pair.pk}/opening"
    opened = [
        client_of(people[r]).post(url, {"answer": "agreed"}, content_type="application/json").json()
        for r in ("owner", "partner")
    ]
    assert opened == [{"is_open": False}, {"is_open": True}]
