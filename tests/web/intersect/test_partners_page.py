"""The page of partners: filters with counts, why not, answers, types and expiry, export."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.web.core.actions import describe_instance
from neisse.web.core.actors import SYSTEM
from neisse.web.intersect import actions
from neisse.web.intersect.models import PartnerFeedback, PartnerProposal, ProfileType
from neisse.web.record.models import Offer, Organisation, Person

LAB: dict[str, Any] = {"id": "lab", "name": "Labor", "city": "Dresden", "country": "DE",
                       "offers": ["Diagnostik in der Onkologie"], "needs": ["Partner für klinische Studien"]}  # fmt: skip
CLINIC: dict[str, Any] = {"name": "Klinika", "kind": "clinic", "size": 40, "sectors": ["care"],
                          "offers": ["badania kliniczne dla firm"], "needs": ["diagnostyka onkologiczna"]}  # fmt: skip


@pytest.fixture
def lab(record: Any) -> Organisation:
    """A laboratory with two clinics that fit it, one across the border, and one organisation without a profile."""
    describe_instance(today=date(2026, 11, 22))
    fresh = {"confirmed_on": "2026-11-01"}
    record(
        "organisation", id="west", **CLINIC | fresh | {"name": "Klinik West", "city": "Chemnitz", "size": 900}
    )
    record("organisation", id="east", **CLINIC | fresh | {"city": "Wrocław"})
    record("organisation", id="mute", name="Stumm")
    row: Organisation = record("organisation", **LAB | fresh)
    actions.refresh()
    return row


@pytest.fixture
def client(lab: Organisation, user: Any, client_of: Any) -> Any:
    """Somebody who speaks for the laboratory."""
    return client_of(user("member", speaks_for=lab), headers={"accept-language": "en"})


def found(client: Any, **wanted: str) -> list[str]:
    page = client.get(reverse("intersect:partners", args=["lab"]), wanted)
    return sorted(proposal.partner.key for proposal, _reasons in page.context["rows"])


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({}, ["east", "west"]),
        ({"border": "across"}, ["east"]),
        ({"border": "same"}, ["west"]),
        ({"kind": "clinic"}, ["east", "west"]),
        ({"kind": "company"}, []),
        ({"size": "small"}, ["east"]),
        ({"size": "large"}, ["west"]),
        ({"distance": "100"}, ["west"]),
        ({"distance": "250"}, ["east", "west"]),
        ({"sector": "care"}, ["east", "west"]),
        ({"language": "pl"}, ["east", "west"]),
        ({"distance": "far", "border": "x"}, []),
    ],
)
def test_filters(wanted: dict[str, str], keys: list[str], client: Any) -> None:
    assert found(client, **wanted) == keys


def test_choices_have_numbers(client: Any) -> None:
    page = client.get(reverse("intersect:partners", args=["lab"])).content.decode()
    assert "across the border (1)" in page
    assert "up to 250 km (2)" in page


def test_a_filter_looks_beyond_the_proposals_and_says_so(client: Any, monkeypatch: Any) -> None:
    PartnerProposal.objects.all().delete()
    assert found(client) == []
    assert found(client, border="across") == ["east"]
    url = reverse("intersect:partners", args=["lab"])
    page = " ".join(client.get(url, {"kind": "clinic"}).content.decode().split())
    assert "The best among 2 organisations like this" in page
    monkeypatch.setattr("neisse.web.intersect.queries.within.MOST_LOOKED_AT", 1)
    page = " ".join(client.get(url, {"kind": "clinic"}).content.decode().split())
    assert "The best among the 1 last changed of 2 organisations like this" in page


def test_a_filter_leaves_out_who_said_no_who_works_along_and_who_is_not_to_be_seen(
    client: Any, record: Any, people: Any
) -> None:
    east, lab = (Organisation.objects.get(key=key) for key in ("east", "lab"))
    assert found(client, sector="care") == ["east", "west"]
    actions.answer_partner(east, lab, "not_for_us", actor=SYSTEM)
    assert found(client, sector="care") == ["west"]
    record(
        "measure", id="joint", title="Joint", kind="project", owner="west", partners=["lab"], period="2027"
    )
    assert found(client, sector="care") == []
    record("organisation", id="hidden", **CLINIC | {"visibility": "circle", "name": "Hidden"})
    assert found(client, sector="care") == []


def test_what_only_some_may_see_is_not_counted(
    client: Any, record: Any, user: Any, client_of: Any, people: Any
) -> None:
    hidden = record("organisation", id="hidden", **CLINIC | {"visibility": "circle", "name": "Hidden"})
    lab = Organisation.objects.get(key="lab")
    both = user("member", speaks_for=lab)
    record("person", id="both", name="Both", organisation="hidden")
    Person.objects.filter(key="both").update(user=both)
    url = reverse("intersect:partners", args=["lab"])
    for reader, count in ((both, 2), (people["circle"], 3)):
        page = client_of(reader, headers={"accept-language": "en"}).get(url).content.decode()
        assert f"clinic ({count})" in page
    assert "hidden" in found(client_of(both), kind="clinic")
    assert hidden.key not in found(client, kind="clinic")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("east", "among the proposals"), ("mute", "neither what it offers"), ("lab", "organisation itself")],
)
def test_why_not(asked: str, answer: str, client: Any) -> None:
    page = client.get(reverse("intersect:partners", args=["lab"]), {"why": asked}).content.decode()
    assert answer in page
    assert "%(" not in page


def test_why_not_after_a_no_and_for_an_unknown_one(lab: Organisation, client: Any) -> None:
    url = reverse("intersect:partners", args=["lab"])
    client.post(reverse("intersect:answer", args=["lab"]), {"partner": "east", "answer": "not_for_us"})
    actions.refresh()
    assert "not for them" in client.get(url, {"why": "Klinika"}).content.decode()
    assert client.get(url, {"why": "Atlantis"}).status_code == 200


def test_interest_lifts_the_score_and_says_so(lab: Organisation, client: Any) -> None:
    before = PartnerProposal.objects.get(a__key="east").score
    said = {"partner": "east", "answer": "interesting", "note": "same machines"}
    client.post(reverse("intersect:answer", args=["lab"]), said)
    actions.refresh()
    assert PartnerProposal.objects.get(a__key="east").score > before
    page = client.get(reverse("intersect:partners", args=["lab"])).content.decode()
    assert "the score is lifted" in page
    assert 'value="same machines"' in page
    client.post(reverse("intersect:answer", args=["lab"]), {"partner": "east", "answer": "withdrawn"})
    assert not PartnerFeedback.objects.exists()


def test_what_nobody_confirms_fades_until_somebody_does(
    lab: Organisation, client: Any, people: Any, client_of: Any
) -> None:
    from neisse.web.record.actions import store

    before = PartnerProposal.objects.get(a__key="east").score
    store("organisation", [{"id": "lab", "confirmed_on": "2025-05-22"}], actor=SYSTEM)
    actions.refresh()
    assert PartnerProposal.objects.get(a__key="east").score < 0.8 * before
    url = reverse("intersect:confirm", args=["lab"])
    assert "fades" in client.get(reverse("intersect:partners", args=["lab"])).content.decode()
    for text in (*LAB["offers"], *LAB["needs"]):
        assert client_of(people["stranger"]).post(url, {"text": text, "still_valid": "1"}).status_code == 403
        assert client.post(url, {"text": text, "still_valid": "1"}).status_code == 302
    assert set(Offer.objects.filter(organisation__key="lab").values_list("confirmed_on", flat=True)) == {
        date(2026, 11, 22)
    }
    actions.refresh()
    assert PartnerProposal.objects.get(a__key="east").score == pytest.approx(before)
    assert Organisation.history.filter(key="lab").first().history_change_reason == "still valid"


def test_types_of_profiles(client: Any, record: Any) -> None:
    east = Organisation.objects.get(key="east")
    actions.set_type(east, CLINIC["needs"][0], "TR", actor=SYSTEM)
    assert found(client, type="TR") == ["east"]
    url = reverse("intersect:confirm", args=["lab"])
    client.post(url, {"text": LAB["offers"][0], "type": "TO"})
    assert ProfileType.objects.get(organisation__key="lab").type == "TO"
    client.post(url, {"text": "something else", "type": "TO"})
    client.post(url, {"text": LAB["offers"][0], "type": ""})
    assert not ProfileType.objects.filter(organisation__key="lab").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_the_proposals_can_be_taken_along(form: str, client: Any, client_of: Any) -> None:
    url = reverse("intersect:export_partners", args=["lab"])
    answer = client.get(url, {"format": form, "border": "across"})
    assert answer["Content-Disposition"].endswith(f'partners-lab.{form}"')
    if form in {"csv", "jsonl"}:
        assert "diagnostyka" in answer.content.decode()
        assert "west" not in answer.content.decode()
    assert client_of().get(url).status_code == 403


@pytest.mark.parametrize("wanted", [{}, {"kind": "clinic", "distance": "500"}])
def test_more_proposals_cost_no_more_queries(wanted: dict[str, str], client: Any, record: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("intersect:partners", args=["lab"]), wanted)
        return len(captured)

    queries()
    first = queries()
    record("organisation", id="third", **CLINIC | {"name": "Third", "city": "Opole"})
    actions.refresh()
    assert len(found(client)) == 3
    assert queries() == first


def test_the_way_in(client: Any, people: Any, client_of: Any) -> None:
    url = reverse("intersect:partners")
    assert reverse("intersect:partners", args=["lab"]) in client.get(url).content.decode()
    assert client_of().get(url).status_code == 200


def test_the_circle_sees_the_strongest_proposals_of_all(
    client: Any, record: Any, people: Any, client_of: Any
) -> None:
    url, circle = reverse("intersect:partners"), client_of(people["circle"])

    def shown(**wanted: str) -> list[set[str]]:
        return [{pair.a.key, pair.b.key} for pair in circle.get(url, wanted).context["page"]]

    assert sorted(map(sorted, shown())) == [["east", "lab"], ["lab", "west"]]
    assert shown(border="across") == shown(q="Klinika") == [{"east", "lab"}]
    assert shown(border="same") == [{"lab", "west"}]
    assert shown(q="tramway") == []
    assert "page" not in client.get(url).context


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_the_strongest_can_be_taken_along_by_the_circle(
    form: str, client: Any, people: Any, client_of: Any
) -> None:
    url = reverse("intersect:export_all", args=["partners"])
    answer = client_of(people["circle"]).get(url, {"format": form, "border": "across"})
    assert answer["Content-Disposition"].endswith(f'partners.{form}"')
    if form in {"csv", "jsonl"}:
        assert "diagnostyka" in answer.content.decode()
        assert "west" not in answer.content.decode()
    assert client.get(url).status_code == 403
