"""What two organisations are compared by: their names as weighted words, short forms, place, domain, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neisse.engine.record.duplicates.addresses import institution_parts, town_of, towns_of
from neisse.engine.record.duplicates.facets import Facets, facets
from neisse.engine.record.duplicates.words import canonical_words, without_legal_form
from neisse.engine.text.fold import fold
from neisse.engine.values import Organisation

MAX_NAMES = 8
SCHEMES = ("ror", "lei", "nip", "regon", "krs", "hrb")
ACRONYM = re.compile(r"\b[A-ZĆŁŚŹŻÄÖÜ][A-ZĆŁŚŹŻÄÖÜ0-9&]{2,7}\b")
NO_ACRONYMS = frozenset({"usa", "gmbh", "box"})
DOMAIN = re.compile(r"(?:https?://)?(?:www\d?\.)?([^/:\s]+)", re.IGNORECASE)
SHARED_HOSTS = (
    "facebook.com",
    "linkedin.com",
    "github.io",
    "wordpress.com",
    "sites.google.com",
    "wikipedia.org",
)


@dataclass(frozen=True, slots=True)
class Signature:
    """One organisation as it is compared.

    `names` are lists of canonical words, `letters` the names as written without blanks, `short` the acronyms
    that are written, `initials` those that the names would have, `towns` keys of towns and `town_words` the
    words of their names, `identifiers` entries such as `nip:5260250274`, `facets` what each name says in any language.
    """

    id: str
    names: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]
    short: frozenset[str]
    initials: frozenset[str]
    towns: frozenset[str]
    town_words: frozenset[str]
    domain: str
    identifiers: frozenset[str]
    facets: tuple[Facets, ...] = ()
    city: str = ""


def signature(organisation: Organisation) -> Signature:
    """The signature of an organisation; a name that is a whole address gives its institution and its town."""
    place = organisation.place
    towns = town_of(place.city, place.country) or towns_of(organisation.all_names)
    town_words = {word for words in towns.values() for word in words}
    parts = [institution_parts(name) for name in organisation.all_names]
    names = [dict.fromkeys(word for part in found for word in canonical_words(part)) for found in parts]
    short = {fold(sign).replace("&", "") for name in organisation.all_names for sign in ACRONYM.findall(name)}
    facing = tuple(
        facets(part, place.city, place.country) for found in parts for part in found if part.strip()
    )
    return Signature(
        organisation.id,
        tuple(dict.fromkeys(tuple(words) for words in names if words))[:MAX_NAMES],
        tuple(dict.fromkeys(_letters(found) for found in parts))[:MAX_NAMES],
        frozenset(short - NO_ACRONYMS),
        frozenset(
            letters for found in parts for part in found for letters in _initials(part) if len(letters) > 2
        ),
        frozenset(towns),
        frozenset(town_words),
        domain_of(organisation.url),
        frozenset(f"{scheme}:{said}" for scheme in SCHEMES if (said := getattr(organisation, scheme))),
        facing[:MAX_NAMES],
        place.city,
    )


def domain_of(url: str) -> str:
    """The host of an address without www; "" for hosts where many organisations live."""
    found = DOMAIN.match(url.strip().lower()) if url else None
    host = found[1] if found else ""
    return "" if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS) else host


def _letters(parts: Sequence[str]) -> str:
    """The letters of a name as written, without legal form, blanks and signs."""
    return re.sub(r"[^\w]", "", "".join(without_legal_form(part) for part in parts))


def _initials(part: str) -> Iterable[str]:
    """The first letters of a name's words: canonical, as written, as written without the small ones."""
    written = re.findall(r"[^\W\d_]+", fold(part))
    yield "".join(word[0] for word in canonical_words(part))
    yield "".join(word[0] for word in written)
    yield "".join(word[0] for word in written if len(word) > 3)


def contradict(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two sets of identifiers hold different values of the same one."""
    own, other = (dict(entry.split(":", 1) for entry in found) for found in (mine, theirs))
    return any(own[scheme] != other[scheme] for scheme in own.keys() & other.keys())
