"""Quoted-printable, as version 2.1 of vCard and 1.0 of vCalendar write texts with other letters than English ones."""

from __future__ import annotations

import quopri
import re

from neisse.formats.encoding import SINGLE_BYTE, plausibility

QUOTED = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_CHARSET = re.compile(r"CHARSET=\"?([\w-]+)", re.IGNORECASE)
_TEXT = re.compile(r"([A-Za-z-]+)((?:;[^:;]*)+):(.*)", re.DOTALL)


def logical_lines(lines: list[str]) -> list[str]:
    """Lines with the soft breaks of quoted-printable joined. Cost: linear."""
    joined: list[list[str]] = []
    is_soft = False
    for line in lines:
        if is_soft:
            joined[-1][-1] = joined[-1][-1][:-1]
            joined[-1].append(line)
        else:
            joined.append([line])
        is_soft = line.endswith("=") and QUOTED.search(joined[-1][0].partition(":")[0]) is not None
    return ["".join(parts) for parts in joined]


def unquoted(line: str) -> str:
    """A line of a calendar with its text in plain letters, another line as it is."""
    said = _TEXT.fullmatch(line) if QUOTED.search(line.partition(":")[0]) else None
    return f"{said[1]}:{decoded(said[3], said[2])}" if said else line


def decoded(value: str, parameters: str) -> str:
    """A value in the named charset, or in the one that makes words; line breaks as both formats write them."""
    return _letters(value, parameters).replace("\r\n", "\n").strip("\n").replace("\n", "\\n")


def _letters(value: str, parameters: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    named = _CHARSET.search(parameters)
    for encoding in (named[1] if named else "utf-8", "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode(max(SINGLE_BYTE, key=lambda encoding: plausibility(raw, encoding)), "replace")
