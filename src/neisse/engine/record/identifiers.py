"""Identifiers of organisations: normalised where they are right, a finding that says why where not.

ROR (ISO 7064 MOD 97-10), LEI (ISO 17442), NIP and REGON (weights of the Polish offices), the
German commercial register (court, kind, number) with python-stdnum; KRS has no check digit: ten digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import lei as stdnum_lei
from stdnum.de import handelsregisternummer
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.pl import nip as stdnum_nip
from stdnum.pl import regon as stdnum_regon

from neisse.engine.values import Finding, say

# Base 32 without i, l, o, u: the last two digits of a ROR id are ISO 7064 MOD 97-10 over the first seven.
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
HINTS = {
    "ror": say("the address of the organisation at ror.org, for example https://ror.org/03s7gtk40"),
    "lei": say("20 letters and digits, the last two are the check digits"),
    "nip": say("ten digits, with or without PL and hyphens, for example 526-025-02-74"),
    "regon": say("9 or 14 digits"),
    "hrb": say("court, kind and number, for example Leipzig HRB 12345"),
    "krs": say("ten digits, for example 0000028860"),
}


class _BadIdentifierError(ValueError):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def _ror(text: str) -> str:
    bare = re.sub(r"^(https?://)?(www\.)?ror\.org/", "", text.strip().lower()).rstrip("/")
    if not re.fullmatch(rf"0[{CROCKFORD}]{{6}}\d{{2}}", bare):
        raise _BadIdentifierError("identifier.form", say("is not a ROR id"))
    number = sum(CROCKFORD.index(letter) * 32**place for place, letter in enumerate(reversed(bare[:7])))
    if f"{98 - number * 100 % 97:02}" != bare[7:]:
        raise _BadIdentifierError("identifier.checksum", say("has a wrong check digit"))
    return f"https://ror.org/{bare}"


def _stdnum(validate: Callable[[str], str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        try:
            return validate(text)
        except InvalidChecksum as error:
            raise _BadIdentifierError("identifier.checksum", say("has a wrong check digit")) from error
        except ValidationError as error:
            raise _BadIdentifierError(
                "identifier.form", say("has not the form of this identifier")
            ) from error

    return check


def _hrb(text: str) -> str:
    found = re.fullmatch(
        r"(?:Amtsgericht|AG)?\s*(.*?)[\s,]*\b(HRA|HRB|GnR|PR|VR)\s*(\d.*)", text.strip(), re.IGNORECASE
    )
    if not found or not found[1]:
        raise _BadIdentifierError("identifier.form", say("names no court of registration"))
    return _stdnum(handelsregisternummer.validate)(f"{found[1]} {found[2].upper()} {found[3]}")


def _krs(text: str) -> str:
    digits = re.sub(r"^KRS\W*|[\s-]", "", text.strip(), flags=re.IGNORECASE)
    if not re.fullmatch(r"\d{1,10}", digits):
        raise _BadIdentifierError("identifier.form", say("is not a number of up to ten digits"))
    return digits.zfill(10)


CHECKS: dict[str, Callable[[str], str]] = {
    "ror": _ror,
    "lei": _stdnum(stdnum_lei.validate),
    "nip": _stdnum(stdnum_nip.validate),
    "regon": _stdnum(stdnum_regon.validate),
    "hrb": _hrb,
    "krs": _krs,
}


def check_identifier(scheme: str, text: str) -> tuple[str, Finding | None]:
    """The normalised identifier and no finding, or an empty text and the finding that refuses it.

    `scheme` is one of `CHECKS`. An empty text is no identifier and no mistake. Leading zeros that a
    spreadsheet ate are given back to KRS, which has a fixed length and no check digit.
    """
    if not text.strip():
        return "", None
    try:
        return CHECKS[scheme](text), None
    except _BadIdentifierError as error:
        return "", Finding(
            error.code,
            text,
            say("%(scheme)s “%(said)s” %(what)s", scheme=scheme.upper(), said=text, what=error.text),
            HINTS[scheme],
            column=scheme,
        )
