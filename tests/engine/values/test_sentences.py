"""Sentences with holes: what each kind of value says in each language, and that packing keeps every one of them."""

from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values.sentence import Sentence, in_language, packed, say, unpacked, values_of

WORDS = {
    "%(n)s rows": "%(n)s Zeilen", "row": "Zeile", "blind": "blind (de)", "public": "öffentlich",
    "a plan": "ein Plan", "see %(what)s": "siehe %(what)s",
}  # fmt: skip


def german(text: str) -> str:
    return WORDS.get(text, text)


@pytest.mark.parametrize(
    ("sentence", "english", "in_german"),
    [
        (say("%(n)s rows", n=9_999), "9999 rows", "9999 Zeilen"),
        (say("%(n)s rows", n=10_000), "10,000 rows", "10.000 Zeilen"),
        (say("%(n)s rows", n=-10_000), "-10,000 rows", "-10.000 Zeilen"),
        (say("%(n)s rows", n=10_000.5), "10000.5 rows", "10000.5 Zeilen"),
        (say("%(n)s rows", n="row"), "row rows", "row Zeilen"),
        (say("on %(day)s", day=date(2026, 3, 9)), "on 2026-03-09", "on 09.03.2026"),
        (say("%(kind)s", kind="public / blind"), "public / blind", "öffentlich / blind (de)"),
        (say("see %(what)s", what=say("a plan")), "see a plan", "siehe ein Plan"),
        (say("see %(what)s", what=["a plan", say("a plan"), 3]), "see a plan; a plan; 3", "siehe a plan; ein Plan; 3"),
        (say("see %(what)s", what=None), "see None", "siehe None"),
        (say("see %(what)s", what=say("%(n)s rows", n=12_345)), "see 12,345 rows", "siehe 12.345 Zeilen"),
        (say("100 % sure"), "100 % sure", "100 % sure"),
        (say(""), "", ""),
    ],
)  # fmt: skip
def test_values_are_spoken_in_a_language(sentence: Sentence, english: str, in_german: str) -> None:
    assert sentence == english
    assert in_language(sentence, str, "en") == english
    assert in_language(sentence, german, "de") == in_german


def test_groups_of_thousands_and_days_of_other_languages() -> None:
    assert in_language(say("%(n)s", n=1_234_567), str, "pl") == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
    assert in_language(say("%(n)s", n=1_234_567), str, "cs") == "1,234,567"
    day = say("%(day)s", day=date(2026, 12, 1))
    assert [in_language(day, str, code) for code in ("en", "de", "pl", "cs")] == [
        "2026-12-01",
        "01.12.2026",
        "01.12.2026",
        "2026-12-01",
    ]


def test_a_plain_text_is_its_own_template() -> None:
    assert in_language("row", german, "de") == "Zeile"
    assert in_language("", lambda _text: "never asked", "de") == ""


def test_what_stands_in_the_holes_as_json() -> None:
    told = say(
        "%(a)s %(b)s %(c)s %(d)s %(e)s", a="x", b=2, c=1.5, d=date(2026, 3, 9), e=say("%(n)s rows", n=1)
    )
    found = values_of("plain", told, say("%(f)s", f=True))
    assert found == {"a": "x", "b": 2, "c": 1.5, "d": "2026-03-09", "e": "1 rows", "f": "True"}
    assert type(found["e"]) is str
    assert values_of() == {}


def test_what_is_missing_in_a_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("%(a)s", b=1)
    for said in (None, 3, ["only"], ["a", []], [1, {}], {"a": 1}):
        with pytest.raises(ValueError, match="no sentence"):
            unpacked(said)


words = st.sampled_from(["", "row", "öffentlich", "a / b"])
plain = words | st.integers(-(10**6), 10**6) | st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.booleans()
value = st.deferred(lambda: plain | st.lists(words | sentence, max_size=3) | sentence)
sentence = st.deferred(
    lambda: st.dictionaries(st.sampled_from(["kind", "n", "what"]), value, max_size=3).map(
        lambda data: say(" ".join(f"%({name})s" for name in data) or "plain", **data)
    )
)  # fmt: skip


@given(sentence)
def test_packing_keeps_template_values_and_text(told: Sentence) -> None:
    again: Any = unpacked(json.loads(json.dumps(packed(told))))
    assert (again, again.template, again.data) == (told, told.template, told.data)
    assert [type(v) for v in again.data.values()] == [type(v) for v in told.data.values()]
    assert in_language(again, german, "de") == in_language(told, german, "de")


def test_packed_values_say_what_they_are() -> None:
    told = say("%(a)s %(b)s %(c)s", a=date(2026, 3, 9), b=["x", say("row")], c=say("%(n)s rows", n=1))
    assert packed(told) == [
        "%(a)s %(b)s %(c)s",
        {"a": {"day": "2026-03-09"}, "b": {"all": ["x", ["row", {}]]}, "c": ["%(n)s rows", {"n": 1}]},
    ]
    assert packed("row") == "row"
    assert unpacked("row") == "row"


def test_a_copy_of_a_sentence_is_the_sentence() -> None:
    told = say("%(n)s rows on %(day)s", n=12_345, day=date(2026, 3, 9))
    again = pickle.loads(pickle.dumps(told))  # noqa: S301 - our own
    assert (again, again.template, again.data) == (told, told.template, told.data)
