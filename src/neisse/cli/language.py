"""In which language the command line says its sentences: as asked, as the environment does, else English.

Codes, the words of the contract and what stands in JSON as `data` are the same in each language.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from importlib.resources import as_file, files

from neisse.cli.output import plain
from neisse.engine.values import LANGUAGES, Finding, NeisseError, in_language

ENGLISH = "en"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen: list[str] = []


def choose(language: str) -> None:
    """Say all further sentences in a language; "" for that of the environment."""
    _chosen[:] = [language] if language else []


def language() -> str:
    """The language that was chosen, else that of the environment, else English."""
    said = next((found for name in VARIABLES if (found := os.environ.get(name))), "")
    return next(iter(_chosen), said[:2].lower() if said[:2].lower() in LANGUAGES else ENGLISH)


def said(text: str) -> str:
    """A text of a finding or an error as a sentence of the language, as a terminal may show it."""
    return plain(in_language(text, _translate, language()))


def sentence_of(found: Finding | NeisseError) -> str:
    """Sentence and hint in one line: `sentence (hint)`."""
    text, hint = said(found.text), said(found.hint)
    return f"{text} ({hint})" if hint else text


def finding_json(found: Finding) -> dict[str, object]:
    """A finding for programs: a code with its values, and the sentence for whoever reads it."""
    place = {"row": found.row, "column": found.column, "severity": found.severity.value}
    texts = {"text": said(found.text), "hint": said(found.hint)}
    return {"code": found.code, "subject": found.subject, **place, "data": found.data, **texts}


def _translate(template: str) -> str:
    for catalogue in _catalogues(language()):
        if (found := catalogue.gettext(template)) != template:
            return found
    return template


@cache
def _catalogues(language: str) -> tuple[NullTranslations, ...]:
    """The sentences of all apps, read without the web; none for English. Cost: once, some milliseconds."""
    if language == ENGLISH:
        return ()
    with as_file(files("neisse").joinpath("web")) as web:
        folders = sorted(web.glob("*/locale"))
        return tuple(translation("django", folder, [language], fallback=True) for folder in folders)
