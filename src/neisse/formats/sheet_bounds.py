"""Looking into packed spreadsheets before they are opened: zip bombs, and sheets with a cell at the far end.

The reader of sheets lays a sheet out as a full rectangle; one cell in XFD1048576 would cost 17 thousand
million cells. What a file will become is therefore counted first, from its XML, without building anything.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from neisse.engine.values import NeisseError, say
from neisse.formats.limits import Limits
from neisse.formats.pace import SILENT, Pace

CHUNK_BYTES = 1 << 20
# So many bytes of a sheet are looked through in the time that one cell may take.
CELL_BYTES = 100
_XLSX_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")
_ODS_PART = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def check_packed(name: str, data: bytes, limits: Limits, pace: Pace = SILENT) -> int:
    """How many cells its sheets have; what would not fit is refused: `file.damaged`, `file.zip_bomb`, `table.too_large`.

    Cost: one unpacking, at most `limits.unpacked_bytes`.
    """
    cells = longest = 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            declared = sum(info.file_size for info in archive.infolist())
            if declared > limits.unpacked_bytes:
                raise _bomb(name, limits)
            for info in archive.infolist():
                part = _unpacked(name, archive, info, limits)
                pace.earned(len(part) // CELL_BYTES)
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
                    cells += _check_area(name, *_xlsx_area(part), limits)
                elif info.filename == "xl/sharedStrings.xml":
                    longest = _longest_text(part)
                elif info.filename == "content.xml":
                    for rows, columns in _ods_areas(part):
                        cells += _check_area(name, rows, columns, limits)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        text = say("%(name)s is damaged or incomplete, or it needs a password", name=name)
        raise NeisseError("file.damaged", name, text, "open it, save it again and send that") from error
    if longest > 5 * limits.cell_letters and cells * longest > limits.unpacked_bytes:
        text = say("a text of %(longest)s bytes stands in many cells of %(name)s", longest=longest, name=name)
        raise NeisseError("table.too_large", name, text, "delete the long text, or send the sheet as CSV")
    return cells


def _longest_text(shared: bytes) -> int:
    """The bytes of the longest of the texts that cells refer to by their number."""
    ends = [0, *(found.end() for found in _TEXT_END.finditer(shared))]
    return max((end - start for start, end in pairwise(ends)), default=0)


def _unpacked(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    keep = info.filename in {"content.xml", "xl/sharedStrings.xml"} or info.filename.startswith(
        "xl/worksheets/"
    )
    parts: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > limits.unpacked_bytes:
                raise _bomb(name, limits)
            if keep:
                parts.append(chunk)
    return b"".join(parts)


def _xlsx_area(sheet: bytes) -> tuple[int, int]:
    rows = columns = 0
    for letters, number in _XLSX_CELL.findall(sheet):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(number)), max(columns, column)
    return rows, columns


def _ods_areas(content: bytes) -> Iterator[tuple[int, int]]:
    row = repeats = column = rows = columns = 0
    for found in _ODS_PART.finditer(content):
        tag, attributes = found[1], found[2]
        many = _REPEATED.search(attributes)
        times = int(many[1]) if many else 1
        if tag == b"table":
            yield rows, columns
            row = repeats = rows = columns = 0
        elif tag == b"table-row":
            row, repeats, column = row + repeats, times, 0
        else:
            column += times
            if b"value-type" in attributes:
                rows, columns = max(rows, row + repeats), max(columns, column)
    yield rows, columns


def _check_area(name: str, rows: int, columns: int, limits: Limits) -> int:
    if rows > limits.rows + 1 or columns > limits.columns or rows * columns > limits.cells:
        text = say(
            "a sheet of %(name)s reaches to row %(rows)s and column %(columns)s; "
            "at most %(rows2)s rows, %(columns2)s columns and %(cells)s cells are read",
            name=name,
            rows=rows,
            columns=columns,
            rows2=limits.rows,
            columns2=limits.columns,
            cells=limits.cells,
        )
        raise NeisseError("table.too_large", name, text, "delete the empty far end of the sheet, or split it")
    return rows * columns


def _bomb(name: str, limits: Limits) -> NeisseError:
    text = say(
        "%(name)s unpacks to more than %(count)s MB", name=name, count=limits.unpacked_bytes // 1_000_000
    )
    return NeisseError("file.zip_bomb", name, text, "send the sheet as CSV")
