"""Links what a text says to organisations of a directory: by name, by acronym, or by what the organisation is.

"Hosted by the cell therapy institute in Leipzig", "wspieramy instytut neurobiologii", "mit dem Klinikverbund an der Neiße"
name nobody, and everybody in the region knows who is meant: a kind of institution, a subject, a town. The contract:

- `Directory(organisations).resolve(text, near)` gives the mentions of a text in its order: verbatim span, id, score in
  (0, 1], how. It proposes and decides nothing; where two organisations fit as well, none is named.
- `phrases(text)` and `description_of(name, ...)` give the same evidence as rows of whole numbers, and `agreement` compares such
  rows in bulk (about 30 ns a pair), so that overlaps need no directory: the owner of a plan is described by its own name.
- A phrase needs a kind of institution and one thing more (subject, town, river, region). No single word links anything.

Rule: 0 where kinds or places contradict each other; else what is known adds up (see `agreement`). German, Polish and English,
by the dictionary of `text/institutions`. No errors; cost about 50 µs a text. Overlaps read it; partners and announcements may.
"""

from neisse.engine.text.resolver.directory import Directory, Mention
from neisse.engine.text.resolver.fitting import agreement
from neisse.engine.text.resolver.phrases import Phrase, description_of, may_describe, phrases
from neisse.engine.text.resolver.rows import ROW, row_of

__all__ = [
    "ROW",
    "Directory",
    "Mention",
    "Phrase",
    "agreement",
    "description_of",
    "may_describe",
    "phrases",
    "row_of",
]
