"""Which encoding a text file has: told by its marks, else by which one makes German or Polish words."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from neisse.engine.values import Finding, NeisseError, Severity, say

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried in this order; the first of equals wins.
SINGLE_BYTE = ("cp1250", "cp1252", "iso-8859-2", "cp852", "cp850", "mac_latin2", "mac_roman")
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

    UTF-8 is certain (a text in another encoding is hardly ever valid UTF-8), and stays so with single damaged
    letters. Without marks the single-byte encodings are compared by how plausible their letters are, and the choice
    is remarked on. Lines folded inside a letter are unfolded first, letters encoded twice are mended, with a warning.
    A file that breaks off inside a letter loses that letter, with a warning. Cost: linear in the size.
    """
    return once(name, _decoded(name, unfolded(data)))


def unfolded(data: bytes) -> bytes:
    """Calendars and cards with their folded lines joined: a line may be folded inside a letter."""
    if not re.match(rb"(?:\xef\xbb\xbf)?\s{0,40}BEGIN:V(?:CALENDAR|CARD)", data[:80], re.IGNORECASE):
        return data
    return re.sub(rb"(?:\r\n|\n|\r)[ \t]", b"", data)


def _decoded(name: str, data: bytes) -> DecodedText:
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
            text = say("%(name)s breaks off inside a letter; its end is missing", name=name)
            return DecodedText(
                cut.text, "utf-8", (Finding("file.cut_off", name, text, "send it again", Severity.WARNING),)
            )
        if (damaged := _damaged_utf8(data)) is not None:
            text = say(
                "%(damaged)s damaged letters of %(name)s cannot be read; they are shown as �",
                damaged=damaged,
                name=name,
            )
            note = Finding(
                "file.damaged_letters", name, text, "correct them in the preview", Severity.WARNING
            )
            return DecodedText(_clean(name, data.decode("utf-8", "replace"), "utf-8").text, "utf-8", (note,))
    encoding = max(SINGLE_BYTE, key=lambda candidate: plausibility(data[:SAMPLE_BYTES], candidate))
    text = say("%(name)s is not UTF-8; read as %(encoding)s", name=name, encoding=encoding)
    note = Finding(
        "file.encoding_guessed", name, text, "look at a name with ą or ü in the preview", Severity.NOTE
    )
    return DecodedText(_clean(name, data.decode(encoding, "replace"), encoding).text, encoding, (note,))


# A whole letter of UTF-8 beyond ASCII.
_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _damaged_utf8(data: bytes) -> int | None:
    """How many letters of a text that is mostly UTF-8 are damaged, None where it is something else."""
    whole = sum(1 for _ in _LETTER.finditer(data))
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    return damaged if whole >= 3 and whole >= 2 * damaged else None


def plausibility(data: bytes, encoding: str) -> int:
    """How much the bytes beyond ASCII look like the letters of the region in this encoding.

    A capital inside a word, or a sign in the middle of one, speaks against it.
    """
    score = 0
    before = " "
    for sign in data.decode(encoding, "replace"):
        if sign > "\x7f":
            score += 2 if sign in LETTERS else 1 if sign in NEIGHBOURS else -1 if sign.isalpha() else -3
            score -= 3 * (
                before.islower()
                and (sign.isupper() or not sign.isalpha())
                and sign not in "\u2013\u2019\u2026\u201c"
            )
        elif sign.isupper() and before > "\x7f" and before.islower():
            score -= 1
        before = sign
    return score


# What the letters of the region look like when UTF-8 was taken for another encoding and encoded again.
_TWICE = re.compile("[\u00c2-\u00c5\u0102\u0139\u013d\u0154][\u0080-\u2122]|\u00e2[\u0080-\u2122]{2}")
# One pair of such signs may be meant.
FEWEST_TWICE = 2
WRONGLY = ("cp1252", "cp1250", "latin-1", "iso-8859-2")


def once(name: str, decoded: DecodedText) -> DecodedText:
    """The text with letters that were encoded twice mended (`Å‚` is `ł`), and the remark on that."""
    if decoded.text.isascii() or not _TWICE.search(decoded.text):
        return decoded
    mended = 0

    def letter(found: re.Match[str]) -> str:
        nonlocal mended
        if said := _mended(found[0]):
            mended += 1
            return said
        return found[0]

    text = _TWICE.sub(letter, decoded.text)
    if mended < FEWEST_TWICE:
        return decoded
    said = say("%(mended)s letters of %(name)s were encoded twice; they are mended", mended=mended, name=name)
    hint = say("look at the names in the preview")
    note = Finding("file.encoded_twice", name, said, hint, Severity.WARNING)
    return DecodedText(text, decoded.encoding, (*decoded.findings, note))


def _mended(part: str) -> str:
    for encoding in WRONGLY:
        raw = b""
        for sign in part:
            try:
                raw += sign.encode(encoding)
            except UnicodeEncodeError:
                raw += sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else b"\xff"
        try:
            said = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(said) == 1 and (said in LETTERS or said in NEIGHBOURS):
            return said
    return ""


def _marked(name: str, data: bytes, encoding: str) -> DecodedText:
    try:
        return _clean(name, data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = say(
            "%(name)s breaks off, or is damaged: it does not hold to %(encoding)s",
            name=name,
            encoding=encoding,
        )
        note = Finding(
            "file.cut_off",
            name,
            text,
            "send it again",
            Severity.WARNING,
        )
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
        hint = say("save it as CSV, XLSX, ODS, iCalendar, vCard or JSON Lines")
        raise NeisseError("file.binary", name, say("%(name)s is not a text file", name=name), hint)
    return DecodedText(text.removeprefix("\ufeff"), encoding)
