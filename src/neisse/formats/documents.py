"""Documents that people write - text, Markdown, HTML, mail, PDF, Word, OpenDocument - as one plain text.

Read in the limited child process only (`limited.read_text_limited`). Of a mail: what was written now, with the day in its head;
what it quotes stays and is told apart by its `>`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from neisse.engine.values import NeisseError, say
from neisse.formats.encoding import decode
from neisse.formats.limits import DEFAULT_LIMITS, check_size
from neisse.formats.markup import has_markup, without_markup
from neisse.formats.pace import SILENT, Pace

PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_PAGES, MOST_LETTERS, MOST_NESTED = 300, 2_000_000, 4
_MAIL = re.compile(rb"^(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}", re.MULTILINE)
_HEADERS = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|mime-version):", re.IGNORECASE | re.MULTILINE
)
_DAY = re.compile(
    r"<meta[^>]+(?:published_time|dc\.date|name=\"date\"|datePublished)[^>]*content=[\"'](\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.IGNORECASE | re.DOTALL)
_ASIDE = re.compile(r"<(nav|footer|aside|script|style|form)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document, its form, and the day that came with it (not in the text)."""

    text: str
    form: str
    dated: date | None = None


def read_text(name: str, data: bytes, pace: Pace = SILENT) -> DocumentText:
    """The text of a document of any of the forms, told by its content.

    Errors: `file.empty`, `file.too_large`, `document.without_text` (a scan), `document.damaged`, `document.too_long`, and what
    `encoding.decode` refuses. Cost: linear, a PDF some ms a page.
    """
    check_size(name, len(data))
    if not data.strip(b"\x00\t\r\n "):
        raise NeisseError("file.empty", name, say("%(name)s is empty", name=name), "choose another file")
    found = _form(name, data)(name, data, pace)
    if not any(c.isalpha() for c in found.text):
        text = say("%(name)s holds no text, only pictures perhaps", name=name)
        raise NeisseError(
            "document.without_text", name, text, "recognise its text first (OCR), or copy the text"
        )
    if len(found.text) > MOST_LETTERS:
        text = say(
            "%(name)s has %(count)s letters, at most %(most)s are read",
            name=name,
            count=len(found.text),
            most=MOST_LETTERS,
        )
        raise NeisseError("document.too_long", name, text, "save only the part that is needed")
    return found


def _form(name: str, data: bytes) -> Callable[[str, bytes, Pace], DocumentText]:
    if data.lstrip()[:5] == PDF:
        return _pdf
    if data.startswith(ZIP):
        return _packed
    if data.startswith(OLE):
        text = say("%(name)s is in an old format of Word or Outlook", name=name)
        raise NeisseError("document.format", name, text, "save it as DOCX, EML or text")
    head = _MAIL.match(data[:20_000])
    if head and len(set(map(bytes.lower, _HEADERS.findall(head[0])))) > 1:
        return _mail
    return _written


def _written(name: str, data: bytes, pace: Pace) -> DocumentText:
    text = decode(name, data).text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")) or name.lower().endswith(
        (".html", ".htm")
    ):
        return _html(text)
    return DocumentText(text, "text")


def _html(text: str) -> DocumentText:
    day = _DAY.search(text[:200_000])
    main = _ASIDE.sub(" ", text)
    titled = _TITLE.sub(lambda found: f"<p># {found[1]}</p>", main)
    return DocumentText(without_markup(titled), "html", date.fromisoformat(day[1]) if day else None)


def _mail(name: str, data: bytes, pace: Pace) -> DocumentText:
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise _damaged(name)
    return DocumentText(_of_message(name, message, pace), "mail", _day_of(message))


def _of_message(name: str, message: EmailMessage, pace: Pace, depth: int = 0) -> str:
    pace.told(depth, MOST_NESTED)
    subject = " ".join(str(message.get("subject", "")).split())
    body = message.get_body(preferencelist=("plain", "html"))
    said = ""
    if isinstance(body, EmailMessage):
        try:
            said = str(body.get_content())
        except (LookupError, ValueError, KeyError):
            said = decode(name, bytes(body.get_payload(decode=True) or b"")).text
    said = without_markup(said) if has_markup(said) else said.replace("\r\n", "\n")
    parts = [f"# {subject}\n\n{said}" if subject else said]
    if depth < MOST_NESTED:
        for part in message.iter_attachments():
            inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
            if isinstance(inner, EmailMessage):
                parts.append(_of_message(name, inner, pace, depth + 1))
    return "\n\n".join(parts)


def _day_of(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _pdf(name: str, data: bytes, pace: Pace) -> DocumentText:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            text = say("%(name)s is locked with a password", name=name)
            raise NeisseError("document.locked", name, text, "save it without a password")
        count = len(reader.pages)
        if count > MOST_PAGES:
            text = say(
                "%(name)s has %(count)s pages, at most %(most)s are read",
                name=name,
                count=count,
                most=MOST_PAGES,
            )
            raise NeisseError("document.too_long", name, text, "save only the part that is needed")
        pages = []
        for number, page in enumerate(reader.pages):
            pace.earned(20_000)  # an honest page takes some ms
            pace.told(number, count)
            pages.append(page.extract_text())
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as error:
        raise _damaged(name) from error
    return DocumentText("\n\n".join(pages), "pdf")


def _packed(name: str, data: bytes, pace: Pace) -> DocumentText:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            part = next((part for part in ("word/document.xml", "content.xml") if part in names), "")
            if not part:
                text = say("%(name)s is a packed file, not a document", name=name)
                raise NeisseError("document.format", name, text, "choose the document itself")
            if packed.getinfo(part).file_size > DEFAULT_LIMITS.unpacked_bytes // 5:
                raise NeisseError(
                    "document.too_long",
                    name,
                    say("%(name)s is too long", name=name),
                    "save only the part that is needed",
                )
            tree = ElementTree.fromstring(packed.read(part))
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        EOFError,
        KeyError,
        ValueError,
        RuntimeError,
    ) as error:
        raise _damaged(name) from error
    lines = ["".join(_letters(paragraph)) for paragraph in tree.iter() if _local(paragraph) in {"p", "h"}]
    return DocumentText(
        "\n\n".join(line for line in lines if line.strip()), "docx" if part[0] == "w" else "odt"
    )


def _letters(paragraph: Element) -> list[str]:
    """The letters of a paragraph of either format, with blanks for its tabs and breaks."""
    found = []
    for part in paragraph.iter():
        kind = _local(part)
        if kind in {"tab", "s"}:
            found.append(" ")
        elif kind in {"br", "line-break", "cr"}:
            found.append("\n")
        if part.text and kind in {"t", "p", "h", "span", "a"}:
            found.append(part.text)
        if part.tail and part is not paragraph and kind in {"span", "a", "s", "tab", "line-break"}:
            found.append(part.tail)
    return found


def _local(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


def _damaged(name: str) -> NeisseError:
    return NeisseError(
        "document.damaged", name, say("%(name)s is damaged", name=name), "save it again, or copy its text"
    )
