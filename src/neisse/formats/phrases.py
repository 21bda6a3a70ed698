"""Cells that say a word of the contract in more words: who may see something, how sure it is, whether somebody agreed."""

from __future__ import annotations

import re
from typing import TypeVar

from neisse.engine.record.status_words import status_in
from neisse.engine.text.fold import fold, words
from neisse.engine.values import Certainty, Visibility
from neisse.formats.spoken_values import CERTAINTIES, VISIBILITIES

C = TypeVar("C")
BRACKETS = re.compile(r"\([^()]*\)")
_OFFICES = frozenset(
    [
        "geschaftsfuhrer",
        "geschaftsfuhrerin",
        "geschaftsfuhrung",
        "vorsitzender",
        "vorsitzende",
        "vorstand",
        "vorstandsvorsitzender",
        "leiter",
        "leiterin",
        "prasident",
        "prasidentin",
        "direktor",
        "direktorin",
        "inhaber",
        "inhaberin",
        "prezes",
        "dyrektor",
        "wojt",
        "burmistrz",
        "przewodniczacy",
        "wlasciciel",
        "kierownik",
        "ceo",
        "director",
        "president",
        "chair",
        "chairman",
        "chairperson",
        "owner",
    ]
)
_NOT = frozenset(["nicht", "nie", "not", "kein", "keine", "no", "non", "noch", "bez", "ohne", "without"])
# A word that begins like this says so, whatever its ending and whatever stands beside it.
_SECRET = re.compile(r"geheim|secret|tajn|scisle taj|verdeckt|versteckt|hidden|ukryt|niejawn|blind")
_INSIDE = re.compile(
    r"intern|wewn|vertraul|confid|poufn|mitglied|member|czlonk|vorstand|board|zarzad|geschaftsstelle|team|privat|prywat|kreis|circle"
    r"|krag|nur|only|tylko|partner|netzwerk|network|siec|restrict|eingeschrank|beirat|nichtoff|niepubl|nieoff"
)
_OPENLY = frozenset(
    [
        "offentlich",
        "offentliche",
        "offentlicher",
        "oeffentlich",
        "public",
        "publicly",
        "publiczne",
        "publiczny",
        "publiczna",
        "publicznie",
        "jawne",
        "jawny",
        "jawna",
        "ogolnodostepne",
        "ogolnodostepny",
        "ogolnodostepna",
        "alle",
        "all",
        "wszyscy",
        "wszystkich",
        "everybody",
        "everyone",
        "extern",
        "zugangliche",
        "zuganglich",
        "frei",
        "sichtbar",
        "visible",
        "widoczne",
        "fur",
        "for",
        "dla",
    ]
)
_UNDERWAY = re.compile(r"vorbereit|planun|geplan|planow|przygotow|reserv|zarezerw|angefrag|klarun")
_YES = frozenset(["ja", "j", "yes", "y", "tak", "t", "true", "wahr", "prawda", "x", "1", "ok", "✓", "✔", "v", "liegt vor",
    "erteilt",
    "vorhanden", "jest", "wyrazona", "wyrazil", "wyrazila", "given", "granted", "udzielona",
    "unterschrieben", "podpisana"])  # fmt: skip
_NO = re.compile(r"(?:nein|no|nie|n|false|falsch|falsz|0|-|keine?|brak|none)")
_NO_INSIDE = re.compile(
    r"\b(?:widerruf\w*|widersprochen|verweigert|abgelehnt|withdrawn|refused|revoked|cofniet\w*|wycofan\w*|odmow\w*"
    r"|nicht erteilt|nie wyraz\w*|bez zgody|keine? einwilligung|keine? zustimmung|brak zgody|not given|opt out)\b"
)


def visibility_in(said: str) -> str:
    """The visibility that a phrase means ("nur für Mitglieder", "streng geheim"), "" where it is not said for certain.

    Public is only what says nothing else.
    """
    known = VISIBILITIES.get(fold(said)) or VISIBILITIES.get(" ".join(words(said)))
    if known:
        return known
    listed = words(said)
    if any(_SECRET.match(word) for word in listed) and not _NOT & set(listed):
        return str(Visibility.BLIND)
    if any(_INSIDE.match(word) for word in listed):
        return str(Visibility.CIRCLE)
    openly = [word for word in listed if word in _OPENLY or word.startswith("offentlichkeit")]
    if _NOT & set(listed) and openly:
        return str(Visibility.CIRCLE)
    return str(Visibility.PUBLIC) if openly and len(openly) == len(listed) and listed[0] != "fur" else ""


def certainty_in(said: str) -> str:
    """How sure something is in more words ("noch nicht bestätigt", "in Planung (Raum angefragt)"), "" where they do not say."""
    known = CERTAINTIES.get(fold(said)) or CERTAINTIES.get(" ".join(words(said))) or status_in(said)
    parts = re.split(r"[(),;:/–-]| - ", said)
    return known or next((found for part in parts if (found := _certainty_of(words(part)))), "")


def _certainty_of(listed: list[str]) -> str:
    if known := CERTAINTIES.get(" ".join(listed)):
        return known
    bare = [re.sub(r"^(?:un|nie)(?=\w{5})", "", word) for word in listed]
    denied = bool(_NOT & set(listed)) or bare != listed
    found = next((value for word in bare if (value := CERTAINTIES.get(word))), "")
    if found and not denied:
        return found
    is_underway = found == Certainty.CONFIRMED or any(map(_UNDERWAY.match, listed))
    return str(Certainty.PLANNED) if is_underway else ""


def shown_by(header: str, cell: C) -> C | str:
    """The visibility of a cell that only says yes or no to its header ("Öffentlich: ja"); another one as it is.

    Not internal is not yet public.
    """
    answer = agreed(str(cell))
    said = visibility_in(BRACKETS.sub(" ", header).strip(" ?:"))
    if answer is None or not said or (answer is False and said != Visibility.PUBLIC):
        return cell
    return said if answer else str(Visibility.CIRCLE)


def office_named(header: str) -> str:
    """The office that a header for people names ("Vorsitzender", "Prezes"), "" where it names none."""
    return header if set(words(header)) & _OFFICES and len(words(header)) <= 3 else ""


def agreed(said: str) -> bool | None:
    """Whether a cell for a consent says yes or no; None where it names a purpose."""
    folded = fold(said).strip(" .!")
    if folded in _YES or said.strip() in _YES:
        return True
    return False if _NO.fullmatch(folded) or _NO_INSIDE.search(folded) else None
