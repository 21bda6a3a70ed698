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
SLIP = f"{LETTERS} >= 0.8 AND {EDITS} <= 2"
APART = "len(towns_l) > 0 AND len(towns_r) > 0 AND NOT list_has_any(towns_l, towns_r)"
NO_NAMES = "near_l[unique_id_r] IS NULL"
COMPARISONS = (
    Comparison(
        "name",
        NO_NAMES,
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
        NO_NAMES,
        (
            Level("whole", f"{INSIDE} >= 0.95", "one name lies wholly in the other"),
            Level("most", f"{INSIDE} >= 0.75", "most of one name lies in the other"),
            Level("half", f"{INSIDE} >= 0.5", "half of one name lies in the other"),
            Level("else", "TRUE", "each name says something that the other does not"),
        ),
    ),
    Comparison(
        "telling",
        NO_NAMES,
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
        NO_NAMES,
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
        "kind",
        "len(kinds_l) = 0 OR len(kinds_r) = 0",
        (
            Level("same", "list_has_any(kinds_l, kinds_r)", "the same kind of institution"),
            Level("else", "TRUE", "different kinds of institution"),
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
