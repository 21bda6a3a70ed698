"""Groups of overlaps: filtered, taken along, and only of what the reader may see."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from django.urls import reverse

from neisse.web.intersect import actions
from neisse.web.record.models import Organisation

URL = "intersect:groups"


@pytest.fixture
def three(overlapping: Any, measure: Any, clean_room: dict[str, Any]) -> None:
    """A third workshop beside the two that overlap."""
    owner = Organisation.objects.get(key="stranger")
    measure(owner, id="third", **clean_room | {"title": "Reinraum-Workshop Energie", "starts": "2027-03-17"})
    actions.bump()
    actions.refresh()


def sizes(client: Any, **wanted: str) -> list[int]:
    return [len(group.members) for group in client.get(reverse(URL), wanted).context["page"]]


def test_filters(three: None, people: Any, client_of: Any) -> None:
    client = client_of(people["manager"])
    assert sizes(client) == sizes(client, border="across") == sizes(client, q="Reinraum-Workshop") == [3]
    assert sizes(client, border="same") == sizes(client, q="tramway") == []
    page = client.get(reverse(URL), {"q": "tramway"}, headers={"accept-language": "en"}).content.decode()
    assert "the filter leaves them out" in page
    assert 'id="results"' in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_the_groups_can_be_taken_along(form: str, three: None, people: Any, client_of: Any) -> None:
    url = reverse("intersect:export", args=["groups"])
    answer = client_of(people["manager"]).get(url, {"format": form})
    assert answer["Content-Disposition"].endswith(f'groups.{form}"')
    if form == "jsonl":
        members = [sorted(json.loads(line)["members"]) for line in answer.content.decode().splitlines()]
        assert members == [["clean-room", "clean-room-again", "third"]]
    if form == "csv":
        assert answer.content.decode().count("clean-room; clean-room-again; third") == 1
    if form == "xlsx":
        rows = python_calamine.load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert sum("2027" in str(row) for row in rows) == 3
    empty = client_of(people["manager"]).get(url, {"format": form, "q": "tramway"})
    assert len(empty.content) < len(answer.content)
