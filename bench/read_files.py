"""How many of the files that broke it are read right today: `python bench/read_files.py [case ...]`.

Reads every file of the cases table (shared data beside the checkout) through the reader of the product, in its
limited process, prints right or wrong for each, and keeps `bench/results/read_files.csv`. Cases of organisations that
are the same, of overlaps and of meetings are not files to read and stand elsewhere; they are counted as "elsewhere".
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from neisse.engine.record.diff import State, compare
from neisse.engine.values import NeisseError, Severity
from neisse.formats.limited import read_limited
from neisse.formats.reading import ReadResult

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared") / "cases"
KEPT = ROOT / "bench" / "results" / "read_files.csv"
TODAY = date(2026, 11, 28)
ELSEWHERE = ("F01", "G01", "H01", "H02", "H04", "H06", "H07", "H08", "H09")
Check = Callable[[], bool]


def file(case: str) -> Path:
    """The one file of a case."""
    return next(CASES.glob(f"{case}-*"))


def read(case: str, **said: Any) -> ReadResult:
    """The file of a case as the product reads it; calendars without an owner are given one."""
    return read_limited(file(case).name, file(case).read_bytes(), reference=TODAY, **said)


def column(case: str, *keys: str) -> list[Any]:
    """One field (or several) of every object; "" where it has none."""
    found = []
    for thing in read(case).objects:
        values = [_inside(thing, key) for key in keys]
        found.append(values[0] if len(values) == 1 else tuple(values))
    return found


def _inside(thing: Any, path: str) -> Any:
    for key in path.split("."):
        thing = thing.get(key, "") if isinstance(thing, dict) else ""
    return thing


def instants(case: str, key: str = "starts") -> list[str]:
    """The starts of a file in UTC, or as days."""
    return [_utc(said) for said in column(case, key)]


def _utc(said: str) -> str:
    if "T" not in said:
        return said
    return (
        datetime.fromisoformat(said).astimezone(datetime.now().astimezone().tzinfo).strftime("%Y-%m-%dT%H:%M")
    )


def codes(case: str) -> set[str]:
    """The codes of all remarks."""
    return {finding.code for finding in read(case).findings}


def when(case: str) -> list[str]:
    """Start, end and period of every measure as one text: wall clock without seconds."""
    return [
        re.sub(r":00[+-]\d\d:00", "", "/".join(filter(None, said)))
        for said in column(case, "starts", "ends", "period")
    ]


D10 = {
    **dict.fromkeys(["T0", "T2", "T3", "T4", "T5", "T6", "T21", "T22", "T29", "T41", "T43"], "2027-03-14"),
    **dict.fromkeys(["T1", "T26", "T27", "T28", "T44"], "2027-03-14T10:00"),
    "T7": "2027-03-11T18:00", "T8": "2027-03-14T18:00", "T9": "2027-03-14T10:00/2027-03-14T12:30",
    "T10": "2027-03-12/2027-03-13", "T11": "2027-03-12/2027-03-13", "T12": "2027", "T13": "", "T14": "",
    "T15": "2027-03-16/2027-03-31", "T16": "2027-03-01/2027-04-30", "T17": "2027-03", "T18": "2027-03",
    "T19": "2027-W11", "T20": "2027-spring", **dict.fromkeys(["T23", "T24", "T25"], "2027-03-14/2027-03-16"),
    "T30": "2027-Q1", "T31": "2027-Q1", "T32": None, "T33": "2027-03", "T34": "2027-01-01/2028-12-31",
    "T35": "2027-03-01/2027-08-31", "T36": "2027-03-21/2027-03-31", "T37": "2027-03-11/2027-03-20",
    "T38": "2027-03-08/2027-03-14", "T39": None, "T40": None, "T42": "2027-03-14T10:00/2027-03-14T12:00",
}  # fmt: skip


LINES = ["Raum", "3", "Anmeldung", "bis", "1.", "April", "Eintritt", "frei", "Vortrag", "Labor"]
KEPT_TEXTS = ("https://teams.example/l/meetup-join/19", "anna@firma.example", "<b und p<0.05")
TOWNS = ["Leipzig", "Dresden", "Wrocław", "Görlitz", "Stuttgart", "Zgorzelec"]
TOWNS += ["Dresden", "Freiberg", "Berlin", "Wrocław", "Dresden"]


def d10() -> bool:
    """Every way to say a time; None = asked (kept without a time, or left to a remark)."""
    found = dict(zip(column("D10", "title"), when("D10"), strict=True))
    wrong = {
        key: found.get(key) for key, right in D10.items() if right is not None and found.get(key) != right
    }
    if wrong:
        print("    D10:", wrong)
    return not wrong and len(found) == len(D10)


def a01() -> bool:
    """Two lists numbered 1, 2 are four organisations, whichever comes first."""
    first, second = read("A01a").objects, read("A01b").objects
    known = {"organisation": {str(thing["id"]): thing for thing in first}}
    return {e.state for e in compare(second, known).entries} == {State.NEW} and len(first) == 2


def a02() -> bool:
    """A town that changed under a known id is asked about."""
    (before,), after = read("A02a").objects, read("A02b").objects
    entries = compare(
        after, {"organisation": {"x1": before | {"country": "PL", "lat": 51.1, "lon": 17.03}}}
    ).entries
    return [e.state for e in entries] == [State.DOUBTFUL]


def refused_alone(case: str) -> bool:
    """The one bad event is refused or remarked on, and the reading ends."""
    return any(f.severity is not Severity.NOTE for f in read(case).findings)


CHECKS: dict[str, Check] = {
    "A01": a01,
    "A01d": lambda: not {i for i in column("A01d", "id") if i in {"1", "2"}} and len(column("A01d", "id")) == 2,
    "A02": a02,
    "B01": lambda: refused_alone("B01"),
    "B02": lambda: when("B02") == ["2027-04-13T19:00"] and "calendar.doubled" in codes("B02"),
    "B04": lambda: column("B04", "until") == ["", "", "", ""],
    "B05": lambda: when("B05") == ["2027-03-01"] * 3,
    "B08": lambda: when("B08") == ["2027-04-13T19:00"] and refused_alone("B08"),
    "C01": lambda: "import.owner" in codes("C01") and len(read("C01").objects) == 1,
    "C02": lambda: "Termine" not in column("C02", "owner") and "import.owner" in codes("C02"),
    "C05": lambda: when("C05") == ["2027-07-12T14:00/2027-07-12T18:00"] and refused_alone("C05"),
    "C06": lambda: "calendar.no_dates" in codes("C06") and len(read("C06").objects) == 1,
    "C08": lambda: column("C08", "title") == ["A", "B", "C"] or "calendar.shared_uid" in codes("C08"),
    "C09": lambda: "calendar.other" in codes("C09"),
    "C11": lambda: when("C11") == ["2027-04-13T19:00"] and "file.cut_off" not in codes("C11"),
    "C12": lambda: when("C12") == ["2027-05-04T12:00/2027-05-04T13:00"],
    "C14": lambda: when("C14") == ["2027-12-27/2028-01-04"],
    "C17": lambda: when("C17")
    == ["2027-05-04T11:00", "2027-05-04T12:00"] + ["2027-05-04T11:00"] * 2 + ["2027-05-04T10:00"]
    + ["2027-05-04T11:00"] * 2 + ["2027-05-04T12:00", "2027-05-04T13:00"],
    "C18": lambda: column("C18", "certainty") == ["cancelled"],
    "C19": lambda: column("C19", "certainty") == ["cancelled"] * 3,
    "C20": lambda: column("C20", "title")[0].endswith("Łukasiewicz we Wrocławiu, Gesundheit für alle"),
    "C21": lambda: re.split(r"[ \n]+", column("C21", "description")[0]) == LINES and "\n" in column("C21", "description")[0],
    "C22": lambda: "<Pre-Seed>" in column("C22", "title")[0]
    and all(said in column("C22", "description")[0] for said in KEPT_TEXTS),
    "C23": lambda: column("C23", "place.city") == TOWNS,
    "D01": lambda: column("D01", "place.city") == ["Leipzig", "Görlitz"],
    "D03": lambda: when("D03") == ["2027-03-14T10:00/2027-03-14T16:30", "2027-03-15T09:00"],
    "D05": lambda: when("D05") == ["2027-03-14T10:00/2027-03-16T18:00"],
    "D06": lambda: when("D06") == ["2027-03-14T10:00/2027-03-14T16:30"],
    "D09": lambda: when("D09") == ["2027-02", "2027-01-12"],
    "D10": d10,
    "D11": lambda: when("D11") == ["2027-03-14T10:00", "2027-03-14T11:00"] + ["2027-03-14T10:00"] * 3 + ["2027-03-14T11:00"]
    or (len(set(when("D11"))) <= 2 and len(when("D11")) == 6),
    "D13": lambda: when("D13") == ["2027-03-14", "2027-03-15", "2027-03-16", "2027-03-14", "2027-03-14"],
    "D14": lambda: when("D14") == ["2027-03-14"] * 2,
    "D16": lambda: column("D16", "name") == ['"ALFA" Sp. z o.o.', 'Fundacja "Zdrowie"', "Beta S.A."],
    "D17": lambda: column("D17", "city") == ["Döbeln", "Wrocław", "Liberec"] and refused_alone("D17"),
    "D19": lambda: column("D19", "name")[0] == "Łódzka Spółka Żywności",
    "D21": lambda: column("D21", "city") == ["Wrocław", "JELENIA GÓRA", "Döbeln"] or refused_alone("D21"),
    "D22": lambda: column("D22", "owner") == ["IHK Dresden"] * 3 + ["KARR"],
    "D23": lambda: column("D23", "title") == ["A", "C"] and "table.hidden" in codes("D23"),
    "D25": lambda: column("D25", "title") == ["A", "Q2 Tag", "Q3 Tag", "Q4 Tag"],
    "D27": lambda: column("D27", "name") == ["Alfa Med sp. z o.o."],
    "D29": lambda: column("D29", "until") == ["2021-01-01", "2027-01-01"],
    "D30": lambda: column("D30", "kind")[:6]
    == ["company", "company", "university", "university", "chamber", "research"] and column("D30", "country")[1] == "PL",
    "E01": lambda: column("E01", "name", "organisation") == [("Wojciech łukasiewicz KP", "Wrocławski Park Technologiczny")],
    "E03": lambda: ("Anna Beispiel", "IHK Dresden") in column("E03", "name", "organisation"),
    "E05": lambda: column("E05", "type") == ["organisation"] and refused_alone("E05"),
    "E07": lambda: column("E07", "type", "certainty", "place.city", "owner")
    == [("measure", "cancelled", "Dresden", "biosaxony e. V.")],
    "E08": lambda: column("E08", "place.online", "place.city")[0] == (True, "Dresden"),
}  # fmt: skip


def verdict(check: Check) -> str:
    """`right`, `wrong`, or the user error that the whole file came to."""
    try:
        return "right" if check() else "wrong"
    except NeisseError as error:
        return f"wrong ({error.code})"
    except (ValueError, IndexError, KeyError, TypeError) as error:
        return f"wrong ({type(error).__name__})"


def main(wanted: list[str]) -> int:
    """Print and keep the table; with names of cases only these, with what was read."""
    if not CASES.is_dir():
        print(
            f"NOT MEASURED: there are no cases at {CASES} (shared data; set NEISSE_SHARED)", file=sys.stderr
        )
        return 2
    found = {case: verdict(check) for case, check in CHECKS.items() if not wanted or case in wanted}
    for case, said in found.items():
        print(f"{case:5} {said}")
    for case in wanted:
        result = read(case)
        for thing in result.objects:
            print("   ", thing)
        for finding in result.findings:
            print("   ", finding.severity, finding.code, finding.row, finding.column, finding.text)
    right = sum(said == "right" for said in found.values())
    print(
        f"{right} of {len(found)} read right; {len(ELSEWHERE)} cases stand elsewhere ({', '.join(ELSEWHERE)})"
    )
    if not wanted:
        with KEPT.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(
                [("case", "read"), *found.items(), *((c, "elsewhere") for c in ELSEWHERE)]
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
