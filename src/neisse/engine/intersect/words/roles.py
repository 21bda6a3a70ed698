"""What part an action plays beside others, by words of its texts: it receives guests, is a stand, prepares, was moved, is joint.

Words are looked up one by one, folded, by their beginnings (kept, because texts repeat them): some microseconds a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Bits of a row.
RECEIVES, STAND, PREPARES, MOVED, JOINT, GOES, CLOSED, EVE = (1 << n for n in range(8))
_WORDS = (
    # Hosts and guests: Empfang, Besuch aus, przyjęcie, goście, wizyta, visit, reception.
    (RECEIVES, r"deleg|\w*empfang|besuch(?!er)|\w*besuch$|gast|gaste|begruss|willkommen|przyj[em]\w*ci|przyjmuj|gosc|goszcz|wizyt"
               r"|guest|visit(?!or)|reception|receiv|welcom|host(?!el)|podejmuj"),
    (STAND, r"\w*stand$|\w*stande$|gemeinschaftsst|stoisk|booth|pavilion|pavillon|messestand|aussteller|wystawc|exhibitor"),
    (PREPARES, r"vorberei|przygotow|prepar|\w*training$|coaching|briefing|fit$"),
    (MOVED, r"verschob|verlegt|verlegung|ersatztermin|postpon|reschedul|przeloz|przesun|przenies"),
    (JOINT, r"gemeinsam|wspoln|joint|bilateral|zusammen|grenzuber|transgran|cross$|nachbar|sasiad|neighbour|deutsch$|polsko"),
    (GOES, r"wyjazd|jedzie|wyjezdz|autokar|\w*reise$|\w*reisen$|exkursion|fahrt|\w*fahrt$|fahren|travel|trip|coach$|bus$"),
)  # fmt: skip
_ROLES = tuple((role, re.compile(said)) for role, said in _WORDS)
# What holds for a whole phrase, and the words (by their beginnings) one of which each such phrase has.
_TRIGGERS = re.compile(
    r"intern|inhouse|house|nur$|nichtoff|wewn|tylko|wylacz|only|employ|staff|pflicht|betriebsvers|personel|zalog"
    r"|vorabend|abend$|tag$|before|eve$|przed|dzien|wieczor|nowy|neuer|new$"
)
_PHRASES = (
    # For its own people only, in the three languages (folded).
    (CLOSED, re.compile(
        r"\b(intern(?:e[rns]?|a|es)?\b(?!et)|inhouse|in[- ]house|nichtoffentlich\w*|wewnetrzn\w+|betriebsversammlung"
        r"|nur (?:fur )?(?:das |die )?(?:beschaftigte|mitarbeite\w+|unsere?|eigene[srn]?|angehorige|personal|hauspersonal)"
        r"|pflicht(?:termin|unterweisung|schulung)\w*|fur (?:das|unser|eigenes) personal"
        r"|(?:tylko|wylacznie) (?:dla )?(?:pracownik\w*|personel\w*|zalogi|czlonkow rady)"
        r"|(?:dla|szkolenie) (?:swojego |naszego )?(?:personelu|zalogi)"
        r"|(?:staff|employees|own people|members of staff) only|only for (?:our |own )?(?:staff|employees)"
        r"|internal (?:course|training|workshop|meeting))"
    )),
    # On the eve of something else: it happens beside that and is not that.
    (EVE, re.compile(
        r"\b(am vorabend|(?:am )?(?:tag|abend) (?:vor|zuvor)\b|(?:day|evening|night) before|on the eve|dzien przed|wieczor przed"
        r"|w przeddzien|dzien wczesniej)"
    )),
    (MOVED, re.compile(r"\b(?:nowy termin|neuer termin|new (?:date|time))\b")),
)  # fmt: skip


def roles_of(said: Iterable[str], folded: str) -> int:
    """The roles that words (folded) and phrases of one text say, as bits."""
    bits, triggers = 0, False
    for word in said:
        role, triggers_one = _of_word(word)
        bits |= role
        triggers |= triggers_one
    if triggers:
        for role, pattern in _PHRASES:
            if pattern.search(folded):
                bits |= role
    return bits


@lru_cache(maxsize=100_000)
def _of_word(word: str) -> tuple[int, bool]:
    bits = 0
    for role, pattern in _ROLES:
        if pattern.match(word):
            bits |= role
    return bits, bool(_TRIGGERS.match(word))
