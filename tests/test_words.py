"""One word per concept in the catalogues, as the glossary has it; plural forms are whole."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "neisse" / "web"
# Words that say a concept of the glossary in another way. Each is found in nobody's mouth but ours: content is no text.
OTHERS = {
    "de": {
        "plan": r"\bPl(äne|änen|ans)\b|\b(der|einen?|einem|kein|dieser|verdeckte[rnm]?) Plan\b",
        "circle": r"(?<!Planungs)\bKreis(es|e)?\b|\bRunde\b",
        "organisation": r"\bEinrichtung|\bInstitution",
        "certainty": r"Verbindlichkeit|Sicherheitsgrad",
        "owner": r"\bEigentümer|\bBesitzer",
        "history": r"\bHistorie\b",
        "overlap": r"\bÜberlappung",
        "blind": r"\bblinde[rnsm]?\b|\bgeheim",
        "request": r"\bTerminanfrage",
        "mail": r"(?<![-\w])Mails?\b",
        "familiar": r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich)\b",
    },
    "pl": {
        "plan": r"\bprzedsięwzię",
        "circle": r"\b[Kk]r(ąg|ęgu|ęgiem|ęgi)\b(?! planujących)|\b[Gg]ron(o|a|em|ie)\b",
        "figure": r"\b[Dd]an(e|ych) liczbow",
        "organisation": r"\binstytucj",
        "owner": r"\bwłaściciel",
        "overlap": r"\bnakładan",
        "blind": r"\bukryt(y|a|ej|ym|e)\b",
        "familiar": r"\b([Tt]wój|[Tt]woj\w+|[Cc]ię|[Tt]obie|możesz|masz|jesteś|musisz)\b",
    },
}
FORMS = {"de": 2, "pl": 4}


def catalogues(language: str) -> list[tuple[str, polib.POEntry]]:
    found = sorted(WEB.glob(f"*/locale/{language}/LC_MESSAGES/django.po"))
    return [(path.parts[-5], entry) for path in found for entry in polib.pofile(str(path))]


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_a_concept_has_one_word(language: str) -> None:
    said = [
        f"{app} ({concept}): {text}"
        for app, entry in catalogues(language)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        for concept, words in OTHERS[language].items()
        if re.search(words, text)
    ]
    assert said == []


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_a_concept_has_one_word_in_the_help(language: str) -> None:
    said = [
        f"{path.name} ({concept}): {found[0]}"
        for path in (WEB / "core" / "help" / language).glob("*.md")
        for concept, words in OTHERS[language].items()
        if (found := re.search(words, re.sub(r"\[\[.*?\]\]", "", path.read_text(encoding="utf-8"))))
    ]
    assert said == []


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_one_english_word_is_one_word_in_another_language(language: str) -> None:
    """A label of one to three words means the same on every page, whichever app it stands in; a word in small letters
    takes the gender of what it stands beside.
    """
    heard: dict[tuple[str, str], dict[str, str]] = {}
    for app, entry in catalogues(language):
        if entry.msgid_plural == "" and len(entry.msgid.split()) <= 3 and not entry.msgid.islower():
            key = (entry.msgctxt or "", entry.msgid)
            heard.setdefault(key, {}).setdefault(entry.msgstr.strip(".:").casefold(), app)
    assert {key: words for key, words in heard.items() if len(words) > 1} == {}


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_plural_forms_are_whole(language: str) -> None:
    entries = [entry for _app, entry in catalogues(language) if entry.msgid_plural]
    assert len(entries) > 30
    assert [e.msgid for e in entries if sorted(e.msgstr_plural) != list(range(FORMS[language]))] == []
    if language == "pl":
        alike = [
            e.msgid
            for e in entries
            if e.msgstr_plural[1] == e.msgstr_plural[2] and "%" in e.msgid and declines(e)
        ]
        assert alike == []


def declines(entry: polib.POEntry) -> bool:
    """Whether the counted noun stands right behind its number: then 2 and 5 take different forms."""
    return bool(re.search(r"%\(\w+\)s(</strong>)? [a-ząćęłńóśźż]+(y|e|a)\b", entry.msgstr_plural[1]))
