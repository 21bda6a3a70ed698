"""`neisse record read`: documents in, proposals with their words out, nothing else on stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from neisse.cli.record import app
from neisse.engine.values import NeisseError

RELEASE = """Dresden, 1. Februar 2027

Am 3. Mai 2027 findet in Görlitz der Workshop „Saubere Räume“ mit 40 Teilnehmern statt.
Die Prüfwerk Mulde GmbH ist Mitglied im Verband Saubere Technik e. V., sagt Direktorin Eva Muster.
"""


def read(*arguments: str, text: str | None = None) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["read", *arguments, "--json", "--text"], input=text)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def spans(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        own = [found] if {"start", "end", "text"} <= set(found) else []
        return own + [span for value in found.values() for span in spans(value)]
    return [span for value in found for span in spans(value)] if isinstance(found, list) else []


def test_files_and_standard_input_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text(RELEASE, encoding="utf-8")
    (of_file,), (of_input,) = read(str(path)), read("-", text=RELEASE)
    assert (of_file.pop("id"), of_input.pop("id")) == ("release", "stdin")
    assert of_file == of_input


def test_each_span_is_verbatim_and_each_kind_of_fact_is_there(tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text(RELEASE, encoding="utf-8")
    (found,) = read(str(path))
    told = spans({key: value for key, value in found.items() if key != "text"})
    assert len(told) > 10
    assert all(span["text"] == RELEASE[span["start"] : span["end"]] for span in told)
    assert all(found[kind] for kind in ("events", "organisations", "figures", "relations", "persons"))
    event = found["events"][0]
    assert (event["starts"], event["town"], event["tense"]) == ("2027-05-03", "Görlitz", "planned")


def test_what_is_known_is_led_to(tmp_path: Path) -> None:
    path, known = tmp_path / "release.txt", tmp_path / "known.jsonl"
    path.write_text(RELEASE, encoding="utf-8")
    known.write_text(
        '{"type": "organisation", "id": "pwm", "name": "Prüfwerk Mulde GmbH", "kind": "company"}\n'
    )
    (found,) = read(str(path), "--record", str(known))
    assert "pwm" in {one["known"] for one in found["organisations"]}


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["read", str(tmp_path / "none.txt")])
    assert isinstance(result.exception, NeisseError)
    assert result.exception.code == "file.missing"


@pytest.mark.parametrize("text", ["Nichts", RELEASE])
def test_people_get_tables(text: str, tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["read", str(path)])
    assert (result.exit_code, ("Görlitz" in result.stdout) == ("Görlitz" in text)) == (0, True)
