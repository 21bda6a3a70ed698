"""A file with blind plans between upload and confirmation: however other managers read it, it tells them nothing."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from neisse.formats.answers import answers_of
from neisse.web.core.actions.rights import DeniedError
from neisse.web.record.actions import imports, store
from neisse.web.record.actions.edit import change
from neisse.web.record.models import ImportBatch, ImportMapping, Measure, Organisation

WORD = "Zorkmid"
SAYING = f"Titel;Beginn;Träger;Sichtbarkeit\n{WORD};2027-06-01;Beta;blind\nOffenes;2027-06-03;Beta;public\n"
SILENT = f"Titel;Beginn;Träger\n{WORD};2027-06-01;Beta\n"
COLUMNS = {"Titel": "title", "Beginn": "starts", "Träger": "owner"}


def workbook() -> bytes:
    """The blind plan on the second sheet."""
    book = Workbook()
    first = book.active
    assert first is not None
    for sheet, text in (
        (first, SAYING.replace(WORD, "Anderes").replace("blind", "circle")),
        (book.create_sheet("B"), SAYING),
    ):
        for line in text.splitlines():
            sheet.append(line.split(";"))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


FILES = {
    "said by a column": ("a.csv", SAYING.encode(), {}),
    "said once for the file": ("b.csv", SILENT.encode(), {"visibility": "blind"}),
    "on another sheet": ("c.xlsx", workbook(), {}),
}
WAYS = {
    "without the column": lambda b, who: imports.correct_mapping(b, "measure", COLUMNS, actor=who),
    "as other records": lambda b, who: imports.correct_mapping(b, "organisation", {"Titel": "name"}, actor=who),
    "with another answer": lambda b, who: imports.answer(b, {"visibility": "public"}, actor=who),
    "from another row": lambda b, who: imports.choose_place(b, "organisation", "", 1, actor=who),
    "from another sheet": lambda b, who: imports.choose_place(b, "organisation", "B", 1, actor=who),
    "with a decision": lambda b, who: imports.decide(b, {f"measure {b.pk}": "new"}, actor=who),
}  # fmt: skip


@pytest.fixture
def managers(user: Any, organisation: Any) -> tuple[Any, Any]:
    """Who uploads, and who looks."""
    return user("manager", speaks_for=organisation(id="beta", name="Beta")), user("manager")


@pytest.mark.parametrize("file", FILES)
def test_how_a_file_with_blind_plans_is_read_is_for_who_uploaded_it(
    file: str, managers: Any, client_of: Any
) -> None:
    uploader, other = managers
    name, data, said = FILES[file]
    batch = imports.upload(name, data, actor=uploader, answers=answers_of(said))
    imports.prepare(batch, actor=uploader)
    if file == "on another sheet":
        imports.choose_place(batch, "", "B", 1, actor=uploader)
    client = client_of(other)

    def told() -> str:
        pages = [client.get(f"/import/{batch.pk}/"), client.get(f"/api/v1/imports/{batch.pk}")]
        assert [page.status_code for page in pages] == [200, 200]
        return "".join(page.content.decode() for page in pages)

    assert WORD not in told()
    for way, read in WAYS.items():
        with suppress(DeniedError):
            read(ImportBatch.objects.get(pk=batch.pk), other)
        assert WORD not in told(), way
    for way in ("from another row", "with another answer"):
        WAYS[way](ImportBatch.objects.get(pk=batch.pk), uploader)  # is not refused


def test_a_file_is_never_less_closed_because_others_read_one_like_it(managers: Any) -> None:
    uploader, other = managers
    for kind, columns in (("measure", COLUMNS), ("organisation", {"Titel": "name"})):
        ImportMapping.objects.all().delete()
        planted = imports.upload("x.csv", SAYING.replace("blind", "circle").encode(), actor=other)
        imports.prepare(planted, actor=other)
        imports.correct_mapping(planted, kind, columns, actor=other)
        assert ImportMapping.objects.exists()
        batch = imports.upload("y.csv", SAYING.encode(), actor=uploader)
        imports.prepare(batch, actor=uploader)
        assert {e["object"].get("visibility") for e in batch.objects_read} >= {"blind"}, kind


@pytest.mark.parametrize("empty", [None, "", []])
@pytest.mark.parametrize("visibility", ["blind", "circle"])
@pytest.mark.parametrize("merge", [True, False])
def test_an_emptied_visibility_opens_nothing(
    empty: Any, visibility: str, merge: bool, managers: Any, measure: Any, client_of: Any
) -> None:
    owner, _other = managers
    plan = Measure.objects.get(
        pk=measure(owner=Organisation.objects.get(key="beta"), id="plan", visibility=visibility).pk
    )
    obj = {"id": "plan", "title": "Neu", "owner": "beta", "visibility": empty}
    store("measure", [obj], actor=owner, merge=merge)
    plan.refresh_from_db()
    assert plan.visibility == visibility
    change(plan, {"visibility": empty}, version=None, actor=owner)
    answer = client_of(owner).patch(
        f"/api/v1/measures/{plan.slug}", {"visibility": empty}, "application/json"
    )
    plan.refresh_from_db()
    assert (plan.visibility, answer.status_code < 500) == (visibility, True)


def test_a_new_plan_of_which_nothing_is_said_is_for_the_circle(managers: Any, client_of: Any) -> None:
    client = client_of(managers[0])
    obj = {"id": "new", "title": "Neu", "owner": "beta"}
    answer = client.post("/api/v1/measures", obj, "application/json")
    assert (answer.status_code, answer.json()["visibility"]) == (201, "circle"), answer.content
    for number, said in enumerate((None, "", " public")):
        obj = {"id": f"new-{number}", "title": "Neu", "owner": "beta", "visibility": said}
        assert client.post("/api/v1/measures", obj, "application/json").status_code == 422
    assert not Measure.objects.filter(visibility="public").exists()
