"""The edge where findings and errors become sentences: in the language of whoever reads the page, mail or answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from neisse.engine.values import Finding, NeisseError, finding_of_json, in_language, packed, unpacked

MOST_LETTERS = 500


def said(text: str) -> str:
    """A text of a finding or an error in the language that is active; cost: a look-up."""
    return in_language(text, gettext, get_language() or "en")


def sentence_of(found: Finding | NeisseError) -> str:
    """Sentence and hint in one line: `sentence (hint)`."""
    text, hint = said(found.text), said(found.hint)
    return f"{text} ({hint})" if hint else text


def kept_finding(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A finding that was stored, with its sentences in the language that is active."""
    found = finding_of_json(kept)
    return found.as_json() | {"text": said(found.text), "hint": said(found.hint)}


def said_kept(kept: Any) -> str:
    """A text that was stored as `packed` gives it; one of an older release stands there as it is."""
    try:
        return said(unpacked(kept))
    except (ValueError, KeyError, TypeError):
        return str(kept)


def kept_text(error: NeisseError) -> str:
    """An error as one text that is stored and said again later; at most `MOST_LETTERS`."""
    kept = json.dumps([error.code, packed(error.text), packed(error.hint)], ensure_ascii=False)
    return kept if len(kept) <= MOST_LETTERS else str(error)[:MOST_LETTERS]


def said_again(kept: str) -> str:
    """What `kept_text` stored: `code: sentence (hint)` in the language that is active; other texts as they are."""
    try:
        code, text, hint = json.loads(kept)
        return f"{code}: {sentence_of(NeisseError(code, '', unpacked(text), unpacked(hint)))}"
    except (ValueError, KeyError, TypeError):
        return kept


def error_body(error: NeisseError) -> dict[str, Any]:
    """An error as JSON: code, subject and data are the same in each language, text and hint are for people."""
    texts = {"text": said(error.text), "hint": said(error.hint)}
    return {"code": error.code, "subject": error.subject, **texts, "data": error.data}
