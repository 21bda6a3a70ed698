"""What people call the columns of their lists, in German, Polish and English: field = header | header ...

A field with a dot lies inside another (`place.city`), or is one language of it (`names.de`). Some exist only in tables:
`cost`, an amount of money in euro; `time`, `time_end`, `year`, `day`, parts of a time; `location`, a venue or an address.
"""

from __future__ import annotations

COMMON = {
    "id": "id | kennung | schlussel | identyfikator | key | uid | nr | nummer | numer | no",
    "url": "url | website | webseite | internet | internetseite | homepage | web | link | www | strona | strona www "
    "| strona internetowa | adres www",
    "source": "quelle | source | zrodlo",
    "invented": "erfunden | invented | beispiel | example | fikcyjny",
}
# Headers of a running number: it says where a row stands in its list, never who it is.
ROW_NUMBERS = frozenset(
    ["lp", "l p", "nr", "no", "num", "pos", "position", "poz", "pozycja", "lfd nr", "lfd", "lfdnr", "laufende nummer",
    "lfd nummer", "nummer", "numer", "number", "row", "wiersz", "zeile", "n", "nr lp", "lp nr"]
)  # fmt: skip
PLACE = {
    "city": "stadt | town | city | miasto | ort | sitz | miejscowosc | siedziba | gemeinde | gmina | wohnort "
    "| municipality",
    "location": "place | location | plz ort | plz und ort | kod i miejscowosc | kod pocztowy i miejscowosc "
    "| kod miejscowosc | miejsce | veranstaltungsort | tagungsort | venue | wo | gdzie | where | adres "
    "| adresse "
    "| standort | address | anschrift | lokalizacja | miejsce wydarzenia | ort der veranstaltung | raum | sala "
    "| room | halle",
    "postcode": "plz | postleitzahl | zip | zip code | postcode | postal code | kod | kod pocztowy",
    "country": "land | staat | country | kraj | panstwo",
    "lat": "lat | breite | breitengrad | latitude | szerokosc geograficzna",
    "lon": "lon | lng | lange | langengrad | longitude | dlugosc geograficzna",
}
HEADERS: dict[str, dict[str, str]] = {
    "organisation": {
        **COMMON,
        **PLACE,
        "name": "name | bezeichnung | organisation | organization | firma | firmenname | unternehmen "
        "| einrichtung | institution "
        "| mitglied | mitgliedsname | vereinsname | name des vereins | name der organisation "
        "| name der einrichtung | organisationsname "
        "| nazwa podmiotu | nazwa instytucji | nazwa organizacji | nazwa stowarzyszenia | podmiot "
        "| nazwa czlonka | organisation name | company | company name | member | nazwa | nazwa firmy "
        "| organizacja "
        "| instytucja | przedsiebiorstwo | czlonek | verein",
        "names": "offizieller name | official name | nazwa oficjalna",
        "aliases": "kurzname | abkurzung | kurzel | alias | weitere namen | other names | acronym | skrot | akronim "
        "| inne nazwy | aliases",
        "kind": "art | typ | kind | type | rodzaj | organisationstyp | rechtsform | kategorie | category | kategoria",
        "sectors": "branche | branchen | sektor | sektoren | sector | sectors | industry | branza | branze "
        "| sektory | themen | fields | tatigkeitsfeld",
        "offers": "angebot | angebote | wir bieten | bietet | offer | offers | kompetenzen | leistungen | oferta "
        "| oferty | oferujemy | kompetencje | products | produkte",
        "needs": "bedarf | bedarfe | wir suchen | sucht | gesuch | gesuche | need | needs | looking for "
        "| zapotrzebowanie | potrzeby | szukamy | poszukuje | szuka",
        "networks": "netzwerk | netzwerke | network | networks | cluster | siec | sieci | klaster",
        "ror": "ror | ror id", "lei": "lei", "nip": "nip | nip nr | numer nip", "regon": "regon", "krs": "krs | numer krs",
        "hrb": "hrb | handelsregister | handelsregisternummer | register number",
        "size": "mitarbeiter | beschaftigte | mitarbeiterzahl | employees | size | liczba pracownikow "
        "| pracownicy | zatrudnieni",
        "founded": "grundung | grundungsjahr | gegrundet | founded | established | rok zalozenia | zalozono",
        "descriptions": "beschreibung | kurzbeschreibung | profil | description | profile | opis | opis dzialalnosci",
        "status": "status",
        "visibility": "sichtbarkeit | visibility | widocznosc",
    },
    "measure": {
        **COMMON,
        **{f"place.{field}": words for field, words in PLACE.items()},
        "venue": "venue | veranstaltungsort | tagungsort | miejsce wydarzenia | ort der veranstaltung | raum | sala | room "
        "| halle | saal | hala | lokal | gebaude | budynek | building | haus | objekt | obiekt | hotel | tagungshotel "
        "| tagungsstatte | raumlichkeit | raumlichkeiten | treffpunkt "
        "| miejsce spotkania | location name | venue name | room name | spielort | messegelande | tereny targowe",
        "place.location": "place | location | miejsce | wo | gdzie | where | standort | lokalizacja | plz ort "
        "| plz und ort | kod i miejscowosc "
        "| kod pocztowy i miejscowosc | kod miejscowosc",
        "place.address": "adres | adresse | address | anschrift | strasse | ulica | street | strasse nr | ulica i numer "
        "| strasse und hausnummer | street address",
        "title": "titel | title | subject | betreff | temat | massnahme | thema "
        "| bezeichnung | veranstaltung | event | measure | tytul | nazwa "
        "| dzialanie | wydarzenie | name der veranstaltung | event name "
        "| vorhaben | event title | tytul wydarzenia | veranstaltungstitel | nazwa wydarzenia | name | aktivitat "
        "| activity | projekt | project | was | co | messe | targi | nazwa targow | fair | trade fair "
        "| messename | konferenz "
        "| konferencja | kongress | kongres | workshop | warsztaty | szkolenie | seminar | programmpunkt",
        "description": "beschreibung | inhalt | inhalte | kurzbeschreibung | description | details | opis | tresc "
        "| bemerkung | anmerkungen | uwagi | notes",
        "language": "sprache | language | jezyk",
        "kind": "art | typ | kind | type | rodzaj | format | kategorie | category | kategoria | veranstaltungsart",
        "owner": "veranstalter | trager | verantwortlich | federfuhrung | owner | organiser | organizer | host "
        "| organizator | wlasciciel | odpowiedzialny | wer | organisation | einrichtung | akteur | lead | realizator",
        "partners": "partner | mitveranstalter | kooperationspartner | partners | co organiser | co owners "
        "| partnerzy | wspolorganizator | wspolorganizatorzy | beteiligte "
        "| gemeinsam mit | wspolnie z | together with | wspolrealizator | wspolrealizatorzy | mittrager",
        "starts": "beginn | anfang | start | starts | von | ab | startdatum | beginnt am | from | start date | od "
        "| poczatek | data rozpoczecia | rozpoczecie | data od | datum von | datum ab | date from | start datum "
        "| anfangsdatum "
        "| erster tag | first day | pierwszy dzien | von datum | ab datum "
        "| od dnia | begin | starting date | starttermin | beginndatum",
        "ends": "ende | end | ends | bis | enddatum | endet am | to | until | end date | do | koniec "
        "| data zakonczenia | zakonczenie | data do | datum bis | date to | date until | end datum | letzter tag | last day "
        "| ostatni dzien | bis zum | do dnia | finish | endtermin | ending date",
        "period": "zeitraum | termin | datum | wann | zeit | date | dates | when | period | termin realizacji | data "
        "| okres | kiedy | zeitpunkt | termine | terminy | data wydarzenia | event date | veranstaltungsdatum | day and time",
        "time": "uhrzeit | zeit von | time | godzina | godziny | hour | uhrzeit von | beginn uhrzeit | uhrzeit beginn "
        "| startzeit | anfangszeit | start time | time from | godzina rozpoczecia | godzina od | godz | godz rozpoczecia"
        "| godz od | uhr | beginn uhr | start uhr | anfang uhrzeit",
        "time_end": "uhrzeit bis | zeit bis | ende uhrzeit | uhrzeit ende | endzeit | end time | time to | time until "
        "| godzina zakonczenia | godzina do | godz zakonczenia | godz do | ende uhr | bis uhr",
        "year": "jahr | year | rok", "day": "tag | day | dzien", "month": "monat | month | miesiac",
        "quarter": "quartal | kwartal | quarter", "week": "kw | kalenderwoche | week | calendar week "
        "| tydzien | woche | nr tygodnia",
        "half": "halbjahr | polrocze | half year",
        "all_day": "ganztagig | ganztagiges ereignis | all day | all day event | calodniowe "
        "| wydarzenie calodniowe | caly dzien",
        "certainty": "status | stand | sicherheit | certainty | state | stan | pewnosc | gewissheit | stopien pewnosci",
        "place.online": "online | digital | zdalnie | virtuell",
        "topics": "themen | categories | kategorien | kategorie wydarzenia "
        "| schlagworte | schlagworter | stichworte | topics | tags | keywords | tematy | tematyka "
        "| slowa kluczowe | thema | branche | branchen | branza | branze | sektor | industry | thematik | zakres tematyczny "
        "| schwerpunkt | schwerpunkte | themenfeld | obszar",
        "audience": "zielgruppe | zielgruppen | teilnehmer | teilnehmerkreis | audience | target group | for whom "
        "| grupa docelowa | odbiorcy | adresaci | uczestnicy",
        "cost": "kosten | budget | kosten eur | budget eur | cost | costs | cost eur | koszt | koszty | budzet",
        "cost_cents": "cost cents | kosten cent",
        "staff_days": "personentage | personaltage | arbeitstage | aufwand | staff days | person days | osobodni",
        "visibility": "sichtbarkeit | visibility | widocznosc | intern | vertraulich | internal | confidential | wewnetrzne "
        "| poufne | offentlich | publiczne | public | jawne | veroffentlichen | dostepnosc | visible to "
        "| sichtbar fur | publiczny",
    },
    "person": {
        **COMMON,
        "name": "name | person | ansprechpartner | ansprechpartnerin | kontakt | kontaktperson | vollstandiger name "
        "| full name | contact | contact person | imie i nazwisko | osoba | osoba kontaktowa | nazwa",
        "given_name": "vorname | first name | given name | imie",
        "family_name": "nachname | familienname | last name | surname | family name | nazwisko",
        "office": "funktion | position | amt | rolle | office | role | job title | stanowisko | funkcja",
        "organisation": "organisation | organization | firma | unternehmen | einrichtung | institution | company "
        "| organizacja | instytucja",
        "languages": "sprache | sprachen | languages | language | jezyki | jezyk",
        "email": "email | e mail | mail | e mail adresse | adres e mail | mailadresse",
        "phone": "telefon | tel | telefonnummer | phone | mobil | mobile | telefon kontaktowy | handy "
        "| telephone | tel dienstl | telefon dienstlich "
        "| telefon geschaftlich | business phone | tel sluzbowy | telefon sluzbowy | durchwahl | nr telefonu",
        "consent.purpose": "einwilligung | dsgvo | datenschutz | rodo | zgoda rodo | gdpr | zgoda na przetwarzanie danych "
        "| einwilligung dsgvo | newsletter einwilligung | einwilligung zweck | consent | consent purpose | zgoda | cel zgody",
        "consent.given_on": "einwilligung am | consent on | consent given on | data zgody | einwilligung vom | zgoda z dnia",
        "consent.until": "einwilligung bis | consent until | zgoda do",
    },
    "membership": {
        **COMMON,
        "network": "netzwerk | verein | network | cluster | siec | klaster | stowarzyszenie",
        "organisation": "mitglied | organisation | organization | firma | unternehmen | member | company | czlonek "
        "| organizacja",
        "from": "mitglied seit | eintritt | beitritt | seit | beginn | from | since | member since | od | data wstapienia "
        "| czlonek od | von",
        "until": "austritt | mitglied bis | bis | until | ende | member until | do | data wystapienia | czlonek do",
        "kind": "art der mitgliedschaft | kind of membership | rodzaj czlonkostwa",
        "fee_class": "beitragsklasse | fee class | stawka skladki",
        "representative": "vertreter | vertreterin | vertreten durch | representative | delegate | przedstawiciel "
        "| represented by | reprezentowana przez",
    },
    "figure": {
        **COMMON,
        "about": "bezug | uber | organisation | about | of | dotyczy | woruber",
        "concept": "kennzahl | indikator | merkmal | figure | indicator | concept | wskaznik | miara | begriff | pojecie",
        "value": "wert | anzahl | zahl | value | number | amount | betrag | wartosc | liczba",
        "unit": "einheit | unit | jednostka",
        "year": "jahr | year | rok",
        "date": "datum | stichtag | date | data | tag | dzien | day",
        "note": "bemerkung | anmerkung | note | uwagi | hinweis | uwaga",
    },
}  # fmt: skip
# Only these fields have a text in each language: their columns may name the language.
BY_LANGUAGE = {
    "name": "names",
    "title": "titles",
    "description": "descriptions",
    "names": "names",
    "descriptions": "descriptions",
}
LANGUAGE_WORDS = {
    "de": "de", "deutsch": "de", "german": "de", "niemiecki": "de", "ger": "de",
    "pl": "pl", "polnisch": "pl", "polish": "pl", "polski": "pl", "pol": "pl",
    "en": "en", "englisch": "en", "english": "en", "angielski": "en", "eng": "en",
}  # fmt: skip
