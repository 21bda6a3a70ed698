"""The lines of one card, put right before a library reads them: what a person has, in one encoding, on one line each."""

from __future__ import annotations

import re

from neisse.formats.quoted import QUOTED, decoded, logical_lines

KEPT = frozenset(
    [
        "BEGIN",
        "END",
        "VERSION",
        "N",
        "FN",
        "ORG",
        "TITLE",
        "ROLE",
        "TEL",
        "EMAIL",
        "ADR",
        "URL",
        "KIND",
        "UID",
        "LANG",
        "MEMBER",
    ]
)
APPLE_KIND = "X-ADDRESSBOOKSERVER-KIND"
COMPANY = re.compile(r"^X-ABSHOWAS:\s*COMPANY\s*$", re.IGNORECASE | re.MULTILINE)
_PROPERTY = re.compile(r"^(?:[\w-]+\.)?([A-Za-z-]+)((?:;(?:[^:\";]|\"[^\"]*\")*)*):(.*)$", re.DOTALL)


def put_right(block: str) -> str:
    """A card as version 3.0 of the properties that are read; pictures, keys and layouts of programs are left out.

    Values in quoted-printable go on over their soft line breaks and are decoded, in the named charset or in the one that
    makes words. Cost: linear.
    """
    found: list[str] = []
    for line in logical_lines(block.split("\n")):
        said = _PROPERTY.match(line)
        if said is None or said[1].upper() not in KEPT | {APPLE_KIND}:
            continue
        key, parameters, value = said[1].upper(), said[2], said[3]
        key = "KIND" if key == APPLE_KIND else key
        if QUOTED.search(parameters):
            value = decoded(value, parameters)
        if key == "VERSION":
            value = "3.0"
        found.append(f"{key}{_kept(parameters) if key in {'TEL', 'EMAIL', 'LANG'} else ''}:{value}")
    return "\n".join(found) + "\n"


def _kept(parameters: str) -> str:
    """The parameters that say what a number is for; bare words of version 2.1 become types."""
    parts = [
        part
        for part in parameters.split(";")
        if part and not re.match(r"(?:ENCODING|CHARSET|X-)", part, re.IGNORECASE)
    ]
    parts = [part for part in parts if not QUOTED.fullmatch(part)]
    return "".join(f";{part}" if "=" in part else f";TYPE={part}" for part in parts)


_NEVER_TOLD = frozenset(
    {"PRODID", "REV", "VERSION", "SOURCE", "CLASS", "MAILER", "SORT-STRING", "PROFILE", "AGENT", "LABEL"}
)


def unread_of(block: str) -> set[str]:
    """The properties of a card that hold something and are not read, but for those of the programs themselves."""
    found = (_PROPERTY.match(line) for line in block.split("\n"))
    keys = {said[1].upper() for said in found if said and said[3].strip(" ;")}
    is_person = COMPANY.search(block) is None and "N" in keys
    others = {key for key in keys - KEPT - _NEVER_TOLD if not key.startswith("X-")}
    return others | (keys & {"ADR", "URL"} if is_person else set())


_AGENT = re.compile(r"^(?:[\w-]+\.)?AGENT[^:]*:\s*(BEGIN:VCARD.*)?$", re.IGNORECASE)


def with_agents_apart(text: str) -> str:
    """Cards inside of cards (AGENT, an assistant) as cards of their own behind those that they stood in. Cost: linear."""
    if not re.search(r"^(?:[\w-]+\.)?AGENT\b", text, re.IGNORECASE | re.MULTILINE):
        return text
    found: list[str] = []
    inside: list[str] = []
    is_agent = False
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip().upper()
        if said := _AGENT.match(line):
            inside += (
                re.sub(r"\\\\?n", "\n", said[1]).replace("\\,", ",").strip().split("\n") if said[1] else []
            )
        elif is_agent or (bare == "BEGIN:VCARD" and found and _is_open(found)):
            is_agent = bare != "END:VCARD"
            inside.append(line)
        else:
            found.append(line)
            if bare == "END:VCARD":
                found += inside
                inside = []
    return "\n".join([*found, *inside])


def _is_open(lines: list[str]) -> bool:
    """Whether the last card that began has not ended."""
    last = next(
        (line.strip().upper() for line in reversed(lines) if line.strip().upper().endswith(":VCARD")), ""
    )
    return last == "BEGIN:VCARD"
