"""Whether a file names somebody: as text in the encodings that people send, packed, folded, in markup, in a mail.

`may_name` looks at bytes alone and is for every process; `names` opens what is packed and is for the limited one only.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from typing import IO, Any, cast

from neisse.formats.limits import DEFAULT_LIMITS
from neisse.formats.pace import Pace

BETWEEN_MAILS = b"-" * 79  # as the folder of mails has it
CHUNK, OVERLAP = 1 << 18, 1 << 12  # even: an UTF-16 letter is never cut
GZIP, ZIP = b"\x1f\x8b", b"PK"
# PDF, old Office, and what no reader of files opens: bzip2, xz, 7-Zip, RAR, Zstandard.
CLOSED = (b"%PDF", b"\xd0\xcf\x11\xe0", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"(\xb5/\xfd")
# Signs after which letters may stand for others: UTF-16, markup and its entities, mails.
HIDING = (b"\0", b"<", b"&#", b"=?", b"content-transfer-encoding")
FOLDED_BYTES, FOLDED, TAG = re.compile(rb"\r?\n[ \t]"), re.compile(r"\r?\n[ \t]"), re.compile(r"<[^<>]*>")
DEEPEST = 3
BYTES_A_CELL = 200


class ClosedError(Exception):
    """Something cannot be looked into."""


def may_name(data: bytes, sought: Mapping[str, Any]) -> bool:
    """False where a file cannot name the person: plain text without any of the runs of letters and digits. Linear."""
    if data.startswith((*CLOSED, GZIP)) or zipfile.is_zipfile(io.BytesIO(data)):
        return True
    small = data.lower()
    if any(sign in small for sign in HIDING):
        return True
    whole = (small, FOLDED_BYTES.sub(b"", small)) if b"\n " in small or b"\n\t" in small else (small,)
    return any(run.encode() in text for run in sought["runs"] for text in whole) or any(
        re.search(digits.encode(), text) for digits in sought["digits"] for text in whole
    )


def names(data: bytes, sought: Mapping[str, Any], pace: Pace) -> bool:
    """Whether the person is named, or may be where nobody can look. Cost: up to 250 MB of what is packed."""
    look = _Look(sought, pace)
    try:
        return look.into(data, DEEPEST)
    except (
        ClosedError,
        zipfile.BadZipFile,
        RuntimeError,
        EOFError,
        OSError,
        LookupError,
    ):
        return True


class _Look:
    """One person looked for in one file."""

    def __init__(self, sought: Mapping[str, Any], pace: Pace) -> None:
        self.runs, self.spared = sought["runs"], frozenset(sought["spared"])
        self.digits = [re.compile(digits) for digits in sought["digits"]]
        self.patterns = [re.compile(pattern, flags) for pattern, flags in sought["patterns"]]
        self.keys = re.compile(sought["keys"])
        self.pace, self.bytes = pace, 0

    def into(self, data: bytes, depth: int) -> bool:
        """Whether bytes name the person, whatever they are."""
        if not depth or data.startswith(CLOSED):
            raise ClosedError
        stream = io.BytesIO(data)
        if data.startswith(ZIP) and zipfile.is_zipfile(stream):
            return self.packed(stream)
        if data.startswith(GZIP):
            return self.stream(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)))
        return self.stream(stream) or self.mails(data, depth)

    def packed(self, stream: IO[bytes]) -> bool:
        with zipfile.ZipFile(stream) as whole:
            told = [whole.comment, *(member.comment for member in whole.infolist())]
            said = [*(text.decode("utf-8", "replace") for text in told), *whole.namelist()]
            if any(map(self.text, said)):
                return True
            for member in whole.infolist():
                with whole.open(member) as file:
                    if self.stream(file):
                        return True
        return False

    def mails(self, data: bytes, depth: int) -> bool:
        """Whether a mail, or a file of mails, names the person in what is encoded there."""
        if b"content-transfer-encoding" not in data.lower() and b"=?" not in data:
            return False
        for mail in data.split(BETWEEN_MAILS):
            for part in message_from_bytes(mail.lstrip(), policy=policy.default).walk():
                if self.text("\n".join(map(str, part.values()))):
                    return True
                content = None if part.is_multipart() else part.get_payload(decode=True)
                if isinstance(content, bytes) and content and self.into(content, depth - 1):
                    return True
        return False

    def stream(self, file: IO[bytes]) -> bool:
        """Whether bytes that are read piece by piece name the person as text."""
        before = b""
        while piece := file.read(CHUNK):
            if not before and (piece.startswith((*CLOSED, GZIP, b"PK\x03\x04"))):
                raise ClosedError
            self.bytes += len(piece)
            if self.bytes > DEFAULT_LIMITS.unpacked_bytes:
                raise ClosedError
            self.pace.earned(len(piece) // BYTES_A_CELL)
            if any(map(self.text, texts_of(before + piece))):
                return True
            before = (before + piece)[-OVERLAP:]
        return False

    def text(self, text: str) -> bool:
        """Whether a text names the person: first by what is cheap."""
        small = text.lower()
        if not any(run in small for run in self.runs) and not any(d.search(text) for d in self.digits):
            return False
        plain = unicodedata.normalize("NFC", text)
        return any(pattern.search(plain) for pattern in self.patterns) or any(
            hit[0] not in self.spared for hit in self.keys.finditer(plain)
        )


def texts_of(data: bytes) -> Iterator[str]:
    """Bytes as text in the encodings that people send; long lines whole again, and without markup."""
    for text in _decoded(data):
        yield text
        if "\n " in text or "\n\t" in text:
            yield FOLDED.sub("", text)
        if "<" in text or "&" in text:
            yield html.unescape(TAG.sub("", text))


def _decoded(data: bytes) -> Iterator[str]:
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield data.decode(encoding, "replace")
        if b"\0\0\0" in data:
            for encoding in ("utf-32-le", "utf-32-be"):
                yield data.decode(encoding, "replace")
    text = data.decode("utf-8", "replace")
    yield text
    if "\ufffd" in text:
        for encoding in ("cp1250", "iso-8859-2"):
            yield data.decode(encoding, "replace")
