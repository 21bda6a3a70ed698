"""Where one record is named, its kind is said of one: "Organisation", never "Organisations"."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from tests.web.record.test_merging import Maker

from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.remove import remove
from neisse.web.record.bridge import KINDS
from neisse.web.record.labels import KIND_LABELS, ONE_LABELS
from neisse.web.record.models import Removal
from neisse.web.record.queries.hanging import _words

LANGUAGES = ("de", "pl", "en")


def test_every_kind_has_a_word_for_one_in_every_language() -> None:
    assert set(ONE_LABELS) == set(KINDS)
    for language in LANGUAGES:
        with translation.override(language):
            alike = {kind for kind in KINDS if str(ONE_LABELS[kind]) == str(KIND_LABELS[kind])}
        assert alike == ({"measure"} if language == "de" else set())  # ein Vorhaben, zwei Vorhaben


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_pages_of_what_was_removed_speak_of_one(
    kind: str, organisation: Any, client_of: Any, user: Any
) -> None:
    row = Maker(organisation).row(KINDS[kind].model)
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = str(_words(row))
    remove(row, actor=SYSTEM)
    manager = client_of(user("manager"))
    for language in LANGUAGES:
        manager.cookies["django_language"] = language
        with translation.override(language):
            one = str(ONE_LABELS[kind])
        assert words[language] == one
        listed = manager.get(reverse("record:removed")).content.decode()
        assert f"<td>{one}</td>" in listed
        page = manager.get(reverse("record:removal", args=[Removal.objects.latest("pk").pk])).content.decode()
        assert f'<p class="lead">{one} ·' in page
