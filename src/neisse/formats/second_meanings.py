"""Headers that mean one thing alone and another beside a clearer one: "Thema" beside "Titel" is a topic, "Termin" beside "Datum"
the title.
"""

from __future__ import annotations

from collections.abc import Mapping

from neisse.engine.text.fold import words

# Field: headers that name it for certain, and those that do where no other one does.
_CLEAR = {
    "title": "titel | title | tytul | event title | veranstaltungstitel | tytul wydarzenia | event name | nazwa wydarzenia "
    "| name der veranstaltung",
    "owner": "veranstalter | organizator | organiser | organizer | owner",
    "period": "datum | data | date | dates | when | wann | kiedy | zeitraum | okres | data wydarzenia | veranstaltungsdatum "
    "| event date",
    "name": "name | nazwa | firma | firmenname | nazwa firmy | company name | mitglied | unternehmen | einrichtung",
}
_WEAK = {
    "title": "thema | temat | betreff | subject | name | bezeichnung | projekt | project | was | co | messe | targi | termin",
    "owner": "trager | organisation | einrichtung | wer | verantwortlich | odpowiedzialny | akteur | host "
    "| realizator | lead",
    "period": "termin | termine | terminy | zeit",
    "name": "bezeichnung",
}
# What a header is where its first meaning has gone to a clearer one; "" says: not read, rather than guessed.
_SECOND = {
    "measure": {
        "topics": "thema | temat",
        "title": "termin",
        "partners": "trager | organisation | einrichtung | host | realizator | akteur",
        "description": "bezeichnung | bemerkung | bemerkungen | anmerkungen | uwagi | notes | betreff | inhalt | inhalte "
        "| details | tresc | opis | beschreibung",
        "place.location": "ort | miejscowosc | sitz | siedziba",
    },
    "organisation": {"descriptions": "bezeichnung", "location": "ort | miejscowosc | sitz | siedziba"},
}
_SECOND["member"] = _SECOND["organisation"]
# Fields that several columns may fill: their texts follow one upon the other.
SHARED = frozenset({"description"})


def _listed(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {field: frozenset(word.strip() for word in said.split("|")) for field, said in table.items()}


_CLEARLY, _WEAKLY = _listed(_CLEAR), _listed(_WEAK)
_SECONDLY = {
    kind: {header: field for field, headers in _listed(fields).items() for header in headers}
    for kind, fields in _SECOND.items()
}


def clarity(header: str, field: str) -> int:
    """How clearly a header names a field, the clearest first."""
    said = " ".join(words(header))
    if said in _CLEARLY.get(field, ()):
        return 0
    if field in {"city", "place.city"}:
        # A header that may say a town says a house as often.
        return 2 if {"ort", "miejscowosc", "sitz", "siedziba"} & set(words(header)) else 1
    return 2 if said in _WEAKLY.get(field, ()) else 1


def second_meaning(header: str, kind: str) -> str:
    """What a header is where another one has its field; "" where nothing is known."""
    return _SECONDLY.get(kind, {}).get(" ".join(words(header)), "")
