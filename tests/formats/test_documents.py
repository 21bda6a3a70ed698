"""Documents of all forms become one text, or a clear error; whatever they hold, within limits."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.values import NeisseError
from neisse.formats.documents import read_text
from neisse.formats.limited import read_text_limited

SAID = "Am 3. Mai 2027 findet in Görlitz der Workshop „Saubere Räume“ statt."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def mail(body: str = SAID) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message["Subject"] = "Einladung"
    message["Date"] = "Mon, 01 Feb 2027 08:00:00 +0100"
    message.set_content(body)
    return message.as_bytes()


def packed(part: str, xml: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr(part, xml)
    return file.getvalue()


def docx(text: str = SAID) -> bytes:
    runs = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return packed("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{runs}</w:body></w:document>')


def odt(text: str = SAID) -> bytes:
    return packed("content.xml", f'<o:body xmlns:o="urn:o" xmlns:t="urn:t"><t:p>{text}</t:p></o:body>')


def pdf(text: str = "Workshop in Dresden on 3 May 2027") -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (SAID.encode(), "text"),
        (SAID.encode("cp1252"), "text"),
        (f"<!doctype html><html><body><h1>Kopf</h1><p>{SAID}</p></body></html>".encode(), "html"),
        (mail(), "mail"),
        (docx(), "docx"),
        (odt(), "odt"),
    ],
)
def test_every_form_gives_its_words(data: bytes, form: str) -> None:
    found = read_text("document", data)
    assert (SAID in found.text, found.form) == (True, form)


def test_a_pdf_gives_its_words_through_the_child() -> None:
    assert "Workshop in Dresden on 3 May 2027" in read_text_limited("a.pdf", pdf()).text


def test_a_plain_text_keeps_every_letter_in_its_place() -> None:
    assert read_text("a.txt", f"\n  {SAID}\n\n".encode()).text == f"\n  {SAID}\n\n"


def test_a_mail_brings_its_day_and_its_subject() -> None:
    found = read_text("a.eml", mail())
    assert (found.dated, found.text.startswith("# Einladung")) == (date(2027, 2, 1), True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.4\nnothing", "document.damaged"),
        (pdf(""), "document.without_text"),
        (packed("readme.txt", "x"), "document.format"),
        (b"PK\x03\x04 broken", "document.damaged"),
        (packed("word/document.xml", "<w>"), "document.damaged"),
        (b"\xd0\xcf\x11\xe0 old", "document.format"),
        (b"a" * 2_100_000, "document.too_long"),
        (b"1 2 3", "document.without_text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(NeisseError) as refused:
        read_text("document", data)
    assert refused.value.code == code


@given(
    st.sampled_from([SAID.encode(), mail(), docx(), odt(), pdf()]),
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8),
)
@settings(max_examples=60)
def test_damaged_documents_are_read_or_refused(data: bytes, damage: list[tuple[int, int]]) -> None:
    damaged = bytearray(data)
    for place, value in damage:
        damaged[place % len(damaged)] = value
    with suppress(NeisseError):
        assert read_text("document", bytes(damaged)).text
