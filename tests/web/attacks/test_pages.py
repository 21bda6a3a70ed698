"""Every form of the product, sent as it is taken, by everybody; then with the numbers and secrets of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from tests.web.attacks.answers import BY_LINK, KEEP_NOTHING, MAY, NEVER, given, known, may
from tests.web.attacks.harvest import Target, send, taken, targets
from tests.web.attacks.mixed import foreign_event, foreign_secret, hidden, owners
from tests.web.attacks.rights import ABOUT, rights_of, rows_there
from tests.web.attacks.snapshot import Rows, rows, undone
from tests.web.attacks.world import SIGNED_IN, World
from tests.web.walks.parameters import views

from neisse.web.core.views import errors
from neisse.web.record.bridge import KINDS

MOST_ROWS = 3
OF_PARTS = ("room", "quota", "question", "interpreters", "table", "idea", "member", "stop", "visit")
ROLES = (*SIGNED_IN, "public")
HOLDERS = r"meet:(profile|absences|wish|request|participant|agenda|answer|feedback_give|mine)"
MEETINGS = r"meet:(meeting|schedule|slots|remind|feedback$)"
REGISTRATIONS = r"meet:(regist|part|change|check|offer|mails|delegation|person|letter)"
# The product in parts that are walked one by one; together they are all of it.
PARTS = {
    "record": r"record:(?!import|intake|campaign|calendar|duplicate|distin|merge)",
    "ways": r"record:(import|intake|campaign|calendar|duplicate|distin|merge)",
    "rest": r"(core|accounts|intersect|publish):",
    "agree": r"agree:",
    "holders": HOLDERS,
    "meetings": MEETINGS,
    "registrations": rf"(?!{HOLDERS}){REGISTRATIONS}",
    "events": rf"(?!{HOLDERS})(?!{MEETINGS})(?!{REGISTRATIONS})meet:",
}


@dataclass
class Walk:
    """Who walks, what was there, and what came out."""

    world: World
    clients: dict[str, Any]
    before: Rows
    faults: list[str] = field(default_factory=list)
    works: set[str] = field(default_factory=set)
    reached: set[tuple[str, str]] = field(default_factory=set)
    rights: dict[str, Any] = field(default_factory=dict)


def starts(world: World, who: str, part: re.Pattern[str]) -> list[str]:
    """Where somebody begins to look: every address without a number, with all slugs, or with the own secret."""
    secret = {"secret": world.secrets[who]} if who in world.secrets else {}
    found = [] if secret else ["/records/duplicates/?state=distinct", "/records/duplicates/?state=merged"]
    for name, _view, parts in views():
        if not part.match(name) or "pk" in parts or bool(secret) != ("secret" in parts):
            continue
        for kind in of_kinds(name, parts):
            of = kind if kind in world.slugs else name.partition(":")[2].removesuffix("_edit")
            home = "event" if name.startswith("meet:") else "organisation"
            home = "delegation" if "delegation" in name else home
            for slug in world.slugs.get(of, world.slugs[home]) if "slug" in parts else [""]:
                values = {**secret, "slug": slug, "kind": kind}
                if set(parts) <= values.keys():
                    found += address(name, {part: values[part] for part in parts})
    return list(dict.fromkeys(found))


def of_kinds(name: str, parts: list[str]) -> Any:
    """What may stand for a kind in an address."""
    return [""] if "kind" not in parts else KINDS if name.startswith("record:") else OF_PARTS


def address(name: str, values: dict[str, Any]) -> list[str]:
    try:
        return [reverse(name, kwargs=values)]
    except NoReverseMatch:
        return []


def found_by(walk: Walk, part: re.Pattern[str]) -> list[list[Target]]:
    """Every form once for each button: the same of up to three rows, as those saw it who may send it."""
    found: dict[Any, list[Target]] = {}
    for who in ("owner", "manager", "first", "intake", "letter", "seat"):
        for target in targets(walk.clients[who], who, starts(walk.world, who, part), part):
            found.setdefault((target.said, tuple(sorted(dict(target.body)))), []).append(target)
    also = [[target] for target in given(walk.world) if part.match(target.name)]
    return [*(same[:MOST_ROWS] for same in found.values()), *also]


def first_taken(walk: Walk, same: list[Target]) -> tuple[Target, list[str]]:
    """The first that changes something: which row comes first on a page is not in our hand."""
    for found in same:
        target, models = taken(walk.clients[found.seen_by], found, walk.before)
        if models:
            return target, models
    return same[0], []


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is told by its status; the page around it is not what is walked here."""
    monkeypatch.setattr(errors, "plain", lambda request, status: HttpResponse(status=status))


@pytest.mark.one_database("who may write is decided in Python; test_api attacks on both databases")
@pytest.mark.usefixtures("frames", "plain_refusals")
@pytest.mark.parametrize("part", PARTS)
def test_nobody_writes_what_they_may_not(part: str, world: World, client_of: Any) -> None:
    """0 rows changed, whoever sends what; and what is sent does change something where it may."""
    pattern = re.compile(PARTS[part])
    clients = {who: client_of(world.people.get(who)) for who in (*ROLES, "first", "intake", "letter", "seat")}
    walk = Walk(world, clients, rows())
    walk.rights = {who: rights_of(world.people[who]) for who in ROLES}
    events, people = owners()
    for same in found_by(walk, pattern):
        target, models = first_taken(walk, same)
        walk.works |= {target.name.partition(" ")[0]} if models else set()
        walk.faults += [f"{target.name} has no answer in the table"] * (target.name.split()[0] not in known())
        walk.faults += foreign_event(world, clients["stranger"], target, walk.before, events)
        walk.faults += foreign_secret(world, clients["public"], target, walk.before, people)
        walk.faults += twice(clients[target.seen_by], target, walk.before) if models and target.form else []
        if target.name not in {*BY_LINK, *KEEP_NOTHING}:
            walk.faults += attacks(walk, target, has_effect=bool(models))
            walk.faults += hidden(clients, target, walk.before, may(target))
    assert "\n".join(walk.faults) == ""
    ours = {name for name in known() - KEEP_NOTHING.keys() if pattern.match(name)}
    assert ours - walk.works == set(), "nothing that was sent to these addresses was taken"
    assert [one for one in unused(walk.reached) if pattern.match(one[0])] == []


def attacks(walk: Walk, target: Target, *, has_effect: bool) -> Iterator[str]:
    """What each role gets done that they may not, and what they gain by what they may."""
    allowed = may(target) if has_effect else set()
    for who in ROLES:
        person, gained = walk.world.people[who], set()
        with undone(walk.before) as attempt:
            send(walk.clients[who], target)
            if who in allowed and attempt.tables & ABOUT:
                gained = rights_of(person, rows_there(walk.before)) - walk.rights[who]
        walk.reached |= {(target.name.partition(" ")[0], who)} if attempt.touched else set()
        if attempt.touched and who not in allowed:
            yield f"{who} writes {attempt.models} at {target.said} {target.path}"
        if gained := {right for right in gained if right[1]}:
            yield f"{who} gains {gained} at {target.said}"


def twice(client: Any, target: Target, before: Rows) -> Iterator[str]:
    """What a form makes a second time, when it is sent twice; lines of a history tell of a write, and are not made."""
    with undone(before) as attempt:
        send(client, target)
        attempt.compare(before)
        first = Counter(label for label, _key in attempt.new)
        send(client, target)
    more = Counter(label for label, _key in attempt.new) - first
    if more := sorted(label for label in more if ".Historical" not in label):
        yield f"{target.said} sent twice makes {more} twice"


def unused(reached: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Rights in the table that nobody used: either the table allows too much, or the walk does too little."""
    for roles, names in MAY.items():
        for name in names.split():
            for who in roles:
                if (name.partition("+")[0], who) not in reached and (name, who) not in NEVER:
                    yield name, who


def test_every_address_has_an_answer(client_of: Any, world: World) -> None:
    """What is not in the table of writes keeps nothing of a POST, even from a manager; the table names no other."""
    client, before, faults = client_of(world.people["manager"]), rows(), []
    values = {"slug": "owner", "pk": 1, "number": 1, "version": 1, "kept": "owner", "gone": "twin", "role": "guest",
              "kind": "organisation", "secret": world.secrets["first"],
              "entry": "organisation", "digest": "x", "accent": "ffffff", "sign": "planted"}  # fmt: skip
    for name, view, parts in views():
        is_ours = str(getattr(view, "__module__", "")).startswith("neisse.") and not name.startswith("api:")
        for path in address(name, {part: values[part] for part in parts}) if is_ours else ():
            with undone(before) as attempt:
                client.post(path, {})
            if name not in known() and attempt.touched:
                faults.append(f"{name} {attempt.models}")
    assert faults == []
    assert {name for name in known() if not name.startswith("account")} <= {name for name, _v, _p in views()}
