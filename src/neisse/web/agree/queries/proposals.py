"""Proposals as one reader sees them: in words, with the titles of the plans that are open to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import NeisseError, say
from neisse.web.agree import bridge
from neisse.web.agree.models import Group, Proposal, Round
from neisse.web.agree.models.proposals import HUNDREDTHS
from neisse.web.agree.queries.plans import measures_seen
from neisse.web.core.said import said
from neisse.web.record.models import Measure

CLOSED = _("a plan that is not open to you")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with its effect in words; `is_locked` and `is_forbidden` by what was asked."""

    option: str
    label: str
    points: float
    cents: int
    is_chosen: bool
    is_locked: bool
    is_forbidden: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a proposal says of one group. `why`: for each plan that gave way its sentences."""

    number: int
    group: int
    members: list[tuple[str, Measure | None]]
    label: str
    points: float
    acts: list[tuple[str, str | None, str | None]]
    options: list[Choice]
    why: list[list[str]] = field(default_factory=list)
    is_changed: bool = False


def proposals_of(round_: Round) -> QuerySet[Proposal]:
    """The proposals of a round, the newest first."""
    return Proposal.objects.filter(round=round_).select_related("created_by")


def label_of(option: Mapping[str, Any], members: list[int], titles: Mapping[int, str]) -> str:
    """An option in words."""
    kind, host = option["kind"], option["host"]
    named = {"host": titles.get(host, "") if host else ""}
    if kind == "keep":
        return str(_("as planned"))
    if kind == "merge":
        return str(_("together, hosted by “%(host)s”") % named)
    if kind == "colocate":
        return str(_("at one place and at one time"))
    if kind == "shift":
        moved = next((pk for pk in members if pk != host), None)
        return str(
            _("“%(moved)s” moves away from “%(host)s”") % (named | {"moved": titles.get(moved or 0, "")})
        )
    if host:
        return str(_("only “%(host)s”") % named)
    return str(_("does not take place") if len(members) == 1 else _("none of them takes place"))


def others_of(proposal: Proposal) -> list[tuple[float, tuple[int, ...]]]:
    """Other plans that are nearly as good: what they are worth, and in which groups they differ."""
    found = ((o["value"] / HUNDREDTHS, tuple(o["differs"])) for o in proposal.document.get("others", ()))
    return list(dict.fromkeys(found))  # those that differ only inside the same groups read alike


def must_have(proposal: Proposal, group: int, option: str, *, do: str) -> None:
    """Refuse what names no option of a group of this proposal: `round.option`."""
    numbers = set(Group.objects.filter(round=proposal.round_id, pk=group).values_list("number", flat=True))
    known = [o["option"] for g in proposal.groups if g["number"] in numbers for o in g["options"]]
    if not numbers or (do != "free" and option not in known):
        text = say("this group or this option is not there any more")
        raise NeisseError("round.option", str(proposal), text, say("look at the newest proposal"))


def changed(changes: Mapping[str, Any], do: str, group: str, option: str) -> dict[str, Any]:
    """What was asked with one thing more: an option fixed (`lock`), ruled out (`forbid`), or the group left free."""
    locks = {k: v for k, v in changes.get("locks", {}).items() if k != group or do == "forbid"}
    forbid = {k: list(v) for k, v in changes.get("forbid", {}).items() if k != group or do != "free"}
    if do == "lock":
        locks[group] = option
        forbid[group] = [o for o in forbid.get(group, ()) if o != option]
    elif do == "forbid":
        forbid[group] = sorted({*forbid.get(group, ()), option})
        if locks.get(group) == option:
            del locks[group]
    found = {"locks": locks, "forbid": {k: v for k, v in forbid.items() if v}}
    return {**changes, **found}


def titles_of(user: Any, proposal: Proposal) -> tuple[dict[int, str], dict[int, Measure]]:
    """The titles of all plans of a proposal as a reader may know them, and the plans that are open to them."""
    pks = [pk for group in proposal.groups for pk in group["measures"]]
    seen = measures_seen(user, pks)
    return {pk: str(seen.get(pk, CLOSED)) for pk in pks}, seen


def shown(user: Any, proposal: Proposal) -> list[Shown]:
    """What a proposal says of each group: those of several plans and those that change something first."""
    titles, seen = titles_of(user, proposal)
    known = dict(Group.objects.filter(round=proposal.round_id).values_list("number", "pk"))
    forced: dict[int, list[Any]] = {}
    for found in proposal.document.get("forced", ()):
        forced.setdefault(found["group"], []).append(found)
    rows = [
        _shown(proposal, group, known.get(group["number"], 0), titles, seen, forced.get(group["number"], ()))
        for group in proposal.groups
    ]
    return sorted(rows, key=lambda row: (len(row.members) < 2, not row.is_changed, row.number))


def _shown(
    proposal: Proposal, group: Mapping[str, Any], pk: int, titles: Mapping[int, str],
    seen: Mapping[int, Measure], forced: Iterable[Mapping[str, Any]],
) -> Shown:  # fmt: skip
    members = group["measures"]
    label = label_of(group, members, titles)
    locks, forbid = proposal.changes.get("locks", {}), proposal.changes.get("forbid", {})
    options = [
        Choice(
            o["option"],
            label_of(o, members, titles),
            o["value"] / HUNDREDTHS,
            o["cents"],
            is_chosen=o["option"] == group["option"],
            is_locked=locks.get(str(pk)) == o["option"],
            is_forbidden=o["option"] in forbid.get(str(pk), ()),
        )
        for o in group["options"]
    ]
    is_changed = group["kind"] != "keep"
    # What stays as planned has its own words for its time: a day that was chosen inside a quarter is no promise.
    acts = [
        (" + ".join(titles[m] for m in act["measures"]), act["starts"], act["ends"])
        for act in group["acts"]
        if is_changed
    ]
    why = [
        [said(line) for line in bridge.explained(found, titles.get(found["measure"], str(CLOSED)), label)]
        for found in forced
    ]
    return Shown(
        group["number"], pk, [(titles[m], seen.get(m)) for m in members], label, group["value"] / HUNDREDTHS,
        acts, options, why, is_changed=is_changed,
    )  # fmt: skip
