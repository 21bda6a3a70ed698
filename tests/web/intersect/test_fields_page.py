"""The page of fields: a picture, named missing links, a table; only from what the reader may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.web.intersect.pictures import scatter

SIDES = {"a": "region:Sachsen", "b": "city:Wrocław"}


@pytest.fixture
def market(record: Any) -> None:
    for k in range(4):
        record("organisation", id=f"maker{k}", name=f"Maker {k}", kind="company", city="Dresden", country="DE",
               offers=["Sensoren für Wearables"], sectors=["medical_technology"])  # fmt: skip
    for k in range(3):
        record("organisation", id=f"clinic{k}", name=f"Klinika {k}", kind="clinic", city="Wrocław", country="PL",
               needs=["czujniki noszone przez pacjenta"], visibility="circle" if k == 2 else "public")  # fmt: skip


def test_the_missing_link_is_named_and_drawn(market: None, people: Any, client_of: Any) -> None:
    page = client_of(people["manager"], headers={"accept-language": "en"}).get(
        reverse("intersect:fields"), SIDES
    )
    text = page.content.decode()
    point, label, share = page.context["rows"][0]
    assert share == 1
    assert (point.field.topic, label, len(point.a), len(point.b)) == ("sensors", "sensors", 4, 3)
    assert "offered in Sachsen (4 × company), needed in Wrocław (3 × clinic); no joint plan." in " ".join(
        text.split()
    )
    assert '<a href="#field-sensors"' in text
    assert 'id="field-sensors"' in text
    assert f"/directory/{point.b[0].slug}/" in text


def test_only_what_the_reader_may_see_counts(market: None, people: Any, client_of: Any) -> None:
    page = client_of().get(reverse("intersect:fields"), SIDES)
    point, _label, _share = page.context["rows"][0]
    assert [row.key for row in point.b] == ["clinic0", "clinic1"]
    assert "Klinika 2" not in page.content.decode()


def test_a_joint_plan_closes_the_link(market: None, people: Any, client_of: Any, record: Any) -> None:
    from neisse.web.record.models import Organisation

    owner = Organisation.objects.get(key="maker0")
    plan = {
        "title": "Wearables und Sensoren",
        "kind": "project",
        "partners": ["clinic0"],
        "starts": "2027-01-01",
    }
    record("measure", owner=owner.key, id="joint", **plan)
    seen = client_of(people["manager"]).get(reverse("intersect:fields"), SIDES).context
    assert seen["rows"][0][0].field.joint == 1
    assert seen["links"] == []
    record("measure", owner=owner.key, id="joint", **plan, visibility="blind")
    assert client_of(people["manager"]).get(reverse("intersect:fields"), SIDES).context["links"] != []


@pytest.mark.parametrize(
    "side",
    ["sector:medical_technology", "country:DE", "region:Saxony", "city:Dresden", "section:s", "network:n"],
)
def test_any_kind_of_side(side: str, market: None, people: Any, client_of: Any, record: Any) -> None:
    record("network", id="n", name="Net")
    record("section", id="s", network="n", name="Section", members=["maker0", "maker1"])
    record("membership", network="n", organisation="maker2")
    page = client_of(people["manager"]).get(reverse("intersect:fields"), {"a": side, "b": "country:PL"})
    expected = {"section:s": 2, "network:n": 1}.get(side, 4)
    assert len(page.context["a"].rows) == expected
    assert page.context["rows"][0][0].field.topic == "sensors"


def test_nobody_and_nothing_chosen_say_so(market: None, client_of: Any) -> None:
    url = reverse("intersect:fields")
    for wanted in (
        {"a": "", "b": ""},
        {"a": "city:Atlantis", "b": "country:PL"},
        {"a": "x", "b": ":"},
        {"a": "region:", "b": "city:<b>"},
    ):
        answer = client_of().get(url, wanted)
        assert answer.status_code == 200
        assert "picture" not in answer.context


def test_at_first_the_two_largest_regions_are_compared_and_can_be_changed(
    market: None, people: Any, client_of: Any, record: Any
) -> None:
    url = reverse("intersect:fields")
    client = client_of(people["manager"], headers={"accept-language": "de"})
    page = client.get(url)
    assert [page.context[side].code for side in "ab"] == ["region:Sachsen", "region:Niederschlesien"]
    assert "Sachsen × Niederschlesien" in page.content.decode()
    assert '<option value="region:Sachsen" selected>' in page.content.decode()
    rows = client.get(reverse("intersect:export_fields", args=["fields"]), {"format": "jsonl"}).content
    assert rows.count(b"\n") == len(page.context["rows"]) > 0


def test_without_two_regions_nothing_is_chosen(client_of: Any, record: Any) -> None:
    record("organisation", id="one", name="One", city="Dresden", country="DE")
    page = client_of(headers={"accept-language": "en"}).get(reverse("intersect:fields"))
    assert "Choose two sides" in page.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_the_fields_can_be_taken_along(form: str, market: None, client_of: Any) -> None:
    answer = client_of().get(reverse("intersect:export_fields", args=["fields"]), {**SIDES, "format": form})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'fields.{form}"')
    assert form in {"xlsx", "ods"} or b"sensors" in answer.content or "Sensor" in answer.content.decode()


def test_more_organisations_cost_no_more_queries(market: None, client_of: Any, record: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client_of().get(reverse("intersect:fields"), SIDES)
        return len(captured)

    queries()
    first = queries()
    for k in range(3):
        record("organisation", id=f"more{k}", name=f"More {k}", city="Dresden", offers=["Sensoren"])
    queries()
    assert queries() == first


def test_the_picture_keeps_to_its_frame_and_its_labels_apart() -> None:
    drawn = scatter([(f"k{i}", f"topic number {i}", i % 4, i % 3, float(i + 1)) for i in range(40)])
    assert all(drawn.left <= s.x <= drawn.width and 0 <= s.y <= drawn.bottom for s in drawn.spots)
    assert len({(s.x, s.y) for s in drawn.spots}) == len(drawn.spots)
    assert [s.radius for s in drawn.spots] == sorted((s.radius for s in drawn.spots), reverse=True)
    shown = [s for s in drawn.spots if s.label]
    assert 0 < len(shown) <= 16
    assert len({(s.label_x, s.label_y) for s in shown}) == len(shown)
    assert drawn.ticks_x[0] == (0, drawn.left)
    assert scatter([]).spots == ()
