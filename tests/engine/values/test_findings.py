"""Remarks as values: what is kept of one comes back whole, also from a release that kept less."""

from __future__ import annotations

from datetime import date

from neisse.engine.values import Finding, Severity, finding_of_json, say
from neisse.engine.values.sentence import Sentence


def test_a_finding_says_all_of_itself_and_comes_back() -> None:
    text = say("%(n)s rows on %(day)s", n=12_345, day=date(2026, 3, 9))
    found = Finding("a.b", "file", text, say("see %(what)s", what="x"), Severity.NOTE, 3, "city")
    kept = found.as_json()
    assert kept == {
        "code": "a.b",
        "subject": "file",
        "row": 3,
        "column": "city",
        "data": {"n": 12_345, "day": "2026-03-09", "what": "x"},
        "text": "12,345 rows on 2026-03-09",
        "hint": "see x",
        "severity": "note",
        "says": ["%(n)s rows on %(day)s", {"n": 12_345, "day": {"day": "2026-03-09"}}],
        "helps": ["see %(what)s", {"what": "x"}],
    }
    assert type(kept["text"]) is type(kept["hint"]) is str
    again = finding_of_json(kept)
    assert again == found
    assert isinstance(again.text, Sentence)
    assert again.data == found.data


def test_what_an_older_release_kept_is_read_with_what_it_lacks() -> None:
    assert finding_of_json({"code": "a.b"}) == Finding("a.b", "", "", "", Severity.ERROR, 0, "")
    old = {"code": "a.b", "text": "said", "hint": "do it", "severity": "warning"}
    assert finding_of_json(old) == Finding("a.b", "", "said", "do it", Severity.WARNING, 0, "")
