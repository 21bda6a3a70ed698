"""What somebody says once for a whole file: whose it is, who may see it, what its people agreed to.

A file comes first: an answer fills only what a record leaves open, and only where the record is new (what an answer
filled is told apart, so that a stored record keeps what it has).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from neisse.engine.record.keys import derived_id
from neisse.engine.text.fold import fold, words
from neisse.engine.values import (
    LANGUAGES,
    Certainty,
    Finding,
    MeasureKind,
    NeisseError,
    Severity,
    Visibility,
    say,
)
from neisse.formats.kind_words import kind_in_title
from neisse.formats.owners import asked
from neisse.formats.spoken_values import CERTAINTIES, KINDS, LANGUAGE_NAMES, ORGANISATION_KINDS, VISIBILITIES

Object = dict[str, Any]
CIRCLE, BLIND = str(Visibility.CIRCLE), str(Visibility.BLIND)
# What each kind of record takes of the answers: its field -> the answer.
TAKES = {
    "measure": {"owner": "owner", "visibility": "visibility", "certainty": "certainty", "kind": "kind", "language": "language"},
    "organisation": {"visibility": "visibility", "kind": "kind"},
    "membership": {"network": "network"},
    "section": {"network": "network"},
    "document": {"language": "language"},
    "person": {"consent": "consent"},
}  # fmt: skip

# What an id without a column of its own comes from, among others, that an answer may fill.
NAMED_BY = {"measure": "owner", "membership": "network"}


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers for one file; an import is for the circle until somebody says otherwise.

    `owner` and `network` are ids or names; `kind` is a kind of measures or of organisations; `consent` is
    `{purpose, given_on, until, by}`.
    """

    owner: str = ""
    network: str = ""
    visibility: str = CIRCLE
    certainty: str = ""
    kind: str = ""
    language: str = ""
    consent: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def answers_of(said: Mapping[str, Any]) -> Answers:
    """The answers that somebody typed, in the words of three languages; `import.answer` for a word that is none."""
    known = {f.name for f in fields(Answers)}
    given = {name: value for name, value in said.items() if name in known and value}
    for name, (members, spoken) in _WORDS.items():
        if name in given:
            given[name] = _member(name, str(given[name]), members, spoken)
    return Answers(**given)


_WORDS: dict[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "visibility": (tuple(map(str, Visibility)), VISIBILITIES),
    "certainty": (tuple(map(str, Certainty)), CERTAINTIES),
    "language": (LANGUAGES, LANGUAGE_NAMES),
    "kind": (
        (*map(str, MeasureKind), *dict.fromkeys(ORGANISATION_KINDS.values())),
        {**ORGANISATION_KINDS, **KINDS},
    ),
}


def is_kind_within(said: str) -> bool:
    """Whether a word names a kind of measures or of organisations, not of records."""
    members, spoken = _WORDS["kind"]
    return said in members or fold(said) in spoken


def _member(name: str, said: str, members: Sequence[str], spoken: Mapping[str, str]) -> str:
    found = said if said in members else spoken.get(fold(said), spoken.get(" ".join(words(said)), ""))
    if not found:
        text = say("“%(said)s” is no %(name)s", said=said, name=name)
        raise NeisseError(
            "import.answer", name, text, say("one of %(all)s", all=", ".join(dict.fromkeys(members)))
        )
    return found


@dataclass(frozen=True, slots=True)
class Answered:
    """Objects with the answers filled in, for each the fields that an answer filled, and what is still open."""

    objects: tuple[Object, ...]
    filled: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]


def answered(
    name: str,
    records: Sequence[tuple[int, Object, Mapping[str, str]]],
    answers: Answers,
    known: Callable[[str], str | None] = lambda _said: None,
) -> Answered:
    """Fill what the records of a file leave open; `records` are (row, object, hints).

    A hint ("the calendar calls itself ...", a person as owner) counts where `known` finds the organisation that it
    names; else the answer does, and without one the file is asked about (`import.owner`). Contact data of people
    without a consent are left out (`person.consent`).
    """
    if answers.owner:
        answers = replace(answers, owner=known(answers.owner) or answers.owner)
    filled: list[tuple[Object, tuple[str, ...]]] = []
    findings: list[Finding] = []
    proposals: dict[str, None] = {}
    without = 0
    for row, found, hints in records:
        now, by_answer = _filled(found, hints, answers, known)
        if now["type"] == "measure" and not now.get("owner"):
            without += 1
            proposals |= dict.fromkeys(filter(None, [hints.get("owner", "")]))
        findings += _without_consent(row, now)
        filled.append((now, by_answer))
    findings += asked(name, without, list(proposals))
    return Answered(tuple(now for now, _ in filled), tuple(by for _, by in filled), tuple(findings))


def _filled(
    found: Object, hints: Mapping[str, str], answers: Answers, known: Callable[[str], str | None]
) -> tuple[Object, tuple[str, ...]]:
    kind, now, by_answer = str(found["type"]), dict(found), []
    is_derived = kind in NAMED_BY and found["id"] == derived_id(kind, _naming(found))
    if not now.get("owner") and (owner := known(hints["owner"]) if hints.get("owner") else ""):
        now["owner"] = owner
        by_answer.append("owner")
    for name, value in _fitting(kind, answers):
        if name in hints and hints[name] == "refused":
            continue
        # What a person says of the file counts more than what a title lets one guess.
        is_guess = name == "kind" and now.get(name) == kind_in_title(str(now.get("title") or ""))
        if not now.get(name) or is_guess:
            now[name] = value
            by_answer.append(name)
    if is_derived and NAMED_BY[kind] in by_answer:
        now["id"] = derived_id(kind, _naming(now))
    return now, tuple(by_answer)


def _naming(found: Object) -> Object:
    """What an id comes from; a membership of a list goes by who is a member of what."""
    if found["type"] == "membership":
        return {name: found.get(name) for name in ("network", "organisation")}
    return found


def _fitting(kind: str, answers: Answers) -> Iterator[tuple[str, Any]]:
    """The answers that a kind of record takes: only measures are blind, and each has kinds of its own."""
    for name, answer in TAKES.get(kind, {}).items():
        value = getattr(answers, answer)
        if name == "visibility" and kind == "organisation" and value == BLIND:
            value = CIRCLE
        if name == "kind" and (value in set(MeasureKind)) != (kind == "measure"):
            continue
        if value:
            yield name, {k: v for k, v in value.items() if v} if isinstance(value, Mapping) else value


def _without_consent(row: int, found: Object) -> Iterator[Finding]:
    contact = [name for name in ("email", "phone") if found.get(name)]
    if found["type"] != "person" or not contact or found.get("consent"):
        return
    for name in contact:
        del found[name]
    text = say("contact data without a consent are left out")
    hint = say("name the consent: purpose and day")
    yield Finding("person.consent", str(found["id"]), text, hint, Severity.WARNING, row, "consent")
