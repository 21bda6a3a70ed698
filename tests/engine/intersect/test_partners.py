from __future__ import annotations

import itertools

import numpy as np
import pytest

from neisse.engine.flow import find_fields, find_groups, find_partners
from neisse.engine.intersect.blind import Notice, is_blind, notice
from neisse.engine.intersect.partners.matching import (
    PartnerOptions,
    build_market,
    match_partners,
    reciprocal,
    why_not,
)
from neisse.engine.intersect.words.lexicon import Concept, topic_lexicon
from neisse.engine.text.encoder import default_encoder
from neisse.engine.values import (
    Measure,
    NeisseError,
    Organisation,
    Overlap,
    Place,
    Texts,
    Verdict,
    Visibility,
)

SENSOR = Organisation(
    id="sensor", name="Sensorwerk", place=Place("Dresden", "DE"), sectors=("Medizintechnik",),
    offers=("Sensoren für Wearables",), needs=("Klinik für eine Studie mit Herzpatienten",),
)  # fmt: skip
CLINIC = Organisation(
    id="clinic", name="Klinika", place=Place("Wrocław", "PL"), sectors=("szpital",),
    offers=("badania kliniczne z pacjentami kardiologicznymi",), needs=("czujniki noszone przez pacjenta",),
)  # fmt: skip
TAKER = Organisation(id="taker", name="Taker", needs=("wearable sensors",))
BAKER = Organisation(id="baker", name="Baker", offers=("bread for canteens",), needs=("flour",))
ALL = (SENSOR, CLINIC, TAKER, BAKER)


def test_both_sides_served_beats_one_side_served() -> None:
    found = find_partners(ALL, options=PartnerOptions(least=0.05))
    assert (found[0].a, found[0].b) == ("clinic", "sensor")
    assert found[0].offers_to_a[0] == (SENSOR.offers[0], CLINIC.needs[0])
    assert {r.code for r in found[0].reasons} >= {"partner.serves_a", "partner.serves_b", "partner.border"}
    scores = {(m.a, m.b): m.score for m in found}
    assert scores.get(("sensor", "taker"), 0) < scores["clinic", "sensor"] / 2
    assert not any("baker" in pair for pair in scores)


def test_partners_declined_and_owners_are_left_out_and_why_not_says_so() -> None:
    market = build_market(ALL, default_encoder())
    pair = ("sensor", "clinic")
    for options, code in (
        (PartnerOptions(partners=[pair]), "partner.existing"),
        (PartnerOptions(declined=[pair]), "partner.declined"),
    ):
        found = match_partners(market, options)
        assert not any({m.a, m.b} == set(pair) for m in found)
        assert why_not(market, *pair, found, options).code == code
    assert match_partners(market, PartnerOptions(owners={"sensor": "x", "clinic": "x"})) == []
    assert why_not(market, "sensor", "clinic", match_partners(market)).code == "partner.proposed"
    assert why_not(market, "sensor", "baker", []).code == "partner.weak"
    assert why_not(market, "sensor", "taker", []).code == "partner.one_sided"
    assert why_not(market, "sensor", "clinic", []).code == "partner.cap"
    same = PartnerOptions(owners={"sensor": "x", "clinic": "x"})
    assert why_not(market, "sensor", "clinic", [], same).code == "partner.owner"
    mute = build_market((SENSOR, Organisation(id="mute", name="Mute")), default_encoder())
    assert why_not(mute, "sensor", "mute", []).code == "partner.silent"


def test_feedback_and_age_move_the_score() -> None:
    market = build_market(ALL, default_encoder())
    plain = match_partners(market)[0].score
    assert (
        match_partners(market, PartnerOptions(feedback={("sensor", "clinic"): -1.0}, least=0))[0].score
        < plain
    )
    old = build_market(ALL, default_encoder(), fresh={("clinic", CLINIC.offers[0]): 0.25})
    assert match_partners(old, PartnerOptions(least=0))[0].score < plain
    assert match_partners(old, PartnerOptions(least=0))[0].score > plain / 2
    heard = match_partners(market, PartnerOptions(feedback={("clinic", "sensor"): 1.0}))[0]
    assert heard.score > plain
    assert heard.reasons[-1].code == "partner.interest"


def test_nobody_drowns_in_proposals() -> None:
    many = [
        Organisation(id=f"o{k:02d}", name=f"O{k}", offers=SENSOR.offers, needs=CLINIC.needs)
        for k in range(12)
    ]
    found = find_partners(many, options=PartnerOptions(cap=3))
    counts = {o.id: sum(o.id in {m.a, m.b} for m in found) for o in many}
    assert max(counts.values()) <= 3
    assert min(counts.values()) >= 2


def test_reciprocal_is_symmetric_and_bounded() -> None:
    serves = np.random.default_rng(0).random((6, 6), dtype=np.float32)
    scores = reciprocal(serves)
    assert np.allclose(scores, scores.T)
    assert scores.min() >= 0
    assert scores.max() <= 1


def overlap(a: str, b: str, score: float) -> Overlap:
    return Overlap(a, b, Verdict.PARALLEL, score)


def test_groups_form_and_chains_stay_apart() -> None:
    trio = [overlap(a, b, 0.8) for a, b in itertools.combinations("abc", 2)]
    chain = [overlap("p", "q", 0.9), overlap("q", "r", 0.5)]
    groups = find_groups([*trio, *chain])
    assert [g.members for g in groups] == [("a", "b", "c"), ("p", "q")]
    assert [(c.a, c.b, c.stranger) for c in groups[1].cuts] == [("q", "r", "p")]
    assert find_groups(list(reversed([*trio, *chain]))) == groups


def test_fields_name_both_sides_and_what_is_joint() -> None:
    fields = find_fields(ALL[:2], "Sachsen", "PL")
    first = {f.topic: f for f in fields}
    assert "sensors" in first
    assert (first["sensors"].a, first["sensors"].b, first["sensors"].joint) == (("sensor",), ("clinic",), 0)
    joint = Measure(id="m", title="Wearables und Sensoren", owner="sensor", partners=("clinic",))
    again = {f.topic: f for f in find_fields(ALL[:2], "Sachsen", "PL", [joint])}
    assert again["sensors"].score < first["sensors"].score
    assert find_fields(ALL[:2], "Sachsen", "PL", seed=1) == find_fields(ALL[:2], "Sachsen", "PL", seed=1)
    with pytest.raises(NeisseError, match="no organisation belongs"):
        find_fields(ALL, "Atlantis", "PL")


def test_a_notice_of_a_blind_plan_tells_topic_month_and_area_only() -> None:
    hidden = Measure(
        id="h",
        title="Geheime Biobank von ACME",
        owner="x",
        place=Place("Görlitz"),
        visibility=Visibility.BLIND,
    )
    seen = Measure(id="s", title="Biobank day", owner="y", place=Place("Wrocław"))
    assert is_blind(hidden, seen)
    assert notice(hidden, seen) == Notice("biobank", "", "DE / PL")


def test_users_extend_the_lexicon() -> None:
    own = Concept("leeches", Texts(de="Blutegel", en="leeches"), ("*blutegel", "pijawk", "leech"))
    lexicon = topic_lexicon().extended([own])
    at = lexicon.position["leeches"]
    assert all(at in lexicon.find(text) for text in ("Blutegeltherapie", "terapia pijawkami", "leeches"))
    assert len(lexicon) == len(topic_lexicon()) + 1
