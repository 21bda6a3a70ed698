"""Vectors of texts that the instance keeps, by content: read, and made where they are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from neisse.engine import values
from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.text.encoder import Vectors, content_key, default_encoder
from neisse.web.intersect.models import TextVector
from neisse.web.record.models import Measure

Keep = Callable[[Iterable[TextVector]], None]
AT_ONCE = 1000


def cached_vectors(texts: Iterable[str]) -> dict[str, Vectors]:
    """The vectors of these texts that the instance has, by `content_key`; the engine encodes the others."""
    name = default_encoder().name
    digests = [content_key(text, name) for text in dict.fromkeys(texts)]
    found: dict[str, Vectors] = {}
    for start in range(0, len(digests), AT_ONCE):
        rows = TextVector.objects.filter(digest__in=digests[start : start + AT_ONCE])
        for digest, data in rows.values_list("digest", "values"):
            found[digest] = np.frombuffer(data, dtype=np.float32)
    return found


def encode_missing(keep: Keep, pks: Sequence[int] | None = None) -> None:
    """Encode the texts of measures whose vectors are not in the cache yet, and hand them to `keep`."""
    wanted = Measure.objects.all() if pks is None else Measure.objects.filter(pk__in=pks)
    columns = wanted.order_by("pk").values_list("title", "topics", "description")
    batch: list[str] = []
    for title, topics, description in columns.iterator(chunk_size=AT_ONCE):
        said = values.Measure("", title, "", "", description=description, topics=tuple(topics))
        batch += measure_texts(said)
        if len(batch) >= AT_ONCE:
            encode_texts(batch, keep)
            batch = []
    encode_texts(batch, keep)


def encode_texts(texts: Iterable[str], keep: Keep) -> None:
    """Encode the texts that have no vector in the cache yet, and hand the rows to `keep`."""
    encoder = default_encoder()
    by_digest = {content_key(text, encoder.name): text for text in texts if text}
    known = set(TextVector.objects.filter(digest__in=by_digest).values_list("digest", flat=True))
    missing = [digest for digest in by_digest if digest not in known]
    vectors = encoder.encode([by_digest[digest] for digest in missing])
    keep(
        TextVector(digest=digest, encoder=encoder.name, values=vector.astype(np.float32).tobytes())
        for digest, vector in zip(missing, vectors, strict=True)
    )
