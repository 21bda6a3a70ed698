"""The contract's words as people write them in tables, folded: word | word ... for each value."""

from __future__ import annotations

from collections.abc import Mapping

from neisse.engine.text.fold import fold


def _spoken(words: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): value for value, listed in words.items() for word in listed.split("|")}


KINDS = _spoken(
    {
        "event": "veranstaltung|event|wydarzenie|konferenz|konferencja|conference|kongress|kongres|forum|tagung|lab day",
        "meeting": "treffen|meeting|sitzung|spotkanie|besprechung|arbeitskreis|stammtisch|posiedzenie",
        "training": "schulung|training|weiterbildung|seminar|szkolenie|workshop|warsztat|warsztaty|kurs|course",
        "fair": "messe|fair|targi|trade fair|ausstellung|messeauftritt|gemeinschaftsstand|stoisko",
        "trade_mission": "unternehmerreise|trade mission|misja gospodarcza|misja handlowa|wirtschaftsreise|markterkundung",
        "delegation": "delegation|delegationsreise|delegacja|delegationsbesuch",
        "marketing": "marketing|kampagne|campaign|kampania|werbung|promocja|standortmarketing|öffentlichkeitsarbeit",
        "project": "projekt|project|vorhaben",
        "call": "ausschreibung|aufruf|call|konkurs|nabór|förderaufruf|tender|wettbewerb",
        "publication": "publikation|publication|publikacja|broschüre|studie|newsletter|veröffentlichung|raport|bericht",
        "other": "sonstiges|andere|other|inne|inny",
    }
)
CERTAINTIES = _spoken(
    {
        "idea": "idee|idea|pomysł|vorschlag|angedacht|wstępny",
        "planned": "geplant|in planung|planned|planowane|planowany|planowana|vorläufig|tentative|w planie",
        "confirmed": "bestätigt|fest|sicher|confirmed|potwierdzone|potwierdzony|potwierdzona|steht fest|fix",
        "cancelled": "abgesagt|entfällt|cancelled|canceled|odwołane|odwołany|odwołana|anulowane|storniert",
    }
)
VISIBILITIES = _spoken(
    {
        "public": "öffentlich|public|publiczne|publiczny|jawne",
        "circle": "kreis|intern|circle|internal|wewnętrzne|krąg|nur kreis",
        "blind": "blind|verdeckt|ukryte|ukryty|poufne|vertraulich",
    }
)
LANGUAGE_NAMES = _spoken(
    {
        "de": "deutsch|german|niemiecki|ger",
        "pl": "polnisch|polish|polski|pol",
        "en": "englisch|english|angielski|eng",
    }
)
