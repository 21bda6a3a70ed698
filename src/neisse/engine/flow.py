"""Where the stages meet: files' values in, the answers of a stage out. The surface that cli and web call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.overlaps import OverlapOptions
from neisse.engine.text.encoder import Encoder, Vectors, default_encoder
from neisse.engine.values import Measure, Organisation, Overlap

Known = Mapping[str, Vectors]


def find_overlaps(
    measures: Sequence[Measure],
    organisations: Sequence[Organisation] = (),
    *,
    encoder: Encoder | None = None,
    vectors: Known | None = None,
    options: OverlapOptions | None = None,
) -> list[Overlap]:
    """All overlaps among measures, surest first, with reasons.

    `vectors` maps `content_key(text)` of the texts of `measure_texts` to rows; missing ones are encoded.
    `organisations` only give owners their names in the reasons.
    """
    return build_index(measures, encoder=encoder, vectors=vectors).overlaps(options)


def find_similar(
    draft: Measure,
    index: OverlapIndex,
    *,
    vectors: Known | None = None,
    options: OverlapOptions | None = None,
) -> list[Overlap]:
    """What a measure that is being typed overlaps with, surest first; nothing is stored."""
    return index.against(draft, vectors, options)


def build_index(
    measures: Sequence[Measure], *, encoder: Encoder | None = None, vectors: Known | None = None
) -> OverlapIndex:
    """The index that `find_similar` asks; keep it, and `put` or `remove` what changes."""
    return OverlapIndex(measures, encoder or default_encoder(), vectors)
