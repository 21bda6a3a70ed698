"""The live index of a process: all measures ready for comparison, brought up to date before each use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from neisse.engine import flow, values
from neisse.engine.intersect.index import OverlapIndex, Read
from neisse.engine.intersect.partners.matching import Progress
from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, verdict_cuts
from neisse.engine.text import language
from neisse.engine.text.encoder import default_encoder
from neisse.web.intersect.bridge import snapshot
from neisse.web.intersect.bridge.rows import Found, Similar, change_of, reasons_of
from neisse.web.intersect.bridge.snapshot import Stamp
from neisse.web.intersect.bridge.vectors import AT_ONCE, cached_vectors
from neisse.web.intersect.bridge.vocabulary import own_topics
from neisse.web.intersect.models import IndexState
from neisse.web.record.bridge import measure_value
from neisse.web.record.models import Measure, Organisation

OF_A_DRAFT = 0.5
LOOKED_AT = 50
# So many changed measures a question waits for (a second or two); more are learnt in the background.
FEW = 500
# Transactions may end in another order than their times of change say.
LATE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True)
class Live:
    """The index, the stamp of each measure that it knows, and up to which change it knows them."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    at_work: threading.Lock = field(default_factory=threading.Lock)
    index: OverlapIndex | None = None
    stamps: dict[str, Stamp] = field(default_factory=dict)
    version: int = -1
    vocabulary: int = 0
    seen_at: datetime | None = None


_live = Live()


def current() -> OverlapIndex:
    """The live index of this process, up to date. First use: seconds, or a minute per 50,000 without a file."""
    with _live.lock:
        update()
        assert _live.index is not None  # noqa: S101 - `update` has begun it
        return _live.index


def update(most: int | None = None, *, from_file: bool = True) -> bool:
    """Learn what has changed, unless that is more than `most` measures; whether the index is up to date.

    `from_file`: where much has changed, take over first what another process has kept; a second per 50,000.
    """
    version, vocabulary = _state()
    if _live.index is None or vocabulary != _live.vocabulary:
        forget()
        _live.vocabulary = vocabulary
        _live.index = flow.build_index((), topics=own_topics(), read=read_all)
    if version == _live.version:
        return True
    is_restored = from_file and not _live.stamps and _restore(_live.index)
    changed = _changed()
    if len(changed) > FEW and from_file and not is_restored and _restore(_live.index):
        changed = _changed()
    if most is not None and len(changed) > most:
        return False
    _learn(_live.index, list(changed.values()))
    _unlearn(_live.index)
    _live.version = version
    if len(changed) > FEW:
        keep()
    return True


def keep() -> None:
    """Put the columns of the index into the file, and go on with those of the file: they are there once for all."""
    index, seen_at = _live.index, _live.seen_at
    assert index is not None  # noqa: S101 - `update` has begun it
    assert index.topics is not None  # noqa: S101 - `own_topics` names some
    snapshot.keep(index.topics, _live.stamps, index.keys, index.table, _live.version)
    _restore(index)
    _live.seen_at = seen_at


def keep_file(before: Callable[[], None]) -> bool:
    """Bring the file up to date for all processes; whether there was something to do, and then `before` is called first.

    Asks for two rows where there was not. Small instances need no file.
    """
    version, _vocabulary = _state()
    if Measure.objects.count() <= FEW or snapshot.is_of(own_topics(), version):
        return False
    before()
    with _live.lock:
        update()
        keep()
    return True


def _state() -> tuple[int, int]:
    known = IndexState.objects.filter(pk=1).values_list("version", "vocabulary").first()
    return known or (0, 0)


def prepare() -> None:
    """Bring the index up to date in a thread of its own, unless one is at it.

    What takes long is left to the worker that keeps the file: until it has, questions are answered "not yet".
    """
    if _live.at_work.acquire(blocking=False):
        threading.Thread(target=_prepare, name="overlap-index", daemon=True).start()


def _prepare() -> None:
    try:
        with _live.lock:
            is_ready = update(most=FEW)
        if is_ready and _live.index is not None and len(_live.index) > FEW:
            # The first question loads encoder, model and compiled code: here, not while somebody waits.
            _live.index.alike(values.Measure("", "Neisse", ""), most=1)
    finally:
        _live.at_work.release()
        connection.close()


def load_models(elsewhere: Callable[[Any], Any]) -> None:
    """Load encoder and language model; `elsewhere` takes their large tables, of which each text needs little.

    Half of the two seconds is unpacking, during which other threads run.
    """
    default_encoder().place(elsewhere)
    language.place(elsewhere)


def rehearse() -> None:
    """Load encoder, models, compiled code and the index itself, so that copies of this process share them. About 2 s.

    Copies go on from this index; what takes long to learn is left to the worker that keeps the file.
    """
    # Titles of three words or more: those load the model of languages, 75 MB.
    known = values.Measure("a", "Forum at the Neisse", "")
    asked = values.Measure("b", "Das Forum an der Neisse", "")
    index = flow.build_index((known,))
    index.alike(asked, most=1)
    index.against(asked)
    with _live.lock:
        update(most=FEW)


def at_hand() -> bool:
    """Whether a question need not wait long: no thread is preparing the index, and it lacks a few measures at most."""
    if _live.at_work.locked():
        return False
    with _live.lock:
        return update(most=FEW, from_file=False)


def forget() -> None:
    """Drop the index of this process: another vocabulary, another database, or a test's."""
    with _live.lock:
        _live.index, _live.version, _live.seen_at = None, -1, None
        _live.stamps.clear()


def rows(among: QuerySet[Measure] | None = None) -> QuerySet[Measure]:
    """Measures with what their values need."""
    partners = Prefetch("partners", Organisation.objects.only("key").order_by())
    found: QuerySet[Measure] = Measure.objects.all() if among is None else among
    return found.select_related("owner").prefetch_related(partners)


def instance_measures() -> Iterator[values.Measure]:
    """All measures of the instance as values."""
    for row in rows().order_by("pk").iterator(chunk_size=AT_ONCE):
        yield measure_value(row)


def read_all(keys: Sequence[str]) -> dict[str, values.Measure]:
    """Measures by key."""
    return {row.key: measure_value(row) for row in _by_key(rows(), keys)}


def all_overlaps(progress: Progress = lambda _done, _total: None) -> list[Found]:
    """Every overlap of the instance by primary keys; `progress`: see `flow.all_overlaps`."""
    with _live.lock:
        return [_found(pair) for pair in instance_overlaps(progress=lambda pairs: progress(pairs, 0))]


def instance_overlaps(
    options: OverlapOptions | None = None, progress: Callable[[int], None] = lambda _pairs: None
) -> list[values.Overlap]:
    """Every overlap of the instance by the keys of files, surest first: what the page is computed from."""
    with _live.lock:
        return flow.all_overlaps(current(), options, progress)


def overlaps_of(pks: Sequence[int]) -> list[Found]:
    """The overlaps of some measures with all others; nothing else is compared."""
    with _live.lock:
        index = current()
        asked = Measure.objects.filter(pk__in=pks)
        _learn(index, list(_unknown(asked).values()))
        keys = asked.values_list("key", flat=True)
        pairs = {(pair.a, pair.b): pair for key in keys for pair in index.overlaps_of(key)}
        return [_found(pair) for pair in pairs.values()]


def similar_to(draft: values.Measure, visible: QuerySet[Measure], most: int) -> list[tuple[Measure, Similar]]:
    """What a measure that is being typed overlaps with, what it could come to overlap with, what is on the same topic.

    Of the measures in `visible` alone, `most` of them. A draft lacks most of its fields, so the model is less sure
    than of finished measures: what clears `OF_A_DRAFT` of the bar, and not all of it, could become an overlap.
    """
    known, read = _reader(visible)
    with _live.lock:
        index = current()
        found = _likely(draft, index, read, most)
        if len(found) < most:
            for measure, likeness, reason in index.alike(draft, most=most, read=read):
                found.setdefault(measure.id, Similar("", likeness, reasons_of([reason])))
        shown = dict(islice(found.items(), most))
        near = [key for key, said in shown.items() if said.could_become or not said.verdict]
        changes = index.changes(draft, near) if near else {}
    shown |= {key: replace(shown[key], change=change_of(change)) for key, change in changes.items()}
    return [(known[key], said) for key, said in shown.items()]


def near_misses(row: Measure, visible: QuerySet[Measure], most: int) -> list[tuple[Measure, Similar]]:
    """Measures on the topic of a stored one that one change would make an overlap with it, likest first.

    Of the measures in `visible` alone, and of those the `LOOKED_AT` likest.
    """
    known, read = _reader(visible)
    measure = measure_value(row)
    vectors = cached_vectors(measure_texts(measure))
    with _live.lock:
        index = current()
        alike = index.alike(measure, vectors, most=LOOKED_AT, read=read)
        changes = index.changes(measure, [other.id for other, _likeness, _reason in alike], vectors)
    found = [
        (known[other.id], Similar("", likeness, reasons_of([reason]), change=change_of(changes[other.id])))
        for other, likeness, reason in alike
        if other.id in changes
    ]
    return found[:most]


def _reader(visible: QuerySet[Measure]) -> tuple[dict[str, Measure], Read]:
    """How the index reads these measures alone, and the rows that it has read."""
    known: dict[str, Measure] = {}

    def read(keys: Sequence[str]) -> Mapping[str, values.Measure]:
        known.update((row.key, row) for row in _by_key(rows(visible), keys))
        return {key: measure_value(known[key]) for key in keys if key in known}

    return known, read


def _likely(draft: values.Measure, index: OverlapIndex, read: Read, most: int) -> dict[str, Similar]:
    """What gets a verdict, overlaps before what only could become one; each surest first."""
    # Twice as many, so that what could become a verdict of a high bar leaves room for verdicts of a low one.
    options, bar = OverlapOptions(strictness=OF_A_DRAFT, most=2 * most), verdict_cuts(OverlapOptions())
    likely = [
        (
            pair.b if pair.a == draft.id else pair.a,
            Similar(pair.verdict.value, pair.score, reasons_of(pair.reasons), pair.score < bar[pair.verdict]),
        )
        for pair in flow.find_similar(draft, index, options=options, read=read)
    ]
    return dict(sorted(likely, key=lambda found: found[1].could_become))


def _by_key(among: QuerySet[Measure], keys: Sequence[str]) -> Iterator[Measure]:
    for start in range(0, len(keys), AT_ONCE):
        yield from among.filter(key__in=keys[start : start + AT_ONCE])


def _changed() -> dict[str, int]:
    """The primary keys of the measures, by key, that the index does not know as they are."""
    if _live.seen_at is None:
        return _unknown(Measure.objects.all())
    return _unknown(Measure.objects.filter(updated_at__gte=_live.seen_at - LATE))


def _unknown(among: QuerySet[Measure]) -> dict[str, int]:
    stamped = among.order_by("pk").values_list("key", "pk", "updated_at")
    return {key: pk for key, pk, at in stamped.iterator() if _live.stamps.get(key) != (pk, _micros(at))}


def _learn(index: OverlapIndex, pks: Sequence[int]) -> None:
    """Put measures into the index as they are now."""
    new: dict[str, Stamp] = {}
    for start in range(0, len(pks), AT_ONCE):
        found = list(rows().filter(pk__in=pks[start : start + AT_ONCE]))
        measures = [measure_value(row) for row in found]
        index.put_all(measures, cached_vectors(text for m in measures for text in measure_texts(m)))
        new |= {row.key: (row.pk, _micros(row.updated_at)) for row in found}
    _live.stamps |= new
    # All of them are looked at but once: they are shared with other processes, and looking would copy them.
    among = _live.stamps if _live.seen_at is None else new
    latest = max((at for _, at in among.values()), default=0)
    if among:
        _live.seen_at = max(_live.seen_at or EPOCH, EPOCH + MICROSECOND * latest)


def _unlearn(index: OverlapIndex) -> None:
    """Remove from the index what is not there any more."""
    if Measure.objects.count() != len(_live.stamps):
        for key in set(_live.stamps) - set(Measure.objects.values_list("key", flat=True)):
            index.remove(key)
            del _live.stamps[key]


def _restore(index: OverlapIndex) -> bool:
    """Begin with the columns that a process has kept in a file, if they are of use; whether they are."""
    topics = index.topics
    kept = snapshot.load(topics) if topics is not None else None
    if kept is None or len(kept.stamps) < len(_live.stamps):
        return False
    index.restore(kept.stamps, kept.table)
    _live.stamps, _live.seen_at = kept.stamps, None
    return True


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _found(pair: values.Overlap) -> Found:
    a, b = sorted((_live.stamps[pair.a][0], _live.stamps[pair.b][0]))
    if pair.through:
        return Found(a, b, pair.verdict.value, pair.score, [], _live.stamps[pair.through][0])
    return Found(a, b, pair.verdict.value, pair.score, reasons_of(pair.reasons))
