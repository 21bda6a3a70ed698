"""`neisse agree plan` and `neisse agree check`, as other people's scripts call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from neisse.cli.agree import app
from neisse.engine.values import NeisseError

ROUND: dict[str, Any] = {
    "measures": [
        {"id": "fair", "title": "Joint stand at Medica", "owner": "city", "kind": "fair", "starts": "2027-11-15",
         "ends": "2027-11-18", "topics": ["health"], "cost_cents": 900_000, "staff_days": 8},
        {"id": "lab", "title": "Open laboratory", "owner": "institute", "kind": "event", "period": "2027-05",
         "topics": ["skills"], "cost_cents": 300_000, "staff_days": 4},
        {"id": "day", "title": "Day of the laboratory", "owner": "chamber", "kind": "event", "period": "2027-05",
         "topics": ["skills"], "cost_cents": 200_000, "staff_days": 3},
    ],
    "groups": [{"id": "labs", "measures": ["lab", "day"], "options": [
        {"id": "keep", "kind": "keep"},
        {"id": "one", "kind": "merge", "host": "lab", "saves_cents": 150_000, "value": 5},
        {"id": "none", "kind": "drop"}]}],
    "budgets": [{"id": "region", "cents": 1_300_000}],
    "teams": [{"id": "office", "days_per_month": 9, "measures": ["lab", "day", "fair"]}],
    "venues": [{"id": "hall", "closed": ["2027-05-01"], "measures": ["lab"]}],
    "goals": [{"id": "g", "weight": 3, "topics": ["health"]}],
    "closed": [{"from": "2027-05-03", "to": "2027-05-05"}],
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _written(tmp_path / "round.json", ROUND)


def _written(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _planned(path: Path, *more: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["plan", "--input", str(path), "--json", *more])
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def test_plan_prints_one_document_and_check_accepts_it(file: Path, tmp_path: Path) -> None:
    document = _planned(file)
    assert (document["status"], document["value"], document["bound"], document["gap"]) == ("optimal", 9, 9, 0)
    options = {g["group"]: g["option"] for g in document["groups"]}
    assert options == {"labs": "one", "fair": "keep"}
    (act,) = next(g for g in document["groups"] if g["group"] == "labs")["acts"]
    assert act == {"measures": ["lab", "day"], "starts": "2027-05-02", "ends": "2027-05-02"}
    left = {row["id"]: row for row in document["unused"] if row["kind"] == "budget"}
    assert left["region"]["cents"] == 50_000
    plan = _written(tmp_path / "plan.json", document)
    assert CliRunner().invoke(app, ["check", str(file), str(plan)]).exit_code == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda d: d | {"value": 9.5}, "agree.value"),
        (lambda d: d | {"groups": d["groups"][:1]}, "agree.groups"),
        (lambda d: d | {"groups": [g | {"option": "nothing"} for g in d["groups"]]}, "agree.option"),
        (lambda d: d | {"groups": [g | {"acts": []} for g in d["groups"]]}, "agree.acts"),
    ],
)
def test_check_names_what_is_broken(file: Path, tmp_path: Path, change: Any, rule: str) -> None:
    plan = _written(tmp_path / "plan.json", change(_planned(file)))
    result = CliRunner().invoke(app, ["check", str(file), str(plan)])
    assert result.exit_code == 1
    assert rule in result.stdout


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"budgets": [{"id": "region", "cents": 1_249_999}]}, "agree.over_budget"),
        ({"teams": [{"id": "t", "days_per_month": 4.5, "measures": ["lab", "day"]}]}, "agree.over_staff"),
        ({"venues": [{"id": "hall", "closed": ["2027-05-02"], "measures": ["lab"]}]}, "agree.venue"),
        ({"closed": [{"from": "2027-05-02", "to": "2027-05-02"}]}, "agree.closed"),
        ({"locks": [{"group": "labs", "option": "keep"}]}, "agree.locked"),
        ({"locks": [{"group": "labs", "option": "one", "forbid": True}]}, "agree.locked"),
    ],
)
def test_check_judges_by_the_round_that_it_is_given(
    file: Path, tmp_path: Path, change: Any, rule: str
) -> None:
    plan = _written(tmp_path / "plan.json", _planned(file))
    other = _written(tmp_path / "other.json", ROUND | change)
    result = CliRunner().invoke(app, ["check", str(other), str(plan)])
    assert result.exit_code == 1
    assert rule in result.stdout


def test_same_seed_same_bytes(file: Path) -> None:
    assert _planned(file, "--seed", "1") == _planned(file, "--seed", "1")


def test_options_are_made_from_the_verdict(tmp_path: Path) -> None:
    groups = [{"id": "labs", "measures": ["lab", "day"]}]
    document = _planned(_written(tmp_path / "r.json", ROUND | {"groups": groups}))
    assert {g["group"] for g in document["groups"]} == {"labs", "fair"}
    assert document["status"] == "optimal"


def test_what_is_gone_is_left_out_with_a_remark(tmp_path: Path) -> None:
    more = {"groups": [{"id": "labs", "measures": ["lab", "gone"]}], "teams": [], "venues": [],
            "locks": [{"group": "never", "option": "keep"}]}  # fmt: skip
    path = _written(tmp_path / "r.json", ROUND | more)
    result = CliRunner().invoke(app, ["plan", "--input", str(path), "--json"])
    assert result.exit_code == 0
    assert "group labs names gone" in result.stderr
    assert "lock of keep names never" in result.stderr


def _changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(ROUND))
    at: Any = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "code", "says"),
    [
        (("budgets", 0, "cents"), "13.000 EUR", "agree.json", "cents of budget region"),
        (("budgets", 0, "cents"), 12.5, "agree.json", "cents of budget region"),
        (("budgets", 0, "cents"), -1, "agree.json", "cents of budget region"),
        (("budgets", 0, "cents"), float("nan"), "agree.json", "cents of budget region"),
        (("budgets", 0, "cents"), 10**400, "agree.json", "cents of budget region"),
        (("budgets", 0, "cents"), float("inf"), "agree.json", "cents of budget region"),
        (("measures", 0, "staff_days"), 10**400, "agree.json", "staff_days of measure fair"),
        (("goals", 0, "weight"), -(10**400), "agree.json", "weight of goal g"),
        (("measures", 0, "cost_cents"), "9.000,00 €", "agree.json", "cost_cents of measure fair"),
        (("measures", 0, "staff_days"), "acht", "agree.json", "staff_days of measure fair"),
        (("teams", 0, "days_per_month"), True, "agree.json", "days_per_month of team office"),
        (("closed", 0, "to"), "2027-02-30", "agree.json", "not a day"),
        (("closed", 0, "to"), "2027-05-01", "agree.json", "before it begins"),
        (("groups", 0, "options", 0, "kind"), "behalten", "agree.json", "of the kind"),
        (("goals", 0, "weight"), 1e400, "agree.json", "weight of goal g"),
        (("measures", 1, "id"), "fair", "agree.twice", "measure fair"),
        (("groups", 0, "id"), "fair", "agree.twice", "group fair"),
        (("locks",), [{"group": "labs", "option": "keep"}, {"group": "labs", "option": "one"}], "agree.locks",
         "contradict each other"),
        (("locks",), [{"group": "labs", "option": "keep"}, {"group": "labs", "option": "keep", "forbid": True}],
         "agree.locks", "contradict each other"),
        (("locks",), [{"group": "labs", "option": "maybe"}], "agree.locks", "no option maybe"),
        (("measures",), None, "agree.json", "has no measures"),
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_meant_is_refused_by_name(
    tmp_path: Path, path: tuple[Any, ...], value: Any, code: str, says: str
) -> None:
    file = _written(tmp_path / "r.json", _changed(path, value))
    result = CliRunner().invoke(app, ["plan", "--input", str(file), "--json"])
    assert isinstance(result.exception, NeisseError), result.output
    assert result.exception.code == code
    assert says in str(result.exception)


def test_a_round_without_plans_is_an_answer(tmp_path: Path) -> None:
    document = _planned(_written(tmp_path / "r.json", {"measures": []}))
    assert (document["status"], document["groups"]) == ("optimal", [])


def test_nothing_but_the_document_is_written_by_whatever_solver(file: Path) -> None:
    command = [sys.executable, "-m", "neisse", "agree", "plan", "--input", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert json.loads(done.stdout)["status"] == "optimal"
    assert done.stdout.count("\n") == 1


def test_why_says_what_forced_it_and_what_brings_it_back(tmp_path: Path) -> None:
    poor = _written(tmp_path / "r.json", ROUND | {"budgets": [{"id": "region", "cents": 1_000_000}]})
    document = _planned(poor)
    assert {f["measure"]: f["code"] for f in document["forced"]} == {"fair": "forced"}
    assert document["forced"][0]["changes"][0]["cents"] == 250_000
    plan = _written(tmp_path / "plan.json", document)
    result = CliRunner().invoke(app, ["why", str(poor), str(plan), "fair"])
    assert "budget region is short by 2500.00 EUR" in result.stdout
    assert "add 2500.00 EUR to budget region" in result.stdout
    told = CliRunner().invoke(app, ["why", str(poor), str(plan), "fair", "--json"])
    assert json.loads(told.stdout) == document["forced"][0]
    assert "takes place" in CliRunner().invoke(app, ["why", str(poor), str(plan), "lab"]).stdout


def test_an_impossible_round_says_the_smallest_reason(tmp_path: Path) -> None:
    poor = ROUND | {
        "budgets": [{"id": "region", "cents": 300_000}],
        "locks": [{"group": "fair", "option": "keep"}],
    }
    result = CliRunner().invoke(app, ["plan", "--input", str(_written(tmp_path / "r.json", poor)), "--json"])
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert (document["status"], document["value"], document["groups"]) == ("infeasible", None, [])
    assert [(r["kind"], r["id"], r["cents"]) for r in document["reasons"]] == [("budget", "region", 600_000)]
