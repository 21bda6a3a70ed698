"""Organisations that a text names: by legal form, by the word for an institution with a name, by what the directory knows.

Mentions of one are joined: with and without its legal form, under the short name that stands in brackets behind it, in Polish
cases. A word for an institution without a name of its own ("the university") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.event_words import kind_of_event
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.wording import pattern, word_set
from neisse.engine.text.fold import fold
from neisse.engine.text.resolver import Directory
from neisse.engine.text.towns import find_town

_LEGAL = re.compile(rf"(?<!\w){pattern('legal form')}(?![\w-])")
_HEAD = re.compile(pattern("organisation head"))
_STOP = word_set("organisation stop")
_WORD = re.compile(r"[^\W_]+(?:[-+&/.'’][^\W_]+|\+)*")
_SHORT = re.compile(r"\s*\(([A-ZÄÖÜŁŚŻŹĆ][\w+-]{1,11})\)")
_GROUP = re.compile(rf"\b{pattern('group')}(?=[\s,])")
_CAPITAL = r"[A-ZÄÖÜŁŚŻŹĆ][^\W_]*(?:[-&+.][^\W_]+)*"
# Two capitalised words at least, for in German every noun has a capital.
_RUN = re.compile(rf"\s+[„“\"]?(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{1,3}})")
_AND = re.compile(r"(?:\s*\([^)\n]{1,40}\))?\s+(?:und|and|i|oraz|sowie)\s")
# "Networks such as Digitale Lausitz or ...": what is an example of a group is one, in small letters too.
_LIKE = re.compile(
    r",?\s+(?:wie|etwa|darunter|such as|including|like|takie jak|takich jak|m\.\s?in\.)(?=[\s,])"
)
_EXAMPLE = re.compile(
    rf"\s+(?P<name>{_CAPITAL}(?:\s+[^\W\d_]{{3,}}){{1,2}}?)(?=\s*,|\s*\.|\s+(?:oder|und|or|and|lub|i|oraz)\s)"
)
_OR = re.compile(r"\s*,|\s+(?:oder|und|or|and|lub|i|oraz)(?=[\s,])")
_OFFICE = re.compile(rf"\b{pattern('office')}\s+$")
_JOINTS = frozenset("fur der des die of for und and i & am the dla zu zur im w".split())  # noqa: SIM905
_DATE_LIKE = re.compile(r"\d{1,2}|(?:19|20)\d\d")
MOST_WORDS, MOST_GAP, STEM = 8, 3, 5


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation: its fullest name, its mentions, its town where the name or the text beside it says one."""

    name: str
    mentions: tuple[Evidence, ...]
    town: str = ""
    known: str = ""
    confidence: float = 0.8


@dataclass(slots=True)
class _Group:
    name: str
    mentions: list[Evidence]
    known: str = ""


def find_organisations(document: Document, directory: Directory | None = None) -> list[Found]:
    """The organisations of a text in the order of their first mention. Cost: some look-ups a word."""
    groups: dict[str, _Group] = {}
    shorts: dict[str, str] = {}
    for start, end in sorted(_spans(document)):
        said = document.evidence(start, end)
        key = _key(said.said)
        short = _SHORT.match(document.text, end)
        if short and short[1].isupper():
            shorts[short[1]] = key
        group = groups.setdefault(key, _Group(said.said, []))
        group.mentions.append(said)
        group.name = max(group.name, said.said, key=lambda name: (_LEGAL.search(name) is not None, len(name)))
    _add_short(document, groups, shorts)
    _add_known(document, groups, directory)
    found = [
        Found(
            nominative(group.name),
            tuple(sorted(set(group.mentions))),
            _town(group.name),
            group.known,
            0.95 if group.known else 0.8,
        )
        for group in groups.values()
    ]
    return sorted(found, key=lambda one: one.mentions[0].start)


def _spans(document: Document) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for sentence in document.sentences:
        for span in (
            *_legal(document, sentence),
            *_headed(document, sentence),
            *_grouped(document, sentence),
        ):
            if not any(start < span[1] and span[0] < end for start, end in found[-12:]):
                found.append(span)
    return found


def _legal(document: Document, part: Stretch) -> Iterator[tuple[int, int]]:
    """A name in front of a legal form; a name in small letters is one word ("biosaxony e. V.")."""
    for form in _LEGAL.finditer(document.text, part.start, part.end):
        words = [
            word.span()
            for word in _WORD.finditer(document.text, max(part.start, form.start() - 90), form.start())
        ]
        first = len(words)
        edge = form.start()
        while first > 0 and len(words) - first < MOST_WORDS:
            start, end = words[first - 1]
            if document.text[end:edge].strip(' -&\n„“”"') or len(document.text[end:edge]) > MOST_GAP:
                break
            said = document.flat[start:end]
            small = document.text[start].islower()
            if (said in _STOP and not (said in {"fur", "of"} and _names(document, words, first - 2))) or (
                small and first < len(words) and said not in _JOINTS
            ):
                break
            if said.isdigit():
                break
            first, edge = first - 1, start
            if small and first == len(words) - 1:
                break
        while first < len(words) and document.flat[slice(*words[first])] in _JOINTS:
            first += 1
        if first < len(words) and not _LEGAL.search(document.text, words[first][0], form.start()):
            yield words[first][0], form.end()


def _names(document: Document, words: Sequence[tuple[int, int]], at: int) -> bool:
    return at >= 0 and document.text[words[at][0]].isupper() and document.flat[slice(*words[at])] not in _STOP


def _headed(document: Document, part: Stretch) -> Iterator[tuple[int, int]]:
    """A word for an institution with what names it: before ("Oder Valley Network") or behind ("Hochschule Oberlausitz")."""
    words = [word.span() for word in _WORD.finditer(document.text, part.start, part.end)]
    until = 0
    for at, (start, end) in enumerate(words):
        said = document.flat[start:end]
        head = said.split("-")[-1] if "-" in said else said
        if (
            at < until
            or not document.text[start].isupper()
            or not (_HEAD.fullmatch(said) or _HEAD.fullmatch(head))
        ):
            continue
        first, last = at, at
        while (
            first > max(until, at - 5)
            and _beside(document, words, first - 1)
            and _names(document, words, first - 1)
        ):
            first -= 1
        while last + 1 < len(words) and last - first < MOST_WORDS:
            step = _further(document, words, last)
            if not step:
                break
            last += step
        own = [
            n for n in range(first, last + 1) if n != at and document.flat[slice(*words[n])] not in _JOINTS
        ]
        if any(kind_of_event(document.flat[slice(*words[n])]) for n in own):
            continue  # "Roadshow Digital Hospital" takes place
        is_office = _OFFICE.search(document.flat, max(0, words[first][0] - 40), words[first][0])
        if is_office and first == at and last - first == 2:
            continue  # "Prezes Izby Tomasz Wilk" is a person
        is_english = at + 1 < len(words) and document.flat[slice(*words[at + 1])] in {"for", "of"}
        if own and not (first == at and _plural(said) and not is_english):
            yield words[first][0], words[last][1]
            until = last + 1


def _grouped(document: Document, part: Stretch) -> Iterator[tuple[int, int]]:
    """What stands behind a word for a group: "the network Smart Border", "die Netzwerke Silicon Elbe und Medical Harbour"."""
    for group in _GROUP.finditer(document.flat, part.start, part.end):
        at = group.end()
        if examples := _LIKE.match(document.flat, at):
            at = examples.end()
            while example := _EXAMPLE.match(document.text, at, part.end):
                yield example.span("name")
                if (more := _OR.match(document.flat, example.end())) is None:
                    break
                at = more.end()
            continue
        while found := _RUN.match(document.text, at, part.end):
            words = document.flat[slice(*found.span("name"))].split()
            if not _STOP.isdisjoint(words) or any(kind_of_event(word) for word in words):
                break
            yield found.span("name")
            if (more := _AND.match(document.flat, found.end())) is None:
                break
            at = more.end() - 1


def _plural(said: str) -> bool:
    return said in {
        "netzwerke",
        "kliniken",
        "hochschulen",
        "universitaten",
        "vereine",
        "institute",
        "stadte",
        "ministerien",
    }


def _beside(document: Document, words: Sequence[tuple[int, int]], at: int) -> bool:
    gap = document.text[words[at][1] : words[at + 1][0]]
    return not gap.strip(" -\n") and len(gap) <= MOST_GAP and "\n\n" not in gap


def _further(document: Document, words: Sequence[tuple[int, int]], last: int) -> int:
    """How many words further a name goes: a name, or a small word and a name."""
    if not _beside(document, words, last):
        return 0
    said = document.flat[slice(*words[last + 1])]
    if said in _JOINTS:
        follows = last + 2 < len(words) and _beside(document, words, last + 1)
        if not follows or (
            _HEAD.fullmatch(document.flat[slice(*words[last + 2])].rpartition("-")[2])
            and said in {"und", "and", "i"}
        ):
            return 0
        return 2 if said not in {"im", "w", "die", "the", "am"} and _names(document, words, last + 2) else 0
    return 1 if document.text[words[last + 1][0]].isupper() and said not in _STOP else 0


def _add_short(document: Document, groups: dict[str, _Group], shorts: dict[str, str]) -> None:
    """Later mentions by the short name in brackets, or by the one word that a name has besides its form."""
    for key, group in groups.items():
        bare = _LEGAL.sub("", group.name).strip(" ,&")
        if _LEGAL.search(group.name) and " " not in bare and len(bare) > 3:
            shorts.setdefault(bare, key)
    for short, key in shorts.items():
        group = groups[key]
        for found in re.finditer(rf"(?<![\w@./-]){re.escape(short)}(?![\w@]|\.\w)", document.text):
            if not any(
                one.start <= found.start() < one.end for other in groups.values() for one in other.mentions
            ):
                group.mentions.append(document.evidence(*found.span()))


def _add_known(document: Document, groups: dict[str, _Group], directory: Directory | None) -> None:
    if directory is None:
        return
    for mention in directory.resolve(document.text):
        over = [
            key
            for key, group in groups.items()
            if any(one.start < mention.end and mention.start < one.end for one in group.mentions)
        ]
        if over:
            whole = groups[over[0]]
            whole.known = whole.known or mention.organisation
            # "Stadt Görlitz, Amt für Wirtschaftsförderung" is one name in the directory: its parts are no others.
            for key in over[1:]:
                if all(mention.start <= one.start and one.end <= mention.end for one in groups[key].mentions):
                    whole.mentions += groups.pop(key).mentions
        else:
            said = document.evidence(mention.start, mention.end)
            group = groups.setdefault(
                f"known {mention.organisation}", _Group(said.said, [], mention.organisation)
            )
            group.mentions.append(said)


def _key(name: str) -> str:
    """What the mentions of one organisation have in common: the beginnings of its words, without its legal form."""
    said = fold(_LEGAL.sub(" ", name))
    return " ".join(
        word[:STEM]
        for word in re.findall(r"[^\W_]+", said)
        if word not in _JOINTS and not _DATE_LIKE.fullmatch(word)
    )


def _town(name: str) -> str:
    for word in reversed(_WORD.findall(name)):
        town = find_town(word) if word[0].isupper() and len(word) > 3 else None
        if town is not None and town.population >= 50_000 and fold(town.name) == fold(word):
            return town.name
    return ""


_HEADS = (
    ("politechni", "Politechnika", "f"), ("uniwersyte", "Uniwersytet", "m"), ("akademi", "Akademia", "f"),
    ("instytu", "Instytut", "m"),
    ("fundacj", "Fundacja", "f"), ("stowarzysze", "Stowarzyszenie", "n"), ("izb", "Izba", "f"), ("agencj", "Agencja", "f"),
    ("klast", "Klaster", "m"), ("zwiaz", "Związek", "m"), ("ministerstw", "Ministerstwo", "n"), ("szpital", "Szpital", "m"),
)  # fmt: skip
_CASE = re.compile(r"(?P<stem>\w+[sc]k)(?:iego|iemu|im|iej|ego|emu|ym|ą|ej|a|i|ie)$")
_ENDS = {"f": "a", "m": "i", "n": "ie"}


def nominative(name: str) -> str:
    """A Polish name in its first case: "Politechniką Opolską" is Politechnika Opolska; others as they are."""
    said = name.split(" ")
    for stem, head, gender in _HEADS:
        if fold(said[0]).startswith(stem) and said[0][0].isupper():
            said[0] = head
            if len(said) > 1 and (found := _CASE.fullmatch(said[1])):
                said[1] = found["stem"] + _ENDS[gender]
            break
    return " ".join(said)
