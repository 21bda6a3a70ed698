"""Why two organisations may be one, in the reader's language. The engine gives codes and weights in bits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "name.same": _("a name is the same, but for legal form and language"),
    "name.near": _("names differ in a minor word"),
    "name.alike": _("names are alike"),
    "name.half": _("names share about half of what they say"),
    "name.some": _("names share some words"),
    "name.else": _("names differ"),
    "within.whole": _("one name lies wholly in the other"),
    "within.most": _("most of one name lies in the other"),
    "within.half": _("half of one name lies in the other"),
    "within.else": _("each name says something that the other does not"),
    "telling.unique": _("what the names share is said of hardly any other"),
    "telling.rare": _("what the names share is rare"),
    "telling.known": _("what the names share is said of several"),
    "telling.common": _("what the names share is common"),
    "telling.else": _("what the names share is said of many"),
    "letters.same": _("a name is the same letter by letter"),
    "letters.slip": _("a name is the same but for a few letters"),
    "letters.apart": _("a name differs in a few letters, and so does the town"),
    "letters.alike": _("most letters of a name are the same"),
    "letters.else": _("the letters differ"),
    "others.all": _("every name has its counterpart, in each language"),
    "others.most": _("most names have a counterpart"),
    "others.some": _("some names have no counterpart"),
    "others.else": _("most names have no counterpart"),
    "short.same": _("both use the same acronym"),
    "short.initials": _("one is the acronym of the other"),
    "short.differ": _("the acronyms differ"),
    "short.else": _("only one has an acronym"),
    "town.same": _("the same town"),
    "town.namesake": _("the same name in different towns"),
    "town.else": _("different towns"),
    "kind.same": _("the same kind of institution"),
    "kind.else": _("different kinds of institution"),
    "domain.same": _("the same web domain"),
    "domain.else": _("different web domains"),
    "identifier.same": _("the same identifier"),
    "identifier.else": _("different identifiers"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: its words, its weight in bits (+1 doubles the odds), its share of the heaviest one."""

    text: str
    weight: float
    share: float

    @property
    def speaks_for(self) -> bool:
        """Whether it says that they are one."""
        return self.weight > 0


def told(reasons: Iterable[dict[str, Any]]) -> list[Evidence]:
    """Reasons as kept, in words, the heaviest first."""
    listed = sorted(reasons, key=lambda reason: -abs(reason["weight"]))
    most = max((abs(reason["weight"]) for reason in listed), default=1.0) or 1.0
    return [
        Evidence(str(SENTENCES.get(r["code"], r["text"])), r["weight"], abs(r["weight"]) / most)
        for r in listed
    ]
