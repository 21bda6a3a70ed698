"""Who is meant: people found by name or address, and everything that is one person's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from neisse.web.core.bridge import fold
from neisse.web.core.personal import Found, Subject, holdings, needles_of
from neisse.web.core.queries.mentions import Mention, all_models, mentions, sparing_others

MOST_FOUND = 200
ROUNDS = 5


def look_for(words: str) -> list[Found]:
    """Rows about people whose name or address holds these words (two signs at least)."""
    wanted = words.strip()
    if len(wanted) < 2:
        return []
    return [found for holding in holdings() for found in holding.find(wanted)][:MOST_FOUND]


def own_rows(subject: Subject) -> list[Found]:
    """The rows of every stage that are the subject's own, each once."""
    rows = {found.row: found for holding in holdings() for found in holding.own(subject)}
    return list(rows.values())


def widened(subject: Subject, *, trusted: bool = True) -> Subject:
    """The subject with all rows that hang together with theirs: the same account, entry or address.

    A manager sees first what that is (`trusted`): then addresses, telephones and safe names of those rows count too.
    Where people erase themselves only what was given counts: others may have written their address anywhere.
    """
    for _round in range(ROUNDS):
        found = own_rows(subject)
        wider = replace(subject, rows=subject.rows | {f.row for f in found})
        if trusted:
            wider = replace(
                wider,
                addresses=subject.addresses | {f.address.lower() for f in found if f.address},
                phones=subject.phones | {f.phone for f in found if f.phone},
            )
        if wider == subject:
            break
        subject = wider
    return replace(subject, names=subject.names | safe_names(subject)) if trusted else subject


def export_subject(subject: Subject) -> dict[str, Any]:
    """Everything that is kept of a person: what is their own, by row of the register, and what texts say around their name."""
    own = {holding.name: holding.export(subject) for holding in holdings()}
    named = [
        {"where": place.model._meta.label, "id": str(place.pk), "field": place.column, "text": place.excerpt}
        for place in named_in(subject)
    ]
    return {**own, "named_in": named}


def named_in(subject: Subject) -> list[Mention]:
    """All texts that name the person. One scan of every table that holds texts: seconds on a large instance."""
    needles = sparing_others(needles_of(subject))
    return [place for model in all_models() for place in mentions(needles, model)]


def safe_names(subject: Subject) -> frozenset[str]:
    """The names of the subject that say who is meant: two words at least, and nobody else who bears them."""
    names = {" ".join(found.name.split()) for found in own_rows(subject)}
    return frozenset(name for name in names if " " in name and not namesakes(name, subject.rows))


def namesakes(name: str, rows: Iterable[tuple[str, int]]) -> list[Found]:
    """Rows of other people who bear the same name."""
    mine = set(rows)
    return [f for f in look_for(name) if f.row not in mine and fold(f.name) == fold(name)]
