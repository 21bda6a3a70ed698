"""The linkage model: what Splink compares, in which levels, and what each level says.

Levels are SQL over two rows; `near` holds the likeness of names for each candidate. A level's weight is
log2(m / u): how much more often it occurs among pairs that are one organisation (m) than among other
candidates (u); both come from `weights.json`, estimated by `bench/record_duplicates.py --train`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its key, the condition (first that holds counts), what a person reads; "" says nothing."""

    key: str
    condition: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: missing values say nothing, else the first level that holds."""

    name: str
    missing: str
    levels: tuple[Level, ...]


COSINE, INSIDE, LENGTH, LETTERS, EDITS, OTHERS = (
    f"near_l[unique_id_r].{name}" for name in ("cosine", "inside", "length", "letters", "edits", "others")
)
SAME, SHARED, LEAST, MOST, VECTOR, SHORT, STANDFOR, PLACE, LEGAL, PART, KIND, TRANSLATED, BARE, OWN_APART, SUBJECT, STANDING = (
    f"near_l[unique_id_r].{name}"
    for name in (
        "same", "shared", "least", "most", "vector", "short", "stands_for", "place", "legal", "part", "kind", "translated",
        "bare", "own_apart", "subject", "standing",
    )
)  # fmt: skip
# Where an acronym stands for the other name, neither letters nor words nor vectors of the two say anything more.
BY_ACRONYM = f"{SHORT} IN ('same', 'exact', 'spelt', 'partly')"
ACRONYM_ALONE = f"{BARE} AND {BY_ACRONYM}"
SLIP = f"{LETTERS} >= 0.8 AND {EDITS} <= 2"
APART = "len(towns_l) > 0 AND len(towns_r) > 0 AND NOT list_has_any(towns_l, towns_r)"
NO_NAMES = "near_l[unique_id_r] IS NULL"
NAMES_SILENT = f"{NO_NAMES} OR ({ACRONYM_ALONE} AND {COSINE} < 0.3)"
COMPARISONS = (
    Comparison(
        "name",
        NAMES_SILENT,
        (
            Level("same", f"{COSINE} >= 0.97", "a name is the same, but for legal form and language"),
            Level("near", f"{COSINE} >= 0.85", "names differ in a minor word"),
            Level("alike", f"{COSINE} >= 0.7", "names are alike"),
            Level("half", f"{COSINE} >= 0.5", "names share about half of what they say"),
            Level("some", f"{COSINE} >= 0.3", "names share some words"),
            Level("else", "TRUE", "names differ"),
        ),
    ),
    Comparison(
        "within",
        NAMES_SILENT,
        (
            Level("whole", f"{INSIDE} >= 0.95", "one name lies wholly in the other"),
            Level("most", f"{INSIDE} >= 0.75", "most of one name lies in the other"),
            Level("half", f"{INSIDE} >= 0.5", "half of one name lies in the other"),
            Level("else", "TRUE", "each name says something that the other does not"),
        ),
    ),
    Comparison(
        "telling",
        NAMES_SILENT,
        (
            Level("unique", f"{LENGTH} >= 0.9", "what the names share is said of hardly any other"),
            Level("rare", f"{LENGTH} >= 0.65", "what the names share is rare"),
            Level("known", f"{LENGTH} >= 0.45", "what the names share is said of several"),
            Level("common", f"{LENGTH} >= 0.25", "what the names share is common"),
            Level("else", "TRUE", "what the names share is said of many"),
        ),
    ),
    Comparison(
        "letters",
        f"{NO_NAMES} OR (({TRANSLATED} OR {BY_ACRONYM}) AND {LETTERS} < 0.8)",
        (
            Level("same", f"{LETTERS} >= 0.97", "a name is the same letter by letter"),
            Level("slip", f"{SLIP} AND NOT ({APART})", "a name is the same but for a few letters"),
            Level("apart", SLIP, "a name differs in a few letters, and so does the town"),
            Level("alike", f"{LETTERS} >= 0.8", "most letters of a name are the same"),
            Level("else", "TRUE", "the letters differ"),
        ),
    ),
    Comparison(
        "others",
        f"coalesce({OTHERS}, -1) < 0",
        (
            Level("all", f"{OTHERS} >= 0.85", "every name has its counterpart, in each language"),
            Level("most", f"{OTHERS} >= 0.6", "most names have a counterpart"),
            Level("some", f"{OTHERS} >= 0.35", "some names have no counterpart"),
            Level("else", "TRUE", "most names have no counterpart"),
        ),
    ),
    Comparison(
        "short",
        "len(short_l) = 0 AND len(short_r) = 0",
        (
            Level("same", "list_has_any(short_l, short_r)", "both use the same acronym"),
            Level(
                "initials",
                "list_has_any(short_l, initials_r) OR list_has_any(short_r, initials_l)",
                "one is the acronym of the other",
            ),
            Level("differ", "len(short_l) > 0 AND len(short_r) > 0", "the acronyms differ"),
            Level("else", "TRUE", "only one has an acronym"),
        ),
    ),
    Comparison(
        "town",
        "len(towns_l) = 0 OR len(towns_r) = 0",
        (
            Level("same", "list_has_any(towns_l, towns_r)", "the same town"),
            Level("namesake", f"{LETTERS} >= 0.97", "the same name in different towns"),
            Level("else", "TRUE", "different towns"),
        ),
    ),
    Comparison(
        "meaning",
        f"{NO_NAMES} OR ({ACRONYM_ALONE})",
        (
            Level("same", f"{SAME} >= 0.98", "the words mean the same"),
            Level("near", f"{SAME} >= 0.9", "the words mean the same but for a minor one"),
            Level("most", f"{SAME} >= 0.8", "most of the words mean the same"),
            Level("many", f"{SAME} >= 0.7", "many of the words mean the same"),
            Level("half", f"{SAME} >= 0.55", "about half of the words mean the same"),
            Level("some", f"{SAME} >= 0.4", "some of the words mean the same"),
            Level("else", "TRUE", "the words mean something else"),
        ),
    ),
    Comparison(
        "alone",
        f"{NO_NAMES} OR ({ACRONYM_ALONE})",
        (
            Level("names", OWN_APART, "each name has a proper name of its own"),
            Level(
                "much", f"NOT {TRANSLATED} AND {LEAST} >= 0.9", "each name says something telling of its own"
            ),
            Level("some", f"NOT {TRANSLATED} AND {LEAST} >= 0.2", "each name says something of its own"),
            Level("abroad", f"{LEAST} >= 0.9", "each name says something of its own, in another language"),
            Level("little", f"{LEAST} >= 0.35", "each name says a little of its own, in another language"),
            Level("hardly", f"{LEAST} >= 0.05", "each name says hardly anything of its own"),
            Level("else", "TRUE", "at most one name says something of its own"),
        ),
    ),
    Comparison(
        "subject",
        f"{NO_NAMES} OR ({ACRONYM_ALONE})",
        (
            Level("apart", f"{SUBJECT} >= 0.5", "each name says a subject that the other does not"),
            Level("perhaps", f"{SUBJECT} >= 0.3", "each name says something known that the other does not"),
            Level("little", f"{SUBJECT} > 0", "each name says something common that the other does not"),
            Level("else", "TRUE", "at most one name says a subject of its own"),
        ),
    ),
    Comparison(
        "more",
        f"{NO_NAMES} OR ({ACRONYM_ALONE})",
        (
            Level("much", f"{MOST} >= 1.2", "one name says much more than the other"),
            Level("some", f"{MOST} >= 0.5", "one name says more than the other"),
            Level("little", f"{MOST} >= 0.05", "one name says a little more than the other"),
            Level("else", "TRUE", "neither name says more than the other"),
        ),
    ),
    Comparison(
        "common",
        f"{NO_NAMES} OR ({ACRONYM_ALONE})",
        (
            Level("unique", f"{SHARED} >= 1.5", "what both names mean is said of hardly any other"),
            Level("rare", f"{SHARED} >= 1.0", "what both names mean is rare"),
            Level("known", f"{SHARED} >= 0.7", "what both names mean is said of several"),
            Level("common", f"{SHARED} >= 0.45", "what both names mean is common"),
            Level("many", f"{SHARED} >= 0.2", "what both names mean is said of many"),
            Level("else", "TRUE", "what both names mean says nothing"),
        ),
    ),
    Comparison(
        "vector",
        NAMES_SILENT,
        (
            Level("same", f"{VECTOR} >= 0.9", "the names as a whole mean the same"),
            Level("near", f"{VECTOR} >= 0.8", "the names as a whole are near in meaning"),
            Level("alike", f"{VECTOR} >= 0.7", "the names as a whole are alike in meaning"),
            Level("half", f"{VECTOR} >= 0.55", "the names as a whole have something in common"),
            Level("some", f"{VECTOR} >= 0.4", "the names as a whole have little in common"),
            Level("else", "TRUE", "the names as a whole mean something else"),
        ),
    ),
    Comparison(
        "acronym",
        f"{NO_NAMES} OR {SHORT} = ''",
        (
            Level("same", f"{SHORT} = 'same'", "the same acronym stands in both names"),
            Level(
                "exact",
                f"{SHORT} = 'exact'",
                "an acronym is made of the first letters of all words of this name",
            ),
            Level(
                "sole",
                f"{SHORT} = 'spelt' AND {STANDFOR} <= 2",
                "an acronym stands for this name only",
            ),
            Level("spelt", f"{SHORT} = 'spelt'", "an acronym stands for this name, and for others"),
            Level(
                "perhaps",
                f"{SHORT} = 'partly' AND {STANDFOR} <= 2",
                "an acronym may stand for this name only",
            ),
            Level("partly", f"{SHORT} = 'partly'", "an acronym may stand for this name, and for others"),
            Level("differ", f"{SHORT} = 'differ'", "each name has an acronym of its own"),
            Level("else", "TRUE", "the acronym does not stand for the other name"),
        ),
    ),
    Comparison(
        "bare",
        f"{NO_NAMES} OR NOT ({ACRONYM_ALONE})",
        (
            Level("same", f"{SHORT} = 'same'", "one name is little more than this acronym"),
            Level("exact", f"{SHORT} = 'exact'", "one name is only the first letters of the other"),
            Level("spelt", f"{SHORT} = 'spelt'", "one name is only an acronym that fits"),
            Level("else", "TRUE", "one name is only an acronym that fits in part"),
        ),
    ),
    Comparison(
        "place",
        f"{NO_NAMES} OR {PLACE} = ''",
        (
            Level("same", f"{PLACE} = 'same'", "the names speak of the same region or town"),
            Level("some", f"{PLACE} = 'some'", "the names speak of a common region or town"),
            Level("one", f"{PLACE} = 'one'", "only one name speaks of a region or another town"),
            Level("else", "TRUE", "the names speak of different regions or towns"),
        ),
    ),
    Comparison(
        "legal",
        f"{NO_NAMES} OR {LEGAL} = ''",
        (
            Level("same", f"{LEGAL} = 'same'", "the same legal form"),
            Level("else", "TRUE", "different legal forms"),
        ),
    ),
    Comparison(
        "part",
        f"{NO_NAMES} OR {PART} = ''",
        (
            Level("both", f"{PART} = 'both'", "both are parts of an institution"),
            Level("else", "TRUE", "one is a part of an institution, the other is not"),
        ),
    ),
    Comparison(
        "kind",
        f"{NO_NAMES} OR {KIND} = ''",
        (
            Level("same", f"{KIND} = 'same'", "the same kind of institution"),
            Level("else", "TRUE", "different kinds of institution"),
        ),
    ),
    Comparison(
        "standing",
        f"{NO_NAMES} OR {STANDING} < 0",
        (
            Level("firm", f"{STANDING} = 5", "no other record is nearly as close to either"),
            Level(
                "good", f"{STANDING} = 4", "no other record is closer to either, and nearly as close to one"
            ),
            Level("one", f"{STANDING} = 3", "no other record is closer to one, but to the other"),
            Level("many", f"{STANDING} = 2", "several records are as close to both"),
            Level("low", f"{STANDING} = 1", "another record is closer to one"),
            Level("else", "TRUE", "other records are closer to both"),
        ),
    ),
    Comparison(
        "domain",
        "domain_l = '' OR domain_r = ''",
        (
            Level("same", "domain_l = domain_r", "the same web domain"),
            Level("else", "TRUE", "different web domains"),
        ),
    ),
    Comparison(
        "identifier",
        "len(list_intersect(schemes_l, schemes_r)) = 0",
        (
            Level("same", "list_has_any(identifiers_l, identifiers_r)", "the same identifier"),
            Level("else", "TRUE", "different identifiers"),
        ),
    ),
)
