"""Every list can be taken along: in words for people, as the contract's objects for programs, with the rows of its page."""

from __future__ import annotations

import html
import json
import re
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import python_calamine
from django.core.paginator import Page
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.test_every_page import make

pytestmark = pytest.mark.usefixtures("frames")
LINK = re.compile(r'href="([^"]*format=(xlsx|ods|csv|jsonl)[^"]*)" download')
# Lists with pages that are no lists of the network's own things.
WITHOUT = {
    "record:search": "hits of all kinds; each list is taken along where it stands",
    "record:history": "the versions of one record",
    "record:removed": "waits to be brought back, or to be forgotten",
    "record:import": "what was imported; its records are in their lists",
    "record:import_batch": "a preview",
    "record:intake_inbox": "waits for a decision; then it is a plan",
    "record:intake_links": "links that open something",
    "record:offices": "waits for a decision",
    "core:mails": "for whom the instance is a machine",
    "core:tasks": "for whom the instance is a machine",
    "accounts:users": "accounts; persons have a list of their own",
    "agree:proposals": "what was computed; its plans and the minutes are taken along",
    "agree:proposal": "what was computed",
    "meet:participants": "for a participant, who may not take everybody along",
    "intersect:vocabulary": "has a table of its own that comes back in",
}
BAD = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\bTrue\b|\bFalse\b|\bNone\b|\bUTC\b|\+00:00|^[a-z]+_[a-z_]+$|<[a-z_.]+ object"
)
ENGLISH = re.compile(r"\b(public|circle|confirmed|planned|research institute|Germany|Poland|Owner|Town)\b")


def book_of(content: bytes) -> list[list[Any]]:
    return python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()


def shown_cells(content: bytes) -> list[list[Any]]:
    """The cells of the columns that people see, head first."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    seen = [n for n, cell in enumerate(sheet[1]) if not sheet.column_dimensions[cell.column_letter].hidden]
    return [[row[n] for n in seen] for row in sheet.iter_rows(values_only=True)]


def slugs() -> set[str]:
    from django.apps import apps

    found: set[str] = set()
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields} & {"key", "slug"}
        for name in names if model._meta.app_label in {"record", "meet"} else ():
            found |= set(map(str, model._default_manager.values_list(name, flat=True)))
    return found - {""}


def lists_of(client: Any, pages: list[tuple[str, Any, str]]) -> dict[str, tuple[Any, dict[str, str]]]:
    """Pages with a list: name -> the page's context and its files by form."""
    found = {}
    for name, _view, address in pages:
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        context = answer.context or {}
        files = {form: html.unescape(link) for link, form in LINK.findall(answer.content.decode())}
        if files or isinstance(context.get("page"), Page):
            found[name] = (context, {form: with_path(address, link) for form, link in files.items()})
    return found


def with_path(address: str, link: str) -> str:
    return link if link.startswith("/") else f"{address}{link}"


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    who = user("manager")
    return lambda language: client_of(who, HTTP_ACCEPT_LANGUAGE=language)


def test_every_list_is_there_for_people_and_for_programs(
    pages: list[tuple[str, Any, str]], manager: Any
) -> None:
    lists = lists_of(manager("de"), pages)
    assert {"record:directory", "record:people", "record:plans", "meet:events"} <= lists.keys()
    missing = {n for n, (_context, files) in lists.items() if {"xlsx", "ods", "csv", "jsonl"} - files.keys()}
    assert missing - WITHOUT.keys() == set()


@pytest.mark.one_database("words and columns of a sheet are made in Python of rows that are there")
@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_sheets_are_in_the_words_of_the_page(
    language: str, pages: list[tuple[str, Any, str]], manager: Any
) -> None:
    client, known, wrong, counted = manager(language), slugs(), [], 0
    for name, (context, files) in lists_of(client, pages).items():
        if name in WITHOUT or not files:
            continue
        book = client.get(files["xlsx"])
        assert book.status_code == 200, name
        head, *rows = shown_cells(book.content)
        page = context.get("page")
        if isinstance(page, Page) and name not in {"intersect:groups", "meet:schedule"}:
            assert len(rows) == page.paginator.count, name
            lines = client.get(files["jsonl"]).content.decode().splitlines()
            assert [type(json.loads(line)) for line in lines] == [dict] * len(rows), name
        assert len(book_of(client.get(files["ods"]).content)) == len(rows) + 1, name
        assert len(set(head)) == len(head), name
        texts = [cell for row in (head, *rows) for cell in row if isinstance(cell, str)]
        wrong += [(name, text) for text in texts if BAD.search(text) or text in known]
        wrong += [(name, text) for text in texts if language != "en" and ENGLISH.search(text)]
        counted += len(rows)
    assert counted > 10
    assert wrong == []


def test_a_sheet_is_ready_to_print_and_says_what_it_is(
    pages: list[tuple[str, Any, str]], manager: Any
) -> None:
    content = manager("pl").get("/records/export/organisations/?format=xlsx&q=Sample").content
    book = openpyxl.load_workbook(BytesIO(content))
    sheet, about = book.worksheets
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.print_area
    assert sheet.auto_filter.ref
    assert sheet.oddHeader.left.text == "Organizacje"
    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert said["Filtry"] == "Tekst: Sample"
    assert isinstance(said["Utworzono"], datetime)
    assert said["Wiersze"] == sheet.max_row - 1


def test_days_are_days_and_numbers_are_numbers(record: Any, manager: Any) -> None:
    record("organisation", id="house", name="House", city="Görlitz", country="DE", address="Markt 1", size=12)
    plan = {"owner": "house", "cost_cents": 123450, "visibility": "circle"}
    record("measure", id="one", title="One", starts="2027-03-01", ends="2027-03-03", **plan)
    record("measure", id="two", title="Two", starts="2027-03-02T14:00+01:00", **plan)
    record("measure", id="three", title="Three", period="2027-autumn", **plan)
    head, *rows = shown_cells(manager("de").get("/records/export/measures/?format=xlsx&time=all").content)
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert str(found["One"]["Erster Tag"]) == "2027-03-01 00:00:00"
    assert str(found["One"]["Letzter Tag"]) == "2027-03-03 00:00:00"
    assert str(found["Two"]["Erster Tag"]) == "2027-03-02 14:00:00"
    assert (found["Three"]["Erster Tag"], found["Three"]["Wann"]) == (None, "Herbst 2027")
    assert found["One"]["Kosten in Euro"] == 1234.5
    assert (found["One"]["Träger"], found["One"]["Sichtbarkeit"]) == ("House", "Planungskreis")
    head, row = shown_cells(manager("de").get("/records/export/organisations/?format=xlsx").content)
    letter = dict(zip(head, row, strict=True))
    assert letter["Anrede"] == "Sehr geehrte Damen und Herren,"
    assert [letter[f"Briefzeile {n}"] for n in (1, 2, 3, 4)] == ["House", "Markt 1", "Görlitz", "Deutschland"]
    assert letter["Beschäftigte"] == 12


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("kind", ["organisations", "people", "memberships", "measures", "figures", "networks",
                                  "sections", "topic-groups"])  # fmt: skip
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_files_ask_the_same_for_one_row_and_for_three(
    form: str, kind: str, record: Any, manager: Any
) -> None:
    client, address = manager("de"), reverse("record:export", args=[kind]) + f"?format={form}&time=all"

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    make(record, "one", "Row one")
    first = queries()
    make(record, "two", "Row two")
    make(record, "three", "Row three")
    assert queries() == first


@pytest.mark.parametrize(
    ("page", "asked"),
    [("/directory/", "q=Second"), ("/plans/", "time=all&q=Second"), ("/people/", "organisation=second"),
     ("/events/", "time=past")],
)  # fmt: skip
def test_files_have_the_filters_of_their_page(
    page: str, asked: str, world: dict[str, list[Any]], manager: Any
) -> None:
    client = manager("en")
    answer = client.get(f"{page}?{asked}")
    rows = answer.context["page"].paginator.count
    links = {form: html.unescape(link) for link, form in LINK.findall(answer.content.decode())}
    assert len(book_of(client.get(links["xlsx"]).content)) == rows + 1
    assert len(client.get(links["jsonl"]).content.decode().splitlines()) == rows


def test_no_cell_is_of_a_type_that_no_sheet_has(pages: list[tuple[str, Any, str]], manager: Any) -> None:
    client, kinds = manager("en"), set()
    for name, (_context, files) in lists_of(client, pages).items():
        if name not in WITHOUT and files:
            kinds |= {type(cell) for row in book_of(client.get(files["ods"]).content) for cell in row}
    assert kinds <= {str, int, float, date, datetime, time}
