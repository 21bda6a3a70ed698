"""What pages and the API say of findings and errors is in the reader's language; codes and values are not."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from neisse.engine.values import finding_of_json
from neisse.web.core.said import said
from neisse.web.record.models import ImportBatch

# Many kinds of findings at once: unread columns, wrong values, unknown words, times that are none.
TABLE = (
    "id;Titel;Träger;Beginn;Ende;Kosten;Gewissheit;Sichtbarkeit;Sprache;Link;Land;Farbe\n"
    "1;Eins;Muster Optik;31.02.2027;1.1.2026;viel;sicher;rosa;fr;kein link;Atlantis;rot\n"
    "1;Zwei;Muster Optik;1.3.2027;28.2.2027;12.345 USD;planned;public;de;;DE;blau\n"
    "2;;Muster Optik;03/04/2027;;;;;;;;\n"
    "3;Drei;;KW 60 2027;;;;;;;;\n"
)
# Words of the contract and of the file stand in sentences of every language.
WORD = re.compile(r"[A-Za-z]{4,}")


@pytest.mark.parametrize("language", ["de", "pl"])
def test_the_page_of_an_import_speaks_the_language_of_its_reader(
    user: Any, client_of: Any, language: str
) -> None:
    client = client_of(user("manager", language=language))
    sent = {"file": SimpleUploadedFile("plaene.csv", TABLE.encode()), "kind": "measure"}
    answer = client.post(reverse("record:import"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    batch = ImportBatch.objects.get()
    page = unescape(client.get(reverse("record:import_batch", args=[batch.pk])).content.decode())
    findings = [
        finding_of_json(kept) for kept in batch.findings if kept["code"] != "import.owner"
    ]  # at its field
    assert len({f.code for f in findings}) >= 6, {f.code for f in findings}
    for found in findings:
        for text in filter(None, (found.text, found.hint)):
            with override(language):
                assert said(text) in page, (found.code, said(text))
            if WORD.search(str(text)) and said_otherwise(text, language):
                assert f">{text}<" not in page, found.code


def said_otherwise(text: str, language: str) -> bool:
    with override(language):
        return said(text) != str(text)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/v1/organisations/none", None),
        ("/api/v1/organisations", {"name": "", "id": "x"}),
        ("/api/v1/measures", {"id": "m", "title": "t", "owner": "nobody-knows-it"}),
    ],
)
def test_the_api_says_the_same_in_every_language(
    user: Any, client_of: Any, address: str, body: dict[str, Any] | None
) -> None:
    client = client_of(user("manager", language="en"))
    answers = {}
    for language in ("en", "de", "pl"):
        headers = {"Accept-Language": language}
        answer = (
            client.get(address, headers=headers)
            if body is None
            else client.post(address, json.dumps(body), content_type="application/json", headers=headers)
        )
        assert 400 <= answer.status_code < 500, answer.content
        answers[language] = answer.json()
    same = [{name: answer.get(name) for name in ("code", "subject", "data")} for answer in answers.values()]
    assert same[0] == same[1] == same[2]
    if same[0]["code"] != "api.invalid":
        assert len({answer["text"] for answer in answers.values()}) == 3
