"""Findings and errors are codes with values; whoever shows them says the sentence in the reader's language."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import string
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values import Finding, NeisseError, Sentence, Severity, finding_of_json, in_language, say
from neisse.engine.values.sentence import packed, unpacked

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "neisse"
HOLE = re.compile(r"%\((\w+)\)s")
SHOWN = re.compile(r"\{\{\s*(?:error|finding|fault|remark)\.(?:text|hint)(?![^}]*said)[^}]*\}\}")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_of_sentences", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalogues() -> dict[str, dict[str, str]]:
    """Language -> English -> translation, of all apps."""
    found: dict[str, dict[str, str]] = {"de": {}, "pl": {}}
    for language, messages in found.items():
        for path in sorted(SOURCE.glob(f"web/*/locale/{language}/LC_MESSAGES/django.po")):
            messages |= {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    return found


def sentences(tool: ModuleType) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(file:line, template, values) of every sentence in the code."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                first = node.args[0] if node.args else None
                assert isinstance(first, ast.Constant), f"{where}: a sentence begins with its template"
                yield where, str(first.value), {k.arg or "**": "" for k in node.keywords}


def test_each_sentence_has_the_values_that_it_names(tool: ModuleType) -> None:
    wrong = [
        (where, template)
        for where, template, values in sentences(tool)
        if "**" not in values and set(HOLE.findall(template)) != set(values)
    ]
    assert wrong == []


def test_each_sentence_is_there_in_three_languages_with_all_its_values(
    tool: ModuleType, catalogues: dict[str, dict[str, str]]
) -> None:
    plain = {m.text for app in tool.apps() for m in tool.messages_of(app)}
    wrong = []
    for where, template, _values in sentences(tool):
        assert template in plain, where
        for language, messages in catalogues.items():
            said = messages.get(template, "")
            if set(HOLE.findall(said)) != set(HOLE.findall(template)) or (not said):
                wrong.append((where, language, template))
    assert wrong == []


def test_every_code_of_the_reference_speaks_three_languages(catalogues: dict[str, dict[str, str]]) -> None:
    """What the reference shows of a code is the beginning of what each language says."""
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert len(rows) > 200
    shown = {
        language: {HOLE.sub("…", english) for english in messages}
        for language, messages in catalogues.items()
    }
    missing = [
        (code, language, text)
        for code, *texts in rows
        for text in texts
        for language in ("de", "pl")
        if re.search(r"[a-z]{3}.* ", text) and text.replace("\\|", "|") not in shown[language]
    ]
    assert missing == []


def test_no_finished_sentence_goes_into_an_error_or_a_finding(tool: ModuleType) -> None:
    """An f-string as text or hint, straight or by a name, could not be said in another language."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Module)]:
            finished = {
                target.id
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
                name = str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))
                slots = () if name == "note" and "periods" not in path.parts else tool.SAID.get(name, ())
                first = 1 if name in {"remark", "warn", "note"} else slots[0] if slots else 0
                texts = [a for n, a in enumerate(call.args) if n in slots and n >= first]
                is_finished = any(
                    isinstance(text, ast.JoinedStr)
                    or (isinstance(text, ast.Name) and text.id in finished and name != "remark")
                    for text in texts
                )
                found += [f"{path.relative_to(SOURCE)}:{call.lineno}"] if is_finished else []
    assert sorted(set(found)) == []


def test_no_template_shows_a_finding_as_it_came() -> None:
    templates = sorted(SOURCE.glob("web/*/templates/**/*.html"))
    assert templates
    assert [str(p) for p in templates if SHOWN.search(p.read_text(encoding="utf-8"))] == []


words = st.text(string.printable + "ąüß“”…", max_size=30)
plain = st.one_of(words, st.integers(), st.dates(date(1900, 1, 1), date(2100, 1, 1)))


@st.composite
def said(draw: Any, depth: int = 2) -> Sentence:
    names = draw(st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=5), unique=True, max_size=4))
    template = draw(words).replace("%", "%%") + "".join(f" %({name})s" for name in names)
    values = st.one_of(plain, st.lists(words, max_size=3), *([said(depth - 1)] if depth else []))
    return say(template if names else template.replace("%%", "%"), **{name: draw(values) for name in names})


def mark(template: str) -> str:
    """A language in which each sentence begins with a bracket."""
    return f"«{template}"


@given(said(), said(), st.sampled_from(Severity), st.integers(0, 10**6))
def test_a_finding_survives_storing_with_all_its_sentences(
    text: Sentence, hint: Sentence, severity: Severity, row: int
) -> None:
    found = Finding("a.code", "subject", text, hint, severity, row, "column")
    again = finding_of_json(json.loads(json.dumps(found.as_json())))
    assert again == found
    assert again.data == found.data
    for language in ("en", "de", "pl"):
        marked = in_language(again.text, mark, language)
        assert marked == in_language(text, mark, language)
    assert unpacked(json.loads(json.dumps(packed(text)))) == text


def test_values_are_said_as_the_language_writes_them() -> None:
    text = say("%(n)s, %(day)s, %(year)s", n=1_234_567, day=date(2026, 10, 21), year=2026)
    spoken = {language: in_language(text, str, language) for language in ("en", "de", "pl")}
    assert spoken == {
        "en": "1,234,567, 2026-10-21, 2026",
        "de": "1.234.567, 21.10.2026, 2026",
        "pl": "1\u00a0234\u00a0567, 21.10.2026, 2026",
    }


def test_what_a_value_says_is_no_template() -> None:
    assert str(say("the file %(name)s", name="100%(x)s %d.csv")) == "the file 100%(x)s %d.csv"


def test_an_error_keeps_code_subject_and_values() -> None:
    error = NeisseError(
        "file.missing", "a.csv", say("there is no file %(path)s", path="a.csv"), "check the path"
    )
    assert error.data == {"path": "a.csv"}
    assert str(error) == "file.missing: there is no file a.csv (check the path)"


def test_no_page_puts_a_sentence_together_itself() -> None:
    """Text and hint of an error are said in the reader's language by one room alone."""
    own = [
        str(path)
        for path in (ROOT / "src" / "neisse" / "web").rglob("*.py")
        if re.search(
            r"\{(error|found|finding|refused|fault)\.(text|hint)\}", path.read_text(encoding="utf-8")
        )
        and path.name != "said.py"
    ]
    assert own == []
