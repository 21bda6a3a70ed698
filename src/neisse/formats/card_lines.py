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
