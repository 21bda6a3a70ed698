"""A half-typed plan finds what is on its topic, though too little is known for a verdict."""

from __future__ import annotations

from neisse.engine.flow import build_index
from neisse.engine.values import Certainty, Measure

STORED = (
    Measure("a", "Praxistag Energie im Reinraum", "one", topics=("Reinraum",)),
    Measure("b", "Warsztaty: pomieszczenia czyste", "two", topics=("pomieszczenia czyste",)),
    Measure("c", "Adventssingen", "three"),
    Measure("d", "Reinraumtag", "four", certainty=Certainty.CANCELLED),
)


def test_the_same_topic_in_two_languages_is_alike_and_says_why() -> None:
    found = build_index(STORED).alike(Measure("", "Workshop Reinraum", ""))
    assert {measure.id for measure, _, _ in found} == {"a", "b"}
    assert all(0 <= likeness <= 1 for _, likeness, _ in found)
    assert {reason.code for _, _, reason in found} == {"topic.shared"}


def test_a_plan_is_not_alike_itself() -> None:
    assert "a" not in {m.id for m, _, _ in build_index(STORED).alike(STORED[0])}


def test_another_topic_is_not_alike() -> None:
    assert build_index(STORED).alike(Measure("", "Weihnachtsmarkt mit Glühwein", "")) == []
