"""What people call the columns of a member list, beside those of organisations: who to ask, and the membership."""

from __future__ import annotations

from neisse.formats.headers import HEADERS as RECORD_HEADERS

# A list of members is no kind of record: each of its rows is an organisation, its people and its membership.
MEMBER = "member"
REACHED = {
    "address": "strasse | strasse nr | strasse hausnummer | strasse und hausnummer | ulica | ulica i numer | ulica nr | ul "
    "| street | street and number | street address",
    "phone": "telefon | tel | telefonnummer | phone | telephone | festnetz | nr telefonu | telefon stacjonarny",
    "mail": "email | e mail | mail | e mail adresse | adres e mail | mailadresse",
}
MEMBER_HEADERS = {
    **RECORD_HEADERS["organisation"],
    **REACHED,
    "person.name": "ansprechpartner | ansprechpartnerin | ansprechperson | kontaktperson | kontakt | contact "
    "| contact person "
    "| osoba kontaktowa | osoba do kontaktu | vertreter | vertreterin | geschaftsfuhrer | geschaftsfuhrung | przedstawiciel "
    "| vorsitzender | vorsitzende | 1 vorsitzender | vorstand | vorstandsvorsitzender | prezes | prezes zarzadu "
    "| dyrektor | osoba reprezentujaca "
    "| reprezentant | geschaftsfuhrerin | inhaber | inhaberin | ceo | director | leiter | leiterin | leitung | wlasciciel",
    "person.office": "funktion | position | rolle | office | job title | stanowisko | funkcja",
    "person.phone": "mobil | mobil tel | handy | mobiltelefon | mobile | cell phone | tel kom | komorka | telefon komorkowy",
    "membership.from": "mitglied seit | eintritt | beitritt | eintrittsdatum | beigetreten | member since | since | joined "
    "| data wstapienia | czlonek od | data przystapienia | seit",
    "membership.until": "austritt | mitglied bis | austrittsdatum | ausgetreten | member until "
    "| data wystapienia | czlonek do",
    "membership.kind": "mitgliedsart | art der mitgliedschaft | mitgliedschaft | mitgliedsstatus | membership "
    "| membership type "
    "| rodzaj czlonkostwa | typ czlonkostwa",
    "membership.fee_class": "beitrag | mitgliedsbeitrag | jahresbeitrag | beitragsklasse | beitragsgruppe "
    "| beitragskategorie | grupa skladkowa | beitragsstufe | fee | annual fee "
    "| membership fee | skladka | skladka roczna",
    "membership.network": "netzwerk | verein | network | cluster | siec | klaster | stowarzyszenie",
}  # fmt: skip
MEMBER_HEADERS.pop("networks")
OF_MEMBERSHIP = frozenset(name for name in MEMBER_HEADERS if name.startswith("membership."))
# What the rows of a table can be: records of one kind, or members.
HEADERS = {
    **RECORD_HEADERS,
    "organisation": {**RECORD_HEADERS["organisation"], **REACHED},
    MEMBER: MEMBER_HEADERS,
}
