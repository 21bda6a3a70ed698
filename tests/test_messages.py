"""Every text of the web is complete in German and Polish; the tool that says so finds what it should."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "messages.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


def test_the_catalogues_are_complete() -> None:
    found = subprocess.run([sys.executable, str(TOOL), "check"], capture_output=True, text=True, check=False)
    assert found.stdout == ""
    assert found.returncode == 0, found.stderr


def test_messages_in_python_are_found_under_any_name(tool: ModuleType) -> None:
    source = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext as in_context
_("one") ; ngettext("a day", "%(n)s days", 3) ; in_context("week number", "Wk") ; other("not this")
"""
    found = {(m.text, m.plural, m.context) for m in tool.in_python(source)}
    assert found == {("one", "", ""), ("a day", "%(n)s days", ""), ("Wk", "", "week number")}


def test_messages_in_templates_are_found_wherever_they_stand(tool: ModuleType) -> None:
    source = """{% if a %}{% translate "first" %}{% else %}{% for x in y %}
{% blocktranslate count n=3 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}{% endfor %}{% endif %}
{% include "x.html" with title=_("third") %}{% translate "Wk" context "week number" %}{# _("not this") #}"""
    found = {(m.text, m.plural, m.context) for m in tool.in_template(source)}
    assert found == {
        ("first", "", ""),
        ("%(n)s day", "%(n)s days", ""),
        ("third", "", ""),
        ("Wk", "", "week number"),
    }


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} · 3–4</p>', []),
        ('<a href="{% url \'x\' %}" title="Go there">x</a>', ["Go there"]),
        ("{% blocktranslate %}Hello{% endblocktranslate %}{% comment %}never{% endcomment %}", []),
        ('<b translate="no">Neisse</b><i lang="pl">Dzień dobry</i><p>dobry</p>', ["dobry"]),
        ("<br><code>neisse demo</code>", []),
    ],
)
def test_texts_without_a_mark_are_found(tool: ModuleType, source: str, found: list[str]) -> None:
    assert tool.literals(source) == found


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="a", msgstr="b"), []),
        (polib.POEntry(msgid="a", msgstr=""), ["untranslated"]),
        (polib.POEntry(msgid="a", msgstr="b", flags=["fuzzy"]), ["fuzzy"]),
        (polib.POEntry(msgid="a", msgstr="Nichts getan. Nichts getan."), ["says it twice"]),
        (polib.POEntry(msgid="%(n)s a", msgstr="b"), ["loses a value of the message"]),
        (
            polib.POEntry(msgid="a", msgstr="%(m)s"),
            ["names a value that the message does not have", "loses a value of the message"],
        ),
        (
            polib.POEntry(msgid="a", msgid_plural="b", msgstr_plural={0: "x", 1: "", 2: "y", 3: "z"}),
            ["untranslated"],
        ),
    ],
)
def test_faults_of_a_translation(tool: ModuleType, entry: polib.POEntry, fault: list[str]) -> None:
    assert list(tool.faults(entry)) == fault


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 miesiąc"), (2, "2 miesiące"), (5, "5 miesięcy"), (22, "22 miesiące"), (112, "112 miesięcy")],
)
def test_polish_has_its_plurals(number: int, words: str) -> None:
    from django.utils.translation import ngettext, override

    with override("pl"):
        assert ngettext("%(n)s month", "%(n)s months", number) % {"n": number} == words


TRANSLATED = re.compile(r"\{%\s*(comment|blocktranslate)\b.*?\{%\s*end\1.*?%\}|\{[%#].*?[%#]\}", re.DOTALL)


def test_no_text_is_quoted_as_one_language_does() -> None:
    """Quotation marks differ by language: they stand in sentences that are translated, or are made by `<q>`."""
    web, marks, found = ROOT / "src/neisse/web", re.compile("[“”„]"), []
    found += [
        path.name
        for path in sorted(web.rglob("*.html"))
        if marks.search(TRANSLATED.sub("", path.read_text(encoding="utf-8")))
    ]
    for path in sorted(web.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else []
            if any(marks.search(str(part.value)) for part in parts if isinstance(part, ast.Constant)):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []
