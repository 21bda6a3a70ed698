"""The warning while a plan is typed, and partners."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.engine.intersect.verdict.overlaps import OverlapOptions, verdict_cuts
from neisse.engine.values import Verdict
from neisse.web.core.actors import SYSTEM
from neisse.web.intersect import actions
from neisse.web.intersect.models import Overlap, PartnerFeedback
from neisse.web.record.actions import store
from neisse.web.record.models import Organisation

TYPED = {
    "title": "Energieeffizienz im Reinraum",
    "kind": "event",
    "when": "15.03.2027",
    "place__city": "Leipzig",
    "topics": "Reinraum, Energieeffizienz",
}


def test_similar_plans_are_shown_before_anything_is_saved(
    overlapping: Any, people: Any, client_of: Any
) -> None:
    before = Overlap.objects.count()
    page = client_of(people["circle"]).post(reverse("intersect:similar"), TYPED).content.decode()
    assert "Workshop Energieeffizienz in Reinräumen" in page
    assert "Adventssingen" not in page
    assert Overlap.objects.count() == before


def test_the_warning_leaves_out_the_measure_itself(overlapping: Any, people: Any, client_of: Any) -> None:
    page = (
        client_of(people["owner"])
        .post(reverse("intersect:similar"), {**TYPED, "key": "clean-room"})
        .content.decode()
    )
    assert "Workshop Energieeffizienz in Reinräumen" not in page


def test_the_warning_keeps_blind_plans_closed(overlapping: Any, people: Any, client_of: Any) -> None:
    store("measure", [{"id": "clean-room", "visibility": "blind"}], actor=SYSTEM)
    actions.bump()
    page = client_of(people["circle"]).post(reverse("intersect:similar"), TYPED).content.decode()
    assert "Workshop Energieeffizienz" not in page


def test_unreadable_times_and_strange_texts_do_no_harm(overlapping: Any, people: Any, client_of: Any) -> None:
    client = client_of(people["circle"])
    for when in ("31.02.2027", "KW 99", "<script>", "𝔉" * 300):
        answer = client.post(
            reverse("intersect:similar"), {**TYPED, "when": when, "title": "<b>Reinraum</b> Energie"}
        )
        assert answer.status_code == 200
        assert b"<b>" not in answer.content
    assert client.get(reverse("intersect:similar")).status_code == 405


def partners(record: Any) -> tuple[Organisation, Organisation]:
    lab: dict[str, Any] = {"name": "Labor an der Muster-Elbe", "city": "Dresden"}
    lab |= {"offers": ["Diagnostik in der Onkologie"], "needs": ["Partner für klinische Studien"]}
    clinic: dict[str, Any] = {"name": "Klinika Przykładowa", "city": "Wrocław"}
    clinic |= {"offers": ["badania kliniczne dla firm"], "needs": ["diagnostyka onkologiczna"]}
    one, two = record("organisation", id="lab", **lab), record("organisation", id="klinika", **clinic)
    record(
        "organisation", id="bakery", name="Musterbäcker", city="Görlitz", offers=["Brötchen"], needs=["Mehl"]
    )
    actions.refresh()
    return one, two


def test_partners_are_found_across_languages_and_explained(record: Any, people: Any, client_of: Any) -> None:
    one, two = partners(record)
    url = reverse("intersect:partners", args=[one.slug])
    answer = client_of(people["manager"]).get(url, {"across": "1"})
    assert [proposal.partner for proposal, _reasons in answer.context["rows"]] == [two]
    assert "diagnostyka onkologiczna" in answer.content.decode()
    for reader, status in (("circle", 200), ("stranger", 403), ("guest", 403), ("public", 403)):
        assert client_of(people[reader]).get(url).status_code == status


def test_an_answer_is_kept_and_only_from_those_who_speak_for_the_organisation(
    record: Any, people: Any, user: Any, client_of: Any
) -> None:
    one, two = partners(record)
    url = reverse("intersect:answer", args=[one.slug])
    said = {"partner": two.slug, "answer": "not_for_us", "note": "too far"}
    assert client_of(people["stranger"]).post(url, said).status_code == 403
    assert not PartnerFeedback.objects.exists()
    own = user("member", speaks_for=one)
    assert client_of(own).post(url, said).status_code == 302
    assert PartnerFeedback.objects.get().note == "too far"
    actions.refresh()
    page = client_of(own).get(reverse("intersect:partners", args=[one.slug]))
    assert page.context["rows"] == []
    assert [said.partner for said in page.context["declined"]] == [two]
    assert client_of(own).post(url, {"partner": two.slug, "answer": "withdrawn"}).status_code == 302
    actions.refresh()
    assert len(client_of(own).get(reverse("intersect:partners", args=[one.slug])).context["rows"]) == 1


@pytest.mark.parametrize("reader", ["public", "stranger"])
def test_plans_that_the_reader_may_not_see_take_no_place_from_those_that_he_may(
    reader: str, overlapping: Any, people: Any, client_of: Any, measure: Any, clean_room: dict[str, Any]
) -> None:
    for k in range(25):
        measure(id=f"hidden-{k}", **clean_room | {"title": TYPED["title"], "visibility": "circle"})
    actions.bump()
    client = client_of(people[reader])
    page = client.post(reverse("intersect:similar"), TYPED).content.decode()
    assert "Workshop Energieeffizienz in Reinräumen" in page
    draft = {"title": TYPED["title"], "starts": "2027-03-15", "topics": ["Reinraum"]}
    found = client.post("/api/v1/similar", draft, content_type="application/json").json()
    assert {"clean-room", "clean-room-again"} <= {row["id"] for row in found}
    assert not any(row["id"].startswith("hidden") for row in found)


@pytest.mark.parametrize(
    ("language", "said", "change"),
    [
        ("de", "könnte werden: ", "Es wäre eine Parallelaktion"),
        ("pl", "możliwe: ", "Byłoby to: działanie równoległe"),
        ("en", "could become: ", "It would be a parallel"),
    ],
)
def test_a_half_typed_plan_is_told_what_it_could_become_and_a_finished_one_what_it_is(
    language: str, said: str, change: str, overlapping: Any, client_of: Any
) -> None:
    client = client_of(headers={"accept-language": language})
    half = {"title": "Workshop Energieeffizienz in Reinräumen", "kind": "event"}
    page = client.post(reverse("intersect:similar"), half).content.decode()
    assert page.count('class="badge duplicate"') == 1, "the stored plan with the very title that is typed"
    assert page.count(said) == page.count(change) == 1, "the other one, on the same subject"
    page = client.post(reverse("intersect:similar"), half | {"when": "15.03.2027"}).content.decode()
    assert "Reinräumen" in page
    assert said not in page
    assert change not in page


def test_the_api_says_whether_a_verdict_clears_the_bar_of_stored_plans_and_puts_those_first(
    overlapping: Any, client_of: Any
) -> None:
    bar = verdict_cuts(OverlapOptions())
    seen = set()
    for draft in ({"title": "Energieeffizienz im Reinraum"}, {"title": "Reinraum und Energieeffizienz"}):
        for more in ({}, {"period": "2027-03"}, {"starts": "2027-03-15"}, {"starts": "2027-05-20"}):
            rows = (
                client_of().post("/api/v1/similar", {**draft, **more}, content_type="application/json").json()
            )
            order = [0 if row["verdict"] and not row["could_become"] else 1 for row in rows]
            assert order == sorted(order)
            for row in rows:
                if row["verdict"]:
                    assert row["could_become"] is (row["score"] < bar[Verdict(row["verdict"])])
                    seen.add(row["could_become"])
    assert seen == {True, False}
