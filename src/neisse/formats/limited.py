"""Foreign files, read in a process of their own: the only way in which web and command line read them.

Whatever a file does to its reader - for ever, without end, to the ground - happens to a process that has a limit of
memory, processor and time, and ends with it. Readers are `detect`, `archive`, `dzn`, `meet_json`; nobody above calls them.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import IO, Any, cast

import neisse
from neisse.engine.meet.instance import Instance
from neisse.engine.values import Finding, NeisseError, Organisation, say
from neisse.engine.values.sentence import unpacked
from neisse.formats.child import TOO_DEEP, TOO_LARGE
from neisse.formats.costs import Costs, costs
from neisse.formats.documents import DocumentText
from neisse.formats.limits import check_size
from neisse.formats.organisations import write_organisation
from neisse.formats.reading import ANYWHERE, ReadResult, TablePlace
from neisse.formats.turns import turn
from neisse.formats.wire import finding_of, instance_of, result_of

Progress = Callable[[int, int], object]
LOOK_SECONDS = 0.25
# On the clock everything may take this many times as long as on the processor: others work, too.
PATIENCE = 3
# A reader works without a pause: one that had less of the clock than this share was kept from it by others.
FAIR_SHARE = 0.5
STARVED_TIMES = 6
# One text, however long, and whatever is known: an honest one of full length takes a third of this.
ANNOUNCEMENT_SECONDS = 4.0
OVERFLOW = b"\0"
OUT_OF_MEMORY = {
    TOO_LARGE,
    -getattr(signal, "SIGABRT", 6),
    -getattr(signal, "SIGSEGV", 11),
    -getattr(signal, "SIGKILL", 9),
}
log = logging.getLogger(__name__)


def read_limited(
    name: str,
    data: bytes,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    *,
    reference: date | None = None,
    within: Costs | None = None,
    progress: Progress | None = None,
    place: TablePlace = ANYWHERE,
) -> ReadResult:
    """Any file or an archive as `read_any` and `read_archive` read it, within the costs.

    User errors: theirs, and `file.too_costly`, `file.unreadable` (the reader stumbled), `reading.busy`. `progress`
    hears (done, total) a few times a second; what it raises ends the reading and goes on. Cost: a process, 0.2 to
    0.4 s, besides the reading.
    """
    said = {
        "kind": kind,
        "mapping": None if mapping is None else dict(mapping),
        "reference": reference.isoformat() if reference else "",
        "place": [place.sheet, place.header_row],
    }
    return result_of(_read("any", name, data, said, within, progress))


def read_columns_limited(
    name: str, data: bytes, *, within: Costs | None = None, place: TablePlace = ANYWHERE
) -> ReadResult:
    """The headers of a table of which no column need be understood, and its first rows, without objects."""
    return result_of(_read("columns", name, data, {"place": [place.sheet, place.header_row]}, within))


def read_meeting_limited(name: str, data: bytes, fairness: int | None = 2) -> tuple[Instance, list[Finding]]:
    """An event of meetings (.json, .dzn) with the remarks on it; `fairness` for .dzn, which holds none."""
    packed, findings = _read("meeting", name, data, {"fairness": fairness})
    return instance_of(packed), list(map(finding_of, findings))


def read_document_limited(name: str, data: bytes) -> Any:
    """A JSON document; errors: `meet.json` with line and column."""
    return _read("document", name, data, {})[0]


def read_text_limited(name: str, data: bytes, *, within: Costs | None = None) -> DocumentText:
    """The text of a document as `documents.read_text` reads it, within the costs; errors: theirs and those of `read_limited`."""
    text, form, dated = _read("text", name, data, {}, within)[0]
    return DocumentText(text, form, date.fromisoformat(dated) if dated else None)


def read_announcement_limited(
    name: str,
    data: bytes,
    today: date,
    known: Iterable[Organisation] = (),
    *,
    within: Costs | None = None,
) -> dict[str, Any]:
    """What a document tells, as `announcement_object` says it, and its `text`: understood within the costs, too.

    `known`: organisations that mentions may lead to. Errors: those of `read_text_limited`. The language is found
    out here, of a few letters: its model takes more room than a reader has.
    """
    from neisse.engine.record.announcements import language_of

    said = {"today": today.isoformat(), "known": [write_organisation(one) for one in known]}
    usual = within or costs()
    bounds = replace(usual, most_seconds=min(usual.most_seconds, ANNOUNCEMENT_SECONDS))
    found = cast("dict[str, Any]", _read("announcement", name, data, said, bounds)[0])
    return found | {"language": language_of(found["text"])}


def named_limited(name: str, data: bytes, sought: Mapping[str, Any], *, within: Costs | None = None) -> bool:
    """Whether a file names somebody, as `named.names` finds out, within the costs; errors: those of `read_limited`."""
    return bool(_read("named", name, data, {"sought": dict(sought)}, within)[0])


def _read(
    what: str,
    name: str,
    data: bytes,
    said: dict[str, Any],
    within: Costs | None = None,
    progress: Progress | None = None,
) -> list[Any]:
    check_size(name, len(data))
    bounds = within or costs()
    request = {"what": what, "name": name, "said": said, "costs": asdict(bounds)}
    with turn(name, bounds.at_once, bounds.wait_seconds), tempfile.TemporaryFile() as file:
        file.write(json.dumps(request).encode() + b"\n")
        file.write(data)
        file.flush()
        file.seek(0)
        child = _started(file)
        try:
            return _Reading(name, bounds, child, progress).parts()
        finally:
            _ended(child)


def processor_seconds(pid: int) -> float | None:
    """What a process has used of the processor so far; None where the system does not say (not Linux)."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    user, system = said.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _started(file: IO[bytes]) -> subprocess.Popen[bytes]:
    """A fresh process, not a copy of this one: it has neither its memory nor its secrets."""
    source = Path(neisse.__file__).parents[1]
    kept = {
        key: os.environ[key]
        for key in ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
        if key in os.environ
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "neisse.formats.child"],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": str(source), "PYTHONUTF8": "1"},
        start_new_session=True,
        close_fds=True,
    )


def _ended(child: subprocess.Popen[bytes]) -> None:
    """Nothing of the child is left, whatever happened."""
    if child.poll() is None:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


class _Reading:
    """What one child says, until it ends or one of its bounds is reached."""

    def __init__(
        self, name: str, bounds: Costs, child: subprocess.Popen[bytes], progress: Progress | None
    ) -> None:
        self.name, self.bounds, self.child, self.progress = name, bounds, child, progress
        self.began = time.monotonic()
        self.earned_seconds = 0.0
        self.at = (0, 0)

    def parts(self) -> list[Any]:
        found: list[Any] = []
        for said in self._lines():
            match said:
                case ["pace", int(done), int(total), int() | float() as seconds]:
                    self.at, self.earned_seconds = (done, total), seconds
                case ["part", part]:
                    found.append(part)
                case ["end", int(count)] if count == len(found):
                    return found
                case ["error", str(code), str(subject), text, hint]:
                    raise self._refusal(code, subject, text, hint)
                case _:
                    raise self._unreadable(str(said)[:2000])
        raise self._broken()

    def _refusal(self, code: str, subject: str, text: Any, hint: Any) -> NeisseError:
        try:
            return NeisseError(code, subject, unpacked(text), unpacked(hint))
        except (ValueError, TypeError, KeyError):
            return self._unreadable(f"{code} without a sentence")

    def _is_late(self) -> bool:
        return self._spent() > self._allowed() and not self._is_starved()

    def _spent(self) -> float:
        return time.monotonic() - self.began

    def _allowed(self) -> float:
        earned = min(self.earned_seconds, self.bounds.most_seconds)
        return self.bounds.wall_seconds + PATIENCE * earned

    def _is_starved(self) -> bool:
        """Whether the machine is busy with other things: then the clock says nothing about the file."""
        used = processor_seconds(self.child.pid)
        if used is None or used > FAIR_SHARE * self._spent():
            return False
        if self._spent() > STARVED_TIMES * self._allowed():
            raise self._busy()
        return True

    def _busy(self) -> NeisseError:
        text = say("the machine is too busy to read %(name)s now", name=self.name)
        return NeisseError("reading.busy", self.name, text, "try again in a minute")

    def _lines(self) -> Iterator[Any]:
        """Each line that the child says, decoded, until it is silent for good."""
        lines: queue.Queue[bytes] = queue.Queue()
        out = cast("IO[bytes]", self.child.stdout)
        Thread(target=_pass_on, args=(out, lines, self.bounds.answer_bytes), daemon=True).start()
        while True:
            try:
                line = lines.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                line = None
            if self._is_late():
                raise self._too_costly(say("time"))
            if self.progress is not None and (line is None or b'"pace"' in line[:10]):
                self.progress(*self.at)
            if line == OVERFLOW:
                raise self._too_costly(say("room for what it gives"))
            if line == b"":
                return
            if line is not None:
                yield _decoded(line)

    def _broken(self) -> NeisseError:
        """The error that the end of the child without an answer stands for."""
        try:
            status = self.child.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            return self._too_costly(say("room for what it gives"))
        if status == -getattr(signal, "SIGXCPU", 24):
            return self._too_costly(say("time"))
        if status == TOO_DEEP:
            return self._too_costly(say("depth"))
        return (
            self._too_costly(say("memory")) if status in OUT_OF_MEMORY else self._unreadable(f"exit {status}")
        )

    def _too_costly(self, what: str) -> NeisseError:
        text = say("reading %(name)s costs too much: %(what)s", name=self.name, what=what)
        hint = say("split it, or save only what is needed, as CSV for instance")
        return NeisseError("file.too_costly", self.name, text, hint)

    def _unreadable(self, why: str) -> NeisseError:
        log.error("the reader of foreign files stumbled: %s", why)
        text = say("Neisse stumbled over %(name)s and read nothing of it", name=self.name)
        return NeisseError("file.unreadable", self.name, text, "save it in another format; please report it")


def _pass_on(stream: IO[bytes], lines: queue.Queue[bytes], most_bytes: int) -> None:
    """Lines into the queue until there are no more, or more than may be; then an empty one."""
    size = 0
    with stream:
        while line := stream.readline(most_bytes):
            size += len(line)
            lines.put(OVERFLOW if size > most_bytes else line)
            if size > most_bytes:
                break
    lines.put(b"")


def _decoded(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
