"""The door of foreign files: the same reading inside and outside, refusals, turns, and an end to everything."""

from __future__ import annotations

import json
import os
import time
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.values import NeisseError, Organisation
from neisse.formats import limited
from neisse.formats.archive import read_archive
from neisse.formats.costs import Costs, costs
from neisse.formats.detect import read_any
from neisse.formats.limited import read_columns_limited, read_limited
from neisse.formats.sheets import write_sheet
from neisse.formats.turns import turn

TODAY = date(2026, 11, 22)
PLAN = {"type": "measure", "id": "m", "title": "Łódź – Görlitz", "owner": "o", "more": {"a": [1, None, 2.5]}}
EVENT = "BEGIN:VEVENT\nUID:a\nSUMMARY:Tag\nDTSTART;VALUE=DATE:20261021\nRRULE:FREQ=MONTHLY\nEND:VEVENT\n"
ROR = {"id": "https://ror.org/0", "status": "active", "names": [{"value": "X", "types": ["ror_display"]}]}
ROWS = [{"name": "Müller GmbH", "city": "Görlitz", "size": 12}, {"name": "=1+1", "city": "Zgorzelec"}]
FILES = {
    "a.jsonl": json.dumps(PLAN).encode() + b"\nno json\n",
    "a.json": json.dumps({"items": [PLAN, ROR]}).encode(),
    "a.csv": "Firma;Ort;Gründung;Unklar\nMüller;Görlitz;1990;x\n;;;\nA;Łódź;99999;y\n".encode("cp1250"),
    "b.csv": write_sheet(ROWS, "csv"),
    "a.xlsx": write_sheet(ROWS, "xlsx"),
    "a.ods": write_sheet(ROWS, "ods"),
    "a.ics": f"BEGIN:VCALENDAR\nX-WR-CALNAME:Kalender\n{EVENT}BEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n".encode(),
    "a.vcf": b"BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Firma\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\n",
}


def zipped(**members: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_dot_", "."), text)
    return stream.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_inside_as_outside(name: str) -> None:
    inside = read_limited(name, FILES[name], reference=TODAY)
    outside = read_any(name, FILES[name], reference=TODAY)
    assert inside == outside
    assert json.dumps(inside.objects) == json.dumps(outside.objects)
    assert inside.objects


def test_an_archive_reads_inside_as_outside() -> None:
    data = zipped(instance_dot_json='{"name_de": "N"}', measure_dot_jsonl=json.dumps(PLAN))
    inside = read_limited("a.zip", data, reference=TODAY)
    assert inside == read_archive("a.zip", data, TODAY)
    assert inside.instance == {"name_de": "N", "parts": {}}


@settings(deadline=None, max_examples=15)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"name;city\n{text}".encode()))
def test_any_bytes_give_the_same_reading_or_the_same_error(data: bytes) -> None:
    try:
        outside = read_any("x", data, reference=TODAY)
    except NeisseError as error:
        with pytest.raises(NeisseError) as caught:
            read_limited("x", data, reference=TODAY)
        assert str(caught.value) == str(error)  # noqa: PT017
    else:
        assert read_limited("x", data, reference=TODAY) == outside


def test_columns_of_a_table_that_nobody_understands() -> None:
    seen = read_columns_limited("x.csv", b"Foo;Bar\n1;2\n")
    assert (seen.headers, seen.sample, seen.mapping) == (
        ("Foo", "Bar"),
        (("1", "2"),),
        {"Foo": "", "Bar": ""},
    )


@pytest.mark.parametrize(
    "bounds", [{"wall_seconds": 0.01}, {"memory_bytes": 60_000_000}, {"answer_bytes": 50}]
)
def test_what_breaks_a_limit_is_refused(bounds: dict[str, float]) -> None:
    rows = b"name;city\n" + b"Firma;Leipzig\n" * 90_000
    with pytest.raises(NeisseError) as caught:
        read_limited("x.csv", rows, within=replace(costs(), **bounds))  # type: ignore[arg-type]
    assert caught.value.code == "file.too_costly"


def test_who_stops_a_reading_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StopError

    ended: list[int] = []
    monkeypatch.setattr(os, "killpg", lambda group, number: ended.append(group) or os.kill(group, number))
    with pytest.raises(StopError):
        read_limited("x.csv", b"name;city\n" + b"Firma;Leipzig\n" * 50_000, progress=stop)
    with pytest.raises(ProcessLookupError):
        os.kill(ended[0], 0)


def test_turns_are_few_and_come_back(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for _ in range(2):
        with (
            turn("x", 2, 0),
            turn("x", 2, 0),
            pytest.raises(NeisseError, match=r"reading\.busy"),
            turn("x", 2, 0),
        ):
            pass
    with turn("x", 2, 0), turn("stranger", 1, 0):
        pass  # the highest turn was taken first, so the one for strangers is free


def test_no_secret_goes_into_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    seen: list[dict[str, str]] = []
    start = subprocess.Popen
    monkeypatch.setenv("NEISSE_SECRET_KEY", "s")
    monkeypatch.setattr(subprocess, "Popen", lambda *a, env, **k: seen.append(env) or start(*a, env=env, **k))
    read_limited("a.csv", FILES["a.csv"])
    assert set(seen[0]) <= {"PATH", "PYTHONPATH", "PYTHONUTF8", "TMPDIR", "LD_LIBRARY_PATH"}


def test_settings_bound_the_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEISSE_READING_MEMORY_MB", "200")
    monkeypatch.setenv("NEISSE_READING_SECONDS", "nonsense")
    assert costs().memory_bytes == 200_000_000
    assert costs().wall_seconds == Costs().wall_seconds


def test_a_busy_machine_is_not_taken_for_a_costly_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that hardly got the processor goes on; one that had it for all of its time is refused."""
    late = replace(costs(), wall_seconds=0.001)
    monkeypatch.setattr(limited, "processor_seconds", lambda pid: 0.0)
    monkeypatch.setattr(limited, "STARVED_TIMES", 1e9)
    assert (
        len(limited.read_limited("a.csv", b"name;town\nA;Leipzig\n", "organisation", within=late).objects)
        == 1
    )
    monkeypatch.setattr(limited, "STARVED_TIMES", 0)
    with pytest.raises(NeisseError, match="busy") as busy:
        limited.read_limited("a.csv", b"name;town\nA;Leipzig\n", "organisation", within=late)
    assert busy.value.code == "reading.busy"
    monkeypatch.setattr(limited, "processor_seconds", lambda pid: 1e9)
    with pytest.raises(NeisseError, match="costs too much: time"):
        limited.read_limited("a.csv", b"name;town\nA;Leipzig\n", "organisation", within=late)


def test_the_time_of_a_process_is_that_of_the_system() -> None:
    """Where the system does not say it, nothing is said, and the clock alone counts."""
    spent = limited.processor_seconds(os.getpid())
    assert (spent is not None) == Path("/proc/self/stat").exists()
    assert spent is None or spent <= time.process_time() + 0.1
    assert limited.processor_seconds(2**22 + 1) is None


@pytest.mark.parametrize("known", [0, 8_000])
@pytest.mark.parametrize(
    "line", ["12. Mai 2026 bis 13. Mai 2026 in Leipzig, ", "„Das ist so“, sagte Dr. Anna Muster. "]
)
def test_no_text_costs_more_than_what_an_announcement_may(line: str, known: int) -> None:
    """Neither its length nor what is known already buys it more of the processor."""
    import resource

    directory = [Organisation(f"o{n}", f"Muster {n} Technik GmbH") for n in range(known)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with suppress(NeisseError):
        limited.read_announcement_limited("a.txt", (line * 25_000).encode(), TODAY, directory)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < limited.ANNOUNCEMENT_SECONDS + 1  # the system looks once a second
