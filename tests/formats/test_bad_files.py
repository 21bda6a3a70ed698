"""Bad input at the level of files: a stored value that is right, or an error with code, place and hint."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from neisse.engine.values import NeisseError, Severity
from neisse.formats.detect import ReadResult, read_any
from neisse.formats.limits import Limits, check_size

TODAY = date(2026, 11, 22)
MEMBERS = "Firma;Ort;Branche\nMüller GmbH;Görlitz;Diagnostik\nŁódzka Spółka;Łódź;Źródła; ćma\n"
POLISH = "Nazwa;Miasto\nPrzedsiębiorstwo Źdźbło;Łódź\nŻółta Gęś;Kraków\n"
ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table>'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def read(data: bytes | str, name: str = "list.csv", **options: object) -> ReadResult:
    content = data.encode() if isinstance(data, str) else data
    return read_any(name, content, reference=TODAY, **options)  # type: ignore[arg-type]


def refusal(data: bytes | str, **options: object) -> NeisseError:
    with pytest.raises(NeisseError) as caught:
        read(data, **options)
    assert caught.value.hint
    assert caught.value.subject
    return caught.value


def zipped(**parts: str | bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso-8859-2"]
)
def test_polish_names_survive_every_encoding(encoding: str) -> None:
    names = [found["name"] for found in read(POLISH.encode(encoding)).objects]
    assert names == ["Przedsiębiorstwo Źdźbło", "Żółta Gęś"]


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "cp1250"])
def test_german_names_survive_their_encodings(encoding: str) -> None:
    result = read("Firma;Ort\nGroße Bäckerei Übermut;Görlitz\n".encode(encoding))
    assert result.objects[0]["name"] == "Große Bäckerei Übermut"
    assert "file.encoding_guessed" in {f.code for f in result.findings}


def test_a_file_that_breaks_off_inside_a_letter() -> None:
    result = read("Firma;Ort\nA;Köln\nB;Köl".encode() + "ń".encode()[:1])
    assert "file.cut_off" in {f.code for f in result.findings}
    assert len(result.objects) == 2


def test_a_table_that_breaks_off_inside_a_row() -> None:
    result = read("Firma;Ort;NIP\nA;Leipzig;5260250274\nB;Ber")
    assert [(f.code, f.row) for f in result.findings if f.code == "file.cut_off"] == [("file.cut_off", 3)]


def test_a_quotation_mark_that_never_closes() -> None:
    result = read('Firma;Ort\nA;Leipzig\n"B;Dresden\nC;Berlin\n')
    assert [o["name"] for o in result.objects] == ["A", "B", "C"]
    assert [(f.code, f.row) for f in result.findings if f.code == "table.quote"] == [("table.quote", 3)]


@pytest.mark.parametrize("text", ["Firma;Ort\n", "Liste 2027\n\nFirma;Ort\n\n"])
def test_headers_alone_are_told(text: str) -> None:
    result = read(text)
    assert [f.code for f in result.findings if f.severity is Severity.WARNING] == ["table.no_rows"]
    assert not result.objects


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\x00\x00"])
def test_nothing(data: bytes) -> None:
    assert refusal(data).code == "file.empty"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n\x00\x01" + bytes(range(99)) * 9]
)
def test_what_is_no_text(data: bytes) -> None:
    assert refusal(data).code == "file.binary"


def test_half_a_workbook_and_one_with_a_password() -> None:
    whole = workbook(lambda book: book.active.append(["Firma", "Ort"]))  # type: ignore[union-attr]
    assert refusal(whole[: len(whole) // 2]).code == "file.damaged"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).code == "file.damaged"


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    bomb = zipped(xl__worksheets__sheet1_xml=bytes(3_000_000))
    assert refusal(bomb, limits=Limits(unpacked_bytes=2_000_000)).code == "file.zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    bomb = bytearray(zipped(xl__worksheets__sheet1_xml=bytes(3_000_000)))
    size, lie = struct.pack("<I", 3_000_000), struct.pack("<I", 1000)
    refused = refusal(bytes(bomb).replace(size, lie), limits=Limits(unpacked_bytes=2_000_000))
    assert refused.code == "file.damaged"


def test_a_cell_at_the_far_end_of_a_sheet() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"], book.active["XFD1048576"] = "Firma", "x"  # type: ignore[index]

    assert refusal(workbook(fill)).code == "table.too_large"


def test_cells_that_ods_repeats_a_thousand_million_times() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="1000"/></table:table-row>'
    )
    packed = zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml=ODS_HEAD + row + ODS_TAIL
    )
    assert refusal(packed).code == "table.too_large"


def test_large_files_are_refused_by_their_size() -> None:
    with pytest.raises(NeisseError, match=r"file\.too_large"):
        check_size("list.csv", 200_000_000)
    assert refusal(MEMBERS, limits=Limits(bytes=10)).code == "file.too_large"


@pytest.mark.slow
def test_100_000_rows_are_read_and_one_more_is_not() -> None:
    rows = "".join(f"Firma {n};Leipzig\n" for n in range(100_000))
    assert len(read("Firma;Ort\n" + rows).objects) == 100_000
    assert refusal("Firma;Ort\n" + rows + "x;y\n").code == "table.too_large"


def test_limits_of_columns_cells_and_time() -> None:
    wide = ";".join(f"Spalte {n}" for n in range(300))
    assert refusal(f"Firma;{wide}\nA\n").code == "table.too_large"
    long = read(f"Firma;Ort\nA;{'x' * 30_000}\nB;Leipzig\n")
    assert (long.refused, [o["name"] for o in long.objects]) == ({"table.cell_too_long": 1}, ["B"])
    slow = read("Firma;Ort\nA;B\nC;D\n", limits=Limits(seconds=-1.0))
    assert [f.code for f in slow.findings if f.severity is Severity.ERROR] == ["table.too_slow"]


def test_findings_are_bounded_and_the_refused_are_all_counted() -> None:
    result = read("Firma;Ort\n" + ";Leipzig\n" * 50, limits=Limits(findings=10))
    assert result.refused == {"field.missing": 50}
    assert len(result.findings) == 11
    assert result.findings[-1].code == "findings.more"


def test_formulas_give_values_and_are_never_executed() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Firma", "Ort"])  # type: ignore[union-attr]
        book.active.append(['=HYPERLINK("http://x")', "Leipzig"])  # type: ignore[union-attr]
        book.active.append(["B", "=1+1"])  # type: ignore[union-attr]

    result = read(workbook(fill))
    assert [found["name"] for found in result.objects] == ["B"]
    assert "city" not in result.objects[0]
    assert result.refused == {"field.missing": 1}


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("<b>Sensor</b>", "Sensor"), ("<script>alert(1)</script>Sensor", "Sensor"), ("a < b > c", "a < b > c"),
        ("<img src=x onerror=alert(1)>Sensor", "Sensor"), ("Sen\x00sor\x08", "Sensor"), ("A &amp; B", "A &amp; B"),
        ("<i>&lt;b&gt;Sensor&lt;/b&gt;</i>", "Sensor"), ("R<sub>2</sub>", "R2"), ("\u202eSensor", "Sensor"),
    ],
)  # fmt: skip
def test_markup_and_control_signs_never_reach_a_stored_text(said: str, stored: str) -> None:
    from json import dumps

    found = read(dumps({"id": "a", "name": said}), name="a.jsonl").objects[0]
    assert found["name"] == stored
    assert read(dumps(found), name="a.jsonl").objects[0] == found


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_fatal(data: bytes) -> None:
    with suppress(NeisseError):
        assert read(data, name="x").form


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=8),
    st.sampled_from(["PK\x03\x04", "BEGIN:VCALENDAR\r\n", "BEGIN:VCARD\n", "[", "{"]),
)
def test_no_beginning_is_fatal(parts: list[str], head: str) -> None:
    with suppress(NeisseError):
        assert read((head + "\n".join(parts)).encode("utf-8", "replace"), name="x").form


def test_rows_are_counted_as_the_users_program_counts() -> None:
    text = "Mitglieder 2026\n\nFirma;Ort\nA;Leipzig\n\n;Dresden\n"
    result = read(text)
    assert result.rows == (4,)
    assert [f.row for f in result.findings if f.code == "field.missing"] == [6]
    assert all(a <= b for a, b in pairwise(result.rows))
