"""Texts inside foreign JSON, in whatever object a program wrapped them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from neisse.engine.values import LANGUAGES
from neisse.formats.nothing import says_nothing

_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,6})?")
_NAMES = ("name", "fullName", "displayName", "organizer", "venue", "title", "description")


def named(said: Any) -> str:
    """The name of somebody or something: a text, an object with a name, or the first of several."""
    if isinstance(said, list):
        return next((name for one in said if (name := named(one))), "")
    if not isinstance(said, Mapping) or (said and all(map(_LANGUAGE.fullmatch, map(str, said)))):
        return text_of(said)
    return next((name for key in _NAMES if (name := named(said.get(key)))), "")


def text_of(said: Any) -> str:
    """A text; of texts by language the German, Polish, English or first one."""
    if isinstance(said, Mapping):
        said = next(
            (said[key] for key in (*LANGUAGES, "@value", "name") if said.get(key)),
            next(iter(said.values()), ""),
        )
    if isinstance(said, str):
        return "" if says_nothing(said) else said.strip()
    return "" if said is None or isinstance(said, list | Mapping | bool) else str(said)


def words_of(said: Any) -> list[str]:
    """A list of words, also from one text with commas, or from objects with a name."""
    listed = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else [said]
    return [word for one in listed if (word := _word(one))]


def _word(said: Any) -> str:
    return named(said) or text_of(said.get("tag")) if isinstance(said, Mapping) else text_of(said)


def filled(found: dict[str, Any]) -> dict[str, Any]:
    """What of an object says something."""
    return {key: value for key, value in found.items() if value not in ("", None, [], {})}
