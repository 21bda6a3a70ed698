"""Every model and every place of files says whose data it keeps, why, until when, and how they go."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from neisse.web.core.personal import Holding, holding_of, holdings, nobody, place_of, unanswered

WRITTEN: set[str] = set()
IN_TEXT = ("whose", "what", "purpose", "basis", "retention", "erasure")


def note_written(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of every file that the process opens for writing below the data folder, by whatever library."""
    if event == "open" and isinstance(arguments[0], str | bytes) and is_writing(arguments[1], arguments[2]):
        place = Path(os.fsdecode(arguments[0]))
        if place.is_relative_to(settings.DATA):
            WRITTEN.add(place.relative_to(settings.DATA).as_posix())


def is_writing(mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


sys.addaudithook(note_written)


def test_every_model_has_an_answer() -> None:
    assert unanswered() == []


def test_answers_are_of_models_that_exist_and_only_once() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    said = [label for holding in holdings() for label in holding.models]
    said += [
        name
        for name in nobody()
        if name[0].islower() and "/" not in name and "*" not in name and "_" not in name
    ]
    assert len(said) == len(set(said))
    assert {label for holding in holdings() for label in holding.models} <= labels


def test_tables_of_history_and_of_relations_are_answered_with_what_they_hang_on() -> None:
    for name, holding in {
        "record.HistoricalPerson": "people",
        "record.HistoricalMeasure_partners": "records",
        "record.Measure_partners": "records",
        "meet.HistoricalRegistration": "registrations",
        "meet.Idea_organisations": "workshops",
        "accounts.User_groups": "account",
    }.items():
        answer = holding_of(apps.get_model(name))
        assert isinstance(answer, Holding), name
        assert answer.name == holding


def test_a_model_without_an_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from neisse.web.core.personal import rows

    monkeypatch.delitem(rows._holdings, "people")
    assert {"record.Person", "record.HistoricalPerson"} <= set(unanswered())


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_every_row_is_whole_in_three_languages(language: str) -> None:
    with translation.override("en"):
        english = {h.name: {part: str(getattr(h, part)) for part in IN_TEXT} for h in holdings()}
    with translation.override(language):
        for holding in holdings():
            for part in IN_TEXT:
                text = str(getattr(holding, part))
                assert text, (holding.name, part)
                assert language == "en" or text != english[holding.name][part], (holding.name, part)


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_the_page_is_made_from_the_register(client_of: Any, language: str) -> None:
    page = client_of(headers={"accept-language": language}).get(reverse("accounts:privacy")).content.decode()
    with translation.override(language):
        for holding in holdings():
            for part in IN_TEXT:
                assert str(getattr(holding, part)).split(":")[0] in page


def test_every_file_that_is_written_has_an_answer(
    user: Any, client_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Uploads, progress, mails: whatever a library opens for writing in the data folder."""
    from neisse.web.core import lease, signs
    from neisse.web.core.actions.mail.folder import Folder
    from neisse.web.record.actions.imports import upload

    upload("plans.csv", b"Titel;Datum\nA;2026-01-01\n", actor=user("manager"))
    signs.show(1, lease.mine(), signs.Progress("read", 1, 2))
    signs.ask_to_stop(1)
    signs.forget(1)
    from django.core.mail import EmailMessage

    Folder().carry(EmailMessage("s", "b", to=["x@example.org"]), lambda: None)
    assert any(place.startswith("files/imports/") for place in WRITTEN)
    assert any(place.startswith("mail/") for place in WRITTEN)
    assert any(place.startswith("signs/") for place in WRITTEN)
    assert sorted(place for place in WRITTEN if place_of(place) is None) == []


def test_no_file_lies_in_the_data_folder_unanswered() -> None:
    files = [p.relative_to(settings.DATA).as_posix() for p in settings.DATA.rglob("*") if p.is_file()]
    assert [place for place in files if place_of(place) is None] == []
