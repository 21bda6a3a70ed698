"""Every reason that the engine can give has a sentence in three languages; the codes are read from the engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from neisse.engine import intersect
from neisse.engine.intersect.verdict.reasons import SENTENCES as GROUPS
from neisse.web.intersect.wording import SENTENCES, sentence

CODE = re.compile(r"[a-z]+\.[a-z_]+")
PLACE = re.compile(r"%\((\w+)\)s")
FAMILIES = {*GROUPS, "change", "partner", "relay"}


def codes_of_the_engine() -> Iterator[str]:
    """The codes among the texts of the engine's modules, errors left out."""
    for path in sorted(Path(str(intersect.__file__)).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        errors = {
            id(node.args[0])
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "NeisseError"
        }
        for node in ast.walk(tree):
            value = node.value if isinstance(node, ast.Constant) and id(node) not in errors else None
            if isinstance(value, str) and CODE.fullmatch(value):
                yield value


def test_the_engine_and_the_pages_know_the_same_reasons() -> None:
    codes = set(codes_of_the_engine())
    assert {code.split(".")[0] for code in codes} == FAMILIES
    assert codes == set(SENTENCES)


@pytest.mark.parametrize("language", ["de", "pl"])
def test_every_sentence_is_translated_with_its_places(language: str) -> None:
    for code, pattern in SENTENCES.items():
        with translation.override("en"):
            english = str(pattern)
        with translation.override(language):
            said = str(pattern)
        assert said != english or not re.search("[a-z]{3}", PLACE.sub("", english)), (code, language)
        assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(english)), (code, language)


def test_a_code_of_a_later_engine_keeps_its_english() -> None:
    assert sentence({"code": "moon.full", "text": "both at full moon"}) == "both at full moon"


@pytest.mark.parametrize(("language", "shown"), [("de", "67\u202f%"), ("pl", "67%"), ("en", "67%")])
def test_shares_are_written_as_the_language_does(language: str, shown: str) -> None:
    with translation.override(language):
        alike = sentence({"code": "title.alike", "text": "", "data": {"alike_percent": 67.0}})
        weak = sentence({"code": "partner.weak", "text": "", "data": {"score": 0.67}})
    assert shown in alike
    assert shown in weak


def test_a_time_of_several_days_is_told_from_the_first_to_the_last() -> None:
    with translation.override("en"):
        said = sentence(
            {"code": "time.same", "text": "", "data": {"a": "2027-04-20", "a_last": "2027-04-21"}}
        )
        kept_before = sentence({"code": "time.same", "text": "", "data": {"a": "2027-04-20"}})
    assert "20–21 Apr 2027" in said
    assert "20 Apr 2027" in kept_before
