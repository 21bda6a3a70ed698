"""vCard: versions 2.1 to 4.0 read into person and organisation objects, own contacts written as 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from neisse.engine.values import Finding, NeisseError, Severity, say
from neisse.formats.blocks import blocks_of
from neisse.formats.card_lines import COMPANY, put_right, unread_of, with_agents_apart
from neisse.formats.encoding import decode
from neisse.formats.pace import SILENT, Pace

MOST_LINES = 2_000
LINE_BYTES = 75
# What the reader of a card raises for values that nobody foresaw: it costs the card.
SLIPS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class CardReading:
    """Raw objects with the number of their card in the file (from 1), and the remarks."""

    objects: tuple[tuple[int, dict[str, Any]], ...]
    findings: tuple[Finding, ...]


def is_vcard(text: str) -> bool:
    """Whether a text begins as a vCard does."""
    return text.lstrip()[:40].upper().startswith("BEGIN:VCARD")


def read_vcards(name: str, data: bytes, pace: Pace = SILENT) -> CardReading:
    """The cards of a file; a card that is broken is refused (`vcard.card`), the others are read.

    A card of an organisation (KIND, a company card, no person's name) is one, groups are left out with a remark.
    """
    # The cards that Neisse writes need no reader.
    import vobject

    decoded = decode(name, data)
    objects: list[tuple[int, dict[str, Any]]] = []
    unread: Counter[str] = Counter()
    findings = list(decoded.findings)
    parts = blocks_of(with_agents_apart(decoded.text))
    cards = parts.found.get("VCARD", [])
    for number, found in cards:
        pace.told(number, len(cards))
        try:
            card = vobject.readOne(_bounded(found))
            unread.update(unread_of(found))
            if other := _no_record(card):
                text = say(
                    "card %(number)s is a %(other)s, neither a person nor an organisation; it is left out",
                    number=number,
                    other=other,
                )
                findings.append(Finding("vcard.kind", name, text, "", Severity.WARNING, number))
            else:
                objects.append((number, _object(card, is_company=COMPANY.search(found) is not None)))
        except (*SLIPS, vobject.base.VObjectError, StopIteration) as error:
            text = say("card %(number)s cannot be read: %(error)s", number=number, error=error)
            findings.append(Finding("vcard.card", name, text, "export it again", Severity.ERROR, number))
    findings += _not_read(name, unread)
    if parts.is_cut_off or parts.unclosed:
        text = say("%(name)s breaks off inside a card; complete cards are read", name=name)
        findings.append(Finding("file.cut_off", name, text, "send it again", Severity.WARNING))
    if not cards:
        text = say("%(name)s holds no complete card", name=name)
        raise NeisseError("vcard.none", name, text, "export the contacts as vCard (.vcf)")
    return CardReading(tuple(objects), tuple(findings))


def _bounded(block: str) -> str:
    if block.count("\n") > MOST_LINES:
        raise ValueError(f"it has more than {MOST_LINES:,} lines")
    return put_right(block)


def _not_read(name: str, unread: Mapping[str, int]) -> list[Finding]:
    if not unread:
        return []
    said = ", ".join(f"{key} ({count})" for key, count in sorted(unread.items()))
    text = say("of the cards these properties are not read: %(all)s", all=said)
    return [Finding("vcard.unread", name, text, "", Severity.NOTE)]


def _no_record(card: Any) -> str:
    """The kind of a card that is a group or a thing, "" for persons and organisations."""
    kind = str(card.contents["kind"][0].value).strip().lower() if card.contents.get("kind") else ""
    return kind if kind in {"group", "location", "application", "device", "thing"} else ""


def _object(card: Any, *, is_company: bool) -> dict[str, Any]:
    def first(key: str) -> str:
        entries = card.contents.get(key) or []
        value = entries[0].value if entries else ""
        return " ".join(map(str, value)).strip() if isinstance(value, list) else str(value).strip()

    uid = re.sub(r"^urn:uuid:", "", first("uid"))
    kind = first("kind").lower()
    name, spelt = first("fn"), " ".join(first("n").split())
    # "Neumann, Petra" is how an address book sorts.
    name = spelt if spelt and (not name or "," in name) else name
    organisation = str((card.contents["org"][0].value or [""])[0]) if card.contents.get("org") else ""
    address = card.contents["adr"][0].value if card.contents.get("adr") else None
    found: dict[str, Any] = {"id": uid, "name": name or organisation, "url": first("url")}
    names_nobody = not first("n").strip() and organisation and name in {"", organisation}
    if kind in {"org", "organization"} or is_company or names_nobody:
        found |= {
            "type": "organisation",
            "city": getattr(address, "city", ""),
            "country": getattr(address, "country", ""),
            "address": _one(getattr(address, "street", "")),
            "postcode": _one(getattr(address, "code", "")),
            "phone": _reached(card, "tel"),
            "mail": _reached(card, "email"),
        }
    else:
        found |= {"type": "person", "office": first("title") or first("role"), "organisation": organisation}
        found |= {"email": _reached(card, "email"), "phone": _reached(card, "tel")}
        found |= {"languages": [str(entry.value) for entry in card.contents.get("lang", [])]}
        found.pop("url")
    return {key: value for key, value in found.items() if value not in ("", [])}


def _reached(card: Any, key: str) -> str:
    """The address or number that a card prefers: at work rather than at home, no fax."""
    entries = [
        (entry, {str(t).lower() for t in entry.params.get("TYPE", [])})
        for entry in card.contents.get(key, [])
    ]
    ranked = sorted(
        entries,
        key=lambda one: ("fax" in one[1], "home" in one[1], "work" not in one[1], "pref" not in one[1]),
    )
    return re.sub(r"^tel:", "", str(ranked[0][0].value).strip()) if ranked else ""


def _one(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said or "").strip()


def write_vcards(objects: Iterable[Mapping[str, Any]], organisation_names: Mapping[str, str]) -> bytes:
    """Cards of persons and organisations; `organisation_names` gives the name of an organisation's id.

    Lines end in CRLF and are folded at 75 octets. Contact data are in the objects only where there is consent.
    """
    return "".join(_card(found, organisation_names) for found in objects).encode()


def _card(found: Mapping[str, Any], organisation_names: Mapping[str, str]) -> str:
    is_org = found.get("type") == "organisation"
    organisation = str(found.get("organisation") or "")
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"KIND:{'org' if is_org else 'individual'}"]
    lines += [f"UID;VALUE=text:{_escaped(str(found['id']))}", f"FN:{_escaped(str(found['name']))}"]
    if organisation:
        lines.append(f"ORG:{_escaped(organisation_names.get(organisation, organisation))}")
    for key, name in (("office", "TITLE"), ("email", "EMAIL"), ("phone", "TEL"), ("url", "URL")):
        if found.get(key):
            lines.append(f"{name}:{_escaped(str(found[key]))}")
    if is_org and (found.get("city") or found.get("country")):
        lines.append(
            f"ADR:;;;{_escaped(str(found.get('city') or ''))};;;{_escaped(str(found.get('country') or ''))}"
        )
    lines += [f"LANG:{_escaped(str(language))}" for language in found.get("languages") or []]
    return "".join(_folded(line) for line in (*lines, "END:VCARD"))


def _escaped(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line with CRLF, broken between letters so that no physical line has more than 75 octets."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE_BYTES - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part]) + "\r\n"
