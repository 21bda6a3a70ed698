"""The catalogues of translations, one folder an app: extract, check, compile.

    .venv/bin/python tools/messages.py update|check|compile [APP...]

Messages are written in English in code (`_("...")`) and templates (`{% translate %}`), found by reading
the syntax trees of Python and of Django's templates, and kept in `locale/{de,pl}/LC_MESSAGES/django.po`.
`update` adds and removes messages (a new one takes its translation from another app that has it), `check`
says what is untranslated, fuzzy, stale, not compiled or written without a mark, and fails then.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "neisse" / "web"
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
    "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);",
}
# What stands in the arguments of each function: (message, plural, context) by position.
SLOTS = {
    "gettext": (0, None, None), "gettext_lazy": (0, None, None), "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None), "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0), "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0), "npgettext_lazy": (1, 2, 0),
    "say": (0, None, None),
}  # fmt: skip
# Where findings and errors hold a sentence and a hint: by position, and by name.
SAID = {
    "NeisseError": (2, 3), "DeniedError": (2, 3), "Finding": (2, 3), "ApiError": (3, 4), "remark": (1, 2, 3),
    "note": (1, 2), "warn": (1,),
}  # fmt: skip
SAID_BY_NAME = ("text", "hint")
# Below the web sentences are made, not shown; the catalogue of this app has them.
BELOW, ROOM_OF_BELOW = ("engine", "formats", "federation", "cli"), "core"
SENTENCE = re.compile(r"[A-Za-z0-9“%(].* ", re.S)
INLINE = re.compile(r"""\b_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")
PLACE = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(
    r"\{%\s*(?:blocktranslate|blocktrans|comment)\b.*?%\}.*?\{%\s*end\w+\s*%\}|\{[%{#].*?[%}#]\}", re.S
)
COMMENT = re.compile(r"\{%\s*comment\b.*?endcomment\s*%\}|\{#.*?#\}", re.S)
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt"}
SILENT = {"script", "style", "code", "samp", "kbd"}
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "line", "stop"}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """What is translated: the English text, its plural, its context."""

    text: str
    plural: str = ""
    context: str = ""


def apps(names: Iterable[str] = ()) -> list[Path]:
    """The apps of the web, or those that are named."""
    wanted = set(names)
    found = [path.parent for path in sorted(WEB.glob("*/__init__.py"))]
    return [app for app in found if not wanted or app.name in wanted]


def start_django() -> None:
    """Templates can only be parsed with all tags at hand; the database is not touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")
    import django

    django.setup()


# -- finding messages ------------------------------------------------------------------------------------


def messages_of(app: Path) -> dict[Message, list[str]]:
    """Every message of an app with the files that hold it."""
    found: dict[Message, list[str]] = {}
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            note(found, in_python(path.read_text(encoding="utf-8")), path)
    for path in templates(app):
        note(found, in_template(path.read_text(encoding="utf-8")), path)
    if app.name == ROOM_OF_BELOW:
        for path in (path for floor in BELOW for path in sorted((WEB.parent / floor).rglob("*.py"))):
            note(found, in_python(path.read_text(encoding="utf-8")), path)
    return found


def templates(app: Path) -> list[Path]:
    """The templates of an app: pages and mails."""
    return sorted(path for path in app.glob("templates/**/*") if path.suffix in {".html", ".txt"})


def note(found: dict[Message, list[str]], messages: Iterable[Message], path: Path) -> None:
    for message in messages:
        places = found.setdefault(message, [])
        name = str(path.relative_to(ROOT))
        if name not in places:
            places.append(name)


def in_python(source: str) -> Iterator[Message]:
    """Messages of calls of gettext and its siblings, under whatever name they are imported."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in SLOTS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            name = names.get(called, called if called in SLOTS else "")
            if name:
                parts = [argument(node, slot) for slot in SLOTS[name]]
                if parts[0]:
                    yield Message(*parts)
            yield from said_plainly(node, called)


def said_plainly(call: ast.Call, called: str) -> Iterator[Message]:
    """Sentences without values, which stand in findings and errors as they are."""
    named = [k.value for k in call.keywords if k.arg in SAID_BY_NAME] if called in SAID else []
    for value in [*(call.args[i] for i in SAID.get(called, ()) if i < len(call.args)), *named]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and SENTENCE.match(value.value):
            yield Message(value.value)


def argument(call: ast.Call, slot: int | None) -> str:
    if slot is None or slot >= len(call.args):
        return ""
    value = call.args[slot]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def in_template(source: str) -> Iterator[Message]:
    """Messages of `translate`, `blocktranslate` and `_("...")` in a template."""
    from django.template import Engine, engines
    from django.template.base import Template

    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]
    for node in walk(Template(source, engine=engine).nodelist):
        yield from of_node(node)
    for double, single in INLINE.findall(COMMENT.sub("", source)):
        yield Message(double or single)


def walk(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield node
        for name in getattr(node, "child_nodelists", ()):
            yield from walk(getattr(node, name, None) or ())
        if hasattr(node, "conditions_nodelists"):
            for _condition, nodelist in node.conditions_nodelists:
                yield from walk(nodelist)


def of_node(node: Any) -> Iterator[Message]:
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode
    from django.utils.translation import trim_whitespace

    context = getattr(node, "message_context", None)
    context = str(getattr(context, "var", "") or "")
    if isinstance(node, TranslateNode):
        literal = getattr(node.filter_expression.var, "literal", None)
        if isinstance(literal, str):
            yield Message(literal.replace("%", "%%"), "", context)
    elif isinstance(node, BlockTranslateNode):
        texts = [node.render_token_list(part)[0] for part in (node.singular, node.plural or [])]
        if node.trimmed:
            texts = [trim_whitespace(text) for text in texts]
        yield Message(texts[0], texts[1], context)


# -- texts without a mark ----------------------------------------------------------------------------------


class Literals(HTMLParser):
    """Collects words that a reader would see and nobody could translate.

    What stands in an element with `lang` or `translate="no"` is meant as it is.
    """

    def __init__(self) -> None:
        super().__init__()
        self.quiet: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        is_quiet = tag in SILENT or own.get("translate") == "no" or (tag != "html" and "lang" in own)
        if not (is_quiet or any(self.quiet)):
            self.found += [v for n, v in attrs if n in SHOWN_ATTRIBUTES and v and WORD.search(v)]
        if tag not in VOID:
            self.quiet.append(is_quiet)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.quiet:
            self.quiet.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.quiet:
            self.quiet.pop()

    def handle_data(self, data: str) -> None:
        if WORD.search(data) and not any(self.quiet):
            self.found.append(" ".join(data.split()))


def literals(source: str) -> list[str]:
    """Texts of a template that are not marked for translation; template tags count as nothing."""
    parser = Literals()
    parser.feed(TAG.sub(" ", source))
    return parser.found


# -- catalogues ---------------------------------------------------------------------------------------------


def catalogue_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read(app: Path, language: str) -> polib.POFile:
    path = catalogue_path(app, language)
    return polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=110)


def identity(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def update(
    app: Path, found: dict[Message, list[str]], known: dict[str, dict[Message, polib.POEntry]]
) -> None:
    """Write the catalogues of an app anew, with the translations that there are."""
    for language, plural in PLURALS.items():
        old = {identity(entry): entry for entry in read(app, language)}
        catalogue = polib.POFile(wrapwidth=110)
        catalogue.metadata = {
            "Language": language, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit", "Plural-Forms": plural,
        }  # fmt: skip
        for message in sorted(found):
            catalogue.append(
                entry_of(message, found[message], old.get(message) or known[language].get(message), language)
            )
        if len(catalogue):
            path = catalogue_path(app, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))


def entry_of(message: Message, places: list[str], old: polib.POEntry | None, language: str) -> polib.POEntry:
    forms = dict.fromkeys(range(2 if language == "de" else 4), "")
    return polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        msgstr=old.msgstr if old and not message.plural else "",
        msgstr_plural=({**forms, **old.msgstr_plural} if old else forms) if message.plural else {},
        flags=(["fuzzy"] if old and "fuzzy" in old.flags else [])
        + (["python-format"] if PLACE.search(message.text) else []),
        occurrences=[(place, "") for place in places],
    )


def translated(language: str) -> dict[Message, polib.POEntry]:
    """Every translation of all apps; the first app wins."""
    found: dict[Message, polib.POEntry] = {}
    for app in apps():
        for entry in read(app, language).translated_entries():
            found.setdefault(identity(entry), entry)
    return found


def check(app: Path, found: dict[Message, list[str]]) -> Iterator[str]:
    """Everything that keeps an app from being complete in a language."""
    for language in PLURALS:
        entries = {identity(entry): entry for entry in read(app, language)}
        for message in sorted(set(found) - set(entries)):
            yield f"{app.name} {language}: not in the catalogue: {message.text!r}"
        for message in sorted(set(entries) - set(found)):
            yield f"{app.name} {language}: stale: {message.text!r}"
        for message, entry in sorted(entries.items()):
            yield from (f"{app.name} {language}: {fault}: {message.text!r}" for fault in faults(entry))
        compiled = catalogue_path(app, language).with_suffix(".mo")
        if entries and not is_current(compiled, read(app, language)):
            yield f"{app.name} {language}: {compiled.name} is older than the catalogue"
    for path in templates(app):
        if path.suffix == ".html":
            for text in literals(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}: not marked for translation: {text!r}"


def faults(entry: polib.POEntry) -> Iterator[str]:
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "untranslated"
    if any(
        len(text) > 9 and text[: len(text) // 2].strip() == text[len(text) // 2 :].strip() for text in texts
    ):
        yield "says it twice"
    allowed = set(PLACE.findall(entry.msgid)) | set(PLACE.findall(entry.msgid_plural or ""))
    if any(set(PLACE.findall(text)) - allowed for text in texts):
        yield "names a value that the message does not have"
    if not entry.msgid_plural and entry.msgstr and set(PLACE.findall(entry.msgstr)) != allowed:
        yield "loses a value of the message"


def is_current(compiled: Path, catalogue: polib.POFile) -> bool:
    return compiled.exists() and compiled.read_bytes() == catalogue.to_binary()


def courtesy(command: str) -> Iterator[str]:
    """What libraries say, said politely: written by hand, compiled here."""
    for path in sorted(WEB.glob("courtesy/*/LC_MESSAGES/django.po")):
        catalogue, compiled = polib.pofile(str(path)), path.with_suffix(".mo")
        if command == "compile":
            catalogue.save_as_mofile(str(compiled))
        elif not is_current(compiled, catalogue):
            yield f"courtesy: {compiled} is older than the catalogue"


def main(arguments: list[str]) -> int:
    """Do what the first argument says, for the apps that follow (default: all)."""
    command = arguments[0] if arguments else ""
    if command not in {"update", "check", "compile"}:
        print(__doc__)
        return 2
    start_django()
    chosen = apps(arguments[1:])
    findings = list(courtesy(command))
    known = {language: translated(language) for language in PLURALS}
    for app in chosen:
        if command == "compile":
            for language in PLURALS:
                if catalogue := list(read(app, language)):
                    read(app, language).save_as_mofile(str(catalogue_path(app, language).with_suffix(".mo")))
                    print(f"{app.name} {language}: {len(catalogue)} messages")
            continue
        found = messages_of(app)
        if command == "update":
            update(app, found, known)
        else:
            findings += check(app, found)
    print(*findings, sep="\n") if findings else None
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
