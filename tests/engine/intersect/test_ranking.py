from __future__ import annotations

import numpy as np
import pytest

from neisse.engine.intersect.partners.matching import (
    PartnerOptions,
    adjusted,
    build_market,
    match_partners,
    reciprocal,
    strengths,
)
from neisse.engine.intersect.partners.ranking import best_for, rank_for
from neisse.engine.text.encoder import default_encoder
from neisse.engine.values import Organisation

PEOPLE = (
    Organisation("sensor", "Sensorwerk", offers=("Sensoren für Wearables", "Blutdruck"), needs=("Klinik für Studie",)),
    Organisation("clinic", "Klinika", offers=("badania kliniczne",), needs=("czujniki", "mąka")),
    Organisation("mute", "Mute"),
    Organisation("baker", "Baker", offers=("bread for canteens",), needs=("flour",)),
    Organisation("taker", "Taker", needs=("wearable sensors",)),
)  # fmt: skip


@pytest.mark.parametrize("who", range(len(PEOPLE)))
def test_a_row_is_the_row_of_the_whole_matrix(who: int) -> None:
    market = build_market(PEOPLE, default_encoder())
    serves = strengths(market)
    ranking = rank_for(market, who)
    assert np.allclose(ranking.gives, serves[who], atol=1e-6)
    assert np.allclose(ranking.takes, serves[:, who], atol=1e-6)
    assert np.allclose(ranking.scores, reciprocal(serves)[who], atol=1e-6)
    assert ranking.scores[who] == 0


def test_the_pair_is_explained_as_in_the_proposals_for_all() -> None:
    market = build_market(PEOPLE, default_encoder())
    whole = {(m.a, m.b): m for m in match_partners(market)}
    here = rank_for(market, 0).match(1)
    assert here.offers_to_b == whole["clinic", "sensor"].offers_to_b
    assert [r.code for r in here.reasons] == [r.code for r in whole["clinic", "sensor"].reasons]


def test_nobody_to_rank() -> None:
    assert not rank_for(build_market(PEOPLE[2:3], default_encoder()), 0).scores.any()


OPTIONS = PartnerOptions(
    least=0.01,
    declined=[("baker", "sensor")],
    feedback={("clinic", "sensor"): 1.0, ("sensor", "taker"): -1.0},
    owners={"taker": "clinic"},
    across_first=True,
)


@pytest.mark.parametrize("who", range(len(PEOPLE)))
def test_the_best_for_one_follow_the_rules_for_all(who: int) -> None:
    market = build_market(PEOPLE, default_encoder())
    whole = adjusted(market, reciprocal(strengths(market)), OPTIONS)
    found = best_for(rank_for(market, who), OPTIONS, most=2)
    key = PEOPLE[who].id
    others = [PEOPLE.index(o) for m in found for o in PEOPLE if o.id in {m.a, m.b} - {key}]
    assert np.allclose([m.score for m in found], whole[who, others], atol=1e-6)
    expected = sorted((s for s in whole[who] if s >= OPTIONS.least), reverse=True)[:2]
    assert np.allclose([m.score for m in found], expected, atol=1e-6)
    for match in found:
        said = {r.code for r in match.reasons} & {"partner.interest", "partner.doubt"}
        assert said == {
            ("clinic", "sensor"): {"partner.interest"},
            ("sensor", "taker"): {"partner.doubt"},
        }.get((match.a, match.b), set())


def test_progress_is_heard_and_ends_the_work() -> None:
    market = build_market(PEOPLE, default_encoder())
    heard: list[tuple[int, int]] = []
    match_partners(market, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(0, len(market.needs))]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        match_partners(market, progress=stop)
