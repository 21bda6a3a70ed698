"""Fields: missing links by name, stability, and laws."""

from __future__ import annotations

from dataclasses import replace

from neisse.engine.intersect.fields import Field, Link, fields_between
from neisse.engine.intersect.words.lexicon import Concept, topic_lexicon
from neisse.engine.values import Measure, Organisation, Texts

MAKERS = [Organisation(id=f"m{k}", name=f"Maker {k}", offers=("Sensoren für Wearables",)) for k in range(4)]
CLINICS = [
    Organisation(id=f"c{k}", name=f"Clinic {k}", needs=("czujniki noszone przez pacjenta",)) for k in range(3)
]
NOISE = [Organisation(id="n", name="Noise", offers=("bread for canteens",))]
NAMES = ("Sachsen", "Wrocław")


def fields(measures: tuple[Measure, ...] = (), seed: int = 0) -> dict[str, Field]:
    return {f.topic: f for f in fields_between((MAKERS, CLINICS + NOISE), NAMES, measures, seed=seed)}


def test_the_missing_link_is_named() -> None:
    found = fields()["sensors"]
    assert found.links == (Link(True, ("m0", "m1", "m2", "m3"), ("c0", "c1", "c2")),)
    assert (len(found.a), len(found.b)) == (4, 3)
    assert found.missing > 3


def test_joint_work_closes_the_link() -> None:
    joint = Measure(id="x", title="Wearables und Sensoren", owner="m0", partners=("c1",))
    found = fields((joint,))["sensors"]
    assert (found.joint, found.links) == (1, ())
    assert found.missing < fields()["sensors"].missing
    assert found.score == fields()["sensors"].score / 2


def test_a_measure_of_one_organisation_on_both_sides_is_not_joint() -> None:
    both = replace(MAKERS[0], id="both")
    alone = Measure(id="x", title="Sensoren", owner="both")
    found = fields_between(([*MAKERS, both], [*CLINICS, both]), NAMES, (alone,))
    assert {f.topic: f.joint for f in found}["sensors"] == 0


def test_stability_is_a_share_and_is_seeded() -> None:
    found = fields()["sensors"]
    assert 0.9 < found.stability <= 1
    assert fields(seed=3) == fields(seed=3)


def test_sides_can_change_places() -> None:
    one = {f.topic: (f.score, f.a, f.b, f.missing) for f in fields_between((MAKERS, CLINICS), NAMES)}
    two = {f.topic: (f.score, f.b, f.a, f.missing) for f in fields_between((CLINICS, MAKERS), NAMES[::-1])}
    assert one == two


def test_the_users_own_topics_count() -> None:
    own = topic_lexicon().extended([Concept("bread", Texts(en="bread"), ("bread", "brot"))])
    baker = [Organisation(id="b", name="B", needs=("Brot",))]
    assert [f.topic for f in fields_between((NOISE, baker), NAMES, topics=own)] == ["bread"]
