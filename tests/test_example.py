"""The example tells the truth about what is real, and its planted pairs are what they claim to be."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from neisse.engine.text.towns import find_town
from neisse.engine.values import Measure, Place
from neisse.formats.jsonl import read_measures
from neisse.formats.object_fields import ObjectFields
from neisse.formats.objects import read_object

FOLDER = Path(__file__).parents[1] / "examples" / "saxony-silesia"
REFERENCE = date(2026, 11, 22)
INVENTED_NAME = re.compile(r"muster|beispiel|przykład|wzor|wzór", re.IGNORECASE)
EVENT_KINDS = {"event", "meeting", "training", "fair", "trade_mission", "delegation"}
REACH = {("DE", "13"), ("PL", "72")}  # Saxony and Lower Silesia share a border

REAL_ORGANISATIONS = {
    "wfs": "agency", "biosaxony": "association", "leipzig-wirtschaft": "municipality", "dresden-wirtschaft": "municipality",
    "bio-net-leipzig": "network", "gesundheitswirtschaft-leipzig": "association", "agil-leipzig": "agency",
    "ahk-polen": "chamber", "port-wroclaw": "research", "p4health": "project", "sachsen-wirtschaft": "ministry",
    "sachsen-wissenschaft": "ministry", "sachsen-regionalentwicklung": "ministry", "dolny-slask": "region",
    "slask": "region", "ksse": "agency", "politechnika-slaska": "university", "silicon-saxony": "network",
    "suedwestsachsen-digital": "network", "digitale-oberlausitz": "network", "bioregio-stern": "agency",
    "xotonicsmed": "company", "bioz-dresden": "location", "medical-forge": "programme", "neue-messe-leipzig": "location",
    "go-cluster": "programme", "grw": "funder",
}  # fmt: skip
REAL_EVENTS = {
    "2014-kick-off": ("2014-02-03", "2014-02-03", "Dresden"),
    "2014-fortsetzung": ("2014-07-01", "2014-09-30", ""),
    "2015-aktionsplan": ("2015-01-01", "2015-12-31", ""),
    "2016-themengruppe": ("2016-06-28", "2016-06-28", ""),
    "2016-reinraum": ("2016-10-25", "2016-10-25", "Dresden"),
    "2016-medizintechnikertreffen": ("2016-12-01", "2016-12-31", ""),
    "2021-delegation": ("2021-10-06", "2021-10-08", "Katowice"),
    "2021-simul-werkstatt": ("2021-10-07", "2021-10-07", "Katowice"),
    "2021-medical-forge": ("2021-01-01", "2021-12-31", "Leipzig"),
    "2022-bio-europe": ("2022-10-24", "2022-10-26", "Leipzig"),
    "2025-wirtschaftsforum": ("2025-10-21", "2025-10-22", "Wrocław"),
    "2025-beauftragte-polen": ("2025-11-01", "2025-11-30", "Wrocław"),
}
REAL_FIGURES = {
    "fig-kick-off-2014-plans": 5, "fig-medtech-companies-2016": 150, "fig-biosaxony-members-2021": 136,
    "fig-biosaxony-members-leipzig-2021": 46, "fig-delegation-2021": 30, "fig-werkstatt-2021": 70,
    "fig-forum-2025": 100, "fig-forum-2025-saxon": 25, "fig-forum-2025-edition": 16, "fig-representative-since": 1997,
    "fig-exports-poland-2024": 2.8, "fig-imports-poland-2024": 3.14, "fig-poland-market-rank": 5,
    "fig-cooperation-forum-2018-companies": 160, "fig-cooperation-forum-2018-meetings": 300,
    "fig-bio-europe-2022-meetings": 25_000, "fig-bio-europe-2022-requests": 110_000, "fig-cluster-platform": 1000,
}  # fmt: skip


@cache
def instance() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "example.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def objects(*types: str) -> dict[str, dict[str, Any]]:
    lines = [line for name in instance()["files"] for line in (FOLDER / name).read_text("utf-8").splitlines()]
    found = [json.loads(line) for line in lines]
    assert len({each["id"] for each in found}) == len(found)
    return {each["id"]: each for each in found if not types or each["type"] in types}


@cache
def measures() -> dict[str, Measure]:
    reading = read_measures((FOLDER / "measures.jsonl").read_text("utf-8").splitlines())
    return {measure.id: measure for measure in reading.values}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs(verdict: str) -> list[tuple[Measure, Measure]]:
    return [(measures()[r["a"]], measures()[r["b"]]) for r in rows("planted.csv") if r["verdict"] == verdict]


def members_on(day: str) -> list[str]:
    return [
        each["organisation"]
        for each in objects("membership").values()
        if each["network"] == "net-biosaxony" and each["from"] <= day < each.get("until", "9999")
    ]


def test_every_object_is_read_without_a_remark_and_comes_out_the_same() -> None:
    for each in objects().values():
        fields = ObjectFields(1, each, [], REFERENCE)
        assert read_object(each["type"], fields) == each
        assert fields.findings == []
    assert len(measures()) == len(objects("measure"))


def test_every_file_of_the_folder_is_loaded() -> None:
    events = yaml.safe_load((FOLDER / "event.yaml").read_text(encoding="utf-8"))["events"]
    meetings = [event["meetings"]["file"] for event in events if "meetings" in event]
    assert sorted(instance()["files"] + meetings) == sorted(path.name for path in FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize(
    ("key", "types"),
    [
        ("owner", ["organisation"]), ("partners", ["organisation"]), ("organisation", ["organisation"]),
        ("network", ["network"]), ("representative", ["person"]), ("section", ["section"]), ("chair", ["person"]),
        ("members", ["organisation"]), ("meetings", ["measure"]), ("about", ["organisation", "network", "measure"]),
    ],
)  # fmt: skip
def test_references_resolve(key: str, types: list[str]) -> None:
    named = [each[key] for each in objects().values() if key in each]
    assert named
    for value in named:
        assert set([value] if isinstance(value, str) else value) <= set(objects(*types))


def test_files_refer_to_themselves_and_to_files_above_only() -> None:
    keys = ("owner", "organisation", "network", "representative", "section", "chair", "about")
    lists = ("partners", "members", "meetings")
    seen: set[str] = set()
    for name in instance()["files"]:
        own = [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]
        seen |= {each["id"] for each in own}
        named = {each[key] for each in own for key in keys if key in each}
        assert named | {value for each in own for key in lists for value in each.get(key, [])} <= seen, name


def test_the_published_membership_comes_out() -> None:
    def towns(day: str) -> Counter[str]:
        return Counter(objects("organisation")[each].get("city", "") for each in members_on(day))

    assert (towns("2021-12-31").total(), towns("2021-12-31")["Leipzig"]) == (136, 46)
    assert towns("2015-12-31").total() < towns("2020-12-31").total() < 136 < towns("2026-11-22").total()
    assert all(len(members_on(day)) == len(set(members_on(day))) for day in ("2015-12-31", "2021-12-31"))


def test_the_facts_are_all_there() -> None:
    real = {key: each for key, each in objects().items() if not each["invented"]}
    kinds = {key: each["kind"] for key, each in real.items() if each["type"] == "organisation"}
    values = {key: each["value"] for key, each in real.items() if each["type"] == "figure"}
    assert kinds == REAL_ORGANISATIONS
    assert values == REAL_FIGURES
    assert {key for key, each in real.items() if each["type"] == "measure"} == set(REAL_EVENTS)
    for key, (first, last, city) in REAL_EVENTS.items():
        period = measures()[key].period
        assert period is not None
        assert (str(period.start), str(period.last_day), measures()[key].place.city) == (first, last, city)
    assert "special trade" in objects()["fig-exports-poland-2024"]["concept"]
    assert "general trade" in objects()["fig-imports-poland-2024"]["concept"]
    assert objects()["group-medizintechnik"]["chair"] == "office-xotonicsmed"


def test_real_records_carry_public_facts_only() -> None:
    private = {"offers", "needs", "cost_cents", "staff_days", "email", "phone", "consent"}
    for each in objects().values():
        if each["invented"]:
            continue
        assert each["source"]
        assert not private & set(each), each["id"]
        assert max(re.findall(r"\b(?:19|20)\d\d\b", json.dumps(each)), default="0") <= "2025"


def test_invented_life_belongs_to_invented_organisations() -> None:
    everyone = objects("organisation")
    for each in objects().values():
        if not each["invented"]:
            continue
        assert "source" not in each
        owners = [each.get("owner"), *each.get("partners", [])] if each["type"] == "measure" else []
        assert all(everyone[owner]["invented"] for owner in owners)
        if each["type"] in {"organisation", "person"}:
            assert INVENTED_NAME.search(each["name"]), each["name"]
        if each["type"] == "person":
            assert everyone[each["organisation"]]["invented"]
            assert each.get("email", "@example.org").endswith("@example.org")
    real = {key for key, each in everyone.items() if not each["invented"]}
    claimed = [each for each in objects("membership").values() if each["organisation"] in real]
    assert [(each["organisation"], each["invented"]) for each in claimed] == [("leipzig-wirtschaft", False)]


def test_towns_are_real_and_where_they_lie() -> None:
    places = [each.get("place", each) for each in objects("organisation", "measure").values()]
    named = {(p["city"], p["country"], p["lat"], p["lon"]) for p in places if "city" in p}
    assert len(named) > 40
    for city, country, lat, lon in named:
        town = find_town(city, country)
        assert town is not None
        gap_km = Place(lat=lat, lon=lon).distance_km(Place(lat=town.lat, lon=town.lon))
        assert gap_km is not None
        assert gap_km < 5, city


def test_the_plans_show_everything_that_a_plan_can_be() -> None:
    plans = [each for each in objects("measure").values() if each["invented"]]
    assert len(plans) >= 120
    assert {each["language"]: 0 for each in plans}.keys() == {"de", "pl", "en"}
    assert all(count >= 30 for count in Counter(each["language"] for each in plans).values())
    assert len({each["kind"] for each in plans}) == 11
    countries = Counter(objects()[owner]["country"] for owner in {each["owner"] for each in plans})
    assert countries["DE"] >= 8
    assert countries["PL"] >= 8
    assert Counter(each["visibility"] for each in plans)["blind"] == 4
    assert {each["certainty"] for each in plans} == {"idea", "planned", "confirmed", "cancelled"}
    assert {each["period"] for each in plans if "period" in each} >= {
        "2027",
        "2027-Q2",
        "2027-spring",
        "2027-09",
    }
    assert 0 < sum("titles" in each for each in plans) < len(plans)


def test_topics_and_audiences_are_words_of_the_lists() -> None:
    for key, name in (("topics", "topics"), ("audience", "audiences")):
        known = {language: {entry[language] for entry in instance()[name]} for language in ("de", "pl", "en")}
        for each in objects("measure").values():
            assert set(each.get(key, [])) <= known[each["language"]], each["id"]
    used = {sector for each in objects("organisation").values() for sector in each.get("sectors", [])}
    assert used == set(instance()["sectors"])


def test_planted_pairs_are_ordered_once_and_many() -> None:
    keys = [(row["a"], row["b"]) for row in rows("planted.csv")]
    assert all(a < b for a, b in keys)
    assert len(set(keys)) == len(keys)
    assert all(row["why"] for row in rows("planted.csv"))
    assert Counter(row["verdict"] for row in rows("planted.csv")) == {
        "duplicate": 12,
        "parallel": 15,
        "synergy": 25,
    }


def test_planted_duplicates_have_two_recorders_and_one_time() -> None:
    for a, b in pairs("duplicate"):
        assert a.owner != b.owner
        assert {a.owner, b.owner} <= set(a.owners) & set(b.owners)
        assert a.period is not None
        assert b.period is not None
        assert a.period.overlaps(b.period)


def test_planted_parallels_follow_the_definition() -> None:
    for a, b in pairs("parallel"):
        assert not set(a.owners) & set(b.owners)
        assert a.kind == b.kind
        assert a.period is not None
        assert b.period is not None
        weeks = a.period.gap_days(b.period) / 7
        assert weeks <= 8 if a.kind in EVENT_KINDS else a.period.overlaps(b.period)
        if not (a.place.online and b.place.online):
            towns = [find_town(m.place.city, m.place.country) for m in (a, b)]
            assert {(town.country, town.region) for town in towns if town} <= REACH, a.id


def test_planted_synergies_join_plans_of_different_owners() -> None:
    for a, b in pairs("synergy"):
        assert a.owner != b.owner
        assert a.period is not None
        assert b.period is not None
        assert a.period.end > REFERENCE < b.period.end


def test_planted_partners_answer_a_need_across_the_border() -> None:
    assert len(rows("planted_partners.csv")) >= 15
    for row in rows("planted_partners.csv"):
        a, b = (objects("organisation")[row[side]] for side in "ab")
        assert {a["country"], b["country"]} == {"DE", "PL"}
        assert row["offer_of_a"] in a["offers"]
        assert row["need_of_b"] in b["needs"]
        assert bool(row["offer_of_b"]) == bool(row["need_of_a"])
        assert set(filter(None, [row["offer_of_b"]])) <= set(b["offers"])
        assert set(filter(None, [row["need_of_a"]])) <= set(a["needs"])


def test_demo_accounts_cover_the_roles() -> None:
    accounts = instance()["accounts"]
    assert {account["role"] for account in accounts} == {"manager", "circle", "member", "guest"}
    for account in accounts:
        assert account["email"].endswith("@example.org")
        assert objects("organisation")[account["organisation"]]["invented"]
        assert objects("person")[account["person"]]["organisation"] == account["organisation"]
