"""The lines of one card, put right before a library reads them: what a person has, in one encoding, on one line each."""

from __future__ import annotations

import quopri
import re

from neisse.formats.encoding import SINGLE_BYTE, plausibility

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
_QUOTED = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_CHARSET = re.compile(r"CHARSET=\"?([\w-]+)", re.IGNORECASE)


def put_right(block: str) -> str:
    """A card as version 3.0 of the properties that are read; pictures, keys and layouts of programs are left out.

    Values in quoted-printable go on over their soft line breaks and are decoded, in the named charset or in the one that
    makes words. Cost: linear.
    """
    found: list[str] = []
    for line in _logical(block.split("\n")):
        said = _PROPERTY.match(line)
        if said is None or said[1].upper() not in KEPT | {APPLE_KIND}:
            continue
        key, parameters, value = said[1].upper(), said[2], said[3]
        key = "KIND" if key == APPLE_KIND else key
        if _QUOTED.search(parameters):
            value = _decoded(value, parameters).replace("\r\n", "\n").strip("\n").replace("\n", "\\n")
        if key == "VERSION":
            value = "3.0"
        found.append(f"{key}{_kept(parameters) if key in {'TEL', 'EMAIL', 'LANG'} else ''}:{value}")
    return "\n".join(found) + "\n"


def _logical(lines: list[str]) -> list[str]:
    """Lines with the soft breaks of quoted-printable joined."""
    joined: list[str] = []
    is_soft = False
    for line in lines:
        if is_soft:
            joined[-1] = joined[-1][:-1] + line
        else:
            joined.append(line)
        head = joined[-1].partition(":")[0]
        is_soft = joined[-1].endswith("=") and _QUOTED.search(head) is not None
    return joined


def _decoded(value: str, parameters: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    named = _CHARSET.search(parameters)
    for encoding in (named[1] if named else "utf-8", "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode(max(SINGLE_BYTE, key=lambda encoding: plausibility(raw, encoding)), "replace")


def _kept(parameters: str) -> str:
    """The parameters that say what a number is for; bare words of version 2.1 become types."""
    parts = [
        part
        for part in parameters.split(";")
        if part and not re.match(r"(?:ENCODING|CHARSET|X-)", part, re.IGNORECASE)
    ]
    parts = [part for part in parts if not _QUOTED.fullmatch(part)]
    return "".join(f";{part}" if "=" in part else f";TYPE={part}" for part in parts)
