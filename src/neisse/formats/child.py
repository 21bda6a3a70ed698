"""The process in which one foreign file is read: `python -m neisse.formats.child`, started by `limited` only.

It takes a request (one line of JSON) and the bytes of the file on its input, bounds itself before it looks at them,
and answers with lines of JSON. It knows no secret, and ends with its answer.
"""

from __future__ import annotations

import json
import math
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from neisse.engine.values import NeisseError
from neisse.engine.values.sentence import packed
from neisse.formats.costs import CELL_SECONDS, RECORD_SECONDS
from neisse.formats.pace import EVERY_RECORDS, Pace

with suppress(ImportError):  # no Unix: the clock of the parent alone bounds it
    import resource

BOUNDED = os.name == "posix"

TOO_LARGE, TOO_DEEP = 71, 72
NICE = 10
OPEN_FILES = 64
# The interpreter may keep its compiled modules.
FILE_BYTES = 2_000_000
Send = Callable[[list[Any]], None]


class _TellingPace(Pace):
    """Tells the parent how far it is, and lets the processor's limit grow with what is done."""

    def __init__(self, send: Send, cpu_seconds: float, most_seconds: float) -> None:
        self.send, self.base, self.most = send, cpu_seconds, most_seconds
        self.cells = self.records = 0

    def told(self, done: int, total: int) -> None:
        self.records += 1
        if self.records % EVERY_RECORDS == 0:
            self.tell(done, total)

    def earned(self, cells: int) -> None:
        self.cells += cells
        self.tell(0, 0)

    def tell(self, done: int, total: int) -> None:
        seconds = self.records * RECORD_SECONDS + self.cells * CELL_SECONDS
        bound_cpu(min(self.base + seconds, self.most))
        self.send(["pace", done, total, seconds])


def bound_cpu(seconds: float) -> None:
    """Let this process use so many seconds of the processor in all; the system ends it after them."""
    if BOUNDED:
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (min(math.ceil(seconds), most), most))


def bound(costs: dict[str, Any]) -> None:
    """Bound this process for good: memory, processor, no large file written, no core dump, after everybody else."""
    if not BOUNDED:
        return
    most = math.ceil(costs["most_seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (costs["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (min(math.ceil(costs["cpu_seconds"]), most), most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    os.nice(NICE)


def _any(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.formats.archive import is_archive, read_archive
    from neisse.formats.detect import read_any
    from neisse.formats.reading import TablePlace
    from neisse.formats.wire import parts_of

    reference = date.fromisoformat(said["reference"]) if said["reference"] else None
    if is_archive(data):
        return parts_of(read_archive(name, data, reference, pace))
    place = TablePlace(*said["place"])
    found = read_any(name, data, said["kind"], said["mapping"], reference=reference, pace=pace, place=place)
    return parts_of(found)


def _columns(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.formats.detect import read_columns
    from neisse.formats.reading import TablePlace
    from neisse.formats.wire import parts_of

    return parts_of(read_columns(name, data, pace, TablePlace(*said["place"])))


def _meeting(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.formats.dzn import parse_dzn
    from neisse.formats.meet_json import parse_instance, parse_json
    from neisse.formats.wire import packed_finding, packed_instance

    stem = name.rpartition(".")[0] or name
    if name.endswith(".dzn"):
        yield packed_instance(parse_dzn(data.decode("utf-8", "replace"), stem, said["fairness"]))
        yield []
    else:
        instance, findings = parse_instance(parse_json(name, data), stem)
        yield packed_instance(instance)
        yield list(map(packed_finding, findings))


def _document(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.formats.meet_json import parse_json

    yield parse_json(name, data)


def _text(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.formats.documents import read_text

    found = read_text(name, data, pace)
    yield [found.text, found.form, found.dated.isoformat() if found.dated else ""]


def _announcement(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.engine.record.announcements import read_announcement
    from neisse.engine.text.resolver import Directory
    from neisse.formats.announcements import announcement_object
    from neisse.formats.documents import read_text
    from neisse.formats.fields import Fields
    from neisse.formats.organisations import read_organisation

    document = read_text(name, data, pace)
    known = []
    for number, one in enumerate(said["known"], 1):
        known.append(read_organisation(Fields(0, one)))
        pace.told(number, len(said["known"]))
    pace.earned(len(document.text))
    read = read_announcement(
        document.text,
        today=date.fromisoformat(said["today"]),
        dated=document.dated,
        directory=Directory(known) if known else None,
        language="",
    )
    yield announcement_object(name.rpartition(".")[0] or name, read) | {"text": read.text}


def _named(name: str, data: bytes, said: dict[str, Any], pace: Pace) -> Iterator[Any]:
    from neisse.formats.named import names

    yield names(data, said["sought"], pace)


READERS: dict[str, Callable[[str, bytes, dict[str, Any], Pace], Iterator[Any]]] = {
    "any": _any,
    "columns": _columns,
    "meeting": _meeting,
    "document": _document,
    "text": _text,
    "announcement": _announcement,
    "named": _named,
}


def main() -> None:
    """Read one file and end."""
    answer = os.fdopen(os.dup(1), "w", encoding="ascii", buffering=1 << 16)
    os.dup2(2, 1)  # whatever a library prints is no answer

    def send(line: list[Any]) -> None:
        answer.write(json.dumps(line) + "\n")
        if line[0] == "pace":
            answer.flush()

    request = json.loads(sys.stdin.buffer.readline())
    bound(request["costs"])
    pace = _TellingPace(send, request["costs"]["cpu_seconds"], request["costs"]["most_seconds"])
    try:
        data = sys.stdin.buffer.read()
        sent = 0
        for part in READERS[request["what"]](request["name"], data, request["said"], pace):
            send(["part", part])
            sent += 1
        send(["end", sent])
    except NeisseError as error:
        send(["error", error.code, error.subject, packed(error.text), packed(error.hint)])
    except MemoryError:
        os._exit(TOO_LARGE)
    except RecursionError:
        os._exit(TOO_DEEP)
    except Exception as error:
        # A fault of the reader; its words may quote the file and stay here, its place is told.
        where = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        send(["failed", type(error).__name__, where[-8:]])
    answer.flush()
    os._exit(0)  # what was read need not be taken apart again


if __name__ == "__main__":
    main()
