"""Bad input from upload to database: a right value or a clear error with place and hint; never half a write."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neisse.web.record.models import ImportBatch, Measure, Organisation

NAMES = "Firma;Ort\nŁódzki Przykład Żółć;Łódź\nMüller Größe;Görlitz\n"
HTML = "<script>alert(1)</script><b>Muster</b> & Co"


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    return client_of(user("manager"))


@pytest.fixture
def take(manager: Any) -> Any:
    """Upload and confirm; the batch, or the answer that says what is wrong."""

    def send(data: bytes, name: str = "liste.csv") -> Any:
        answer = manager.post(reverse("record:import"), {"file": SimpleUploadedFile(name, data)})
        if answer.status_code != 302:
            return answer
        batch = ImportBatch.objects.latest("pk")
        assert manager.get(answer.url).status_code == 200
        assert manager.post(reverse("record:import_confirm", args=[batch.pk])).status_code == 302
        return ImportBatch.objects.get(pk=batch.pk)

    return send


def sheet(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
def test_letters_survive_every_encoding(take: Any, encoding: str) -> None:
    take(NAMES.encode(encoding))
    found = set(Organisation.objects.values_list("name", "city"))
    assert found == {("Łódzki Przykład Żółć", "Łódź"), ("Müller Größe", "Görlitz")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("leer.csv", b""),
        ("leer.csv", b"\n\n\n"),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("halb.xlsx", sheet([["Firma"], ["Muster"]])[:400]),
        ("halb.json", b'[{"type": "organisation", "id": "a", "nam'),
        ("kaputt.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY"),
        ("brief.pdf", b"%PDF-1.7 nothing"),
        ("fremd.zip", b"PK\x05\x06" + b"\x00" * 18),
    ],
)
def test_files_that_cannot_be_read_say_why(take: Any, name: str, data: bytes) -> None:
    answer = take(data, name)
    assert not Organisation.objects.exists()
    if isinstance(answer, ImportBatch):
        assert answer.findings
    else:
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]


def test_a_zip_bomb_is_not_unpacked(take: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("instance.json", "{}")
        archive.writestr("organisation.jsonl", b"\x00" * 260_000_000)
    answer = take(packed.getvalue(), "bombe.zip")
    assert answer.status_code == 422
    assert "260 MB" in str(answer.context["form"].errors["file"])


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "7",
        "null",
        '{"name_de": 7, "countries": "DE"}',
        '{"today": "morgen"}',
        '{"default_language": "klingon"}',
        "nothing",
    ],
)
def test_an_instance_with_a_strange_head(take: Any, text: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("instance.json", text)
        archive.writestr("organisation.jsonl", '{"type": "organisation", "id": "a", "name": "A"}\n')
    answer = take(packed.getvalue(), "x.zip")
    assert isinstance(answer, ImportBatch) or answer.status_code == 422


def test_formulas_are_values_and_never_run(take: Any) -> None:
    take(
        sheet([["Firma", "Ort"], ["=1+1", "Jena"], ["=HYPERLINK(1)", "Gera"], ["Muster", "Halle"]]), "f.xlsx"
    )
    assert "Muster" in set(Organisation.objects.values_list("name", flat=True))
    assert not Organisation.objects.filter(name__startswith="=").exists()


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("KW 43", "2027-10-25"),
        ("Herbst 2026", "2026-09-01"),
        ("jesień 2026", "2026-09-01"),
        ("21.10.2026", "2026-10-21"),
        ("31.02.2026", None),
        ("32.13.2026", None),
        ("bald", None),
    ],
)
def test_every_date_is_right_or_refused(
    take: Any, said: str, start: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    monkeypatch.setattr("neisse.web.record.actions.reading.today", lambda: date(2026, 11, 22))
    batch = take(f"Titel;Veranstalter;Termin\nTagung;Muster;{said}\n".encode())
    row = Measure.objects.first()
    if start is None:
        assert row is None or row.start is None
        assert any(f["row"] == 2 and f["column"] == "Termin" and f["hint"] for f in batch.findings)
    else:
        assert row is not None
        assert str(row.start) == start


def test_html_in_every_field_is_no_html_on_the_page(take: Any, manager: Any) -> None:
    fields = ("Firma", "Ort", "Branche", "Angebot", "Bedarf", "Beschreibung", "Kurzname", "Quelle", "Eigenes")
    take(sheet([list(fields), [HTML] * len(fields)]), "h.xlsx")
    for row in Organisation.objects.all():
        page = manager.get(reverse("record:organisation", args=[row.slug])).content.decode()
        assert "<script>alert" not in page
        edit = manager.get(reverse("record:organisation_edit", args=[row.slug])).content.decode()
        assert "<script>alert" not in edit
    batch = ImportBatch.objects.get()
    assert (
        "<script>alert" not in manager.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"names": "kein Objekt"},
        {"names": ["a", 7]},
        {"sectors": {"a": 1}},
        {"lat": "Norden", "lon": 400},
        {"founded": 10**30},
        {"size": -5},
        {"sources": [1]},
        {"invented": "vielleicht"},
        {"confirmed_on": "2026-02-31"},
        {"name": "x" * 5000},
        {"id": "y" * 900},
        {"url": "javascript:alert(1)"},
        {"country": "Mordor"},
        {"visibility": "blind"},
        {"offers": ["z" * 9000]},
        {"aliases": [None, True, 3.5]},
        {"name": "Nul\x00zeichen"},
        {"eigen": {"tief": [[[[[["x"]]]]]]}},
    ],
)
def test_wrong_types_are_never_a_crash(take: Any, fields: dict[str, Any]) -> None:
    import json

    line = {"type": "organisation", "id": "a", "name": "Muster"} | fields
    good = {"type": "organisation", "id": "gut", "name": "Gut"}
    batch = take((json.dumps(line) + "\n" + json.dumps(good)).encode(), "x.jsonl")
    assert isinstance(batch, ImportBatch), batch.context["form"].errors
    assert Organisation.objects.filter(key="gut").exists()
    assert batch.counts["new"] + batch.counts["refused"] == 2


@pytest.mark.parametrize("name", ["../../x.csv", "a" * 400 + ".csv", "<b>.csv", "x\n.csv", "ż.csv"])
def test_file_names_do_no_harm(take: Any, manager: Any, name: str) -> None:
    take(NAMES.encode(), name)
    assert "<b>.csv" not in manager.get(reverse("record:import")).content.decode()
