from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from neisse.cli.intersect import app
from neisse.engine.values import NeisseError

RUN = CliRunner()
MEASURES = [
    {"id": "b", "title": "Biobank-Tag", "owner": "x", "kind": "event", "starts": "2026-09-24", "place": {"city": "Leipzig"}},
    {"id": "a", "title": "Biobank-Tag", "owner": "y", "kind": "event", "starts": "2026-09-24", "place": {"city": "Lipsk"}},
    {"id": "c", "title": "Hausmeistertreffen", "owner": "y", "kind": "meeting", "starts": "2027-01-04", "odd": 1},
]  # fmt: skip
CLEAN_ROOM: dict[str, object] = {
    "owner": "x",
    "kind": "event",
    "topics": ["Reinraum", "Energieeffizienz"],
    "place": {"city": "Leipzig"},
}
CLEAN_ROOMS = [
    CLEAN_ROOM | {"id": "march", "title": "Workshop Energieeffizienz in Reinräumen", "starts": "2027-03-10"},
    CLEAN_ROOM
    | {"id": "june", "title": "Energieeffizienz im Reinraum", "starts": "2027-06-10", "owner": "y"},
]
ORGANISATIONS = [
    {"id": "s", "name": "S", "sectors": ["medtech"], "offers": ["Sensoren"], "needs": ["badania kliniczne"], "country": "DE"},
    {"id": "k", "name": "K", "sectors": ["clinic"], "offers": ["klinische Studien"], "needs": ["czujniki"], "country": "PL"},
]  # fmt: skip


def write(path: Path, rows: list[dict[str, object]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_overlaps_of_a_file_follow_the_contract(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["overlaps", "--input", write(tmp_path / "m.jsonl", MEASURES), "--json"])
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert (found["a"], found["b"], found["verdict"]) == ("a", "b", "duplicate")
    assert 0.9 < found["score"] <= 1
    assert all(set(reason) == {"code", "weight", "text"} for reason in found["reasons"])


def test_partners_of_a_file_follow_the_contract(tmp_path: Path) -> None:
    path = write(tmp_path / "o.jsonl", ORGANISATIONS)
    result = RUN.invoke(app, ["partners", "--input", path, "--for", "k", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["a"], found["b"]) == ("k", "s")
    assert set(found) == {"a", "b", "score", "offers_to_b", "offers_to_a", "reasons"}


def test_fields_and_tables_print(tmp_path: Path) -> None:
    path = write(tmp_path / "o.jsonl", ORGANISATIONS)
    fields = RUN.invoke(app, ["fields", "medtech", "PL", "--input", path, "--json"])
    assert "sensors" in {json.loads(line)["topic"] for line in fields.stdout.splitlines()}
    table = RUN.invoke(app, ["overlaps", "--input", write(tmp_path / "m.jsonl", MEASURES)])
    assert "1 overlaps" in table.stdout


def test_why_tells_reasons_or_what_would_have_to_change(tmp_path: Path) -> None:
    path = write(tmp_path / "m.jsonl", [*MEASURES, *CLEAN_ROOMS])
    same, missed = (
        json.loads(RUN.invoke(app, ["why", *pair, "--input", path, "--json"]).stdout)
        for pair in (("b", "a"), ("march", "june"))
    )
    assert (same["a"], same["b"], same["verdict"], same["changes"]) == ("a", "b", "duplicate", [])
    assert same["probabilities"]["duplicate"] > 0.9
    assert (missed["verdict"], set(missed["probabilities"])) == (None, {"duplicate", "parallel", "synergy"})
    assert {change["code"] for change in missed["changes"]} == {"change.time"}
    for found in (same, missed):
        assert sum(abs(reason["weight"]) for reason in found["reasons"]) == pytest.approx(1, abs=0.05)
    table = RUN.invoke(app, ["why", "march", "june", "--input", path]).stdout
    assert "no overlap" in table
    assert "what would have to change" in table


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["overlaps", "--input", "missing.jsonl"], "file.missing"),
        (["partners", "--input", "{file}", "--for", "nobody"], "partners.unknown"),
        (["why", "s", "k", "--input", "{file}"], "overlaps.unknown"),
        (["fields", "Atlantis", "PL", "--input", "{file}"], "fields.empty"),
    ],
)
def test_user_errors_have_codes(tmp_path: Path, arguments: list[str], code: str) -> None:
    path = write(tmp_path / "o.jsonl", ORGANISATIONS)
    result = RUN.invoke(app, [a.format(file=path) for a in arguments])
    assert isinstance(result.exception, NeisseError)
    assert result.exception.code == code
