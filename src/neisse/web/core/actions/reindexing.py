"""The search index made anew, where the release that is running would write other entries than it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from inspect import getfile
from pathlib import Path
from types import ModuleType

from neisse.web.core import bridge
from neisse.web.core.actions.index import index
from neisse.web.core.models import SearchShape

Rebuild = Callable[[], int]
_stages: dict[str, tuple[Sequence[ModuleType], Rebuild]] = {}


def register_index(stage: str, writers: Sequence[ModuleType], rebuild: Rebuild) -> None:
    """Let a stage's records be found after an upgrade by what the new release reads of them.

    `writers` are the modules that say what an entry holds; `rebuild` writes all entries of the stage, a part at a time,
    and returns how many.
    """
    _stages[stage] = (writers, rebuild)


def shape() -> str:
    """A digest of the code that writes entries: a release that changes what search reads has another one."""
    digest = blake2b(digest_size=16)
    modules = [bridge, *(module for _, (writers, _) in sorted(_stages.items()) for module in writers)]
    for path in (getfile(index), *(str(module.__file__) for module in modules)):
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def index_what_is_old() -> int:
    """Write all entries anew where the index is of another shape; returns how many.

    Doing it twice, or half and then again, is the same as doing it once: the shape is kept when all is done.
    """
    wanted = shape()
    if SearchShape.objects.filter(pk=1, digest=wanted).exists():
        return 0
    count = sum(rebuild() for _, rebuild in _stages.values())
    SearchShape.objects.update_or_create(pk=1, defaults={"digest": wanted})
    return count
