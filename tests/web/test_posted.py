"""Texts without a form, and ways that are addresses: read and led by one room each, in every view."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

import neisse.web
from neisse.engine.values import NeisseError
from neisse.web.core import posted, ways

WEB = Path(neisse.web.__file__).parent
ROOMS = {"core/posted.py", "core/ways.py"}
HOSTILE = ("a\0b", "a\nSubject: b", "a\u202eb", "a\x1bb", "\u2028", "a\x85b")


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(WEB.rglob("*.py")):
        name = path.relative_to(WEB).as_posix()
        if "migrations" not in name and name not in ROOMS:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def is_post(node: Any) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "POST"


def reads(tree: ast.AST) -> Iterator[int]:
    """Lines where a text is taken out of what was sent: `POST[...]`, `POST.get`, `POST.items`, loops over it."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.Subscript) and is_post(node.value)) or (
            isinstance(node, ast.Attribute) and is_post(node.value)
        ):
            yield node.lineno
        elif isinstance(node, ast.For | ast.comprehension) and is_post(node.iter):
            yield node.iter.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"dict", "list", "sorted", "str"}:
            yield from (node.lineno for argument in node.args if is_post(argument))


def leads(tree: ast.AST) -> Iterator[int]:
    """Lines where `redirect` is given something else than the name of an address, or the browser is led past `ways`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"HttpResponseRedirect", "HttpResponsePermanentRedirect"}:
                yield node.lineno
            if node.func.id == "redirect" and not is_name(node.args[0]):
                yield node.lineno


def is_name(node: ast.expr) -> bool:
    """A text in the code, begun by one (`f"meet:{view}"`), or an entry of a table of names (in capitals)."""
    if isinstance(node, ast.JoinedStr):
        first = node.values[0]
        return isinstance(first, ast.Constant) and ":" in str(first.value)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id.isupper()
    return isinstance(node, ast.Constant)


def test_no_view_reads_what_was_sent_past_the_room() -> None:
    assert [f"{name}:{line}" for name, tree in trees() for line in reads(tree)] == []


def test_no_view_leads_to_a_text_past_the_room() -> None:
    assert [f"{name}:{line}" for name, tree in trees() for line in leads(tree)] == []


@pytest.mark.parametrize(
    "code",
    ['request.POST.get("x")', 'request.POST["x"]', "[v for v in request.POST]", "dict(request.POST)",
     "redirect(back)", 'redirect(f"{back}")', "HttpResponseRedirect(back)", 'redirect(reverse("x"))'],
)  # fmt: skip
def test_the_check_sees_every_form_of_it(code: str) -> None:
    tree = ast.parse(code)
    assert [*reads(tree), *leads(tree)]


@pytest.mark.parametrize("code", ["Form(request.POST)", '"x" in request.POST', 'redirect("meet:event", x)'])
def test_the_check_leaves_the_rest_alone(code: str) -> None:
    tree = ast.parse(code)
    assert [*reads(tree), *leads(tree)] == []


def sent(text: str, rf: RequestFactory) -> Any:
    request = rf.post("/")
    request.POST = QueryDict(mutable=True)
    request.POST["x"] = text
    return request


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_is_refused_and_a_word_is_no_word_of_ours(text: str, rf: RequestFactory) -> None:
    request = sent(f"x{text}x", rf)
    with pytest.raises(NeisseError) as refused:
        posted.line(request, "x")
    assert refused.value.code == "input.sign"
    assert not set(posted.word(request, "x")) & set("\0\n\u202e\x1b\u2028\x85")


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil", "", "core:tasks",
     "http:///evil.example", "/\t/evil.example", "record:directory", "https:evil.example"],
)  # fmt: skip
def test_no_way_leads_out_or_is_taken_for_a_name(address: str, rf: RequestFactory) -> None:
    assert ways.to(address).url == "/"
    assert ways.back(sent(address, rf), "x", "/plans/").url == "/plans/"


def test_ways_that_are_ours(rf: RequestFactory) -> None:
    assert ways.to("/plans/?q=x#1").url == "/plans/?q=x#1"
    assert ways.back(sent("/plans/?q=x", rf), "x", "/").url == "/plans/?q=x"
    assert ways.back(sent("http://testserver/plans/", rf), "x", "/").url == "http://testserver/plans/"


@pytest.mark.parametrize("text", HOSTILE)
def test_notes_of_pages_without_a_form(text: str, organisation: Any, user: Any, client_of: Any) -> None:
    """What PostgreSQL cannot keep never gets there, whatever the database is here."""
    client, one, other = client_of(user("manager")), organisation(), organisation()
    client.raise_request_exception = True
    pages = [
        (reverse("record:distinguish", args=[one.slug, other.slug]), "note"),
        (reverse("record:delete", args=["organisation", one.slug]), "reason"),
    ]
    for address, name in pages:
        assert client.post(address, {name: f"x{text}x"}).status_code in {400, 409}, address
