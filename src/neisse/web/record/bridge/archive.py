"""A whole instance as one zip: `instance.json` and one JSON Lines file per kind, byte for byte repeatable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import ValidationError

from neisse.engine.values import LANGUAGES, NeisseError
from neisse.formats.reading import HEAD, LINES, PARTS, damaged
from neisse.web.core.archive import read_me, trees
from neisse.web.core.models import Instance
from neisse.web.core.queries.trees import RowsOf, every_row, objects_of, seen
from neisse.web.record.bridge.fields import Object, day_in, day_out
from neisse.web.record.bridge.kinds import KINDS, LOAD_ORDER, rows_of, to_object

STAMP = (1980, 1, 1, 0, 0, 0)
TRANSLATED = ("name", "region", "about")
PLAIN = ("countries", "default_language")


Shown = Callable[[str], Iterable[Object]]


def everything(kind: str) -> Iterable[Object]:
    """All objects of a kind as they are stored: for the operator, who holds the database anyway."""
    return (to_object(row) for row in rows_of(kind))


def write_archive(
    target: IO[bytes], instance: Instance, shown: Shown = everything, roots: RowsOf = every_row
) -> dict[str, int]:
    """Write the records of an instance; `shown` gives the objects of a kind, by id, as the reader may have them.

    `roots` gives the rows of a model of which the stages' parts are made, as far as the reader may see them.

    Sorted by id and without any time of writing: the same instance gives the same bytes. Returns counts.
    """
    counts: dict[str, int] = {}
    written: set[tuple[str, str]] = set()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for kind in LOAD_ORDER:
            objects = list(shown(kind))
            label = KINDS[kind].model._meta.label
            written |= {(label, str(obj["id"])) for obj in objects}
            counts[kind] = _put_lines(archive, f"{kind}.jsonl", objects)
        counts |= _put_parts(archive, written, roots)
        described = describe(instance) | {"records": counts}
        _put(archive, HEAD, json.dumps(described, ensure_ascii=False, indent=1) + "\n")
    return counts


def _put_parts(archive: ZipFile, written: set[tuple[str, str]], roots: RowsOf) -> dict[str, int]:
    """What stages add to the records, and what all that is, in words; events may be referred to as well."""
    counts: dict[str, int] = {}
    for tree in trees():
        objects = objects_of(tree, seen(written), roots)
        written |= {(tree.root, str(obj["key"])) for obj in objects if "key" in obj}
        counts[tree.name] = _put_lines(archive, f"{PARTS}{tree.name}{LINES}", objects)
    _put(archive, "README.md", read_me())
    return counts


def _put_lines(archive: ZipFile, name: str, objects: list[Object]) -> int:
    _put(archive, name, "".join(json.dumps(obj, ensure_ascii=False) + "\n" for obj in objects))
    return len(objects)


def describe(instance: Instance) -> Object:
    """What `instance.json` says of an instance."""
    texts = {
        f"{name}_{lang}": getattr(instance, f"{name}_{lang}") for name in TRANSLATED for lang in LANGUAGES
    }
    plain = {name: getattr(instance, name) for name in PLAIN}
    return texts | plain | {"today": day_out(instance.today)}


def read_instance(name: str, said: Mapping[str, Any]) -> Object:
    """The fields of the instance that an archive names, those that are known and of the right type."""
    empty = describe(Instance())
    found = {key: said[key] for key in empty if isinstance(said.get(key), type(empty[key]))}
    found["countries"] = [country for country in found.get("countries", []) if isinstance(country, str)]
    try:
        found["today"] = day_in(found.get("today"), "today")
        Instance(**found).clean_fields(exclude=["countries"])
    except (NeisseError, ValidationError) as error:
        raise damaged(name) from error
    return found | {"today": day_out(found["today"]) or None}


def _put(archive: ZipFile, name: str, text: str) -> None:
    info = ZipInfo(name, STAMP)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, text)
