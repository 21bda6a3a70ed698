"""Several files are looked at before the first is stored: who is in two of them is one organisation, in any order."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from neisse.formats.answers import answers_of
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import imports, storing
from neisse.web.record.models import ImportBatch, Measure, Membership, Network, Organisation

MEMBERS = (
    "Mitglied;Ort;Branche;Ansprechpartner;E-Mail;Mitglied seit\n"
    "Stadt Musterau;Görlitz;Energie;;;2019\nPolitechnika Wrocławska;Wrocław;Biotechnologie;;;2020\n"
)
PLANS = (
    "Titel;Datum;Ort;Träger\nTagung;14.04.2027;Görlitz;Stadt Musterau\n"
    "Messe;15.04.2027;Görlitz;Politechnika Wrocławska\n"
)
MORE = "Titel;Datum;Ort;Träger\nRundgang;16.05.2027;Görlitz;STADT  MUSTERAU\n"
FILES = {"members.csv": MEMBERS, "plans.csv": PLANS, "more.csv": MORE}
pytestmark = pytest.mark.django_db


def looked_at(name: str, text: str, **said: Any) -> ImportBatch:
    batch = imports.upload(name, text.encode(), actor=SYSTEM, answers=answers_of(said))
    imports.prepare(batch, actor=SYSTEM)
    return batch


def confirmed(batch: ImportBatch) -> ImportBatch:
    """As somebody says of each in doubt that it is the one that it looks like, and then stores."""
    imports.prepare(batch, actor=SYSTEM)
    doubtful = [e for e in batch.objects_read if e["status"] == "doubtful"]
    said = {f"{e['object']['type']} {e['object']['id']}": e["twins"][0] for e in doubtful}
    imports.decide(batch, said, actor=SYSTEM)
    storing.confirm(batch, actor=SYSTEM)
    return batch


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=" ".join)
def test_an_organisation_of_two_files_is_there_once(order: tuple[str, ...]) -> None:
    seen = {name: looked_at(name, text, network="Netz") for name, text in FILES.items()}
    for name in order:
        if name == "members.csv" and name != order[0]:
            confirmed(seen[name])
        else:
            storing.confirm(seen[name], actor=SYSTEM)
    names = sorted(Organisation.objects.values_list("folded_name", flat=True))
    assert names == ["politechnika wroclawska", "stadt musterau"]
    assert sorted(Measure.objects.values_list("title", "owner__folded_name")) == [
        ("Messe", "politechnika wroclawska"), ("Rundgang", "stadt musterau"), ("Tagung", "stadt musterau"),
    ]  # fmt: skip
    assert Membership.objects.count() == 2


def test_a_network_of_two_files_is_there_once() -> None:
    first, second = (looked_at(name, text, network="Netz") for name, text in (
        ("a.csv", MEMBERS), ("b.csv", MEMBERS.replace("Stadt Musterau", "Labor Ost").replace("Wrocław", "Opole")),
    ))  # fmt: skip
    storing.confirm(first, actor=SYSTEM)
    storing.confirm(second, actor=SYSTEM)
    assert Network.objects.count() == 1
