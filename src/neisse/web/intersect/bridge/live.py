"""The live index of a process: all measures ready for comparison, brought up to date before each use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from neisse.engine import flow, values
from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.overlaps import OverlapOptions
from neisse.engine.intersect.table import measure_texts
from neisse.engine.text.encoder import Vectors, content_key, default_encoder
from neisse.web.intersect.bridge.rows import Found, Similar, reasons_of
from neisse.web.intersect.bridge.vocabulary import own_topics
from neisse.web.intersect.models import IndexState, TextVector
from neisse.web.record.bridge import measure_value
from neisse.web.record.models import Measure

Keep = Callable[[Iterable[TextVector]], None]
AT_ONCE = 1000
OF_A_DRAFT = 0.5
MOST_SIMILAR = 20


@dataclass(slots=True)
class Live:
    """The index, the primary keys behind its ids, and up to which change it knows."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    index: OverlapIndex | None = None
    pks: dict[str, int] = field(default_factory=dict)
    version: int = -1
    vocabulary: int = 0
    seen_at: datetime | None = None


_live = Live()


def current() -> Live:
    """The live index of this process, up to date. First use: a few seconds per 10,000 measures."""
    with _live.lock:
        state = IndexState.objects.filter(pk=1).values_list("version", "vocabulary").first()
        version, vocabulary = state or (0, 0)
        if _live.index is None or vocabulary != _live.vocabulary:
            _live.vocabulary = vocabulary
            _build(version)
        elif version != _live.version:
            _catch_up(version)
    return _live


def forget() -> None:
    """Drop the index of this process: another database, or a test's."""
    with _live.lock:
        _live.index, _live.version, _live.seen_at = None, -1, None
        _live.pks.clear()


def instance_measures() -> Iterator[values.Measure]:
    """All measures of the instance as values."""
    for row in rows().order_by("pk").iterator(chunk_size=AT_ONCE):
        yield measure_value(row)


def rows() -> Any:
    """Measures with what their values need."""
    return Measure.objects.select_related("owner").prefetch_related("partners")


def encode_missing(keep: Keep, pks: Sequence[int] | None = None) -> None:
    """Encode the texts whose vectors are not in the cache yet, and hand them to `keep`."""
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


def all_overlaps() -> list[Found]:
    """Every overlap of the instance."""
    live = current()
    with live.lock:
        assert live.index is not None  # noqa: S101 - `current` has built it
        return [_found(pair, live.pks) for pair in live.index.overlaps()]


def overlaps_of(pks: Sequence[int]) -> list[Found]:
    """The overlaps of some measures with all others."""
    live, found = current(), {}
    with live.lock:
        assert live.index is not None  # noqa: S101
        for row in rows().filter(pk__in=pks):
            for pair in live.index.against(measure_value(row)):
                found[pair.a, pair.b] = _found(pair, live.pks)
    return list(found.values())


def similar_to(draft: values.Measure) -> list[Similar]:
    """What a measure that is being typed overlaps with, surest first, then what is on the same topic.

    A draft lacks most of its fields, so the model may be less sure than of finished measures.
    """
    live = current()
    with live.lock:
        assert live.index is not None  # noqa: S101
        pairs = flow.find_similar(
            draft, live.index, options=OverlapOptions(strictness=OF_A_DRAFT, most=MOST_SIMILAR)
        )
        found = {
            (pair.b if pair.a == draft.id else pair.a): (
                pair.verdict.value,
                pair.score,
                reasons_of(pair.reasons),
            )
            for pair in pairs
        }
        for measure, likeness, reason in live.index.alike(draft):
            found.setdefault(measure.id, ("", likeness, reasons_of([reason])))
        return [Similar(live.pks[key], *rest) for key, rest in found.items()]


def _build(version: int) -> None:
    vectors = dict(_known_vectors())
    measures, pks = [], {}
    for row in rows().order_by("pk").iterator(chunk_size=AT_ONCE):
        measures.append(measure_value(row))
        pks[row.key] = row.pk
        _live.seen_at = max(_live.seen_at or row.updated_at, row.updated_at)
    _live.index = flow.build_index(measures, vectors=vectors, topics=own_topics())
    _live.pks, _live.version = pks, version


def _catch_up(version: int) -> None:
    assert _live.index is not None  # noqa: S101
    changed = rows().filter(updated_at__gte=_live.seen_at) if _live.seen_at else rows()
    for row in changed:
        _live.index.put(measure_value(row))
        _live.pks[row.key] = row.pk
        _live.seen_at = max(_live.seen_at or row.updated_at, row.updated_at)
    if Measure.objects.count() != len(_live.pks):
        for key in set(_live.pks) - set(Measure.objects.values_list("key", flat=True)):
            _live.index.remove(key)
            del _live.pks[key]
    _live.version = version


def _known_vectors() -> Iterator[tuple[str, Vectors]]:
    cached = TextVector.objects.filter(encoder=default_encoder().name).values_list("digest", "values")
    for digest, data in cached.iterator(chunk_size=5 * AT_ONCE):
        yield digest, np.frombuffer(data, dtype=np.float32)


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


def _found(pair: values.Overlap, pks: dict[str, int]) -> Found:
    a, b = sorted((pks[pair.a], pks[pair.b]))
    return Found(a, b, pair.verdict.value, pair.score, reasons_of(pair.reasons))
