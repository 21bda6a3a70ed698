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
    "meaning.same": _("the words mean the same"),
    "meaning.near": _("the words mean the same but for a minor one"),
    "meaning.most": _("most of the words mean the same"),
    "meaning.many": _("many of the words mean the same"),
    "meaning.half": _("about half of the words mean the same"),
    "meaning.some": _("some of the words mean the same"),
    "meaning.else": _("the words mean something else"),
    "alone.names": _("each name has a proper name of its own"),
    "alone.much": _("each name says something telling of its own"),
    "alone.some": _("each name says something of its own"),
    "alone.abroad": _("each name says something of its own, in another language"),
    "alone.little": _("each name says a little of its own, in another language"),
    "alone.hardly": _("each name says hardly anything of its own"),
    "alone.else": _("at most one name says something of its own"),
    "subject.apart": _("each name says a subject that the other does not"),
    "subject.perhaps": _("each name says something known that the other does not"),
    "subject.little": _("each name says something common that the other does not"),
    "subject.else": _("at most one name says a subject of its own"),
    "more.much": _("one name says much more than the other"),
    "more.some": _("one name says more than the other"),
    "more.little": _("one name says a little more than the other"),
    "more.else": _("neither name says more than the other"),
    "common.unique": _("what both names mean is said of hardly any other"),
    "common.rare": _("what both names mean is rare"),
    "common.known": _("what both names mean is said of several"),
    "common.common": _("what both names mean is common"),
    "common.many": _("what both names mean is said of many"),
    "common.else": _("what both names mean says nothing"),
    "vector.same": _("the names as a whole mean the same"),
    "vector.near": _("the names as a whole are near in meaning"),
    "vector.alike": _("the names as a whole are alike in meaning"),
    "vector.half": _("the names as a whole have something in common"),
    "vector.some": _("the names as a whole have little in common"),
    "vector.else": _("the names as a whole mean something else"),
    "acronym.same": _("the same acronym stands in both names"),
    "acronym.exact": _("an acronym is made of the first letters of all words of this name"),
    "acronym.sole": _("an acronym stands for this name only"),
    "acronym.spelt": _("an acronym stands for this name, and for others"),
    "acronym.perhaps": _("an acronym may stand for this name only"),
    "acronym.partly": _("an acronym may stand for this name, and for others"),
    "acronym.differ": _("each name has an acronym of its own"),
    "acronym.else": _("the acronym does not stand for the other name"),
    "bare.same": _("one name is little more than this acronym"),
    "bare.exact": _("one name is only the first letters of the other"),
    "bare.spelt": _("one name is only an acronym that fits"),
    "bare.else": _("one name is only an acronym that fits in part"),
    "place.same": _("the names speak of the same region or town"),
    "place.some": _("the names speak of a common region or town"),
    "place.one": _("only one name speaks of a region or another town"),
    "place.else": _("the names speak of different regions or towns"),
    "legal.same": _("the same legal form"),
    "legal.else": _("different legal forms"),
    "part.both": _("both are parts of an institution"),
    "part.else": _("one is a part of an institution, the other is not"),
    "standing.firm": _("no other record is nearly as close to either"),
    "standing.good": _("no other record is closer to either, and nearly as close to one"),
    "standing.one": _("no other record is closer to one, but to the other"),
    "standing.many": _("several records are as close to both"),
    "standing.low": _("another record is closer to one"),
    "standing.else": _("other records are closer to both"),
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
