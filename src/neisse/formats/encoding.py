"""Which encoding a text file has: told by its marks, else by which one makes German or Polish words."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from neisse.engine.values import Finding, NeisseError, Severity

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried in this order; the first of equals wins.
SINGLE_BYTE = ("cp1250", "cp1252", "iso-8859-2")
LETTERS = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜ")
NEIGHBOURS = frozenset("áčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽàâçèêëîïôû–—„”“’‚‘…€§°•«»´²³\u00a0")
SAMPLE_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, the encoding that it had, and what there is to say about that."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(name: str, data: bytes) -> DecodedText:
    """Decode a text file; `file.binary` where it is none.

    UTF-8 is certain (a text in another encoding is hardly ever valid UTF-8). Without marks the single-byte
    encodings are compared by how plausible their letters are, and the choice is remarked on. A file that
    breaks off inside a letter loses that letter, with a warning. Cost: linear in the size.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(name, data, encoding)
    if wide := _utf16_without_mark(data):
        return _marked(name, data, wide)
    try:
        return _clean(name, data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            cut = _clean(name, data[: error.start].decode("utf-8"), "utf-8")
            text = f"{name} breaks off inside a letter; its end is missing"
            return DecodedText(
                cut.text, "utf-8", (Finding("file.cut_off", name, text, "send it again", Severity.WARNING),)
            )
    encoding = max(SINGLE_BYTE, key=lambda candidate: plausibility(data[:SAMPLE_BYTES], candidate))
    text = f"{name} is not UTF-8; read as {encoding}"
    note = Finding(
        "file.encoding_guessed", name, text, "look at a name with ą or ü in the preview", Severity.NOTE
    )
    return DecodedText(_clean(name, data.decode(encoding, "replace"), encoding).text, encoding, (note,))


def plausibility(data: bytes, encoding: str) -> int:
    """How much the bytes beyond ASCII look like the letters of the region in this encoding."""
    score = 0
    for sign in data.decode(encoding, "replace"):
        if sign > "\x7f":
            score += 2 if sign in LETTERS else 1 if sign in NEIGHBOURS else -1 if sign.isalpha() else -3
    return score


def _marked(name: str, data: bytes, encoding: str) -> DecodedText:
    try:
        return _clean(name, data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = f"{name} breaks off, or is damaged: it does not hold to {encoding}"
        note = Finding("file.cut_off", name, f"{text} ({error.reason})", "send it again", Severity.WARNING)
        cleaned = _clean(name, data.decode(encoding, "ignore"), encoding)
        return DecodedText(cleaned.text, encoding, (note,))


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:2000]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _clean(name: str, text: str, encoding: str) -> DecodedText:
    if "\x00" in text:
        hint = "save it as CSV, XLSX, ODS, iCalendar, vCard or JSON Lines"
        raise NeisseError("file.binary", name, f"{name} is not a text file", hint)
    return DecodedText(text.removeprefix("\ufeff"), encoding)
