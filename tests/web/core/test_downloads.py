"""Downloads: one writer, names that cannot break a header, and no cell, header or title that is a formula."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neisse.web
from neisse.engine.values import NeisseError
from neisse.formats.sheets import NOT_IN_XML, NUMBER, RISKY, SKIPPED, as_meant, sheet_name, tab_lines
from neisse.web.core.actors import SYSTEM
from neisse.web.core.downloads import LISTS, TYPES, attached, chosen, listed

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
EVIL = st.builds(
    lambda skipped, sign, rest: skipped + sign + rest,
    st.sampled_from(["", " ", "\u200b", "\ufeff", "\u00a0 "]),
    st.sampled_from(SIGNS),
    st.text("cmd|(1)!A:'", min_size=1, max_size=8),
)


def texts_of(content: bytes, form: str) -> list[str]:
    """Every text of a sheet, its title and its headers."""
    if form == "csv":
        rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        return [cell for row in rows for cell in row]
    if form == "xlsx":
        from openpyxl import load_workbook

        book = load_workbook(BytesIO(content))
        assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
        cells = [str(c.value or "") for sheet in book for row in sheet.iter_rows() for c in row]
        return [*book.sheetnames, *cells]
    from odf.opendocument import load
    from odf.table import Table, TableCell

    document = load(BytesIO(content))
    titles = [table.getAttribute("name") for table in document.getElementsByType(Table)]
    cells = document.getElementsByType(TableCell)
    assert not [cell for cell in cells if cell.getAttribute("formula")]
    return titles + [str(cell) for cell in cells]


def is_formula(text: str) -> bool:
    return text.lstrip(SKIPPED).startswith(tuple(SIGNS)) and not NUMBER.fullmatch(text)


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@settings(deadline=None, max_examples=25)
@given(header=EVIL, cell=EVIL, inner=EVIL, title=EVIL)
def test_no_text_is_a_formula(form: str, header: str, cell: str, inner: str, title: str) -> None:
    rows = [{header: cell, "names": {inner: cell}, "list": [cell, "x"]}]
    written = texts_of(listed(rows, form, title).content, form)
    assert [text for text in written if is_formula(text)] == []


@settings(deadline=None)
@given(st.text(max_size=60))
def test_titles_are_taken_by_programs(title: str) -> None:
    name = sheet_name(title)
    assert 0 < len(name) <= 31
    assert not set("[]:*?/\\'") & set(name)
    assert not name.startswith(RISKY)


def test_numbers_stay_numbers() -> None:
    content = listed([{"n": -5, "t": "-5", "phone": "+49 341 1"}], "csv", "x").content.decode("utf-8-sig")
    assert content.splitlines()[1] == "-5;-5;'+49 341 1"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_name_never_ends_a_header(name: str) -> None:
    answer = attached(b"x", "csv", name)
    said = answer["Content-Disposition"]
    assert said.startswith("attachment; filename")
    assert not set("\r\n/\\") & set(said)
    assert answer["Content-Type"] == TYPES["csv"]


def test_lines_and_forms() -> None:
    lines = listed([{"a": 1}, {"a": "ü"}], "jsonl", "x").content.decode().splitlines()
    assert [json.loads(line) for line in lines] == [{"a": 1}, {"a": "ü"}]
    with pytest.raises(NeisseError, match="no form"):
        chosen("exe", LISTS)
    with pytest.raises(NeisseError, match="not written"):
        listed([], "exe", "x")


def test_there_is_one_writer_of_downloads() -> None:
    folder = Path(neisse.web.__file__).parent
    own = {
        str(path.relative_to(folder)): word
        for path in folder.rglob("*.py")
        for word in ("Content-Disposition", "write_sheet", "write_people_sheet", "text/csv", "json.dumps(row")
        if word in path.read_text(encoding="utf-8") and "downloads" not in (path.stem, path.parent.name)
    }
    assert own == {}


@settings(deadline=None)
@given(st.lists(EVIL | st.text(max_size=20), min_size=1, max_size=4))
def test_no_cell_between_tabs_is_a_formula_and_it_is_read_as_it_was_meant(cells: list[str]) -> None:
    line = tab_lines([cells])
    assert line.count("\n") == 1
    written = line.rstrip("\n").split("\t")
    assert [text for text in written if is_formula(text)] == []
    kept = [" ".join(NOT_IN_XML.sub("", cell).split()) for cell in cells]
    assert [as_meant(text) for text in written] == kept


def test_tables_are_written_in_one_room() -> None:
    """A writer of its own would know nothing of formulas."""
    folder = Path(neisse.web.__file__).parents[1]
    own = {
        str(path.relative_to(folder)): word
        for path in folder.rglob("*.py")
        for word in ("csv.writer", "DictWriter", "Workbook(", '"\\t".join', "'\\t'.join", "tablib")
        if word in path.read_text(encoding="utf-8")
        and path.name not in {"sheets.py", "people_sheets.py", "workbooks.py"}
    }
    assert own == {}


def test_topics_go_out_and_come_back(user: Any, client_of: Any) -> None:
    from neisse.web.intersect.actions.vocabulary import keep_concepts
    from neisse.web.intersect.bridge.vocabulary import read_table

    topic = {"key": "x", "label_de": "=Wort", "label_pl": "+x", "label_en": "@x", "patterns": "=word, *end"}
    keep_concepts([topic], actor=SYSTEM)
    text = fetched(client_of(user("manager")), "/vocabulary/export/").content.decode()
    assert [cell for line in text.splitlines()[1:] for cell in line.split("\t") if is_formula(cell)] == []
    assert list(read_table(text)) == [topic]


def fetched(client: Any, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer


def test_headers_made_by_people_are_guarded(record: Any, user: Any, client_of: Any) -> None:
    record("organisation", name="=HYPERLINK(1)", **{"=cmd|' /C calc'!A0": "x"})
    client = client_of(user("manager"))
    for form in ("csv", "xlsx", "ods"):
        answer = fetched(client, f"/records/export/organisations/?format={form}")
        assert [text for text in texts_of(answer.content, form) if is_formula(text)] == []
