"""Any file that people have, read into objects: the content says what it is, not the ending of its name."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from neisse.engine.values import Finding, NeisseError, Severity, say
from neisse.formats.columns import ColumnGuess, guess_columns
from neisse.formats.encoding import decode
from neisse.formats.foreign_json import is_other, translated
from neisse.formats.heading_years import reference_of
from neisse.formats.html_rows import is_html_table
from neisse.formats.json_objects import is_json, read_json
from neisse.formats.limits import DEFAULT_LIMITS, Limits, check_size
from neisse.formats.member_headers import MEMBER
from neisse.formats.month_columns import without_month_columns
from neisse.formats.object_fields import ObjectFields
from neisse.formats.objects import KINDS, Object, guess_kind, read_object, unknown_keys
from neisse.formats.owners import OWNER_HINT, REFUSED, asked, is_nobody, is_person
from neisse.formats.pace import SILENT, Pace
from neisse.formats.reading import ANYWHERE, ReadResult, TablePlace
from neisse.formats.ror import is_old_ror, is_ror, old_ror, read_ror
from neisse.formats.row_numbers import without_row_numbers
from neisse.formats.rows import read_rows
from neisse.formats.summaries import without_summaries
from neisse.formats.table import OLE, ZIP, Table, read_table

HEAD_BYTES = 4096
HTML_BYTES = 100_000
SAMPLE_ROWS = 5
# A series in a calendar is followed from one year back to three years ahead of the day of reading.
HORIZON_DAYS = (-365, 3 * 365)
# How calendars begin, and components of them that somebody saved alone; an export may say something before.
BLOCK = re.compile(r"\s*BEGIN:[A-Z-]+\s*$|[^{]*?^BEGIN:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE)
PDF, DOCX_PART = b"%PDF-", b"word/document.xml"


def detect(name: str, data: bytes) -> str:
    """`table`, `calendar`, `vcard`, `json` or `document`, by content; `file.empty` for nothing at all."""
    if not data.strip(b"\x00\t\r\n "):
        raise NeisseError("file.empty", name, say("%(name)s is empty", name=name), "choose another file")
    if data.startswith(PDF) or (data.startswith(ZIP) and DOCX_PART in data):
        return "document"
    if data.startswith((ZIP, OLE)):
        return "table"
    head = decode(name, data[:HEAD_BYTES]).text
    start = head.lstrip()[:40].upper()
    is_document = start.startswith(("<!DOCTYPE HTML", "<HTML", "<?XML"))
    forms = (
        ("vcard", start.startswith("BEGIN:VCARD")),
        ("calendar", BLOCK.match(head.replace("\r", "\n")) is not None),
        ("json", is_json(head)),
        ("document", is_document and not is_html_table(decode(name, data[:HTML_BYTES]).text)),
    )
    return next((form for form, fits in forms if fits), "table")


def read_any(
    name: str,
    data: bytes,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    reference: date | None = None,
    pace: Pace = SILENT,
    place: TablePlace = ANYWHERE,
) -> ReadResult:
    """Read a file into normalised objects of the contract, with findings; nothing is stored.

    `kind` and `mapping` overrule what is guessed. `reference` (today, where it is None) resolves years that
    are missing. Owners, networks and consents that are missing are left to `answers.answered`. User errors of the
    whole file are raised (`file.*`, `table.*`, `calendar.*`, ...), those of records are findings.
    """
    check_size(name, len(data), limits)
    form = detect(name, data)
    # The readers of a format, and the libraries under them, are loaded for a file of that format only.
    today = reference or datetime.now(UTC).date()
    _check_wanted(name, form, kind)
    if form == "table":
        return _of_table(name, data, kind, mapping, limits, today, pace, place)
    said = {"calendar": "measure", "vcard": None}.get(form, kind)
    collect = _Collector(name, form, said, today, pace)
    if form == "calendar":
        from neisse.formats.calendar import read_calendar

        horizon = (today + timedelta(days=HORIZON_DAYS[0]), today + timedelta(days=HORIZON_DAYS[1]))
        calendar = read_calendar(name, data, horizon, limits, pace)
        return collect.read(calendar.objects, calendar.findings, limits)
    if form == "vcard":
        from neisse.formats.vcard import read_vcards

        cards = read_vcards(name, data, pace)
        return collect.read(cards.objects, cards.findings, limits)
    raw, findings = read_json(name, data, limits)
    return collect.read(raw, findings, limits)


def _check_wanted(name: str, form: str, kind: str | None) -> None:
    if kind is not None and kind not in {*KINDS, MEMBER}:
        raise NeisseError(
            "import.kind",
            kind,
            say("there is no kind “%(kind)s”", kind=kind),
            say("one of %(all)s", all=", ".join(KINDS)),
        )
    if form == "document":
        text = say("%(name)s is a document, not a list", name=name)
        raise NeisseError("import.document", name, text, "read it with `neisse record read`, or send a table")


def read_columns(name: str, data: bytes, pace: Pace = SILENT, place: TablePlace = ANYWHERE) -> ReadResult:
    """The headers and first rows of a table as a reading without objects, so that somebody can choose fields."""
    table = without_month_columns(read_table(name, data, pace=pace, place=place))
    mapping = dict.fromkeys(table.headers, "")
    return ReadResult(
        name,
        table.form,
        "",
        (),
        (),
        mapping=mapping,
        headers=table.headers,
        sample=_sample(table),
        sheets=table.sheets,
        place=TablePlace(table.sheet, table.header_row),
    )


def _sample(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(str(cell if cell is not None else "") for cell in cells)
        for _, cells in table.rows[:SAMPLE_ROWS]
    )


def _of_table(
    name: str,
    data: bytes,
    kind: str | None,
    mapping: Mapping[str, str] | None,
    limits: Limits,
    today: date,
    pace: Pace,
    place: TablePlace = ANYWHERE,
) -> ReadResult:
    table = without_month_columns(read_table(name, data, limits, pace, place))
    guess, numbers = without_row_numbers(table, _columns_of(table, kind, mapping))
    names = [header for header, field in guess.mapping.items() if field == "name"]
    table, groups = without_summaries(table, names[0] if names and guess.kind == MEMBER else "")
    reference = reference_of((table.heading, table.sheet, name), today)
    numbered, findings = read_rows(table, guess.kind, guess.mapping, reference, limits, pace, groups)
    collector = _Collector(name, table.form, guess.kind, today, pace)
    for row, found in numbered:
        collector.keep(row, found)
    collector.findings += [*table.findings, *numbers, *_unread(table, guess), *findings]
    return collector.result(limits, guess, table.headers, _sample(table), table)


def _columns_of(table: Table, kind: str | None, mapping: Mapping[str, str] | None) -> ColumnGuess:
    """The given mapping, else the guess; `table.columns` where no column is understood."""
    said = _said_kind(table)
    headers = [header for header in table.headers if not (said and header == "type")]
    guess = guess_columns(headers, kind or said)
    if mapping is not None:
        guess = ColumnGuess(kind or guess.kind, {header: mapping.get(header, "") for header in table.headers})
    if not any(guess.mapping.values()):
        text = say(
            "no column of %(name)s is understood: %(all)s", name=table.name, all=", ".join(table.headers[:8])
        )
        raise NeisseError("table.columns", table.name, text, "name the columns, or choose a field for each")
    return guess


def _unread(table: Table, guess: ColumnGuess) -> list[Finding]:
    return [
        Finding(
            "table.column_unread", table.name, say("the column “%(header)s” is not read", header=header), "choose a field for it",
            Severity.NOTE, column=header,
        )
        for header in table.headers
        if not guess.mapping.get(header, "type")
    ]  # fmt: skip


def _said_kind(table: Table) -> str | None:
    """The kind that an own export names in its column `type`."""
    if "type" not in table.headers:
        return None
    column = table.headers.index("type")
    said = {str(cells[column]) for _, cells in table.rows} - {""}  # rows that somebody added say nothing
    return said.pop() if len(said) == 1 and said <= set(KINDS) else None


class _Collector:
    """Gathers objects, refuses repeated ids, and keeps the remarks within bounds."""

    def __init__(
        self,
        name: str,
        form: str,
        kind: str | None,
        today: date,
        pace: Pace,
    ) -> None:
        self.name, self.form, self.kind, self.today, self.pace = name, form, kind, today, pace
        self.hints: dict[tuple[str, str], Mapping[str, str]] = {}
        self.found: dict[tuple[str, str], tuple[int, Object]] = {}
        self.findings: list[Finding] = []
        self.unknown: Counter[str] = Counter()

    def read(self, raw: Any, findings: Any, limits: Limits) -> ReadResult:
        self.findings += findings
        for done, (row, said_by) in enumerate(raw, 1):
            self.pace.told(done, len(raw))
            foreign = (
                translated(said_by) if self.form == "json" and said_by.get("type") not in KINDS else None
            )
            data, hint = said_by if foreign is None else foreign, ""
            said = self.kind if self.kind and "type" not in data else guess_kind(data)
            if refused := self._refusal(row, data, foreign is not None):
                self.findings.append(refused)
                continue
            if is_ror(data):
                fields = ObjectFields(row, data, [], self.today)
                found = read_ror(fields)
                self.form = "ror"
            else:
                hint = data.pop(OWNER_HINT, "") if self.form == "calendar" else ""
                is_lenient = foreign is not None or self.form != "json"
                fields = ObjectFields(row, data, [], self.today, lenient=is_lenient, asks=True)
                found = read_object(said, fields)
                self.unknown.update(unknown_keys(said, data))
            self.findings += fields.findings
            if found is not None and self._fits(row, found, limits):
                self.keep(row, found, hint, may_own=self.form == "json" and foreign is None)
        self.findings += [
            Finding(
                "key.unknown",
                key,
                say("the unknown key “%(key)s” is kept (%(n)s records)", key=key, n=n),
                "",
                Severity.NOTE,
                0,
                key,
            )
            for key, n in sorted(self.unknown.items())
        ]
        return self.result(limits, ColumnGuess(self._kind(), {}), (), ())

    def _refusal(self, row: int, data: Object, is_foreign: bool) -> Finding | None:
        """Why a record of another program is not read, None where it is."""
        if is_old_ror(data):
            return old_ror(row, data)
        if self.form != "json" or is_foreign or not (other := is_other(data)):
            return None
        text = say("a record of the type “%(other)s” is left out", other=other[:60])
        return Finding("json.type", self.name, text, "", Severity.WARNING, row, "@type")

    def _fits(self, row: int, found: Object, limits: Limits) -> bool:
        """Whether a record is as long as a record may be, with the keys that nobody knows."""
        letters = len(json.dumps(found))
        if letters > limits.object_letters:
            text = say(
                "the record has %(letters)s letters, at most %(object_letters)s are kept",
                letters=letters,
                object_letters=limits.object_letters,
            )
            self.findings.append(Finding("object.too_long", str(found["id"]), text, "shorten it", row=row))
        return letters <= limits.object_letters

    def keep(self, row: int, found: Object, hint: str = "", *, may_own: bool = False) -> None:
        """Take an object; who or what names no organisation is no owner (`may_own`), only a hint at one."""
        owner = "" if may_own else str(found.get("owner") or "")
        if owner and not hint and (is_person(owner) or is_nobody(owner)):
            hint = found.pop("owner")
        refused = found.pop(REFUSED, None)
        self._keep(row, found)
        hints = ({"owner": hint} if hint else {}) | ({"consent": "refused"} if refused else {})
        if hints:
            self.hints[found["type"], found["id"]] = hints

    def _keep(self, row: int, found: Object) -> None:
        key = (found["type"], found["id"])
        before = self.found.get(key)
        if before is None:
            self.found[key] = (row, found)
        elif before[1] == found:
            text = say("row %(row)s repeats row %(before)s", row=row, before=before[0])
            self.findings.append(Finding("id.repeated", found["id"], text, "", Severity.NOTE, row))
        else:
            text = say(
                "the id “%(id)s” stands in row %(before)s already, with other data",
                id=found["id"],
                before=before[0],
            )
            self.findings.append(
                Finding("id.duplicate", found["id"], text, "ids are unique in a file", row=row, column="id")
            )

    def _kind(self) -> str:
        kinds = {kind for kind, _ in self.found}
        return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else self.kind or "organisation"

    def result(
        self,
        limits: Limits,
        guess: ColumnGuess,
        headers: tuple[str, ...],
        sample: Any,
        table: Table | None = None,
    ) -> ReadResult:
        open_ = [key for key, (_, one) in self.found.items() if key[0] == "measure" and "owner" not in one]
        hinted = dict.fromkeys(filter(None, (self.hints.get(key, {}).get("owner", "") for key in open_)))
        self.findings += asked(self.name, len(open_), list(hinted))
        first_error = {
            f.row: f.code for f in reversed(self.findings) if f.severity is Severity.ERROR and f.row
        }
        findings = sorted(self.findings, key=lambda f: (list(Severity).index(f.severity), f.row))
        if len(findings) > limits.findings:
            text = say("%(count)s more remarks are not shown", count=len(findings) - limits.findings)
            more = Finding(
                "findings.more", self.name, text, "correct the file and read it again", Severity.NOTE
            )
            findings = [*findings[: limits.findings], more]
        return ReadResult(
            name=self.name,
            form=self.form,
            kind=guess.kind,
            objects=tuple(found for _, found in self.found.values()),
            rows=tuple(row for row, _ in self.found.values()),
            findings=tuple(findings),
            refused=dict(Counter(first_error.values())),
            mapping=guess.mapping,
            confidence=guess.confidence,
            headers=headers,
            sample=sample,
            sheets=table.sheets if table else (),
            place=TablePlace(table.sheet, table.header_row) if table else ANYWHERE,
            hints=tuple(self.hints.get(key, {}) for key in self.found),
        )
