"""What follows from duplicates: the same for command and page, after a change as after all, and for no eyes too many."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from typer.testing import CliRunner

from neisse.cli.intersect import app
from neisse.web.core.actors import SYSTEM
from neisse.web.intersect import bridge, queries
from neisse.web.intersect.actions import overlaps
from neisse.web.intersect.bridge import Found
from neisse.web.intersect.models import Overlap
from neisse.web.places import example_folder
from neisse.web.record.actions import store
from neisse.web.record.models import Measure, Organisation

Row = tuple[str, str, str, float]
PLANS = "abcdefg"
READERS = ("manager", "circle", "owner", "stranger", "guest", "public")
OF_CIRCLE = ("manager", "circle")
VERDICTS = ("duplicate", "duplicate", "parallel", "synergy")


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (example_folder() / name).read_text("utf-8").splitlines()]


def told(objects: list[dict[str, Any]]) -> list[Row]:
    return sorted((*sorted((o["a"], o["b"])), o["verdict"], round(o["score"], 4)) for o in objects)


def test_command_and_page_give_the_same_overlaps_with_what_follows(people: Any, client_of: Any) -> None:
    plans = [plan | {"visibility": "circle", "partners": []} for plan in lines("measures.jsonl")]
    owners = {plan["owner"] for plan in plans}
    store("organisation", [{"id": key, "name": key, "kind": "other"} for key in sorted(owners)], actor=SYSTEM)
    store("measure", plans, actor=SYSTEM)
    overlaps.refresh()
    command = CliRunner().invoke(app, ["overlaps", "--json"])
    assert command.exit_code == 0, command.output
    of_command = told([json.loads(line) for line in command.stdout.splitlines()])
    client = client_of(people["manager"])
    export = client.get(reverse("intersect:export", args=["overlaps"]), {"format": "jsonl", "state": "all"})
    of_page = told([json.loads(line) for line in b"".join(export).decode().splitlines()])
    assert of_page == of_command
    assert any(pair.through_id for pair in Overlap.objects.all()), "nothing follows: nothing is tested"
    page = client.get(reverse("intersect:overlaps"), {"state": "all"})
    assert page.context["page"].paginator.count == len(of_command)


@pytest.fixture
def plans(measure: Callable[..., Any], people: dict[str, Any]) -> dict[str, Measure]:
    """Plans by name, most of nobody in particular, one of `owner`; each says its own name in its title."""
    mine = Organisation.objects.get(key="owner")
    return {
        name: measure(mine if name == "a" else None, id=f"plan-{name}", title=f"Titel{name.upper()}x")
        for name in PLANS
    }


def drawn(chance: Random, plans: dict[str, Measure], share: float = 0.5) -> list[Found]:
    """Overlaps of pairs by chance, as if they had been found by comparing."""
    return [
        Found(*sorted((a.pk, b.pk)), chance.choice(VERDICTS), round(chance.uniform(0.6, 1), 3), [])
        for a, b in combinations(plans.values(), 2)
        if chance.random() < share
    ]


def shown_to_whom(chance: Random, plans: dict[str, Measure]) -> dict[int, str]:
    seen = {p.pk: chance.choice(("public", "public", "circle", "circle", "blind")) for p in plans.values()}
    for pk, visibility in seen.items():
        Measure.objects.filter(pk=pk).update(visibility=visibility)
    return seen


def kept(direct: list[Found], seen: dict[int, str]) -> None:
    """Overlaps with what follows from them as the only ones there are."""
    overlaps.keep_overlaps([*direct, *bridge.what_follows(direct, seen)], Overlap.objects.all())


def seen_by(user: Any) -> list[tuple[Any, ...]]:
    pairs = queries.listed_overlaps(user or AnonymousUser())
    return sorted((p.a_id, p.b_id, p.verdict, p.score, json.dumps(bridge.why(p))) for p in pairs)


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_shows_through_an_overlap_to_whom_it_is_closed(
    plans: dict[str, Measure], people: dict[str, Any], client_of: Any, seed: int
) -> None:
    """What a reader is shown is the same as if the plans that are closed to them were not there at all."""
    chance = Random(seed)
    seen, direct = shown_to_whom(chance, plans), drawn(chance, plans)
    for reader in READERS:
        user = people[reader]
        kept(direct, seen)
        whole = seen_by(user)
        levels = ("public", "circle") if reader in OF_CIRCLE else ("public",)
        closed = {
            name: plan
            for name, plan in plans.items()
            if seen[plan.pk] not in levels and not (reader == "owner" and name == "a")
        }
        page = client_of(user).get(reverse("intersect:overlaps"), {"state": "all"}).content.decode()
        assert not [name for name in closed if f"Titel{name.upper()}x" in page]
        hidden = {plan.pk for plan in closed.values()}
        kept([pair for pair in direct if not {pair.a, pair.b} & hidden], seen)
        without = seen_by(user)
        assert set(whole) <= set(without) if reader == "owner" else whole == without


@pytest.mark.parametrize("seed", range(8))
def test_predicate_and_filter_agree_on_what_follows(
    plans: dict[str, Measure], people: dict[str, Any], seed: int
) -> None:
    chance = Random(seed)
    seen = shown_to_whom(chance, plans)
    kept(drawn(chance, plans), seen)
    for reader in READERS:
        user = people[reader] or AnonymousUser()
        listed = set(queries.visible_overlaps(user).values_list("pk", flat=True))
        assert listed == {p.pk for p in Overlap.objects.all() if user.has_perm("intersect.view_overlap", p)}


@pytest.mark.parametrize("seed", range(8))
def test_after_a_change_it_is_as_if_all_were_computed_again(
    plans: dict[str, Measure], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Random(seed)
    seen = shown_to_whom(chance, plans)
    direct = drawn(chance, plans)
    kept(direct, seen)
    monkeypatch.setattr(bridge, "encode_missing", lambda *_: None)
    for name in chance.sample(PLANS, 4):
        pk = plans[name].pk
        again = [pair for pair in drawn(chance, plans) if pk in {pair.a, pair.b}]
        direct = [pair for pair in direct if pk not in {pair.a, pair.b}] + again
        seen[pk] = chance.choice(("public", "circle", "blind"))
        Measure.objects.filter(pk=pk).update(visibility=seen[pk])
        monkeypatch.setattr(bridge, "overlaps_of", lambda _pks, found=again: found)
        assert overlaps.recompute([pk])
        columns = ("a", "b", "verdict", "score", "through")
        changed = set(Overlap.objects.filter(stale=False).values_list(*columns))
        kept(direct, seen)
        assert changed == set(Overlap.objects.filter(stale=False).values_list(*columns))


def test_a_title_is_told_as_it_is_now_and_a_plan_between_takes_its_overlaps_along(
    plans: dict[str, Measure], people: dict[str, Any], client_of: Any
) -> None:
    a, b, c = (plans[name].pk for name in "abc")
    direct = [Found(a, b, "duplicate", 0.9, []), Found(b, c, "parallel", 0.9, [])]
    kept(direct, {plan.pk: "public" for plan in plans.values()})
    Measure.objects.filter(pk=b).update(title="Neuer Name")
    pair = Overlap.objects.get(a=a, b=c)
    page = client_of(people["circle"]).get(reverse("intersect:overlap", args=[pair.pk])).content.decode()
    assert "Neuer Name" in page
    assert pair.reasons == []
    Measure.objects.get(pk=b).delete()
    assert not Overlap.objects.exists()
