"""`neisse record import` and `export`: counts, dry run, all or nothing, user errors; `neisse demo` twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from neisse.cli import main

MEMBERS = "Firma;Ort\nMuster Optik GmbH;Jena\nPrzykład Bio;Wrocław\n"
PLANS = '{"type": "measure", "id": "m1", "title": "Fachtag", "owner": "muster", "kind": "event", "starts": "2026-10-21"}\n'


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Answer]


@pytest.fixture
def neisse(db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command on the tests' database, in this process."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["neisse", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Answer(int(ended.value.code or 0), printed.out, printed.err)

    return run


def counts_of(answer: Answer) -> dict[str, int]:
    return {name: n for name, n in json.loads(answer.stdout).items() if name != "findings"}


def test_import_says_counts_and_the_second_time_nothing(neisse: Run, tmp_path: Path) -> None:
    members, plans = tmp_path / "mitglieder.csv", tmp_path / "plaene.jsonl"
    members.write_bytes(MEMBERS.encode("cp1250"))
    plans.write_text(PLANS + '{"type": "organisation", "id": "muster", "name": "Muster"}\n', encoding="utf-8")
    dry = neisse("record", "import", "--dry-run", "--json", members)
    assert counts_of(dry) == {"new": 2, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0}
    first = neisse("record", "import", "--json", plans, members)
    assert first.returncode == 0, first.stderr
    assert counts_of(first) == {"new": 4, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0}
    again = neisse("record", "import", "--json", plans, members)
    assert counts_of(again) == {"new": 0, "changed": 0, "unchanged": 4, "doubtful": 0, "refused": 0}


def test_whole_instance_out_and_in_again(neisse: Run, tmp_path: Path) -> None:
    from neisse.web.record.models import Measure, Organisation

    plans = tmp_path / "plaene.jsonl"
    plans.write_text(PLANS, encoding="utf-8")
    assert neisse("record", "import", plans).returncode == 0
    assert neisse("record", "export", tmp_path / "a.zip").returncode == 0
    Measure.objects.all().delete()
    Organisation.objects.all().delete()
    assert json.loads(neisse("record", "import", "--json", tmp_path / "a.zip").stdout)["new"] == 2
    assert neisse("record", "export", tmp_path / "b.zip").returncode == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.csv", b"", "file.empty"),
        ("kaputt.xlsx", b"PK\x03\x04nichts", "file.damaged"),
        ("bild.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00", "file.binary"),
        ("halb.json", b'[{"type": "organisation", "id": "a", "na', "json.unreadable"),
    ],
)
def test_bad_files_end_in_one_line(neisse: Run, tmp_path: Path, name: str, content: bytes, code: str) -> None:
    good, bad = tmp_path / "gut.csv", tmp_path / name
    good.write_text(MEMBERS, encoding="utf-8")
    bad.write_bytes(content)
    answer = neisse("record", "import", good, bad)
    assert answer.returncode == 2
    assert answer.stderr.strip().startswith(f"{code}: ")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert json.loads(neisse("record", "import", "--dry-run", "--json", good).stdout)["new"] == 2


def test_a_huge_file_is_refused_without_being_read(neisse: Run, tmp_path: Path) -> None:
    huge = tmp_path / "riesig.csv"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    answer = neisse("record", "import", huge)
    assert answer.returncode == 2
    assert answer.stderr.startswith("file.too_large: ")


@pytest.mark.slow
def test_the_example_is_loaded_once(tmp_path: Path) -> None:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("NEISSE_", "DJANGO_"))
    }
    environment.pop("DATABASE_URL", None)
    environment["NEISSE_DATA"] = str(tmp_path)
    command = [sys.executable, "-m", "neisse", "demo", "--no-serve"]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
        for _ in range(2)
    )
    assert "136, 46 of them in Leipzig" in first
    assert "nothing changed" in second
    assert first.splitlines()[:-1] == second.splitlines()[:-1]


NOTED = "Nr;Nazwa;Uwaga wewnętrzna\n1;Muster GmbH;x\n2;Inna sp. z o.o.;y\n"


@pytest.mark.parametrize(
    ("language", "sentence"), [("de", "zählt die Zeilen"), ("pl", "numeruje"), ("en", "counts the rows")]
)
def test_notes_are_shown_and_stand_in_json_in_the_language_asked_for(
    neisse: Run, tmp_path: Path, language: str, sentence: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(NOTED, encoding="utf-8")
    shown = neisse("--language", language, "record", "import", "--dry-run", path)
    assert "note" in shown.stdout
    told = json.loads(neisse("--language", language, "record", "import", "--dry-run", "--json", path).stdout)
    note = next(f for f in told["findings"] if f["code"] == "table.row_number")
    assert (note["severity"], note["file"], note["data"]) == ("note", "a.csv", {"header": "Nr"})
    assert sentence in note["text"]


def test_the_environment_says_the_language(
    neisse: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for locale in ("de_DE.UTF-8", "pl_PL", "en_GB.UTF-8", "C", "fr_FR.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        said[locale] = neisse("record", "import", tmp_path / "none.csv").stderr
    assert all(text.startswith("file.missing: ") for text in said.values())
    assert len({said["de_DE.UTF-8"], said["pl_PL"], said["C"]}) == 3
    assert said["C"] == said["en_GB.UTF-8"] == said["fr_FR.UTF-8"]
    assert neisse("--language", "xx", "check").returncode == 2
