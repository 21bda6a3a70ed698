"""Vectors of offers and needs that the instance keeps, by content."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neisse.engine import values
from neisse.engine.intersect.partners import profile_texts
from neisse.engine.text.encoder import Vectors, content_key, default_encoder
from neisse.web.intersect.models import TextVector

AT_ONCE = 1000


def cached_vectors(organisations: Sequence[values.Organisation]) -> dict[str, Vectors]:
    """The vectors of what they offer and need that the instance has; the engine encodes the others."""
    name = default_encoder().name
    texts = dict.fromkeys(text for o in organisations for text in profile_texts(o))
    digests = [content_key(text, name) for text in texts]
    found: dict[str, Vectors] = {}
    for start in range(0, len(digests), AT_ONCE):
        rows = TextVector.objects.filter(digest__in=digests[start : start + AT_ONCE])
        for digest, data in rows.values_list("digest", "values"):
            found[digest] = np.frombuffer(data, dtype=np.float32)
    return found
