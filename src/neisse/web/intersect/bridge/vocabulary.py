"""The network's own topics beside those of the product: rows as the engine takes them, and as a table of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from neisse.engine.intersect.words.lexicon import Concept, Lexicon, topic_lexicon
from neisse.engine.text.fold import fold
from neisse.engine.values import NeisseError, Texts, say
from neisse.formats.sheets import as_meant, tab_lines
from neisse.web.intersect import models

HEAD = "# concept\tgroup\tde\tpl\ten\tpatterns\n"
COLUMNS = 6
MOST_WORDS = 60


def own_topics() -> Lexicon:
    """The shipped vocabulary with the network's own topics; one query."""
    rows = list(models.Concept.objects.all())
    return topic_lexicon().extended(concept_value(row) for row in rows) if rows else topic_lexicon()


def concept_value(row: models.Concept) -> Concept:
    """A row as the engine takes it; its labels are words to look for too."""
    labels = Texts(row.label_de, row.label_pl, row.label_en)
    patterns = dict.fromkeys(_pattern(text) for text in (*labels.all(), *row.patterns.split(",")))
    return Concept(row.key, labels, tuple(p for p in patterns if p), "own")


def shipped_keys() -> frozenset[str]:
    """The keys of the topics that ship with the product."""
    return frozenset(concept.key for concept in topic_lexicon().concepts)


def read_table(text: str) -> Iterator[dict[str, Any]]:
    """The topics of a table as the product's own (`concept, group, de, pl, en, patterns`, split by tabs).

    A line of another shape is `vocabulary.row`, with its number.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [as_meant(part.strip()) for part in line.split("\t")]
        if len(parts) != COLUMNS or not all(parts[k] for k in (0, 2, 3, 4)):
            hint = say("six columns split by tabs: concept, group, German, Polish, English, words")
            raise NeisseError(
                "vocabulary.row", str(number), say("line %(number)s is no topic", number=number), hint
            )
        key, _group, de, pl, en, patterns = parts
        yield {"key": key, "label_de": de, "label_pl": pl, "label_en": en, "patterns": patterns}


def write_table(rows: Iterable[models.Concept]) -> str:
    """The rows as such a table."""
    return HEAD + tab_lines((r.key, "own", r.label_de, r.label_pl, r.label_en, r.patterns) for r in rows)


def _pattern(text: str) -> str:
    """Folded words; a sign before a word (`=` whole, `*` anywhere inside) stays."""
    words = text.split()
    signed = (word[0] + fold(word[1:]) if word[0] in "=*" else fold(word) for word in words)
    return " ".join(word for word in signed if word.strip("=* "))
