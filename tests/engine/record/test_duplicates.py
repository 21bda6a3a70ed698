"""Duplicate organisations: names in three languages, acronyms, legal forms, slips; vetoes; laws."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from neisse.engine.record.duplicates import conflicts, duplicate_groups, find_duplicates
from neisse.engine.record.duplicates.addresses import institution_parts, towns_of
from neisse.engine.record.duplicates.comparisons import COMPARISONS
from neisse.engine.record.duplicates.frequencies import known_words
from neisse.engine.record.duplicates.groups import group
from neisse.engine.record.duplicates.linkage import default_weights
from neisse.engine.record.duplicates.signatures import domain_of, signature
from neisse.engine.record.duplicates.words import canonical_words, without_legal_form
from neisse.engine.values import Organisation, Place, Texts
from neisse.formats.fields import Fields
from neisse.formats.organisations import read_organisation

EXAMPLE = Path(__file__).parents[3] / "examples/saxony-silesia"


def organisation(key: str, name: str, city: str = "", country: str = "", **more: object) -> Organisation:
    return Organisation(key, name, place=Place(city, country), **more)  # type: ignore[arg-type]


DIRECTORY = [
    organisation(
        "uwr", "University of Wrocław", "Wrocław", "PL",
        names=Texts(de="Universität Breslau", pl="Uniwersytet Wrocławski"),
    ),
    organisation("uwr2", "Uniwersytet Wroclawski", "Breslau", "PL"),
    organisation("pwr", "Politechnika Wrocławska", "Wrocław", "PL"),
    organisation("ukl", "Universitätsklinikum Leipzig AöR", "Leipzig", "DE"),
    organisation("uni", "Universität Leipzig", "Leipzig", "DE"),
    organisation("xot", "XotonicsMED GmbH", "Treuen", "DE", url="https://www.xotonics.example/de"),
    organisation("xot2", "Xotonics-MED", "Treuen", "DE", url="http://xotonics.example"),
    organisation("port", "Łukasiewicz – PORT", "Wrocław", "PL", aliases=("Polski Ośrodek Rozwoju Technologii",)),
    organisation("port2", "Polski Osrodek Rozwoju Technologi", "Wrocław", "PL"),
    organisation("bio", "BioInnovationsZentrum Dresden", "Dresden", "DE"),
]  # fmt: skip


def pairs(organisations: list[Organisation]) -> set[tuple[str, str]]:
    return {(d.a, d.b) for d in find_duplicates(organisations)}


def test_the_same_organisation_under_other_names_is_found_and_others_are_not() -> None:
    found = pairs(DIRECTORY)
    assert {("uwr", "uwr2"), ("xot", "xot2"), ("port", "port2")} <= found
    assert not {("pwr", "uwr"), ("uni", "uwr"), ("bio", "uni")} & found


def test_reasons_say_what_counted_and_how_much() -> None:
    (found,) = [d for d in find_duplicates(DIRECTORY) if d.a == "xot"]
    weights = {reason.code: reason.weight for reason in found.reasons}
    assert weights["domain.same"] > 0
    assert weights["town.same"] > 0
    assert 0.5 <= found.score <= 1
    assert [abs(r.weight) for r in found.reasons] == sorted(
        (abs(r.weight) for r in found.reasons), reverse=True
    )


def test_the_order_of_the_records_changes_nothing() -> None:
    first = find_duplicates(DIRECTORY)
    assert find_duplicates(DIRECTORY[::-1]) == first
    assert all(d.a < d.b for d in first)


def test_identifiers_that_conflict_veto_and_equal_ones_decide() -> None:
    twins = [organisation(key, "Sensor GmbH", "Leipzig", "DE") for key in "ab"]
    vetoed = [
        organisation(key, "Sensor GmbH", "Leipzig", "DE", nip=nip) for key, nip in (("a", "1"), ("b", "2"))
    ]
    named = [
        organisation(key, name, "Leipzig", "DE", lei="X1")
        for key, name in (("a", "Sensor GmbH"), ("b", "Messtechnik AG"))
    ]
    assert pairs(twins) == {("a", "b")}
    assert pairs(vetoed) == set()
    assert pairs(named) == {("a", "b")}


def test_nothing_and_one_alone() -> None:
    assert find_duplicates([]) == []
    assert find_duplicates(DIRECTORY[:1]) == []
    assert duplicate_groups(DIRECTORY[:1]) == []


def test_address_lines_are_grouped_by_their_institution() -> None:
    lines = [
        "Department of Computer Science, University of Twente, Enschede, The Netherlands",
        "Univ. of Twente, Enschede, The Netherlands; E-mail: {a,b}@utwente.nl",
        "University of Twente",
        "Technical University of Crete, Chania, Greece",
        "Technical Univ. of Crete",
    ]
    groups = duplicate_groups([Organisation(str(n), line) for n, line in enumerate(lines)])
    assert {frozenset(found) for found in groups} == {frozenset("012"), frozenset("34")}


def test_chains_alone_join_nobody() -> None:
    chain = {(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9}
    nobody = [frozenset[str]()] * 4
    assert max(len(found.members) for found in group(nobody, chain, 0.4)) == 2
    whole = dict.fromkeys(combinations(range(4), 2), 0.9)
    (found,) = group(nobody, whole, 0.4)
    assert found.members == (0, 1, 2, 3)
    assert found.joined == pytest.approx(whole)
    assert group(nobody, {}, 0.4) == []


def test_a_veto_keeps_two_out_of_every_group() -> None:
    identifiers = [frozenset({"krs:1"}), frozenset(), frozenset({"krs:2"})]
    found = group(identifiers, {(0, 1): 0.95, (1, 2): 0.9}, 0.4)
    assert [one.members for one in found] == [(0, 1)]
    named = [
        organisation(k, "Sensor GmbH", "Leipzig", "DE", krs=krs)
        for k, krs in zip("abc", ("1", "", "2"), strict=True)
    ]
    assert len(pairs(named)) == 1
    assert conflicts(named[0], named[2])
    assert not conflicts(named[0], named[1])


def test_pairs_are_those_of_the_groups() -> None:
    groups = duplicate_groups(DIRECTORY)
    assert pairs(DIRECTORY) == {tuple(sorted(pair)) for found in groups for pair in combinations(found, 2)}
    assert duplicate_groups(DIRECTORY, least=1.1) == []


def test_a_small_directory_has_no_false_alarm_and_its_planted_copies_are_found() -> None:
    """Word frequencies of 210 records say little; the ones that are shipped say the rest."""
    directory = [
        read_organisation(Fields(0, json.loads(line)))
        for name in ("organisations", "members")
        for line in (EXAMPLE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(directory) == 210
    assert pairs(directory) == set()
    assert pairs(directory[:66]) == set()
    doubled = [*directory, *(misspelt(o) for o in directory[::7])]
    assert pairs(doubled) == {tuple(sorted((o.id, f"{o.id}-2"))) for o in directory[::7]}


def misspelt(original: Organisation) -> Organisation:
    """A second record: the main name without its second-last letter."""
    return Organisation(f"{original.id}-2", original.name[:-2] + original.name[-1], place=original.place)


def test_two_known_words_are_never_slips_of_each_other() -> None:
    ministries = [
        organisation(w, f"Ministerium für {w}", "Dresden", "DE") for w in ("Wirtschaft", "Wissenschaft")
    ]
    assert pairs(ministries) == set()
    assert {"business", "science"} <= known_words().keys()


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Sensor GmbH & Co. KG", "sensor"), ("biosaxony e. V.", "biosaxony"), ("Medica sp. z o.o.", "medica"),
        ("Polfa S.A.", "polfa"), ("Acme, Inc.", "acme,"), ("Skoda a.s.", "skoda"), ("Sagittarius", "sagittarius"),
    ],
)  # fmt: skip
def test_legal_forms_are_no_part_of_a_name(name: str, bare: str) -> None:
    assert without_legal_form(name) == bare


def test_institution_words_are_one_in_every_language() -> None:
    polish, german = "Uniwersytet Medyczny we Wrocławiu", "Medizinische Universität Breslau"
    assert set(canonical_words(polish)) == set(canonical_words(german))
    assert canonical_words("C.N.R.") == ["cnr"]


def test_addresses_are_taken_apart_and_plain_names_are_not() -> None:
    assert institution_parts("Dept. of Physics, University of Twente, Enschede, The Netherlands") == [
        "University of Twente"
    ]
    assert institution_parts("Ministerium für Wirtschaft, Arbeit und Verkehr") == [
        "Ministerium für Wirtschaft, Arbeit und Verkehr"
    ]
    assert towns_of(["University of Twente, Enschede"]).keys() != set()


def test_signatures_hold_acronyms_domains_and_identifiers() -> None:
    found = signature(
        organisation(
            "a", "National University of Singapore (NUS)", url="https://www.nus.example:443/x", ror="r"
        )
    )
    assert found.short == {"nus"}
    assert "nus" in found.initials
    assert (found.domain, found.identifiers) == ("nus.example", {"ror:r"})
    assert domain_of("https://www.facebook.com/nus") == ""


@pytest.mark.parametrize(("form", "plain"), [("directory", False), ("directory", True), ("addresses", False)])
def test_the_shipped_weights_know_every_level(form: str, plain: bool) -> None:
    weights = default_weights(form).of(plain)
    assert plain is (weights is not default_weights(form))
    for comparison in COMPARISONS:
        assert set(weights.levels[comparison.name]) == {level.key for level in comparison.levels}
        assert all(0 < p <= 1 for pair in weights.levels[comparison.name].values() for p in pair)
    assert weights.bits("town", "same") > weights.bits("town", "else")
    assert weights.bits("identifier", "same") > 10
