"""Overlaps on the web: found, seen by those who may, decided by those who may, decisions kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from neisse.web.core.actors import SYSTEM
from neisse.web.intersect import actions, queries
from neisse.web.intersect.models import Overlap
from neisse.web.record.actions import store

READERS = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")


def test_two_plans_in_two_languages_overlap_and_the_third_does_not(overlapping: Any) -> None:
    pair = Overlap.objects.get()
    assert {pair.a.key, pair.b.key} == {"clean-room", "clean-room-again"}
    assert pair.a_id < pair.b_id
    assert 0 < pair.score <= 1
    assert {r["code"].split(".")[0] for r in pair.reasons} >= {"topic", "time"}


def test_computing_twice_changes_nothing(overlapping: Any) -> None:
    before = list(Overlap.objects.values("pk", "verdict", "score", "state"))
    actions.refresh()
    assert list(Overlap.objects.values("pk", "verdict", "score", "state")) == before


@pytest.mark.parametrize(
    ("one", "other", "sees", "decides"),
    [
        ("public", "public", READERS, ("manager", "circle", "owner", "partner")),
        ("public", "circle", ("manager", "circle", "partner"), ("manager", "circle", "partner")),
        ("public", "blind", (), ()),
        ("blind", "blind", (), ()),
    ],
)
def test_who_sees_and_who_decides(
    overlapping: Any, people: Any, client_of: Any, one: str, other: str, sees: Any, decides: Any
) -> None:
    store(
        "measure",
        [{"id": "clean-room", "visibility": one}, {"id": "clean-room-again", "visibility": other}],
        actor=SYSTEM,
    )
    pair = Overlap.objects.get()
    listed = tuple(r for r in READERS if pair in queries.visible_overlaps(people[r] or AnonymousUser()))
    opened = tuple(
        r for r in READERS
        if "pair" in (client_of(people[r]).get(reverse("intersect:overlap", args=[pair.pk])).context or {})
    )  # fmt: skip
    decided = tuple(r for r in READERS if people[r] and people[r].has_perm("intersect.decide_overlap", pair))
    assert (listed, opened, decided) == (sees, sees, decides)


def test_a_blind_plan_gives_away_nothing_but_that_it_is_there(
    overlapping: Any, people: Any, client_of: Any
) -> None:
    store("measure", [{"id": "clean-room-again", "visibility": "blind"}], actor=SYSTEM)
    page = client_of(people["owner"]).get(reverse("intersect:overlaps")).content.decode()
    assert "Workshop Energieeffizienz in Reinräumen" in page
    for secret in ("Warsztaty", "pomieszcze", "Wrocław", "2027-03-24"):
        assert secret not in page
    stranger = client_of(people["stranger"]).get(reverse("intersect:overlaps")).content.decode()
    assert "Reinräumen" not in stranger


def test_a_decision_keeps_its_author_note_and_survives_a_new_computation(
    overlapping: Any, people: Any, client_of: Any
) -> None:
    pair = Overlap.objects.get()
    client = client_of(people["circle"])
    url = reverse("intersect:decide", args=[pair.pk])
    assert client.get(url).status_code == 405
    assert client.post(url, {"state": "dismissed", "note": "other machines"}).status_code == 302
    actions.refresh()
    pair.refresh_from_db()
    assert (pair.state, pair.note, pair.decided_by) == ("dismissed", "other machines", people["circle"])


def test_a_dismissed_pair_opens_again_only_when_one_side_changes_in_substance(
    overlapping: Any, people: Any
) -> None:
    pair = actions.decide(Overlap.objects.get(), "dismissed", actor=people["manager"])
    store("measure", [{"id": "clean-room", "staff_days": 3, "url": "https://example.org/x"}], actor=SYSTEM)
    actions.bump()
    actions.recompute([pair.a_id, pair.b_id])
    pair.refresh_from_db()
    assert pair.state == "dismissed"
    store("measure", [{"id": "clean-room", "starts": "2027-03-23"}], actor=SYSTEM)
    actions.bump()
    actions.recompute([pair.a_id])
    pair.refresh_from_db()
    assert pair.state == "open"


def test_strangers_cannot_decide(overlapping: Any, people: Any, client_of: Any) -> None:
    pair = Overlap.objects.get()
    for reader in ("stranger", "guest"):
        answer = client_of(people[reader]).post(
            reverse("intersect:decide", args=[pair.pk]), {"state": "dismissed"}
        )
        assert answer.status_code == 403
    pair.refresh_from_db()
    assert pair.state == "open"


def test_what_is_no_longer_found_goes_but_a_decision_stays(overlapping: Any, people: Any) -> None:
    pair = actions.decide(Overlap.objects.get(), "accepted", actor=people["manager"])
    store(
        "measure",
        [
            {
                "id": "clean-room",
                "title": "Adventssingen",
                "description": "",
                "topics": [],
                "starts": "2027-12-01",
            }
        ],
        actor=SYSTEM,
    )
    actions.bump()
    actions.recompute([pair.a_id])
    pair.refresh_from_db()
    assert pair.stale
    assert not queries.visible_overlaps(people["manager"]).exists()


def test_saving_a_measure_finds_its_overlaps(
    overlapping: Any, measure: Any, clean_room: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        measure(
            id="third",
            **clean_room | {"starts": "2027-03-12", "title": "Reinraum und Energie: Werkstattgespräch"},
        )
    assert Overlap.objects.filter(b__key="third").exists()


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Überschneidungen"), ("pl", "Zbieżności"), ("en", "Overlaps")]
)
def test_the_pages_speak_three_languages(
    overlapping: Any, people: Any, client_of: Any, language: str, word: str
) -> None:
    client = client_of(people["manager"], headers={"accept-language": language})
    assert word in client.get(reverse("intersect:overlaps")).content.decode()
    page = client.get(reverse("intersect:overlap", args=[Overlap.objects.get().pk])).content.decode()
    assert "%(" not in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_the_list_can_be_taken_along(overlapping: Any, people: Any, client_of: Any, form: str) -> None:
    answer = client_of(people["manager"]).get(
        reverse("intersect:export", args=["overlaps"]), {"format": form}
    )
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'overlaps.{form}"')
    assert len(answer.content) > 100
    public = client_of().get(reverse("intersect:export", args=["overlaps"]), {"format": "jsonl"})
    assert b"clean-room" in public.content


def test_filters(overlapping: Any, people: Any, client_of: Any) -> None:
    client = client_of(people["manager"])
    page = lambda **f: client.get(reverse("intersect:overlaps"), f).context["page"].paginator.count  # noqa: E731
    pair = Overlap.objects.get()
    assert (
        page()
        == page(verdict=pair.verdict)
        == page(border="across")
        == page(q="reinraumen")
        == page(state="all")
        == 1
    )
    assert page(border="same") == page(q="tramway") == page(state="accepted") == 0


def test_a_number_comes_with_how_often_it_was_right(overlapping: Any, people: Any, client_of: Any) -> None:
    client = client_of(people["manager"], headers={"accept-language": "en"})
    listed = client.get(reverse("intersect:overlaps"))
    assert "How sure are these numbers?" in listed.content.decode()
    assert {verdict for verdict, _found in listed.context["measured"]} == {"duplicate", "parallel", "synergy"}
    pair = Overlap.objects.get()
    page = client.get(reverse("intersect:overlap", args=[pair.pk]))
    measured = page.context["measured"]
    assert measured.verdict.value == pair.verdict
    assert f"Of {measured.pairs} test pairs" in page.content.decode()


@pytest.mark.parametrize("name", ["overlaps", "fields"])
def test_what_a_filter_replaces_is_there(name: str, overlapping: Any, people: Any, client_of: Any) -> None:
    page = client_of(people["manager"]).get(reverse(f"intersect:{name}")).content.decode()
    assert 'hx-target="#results"' in page
    assert page.count('id="results"') == 1
    assert page.count('id="page-head"') == 1


def test_nothing_that_is_found_is_certain(overlapping: Any, people: Any, client_of: Any) -> None:
    Overlap.objects.update(score=0.9999)
    page = client_of(people["manager"], headers={"accept-language": "en"}).get(
        reverse("intersect:overlap", args=[Overlap.objects.get().pk])
    )
    assert "99%" in page.content.decode()
    assert "100%" not in page.content.decode().replace("(100%)", "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "die Befehlszeile zählt alle"),
        ("pl", "wiersz poleceń liczy"),
        ("en", "command line counts all"),
    ],
)
def test_the_numbers_above_the_list_are_those_of_the_list_and_say_what_they_count(
    language: str,
    said: str,
    overlapping: Any,
    people: Any,
    client_of: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for visibility, shown in (("public", 1), ("blind", 0)):
        with django_capture_on_commit_callbacks(execute=True):
            store("measure", [{"id": "clean-room-again", "visibility": visibility}], actor=SYSTEM)
        client = client_of(people["manager"], headers={"accept-language": language})
        answer = client.get(reverse("intersect:overlaps"))
        assert sum(answer.context["counts"].values()) == len(answer.context["rows"]) == shown
        assert said in answer.content.decode()
    assert Overlap.objects.filter(stale=False).count() == 1, "the command line counts it"


def test_who_decided_and_what_they_noted_is_for_members(
    overlapping: Any, people: Any, client_of: Any
) -> None:
    actions.decide(Overlap.objects.get(), "accepted", "same machines", actor=people["circle"])
    page = reverse("intersect:overlap", args=[Overlap.objects.get().pk])
    export = reverse("intersect:export", args=["overlaps"]) + "?state=all&format="
    api = f"/api/v1/overlaps/{Overlap.objects.get().pk}"
    paths = (page, api, "/api/v1/overlaps?state=all", export + "csv", export + "jsonl")
    for path in paths:
        seen = set()
        for name, person in people.items():
            answer = client_of(person).get(path)
            assert answer.status_code == 200
            told = b"".join(answer.streaming_content) if answer.streaming else answer.content
            seen |= {name} if b"same machines" in told else set()
            named = str(people["circle"]).encode() in told
            assert named == (name in seen and "export" not in path), (name, path)
        assert seen == {"manager", "circle", "owner", "partner", "stranger"}, path
