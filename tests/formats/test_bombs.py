"""Files made to hurt their reader: each is refused, or read for what is in it, and the process that asked stays small."""

# ruff: noqa: E501, PLW0108, PT017
from __future__ import annotations

import json
import runpy
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from neisse.engine.values import NeisseError
from neisse.formats.costs import Costs
from neisse.formats.limited import read_limited, read_meeting_limited

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.timeout(60)
GROWN_KB = 50_000
HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"
TAIL = "END:VCALENDAR\n"
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet><table:table>{}</table:table></office:spreadsheet></office:body></office:document-content>"
)


def event(*lines: str, start: str = "DTSTART:20260101T000000Z") -> str:
    return "\n".join(("BEGIN:VEVENT", "UID:1", "SUMMARY:Bomb", start, *lines, "END:VEVENT")) + "\n"


def calendar(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + TAIL).encode()


def many(count: int, make: Callable[[int], str]) -> str:
    return "".join(make(n) for n in range(count))


def packed(**parts: str | bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def workbook(sheet: str, shared: str = "", more: str = "") -> bytes:
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        )
        rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
        one = '<Relationship Id="{0}" Type="' + LINK + '/{1}" Target="{2}"/>'
        archive.writestr("_rels/.rels", rels.format(one.format("r1", "officeDocument", "xl/workbook.xml")))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>{more}</workbook>',
        )
        links = one.format("r1", "worksheet", "worksheets/sheet1.xml")
        links += one.format("r2", "sharedStrings", "sharedStrings.xml") if shared else ""
        archive.writestr("xl/_rels/workbook.xml.rels", rels.format(links))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if shared:
            archive.writestr("xl/sharedStrings.xml", shared)
    return stream.getvalue()


def inline(at: str, said: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>'


def shared_megabyte() -> bytes:
    cells = many(
        40_000,
        lambda r: (
            f'<row r="{r + 1}">'
            + many(26, lambda c: f'<c r="{chr(65 + c)}{r + 1}" t="s"><v>0</v></c>')
            + "</row>"
        ),
    )
    return workbook(SHEET.format(cells, ""), f'<sst xmlns="{MAIN}"><si><t>{"A" * 1_000_000}</t></si></sst>')


def entities(body: str) -> bytes:
    return workbook(
        SHEET.replace("<worksheet", body + "<worksheet").format(f'<row r="1">{inline("A1", "&k;")}</row>', "")
    )


LOL = (
    "<!DOCTYPE l ["
    + '<!ENTITY a "lollol">'
    + many(10, lambda n: f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">')
    + "]>"
)
OBJECT = '{"type":"measure","id":"a","owner":"o","title":%s}\n'
ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Z\n"
    + "BEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=DAILY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\n"
    * 20_000
    + "END:VTIMEZONE\n"
)

BOMBS: dict[str, Callable[[], bytes]] = {
    "second.ics": lambda: calendar(event("RRULE:FREQ=SECONDLY")),
    "every_second_by_lists.ics": lambda: calendar(event(
        "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))))),
    "monthly_by_lists.ics": lambda: calendar(event(
        "RRULE:FREQ=YEARLY;BYMONTHDAY=" + ",".join(map(str, range(1, 32))) + ";BYHOUR=" + ",".join(map(str, range(24))))),
    "interval_0.ics": lambda: calendar(event("RRULE:FREQ=DAILY;INTERVAL=0"), event("RRULE:FREQ=DAILY;INTERVAL=-5")),
    "count_huge.ics": lambda: calendar(event("RRULE:FREQ=DAILY;COUNT=2000000000")),
    "impossible_year.ics": lambda: calendar(many(60, lambda n: event(
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=1,2,3", start="DTSTART:19000101T000000Z"))),
    "impossible_day.ics": lambda: calendar(many(60, lambda n: event(
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", start="DTSTART:19000101T000000Z").replace("UID:1", f"UID:{n}"))),
    "many_rules.ics": lambda: calendar(event(*["RRULE:FREQ=DAILY"] * 5_000)),
    "rdate_flood.ics": lambda: calendar(event("RDATE:" + ",".join(f"2026{n % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}0000Z" for n in range(200_000)))),
    "exdate_flood.ics": lambda: calendar(event("RRULE:FREQ=DAILY", *[f"EXDATE:2026{n % 12 + 1:02}{n % 28 + 1:02}T000000Z" for n in range(50_000)])),
    "zone_flood.ics": lambda: calendar(ZONE, event(start="DTSTART;TZID=Z:20260101T000000")),
    "unclosed.ics": lambda: (HEAD + "BEGIN:VEVENT\n" * 100_000).encode(),
    "unclosed_alarms.ics": lambda: calendar(event("BEGIN:VALARM\n" * 100_000)),
    "nested.ics": lambda: calendar("BEGIN:VEVENT\n" * 5_000 + "END:VEVENT\n" * 5_000),
    "nested_calendars.ics": lambda: (HEAD * 50_000).encode(),
    "folded.ics": lambda: calendar(event("DESCRIPTION:x\n" + " y\n" * 1_000_000)),
    "overflow.ics": lambda: calendar(event("DURATION:P999999999D"), event(start="DTSTART;VALUE=DATE:99991231")),
    "moved_flood.ics": lambda: calendar(event("RRULE:FREQ=DAILY"), many(4_000, lambda n: event(f"RECURRENCE-ID:20260101T{n // 3600:02}{n // 60 % 60:02}{n % 60:02}Z"))),
    "unclosed.vcf": lambda: b"BEGIN:VCARD\nVERSION:3.0\n" * 100_000,
    "phones.vcf": lambda: b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nN:A\n" + b"TEL:1\n" * 300_000 + b"END:VCARD\n",
    "folded.vcf": lambda: b"BEGIN:VCARD\nVERSION:3.0\nFN:A\n" + b" x\n" * 2_000_000 + b"END:VCARD\n",
    "quoted.vcf": lambda: b"BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:" + b"=41=\n" * 500_000 + b"\nEND:VCARD\n",
    "deep.jsonl": lambda: (OBJECT % ("[" * 300_000 + "]" * 300_000)).encode(),
    "deep.json": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "digits.jsonl": lambda: (OBJECT % ("9" * 1_000_000)).encode(),
    "exponent.jsonl": lambda: (OBJECT % '"t","cost_cents":1e999,"staff_days":-1e999').encode(),
    "long_title.jsonl": lambda: (OBJECT % f'"{"x" * 20_000_000}"').encode(),
    "many_topics.jsonl": lambda: (OBJECT % ('"t","topics":' + json.dumps([str(n) for n in range(500_000)]))).encode(),
    "markup.jsonl": lambda: (OBJECT % json.dumps("<a " * 20_000 + ">" * 20_000)).encode(),
    "unknown_key.jsonl": lambda: (OBJECT % ('"t","more":"' + "x" * 20_000_000 + '"')).encode(),
    "ror.json": lambda: json.dumps([{"id": "https://ror.org/x", "status": "active", "names": [{"value": "x" * 50, "types": ["label"]}] * 200_000}]).encode(),
    "lines.jsonl": lambda: b"1\n" * 3_000_000,
    "wide.csv": lambda: ",".join(f"c{n}" for n in range(2_000_000)).encode(),
    "rows.csv": lambda: b"name;city\n" + b"a;b\n" * 2_000_000,
    "long_cell.csv": lambda: b"name;kind\n" + b"A" * 15_000_000 + b";company\n",
    "long_header.csv": lambda: b"A" * 15_000_000 + b";kind\nx;company\n",
    "quote.csv": lambda: b"name;city\n" + b'"' * 5_000_000,
    "headers.csv": lambda: ";".join("Name der Firma " * 2_000 for _ in range(200)).encode() + b"\n1;2\n",
    "periods.csv": lambda: ("title;when\n" + "".join(f"T;{said * (9_000 // len(said))}\n" for said in (
        "1.", "1-", "Januar ", "01.01.2026 - ", "von 1 bis ", "2026", "Q", "KW 1 ", "Mitte ", "b", "c-", "(", "1/", "12:", "0"))).encode(),
    "numbers.csv": lambda: ("name;size;lat\n" + f"A;{'9' * 15_000};{'1.' * 7_000}\nB;{'1 ' * 9_000};{'-' * 15_000}\n").encode(),
    "far.xlsx": lambda: workbook(SHEET.format(f'<row r="1">{inline("A1", "name")}</row><row r="1048576">{inline("XFD1048576", "x")}</row>', "")),
    "blank.xlsx": lambda: workbook(SHEET.format('<row r="1">' + " " * 300_000_000 + "</row>", "")),
    "shared.xlsx": shared_megabyte,
    "merged.xlsx": lambda: workbook(SHEET.format(f'<row r="1">{inline("A1", "name")}</row>', "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 300_000 + "</mergeCells>")),
    "names.xlsx": lambda: workbook(SHEET.format(f'<row r="1">{inline("A1", "name")}</row>', ""), more="<definedNames>" + '<definedName name="a">a!$A$1:$XFD$1048576</definedName>' * 300_000 + "</definedNames>"),
    "formulas.xlsx": lambda: workbook(SHEET.format(f'<row r="1"><c r="A1"><f>{"(" * 200_000}1{")" * 200_000}</f><v>1</v></c></row>', "")),
    "entities.xlsx": lambda: entities(LOL),
    "external.xlsx": lambda: entities('<!DOCTYPE l [<!ENTITY k SYSTEM "file:///etc/hostname">]>'),
    "repeated.ods": lambda: packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=ODS.format(
        "<table:table-row table:number-rows-repeated = '&#49;048570'><table:table-cell office:value-type='string' "
        "table:number-columns-repeated='1&#54;384'><text:p>x</text:p></table:table-cell></table:table-row>")),
    "nested.ods": lambda: packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=ODS.format("<table:table>" * 300_000)),
    "archive_of_zeros.zip": lambda: packed(instance_dot_json="{}", organisation_dot_jsonl=b" " * 300_000_000),
    "archive_in_archive.zip": lambda: packed(instance_dot_json="{}", organisation_dot_jsonl=packed(instance_dot_json=b" " * 100_000_000)),
    "archive_deep.zip": lambda: packed(instance_dot_json="[" * 500_000),
}  # fmt: skip


def small(data: bytes, name: str) -> str:
    """What reading gives in short; nothing but a user error is raised, and this process does not grow."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        if name.startswith("meet-"):
            read_meeting_limited(name, data)
            found = "read"
        else:
            found = f"{len(read_limited(name, data).objects)} objects"
    except NeisseError as error:
        assert error.code != "file.unreadable"
        assert error.hint
        found = error.code
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWN_KB
    return found


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_hurts(name: str) -> None:
    assert small(BOMBS[name](), name)


@pytest.mark.parametrize(
    "name", ["long_cell.csv", "long_header.csv", "headers.csv", "numbers.csv", "periods.csv"]
)
def test_a_long_text_is_known_by_its_length_and_not_by_the_clock(name: str) -> None:
    assert small(BOMBS[name](), name) != "file.too_costly"


MEETINGS: dict[str, Callable[[], bytes]] = {
    "meet-deep.json": lambda: b"[" * 200_000,
    "meet-digits.json": lambda: b'{"slots":[],"tables":' + b"9" * 100_000 + b',"participants":[],"requests":[]}',
    "meet-tables.json": lambda: b'{"slots":[],"tables":999999999,"participants":[],"requests":[]}',
    "meet-open.dzn": lambda: b"nBusiness=" * 200_000,
    "meet-slots.dzn": lambda: b"nBusiness=1;nMeetings=1;nTotalSlots=999999999;nMorningSlots=1;nTables=1;requested=[|1,1,3|];",
    "meet-digits.dzn": lambda: b"nBusiness=" + b"9" * 500_000 + b";nMeetings=1;nTotalSlots=1;nMorningSlots=1;nTables=1;requested=[|1,1,3|];",
}  # fmt: skip


@pytest.mark.parametrize("name", MEETINGS)
def test_no_event_of_meetings_hurts(name: str) -> None:
    assert small(MEETINGS[name](), name) != "read"


def test_what_is_promised() -> None:
    usual = Costs()
    assert usual.cpu_seconds < usual.wall_seconds < 5
    assert usual.memory_bytes <= 1_000_000_000
    assert usual.most_seconds <= 60


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_file_of_the_collection_hurts(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = shared / "cases" / "bombs" / "make.py"
    if not maker.is_file():
        pytest.skip(f"BOMBS MISSING: there is no {maker}")
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(maker))
    found = {path.name: small(path.read_bytes(), path.name) for path in sorted(tmp_path.iterdir())}
    assert len(found) > 25
