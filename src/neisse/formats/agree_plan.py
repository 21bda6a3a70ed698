"""The plan file: what `neisse agree plan` writes, `check` and `why` read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from neisse.engine.agree.alternatives import differing
from neisse.engine.agree.changes import Change, Forced
from neisse.engine.agree.check import Claim
from neisse.engine.agree.left import left_over
from neisse.engine.agree.plan import Held, Plan, Settled
from neisse.engine.agree.round import Choice, Table
from neisse.engine.agree.sentences import lines_of
from neisse.engine.agree.worth import POINT
from neisse.engine.values import NeisseError, say


def plan_document(
    table: Table,
    plan: Plan,
    seconds: float,
    forced: Sequence[Forced] = (),
    lacking: Sequence[Change] = (),
    others: Sequence[Plan] = (),
) -> dict[str, Any]:
    """The JSON document of a plan; values are those of the round, days until the last one; seconds are rounded up.

    `forced`: why plans gave way; `lacking`: with what a round that has no plan would have one; `others`: plans that
    are nearly as good.
    """
    held = bool(plan.settled) or not table.groups
    return {
        "round": plan.round,
        "status": plan.status.value,
        "value": plan.value / POINT if held else None,
        "bound": plan.bound / POINT if held else None,
        "gap": round(plan.gap, 6) if held else None,
        "seconds": ceil(seconds),
        "groups": _groups(table, plan),
        "unused": left_over(table, plan.settled) if held else [],
        "forced": [forced_object(table, plan, f) for f in forced],
        "reasons": [change_object(c) for c in lacking],
        "alternatives": [_alternative(table, plan, other) for other in others],
    }


def _alternative(table: Table, plan: Plan, other: Plan) -> dict[str, Any]:
    """Another plan, as `check` takes it, with the groups in which it differs from the best."""
    return {
        "value": other.value / POINT,
        "differs": differing(plan, other),
        "groups": _groups(table, other),
    }


def forced_object(table: Table, plan: Plan, forced: Forced) -> dict[str, Any]:
    """Why one plan gave way: a code, the changes with their values, and the sentences in English."""
    lines = lines_of(forced, *named(table, plan, forced))
    return {
        "measure": forced.measure,
        "group": forced.group,
        "code": forced.code,
        "proven": forced.proven,
        "changes": [change_object(c) for c in forced.changes],
        "lines": [str(line) for line in lines],
    }


def named(table: Table, plan: Plan, forced: Forced) -> tuple[str, str]:
    """The title of what gave way, and the option that its group is settled by."""
    title = next((m.title for m in table.round.measures if m.id == forced.measure), forced.measure)
    return title, next((s.option for s in plan.settled if s.group == forced.group), "")


def change_object(change: Change) -> dict[str, Any]:
    """A change: `cents` of a budget or `days` of a team, what is short and what helps as English sentences."""
    amount: dict[str, Any] = {"cents": change.amount} if change.kind == "budget" else {}
    amount |= {"days": change.amount / POINT} if change.kind == "team" else {}
    where = {k: v for k, v in (("id", change.id), ("when", change.when)) if v}
    return {"kind": change.kind} | where | amount | {"short": str(change.short), "remedy": str(change.remedy)}


def _groups(table: Table, plan: Plan) -> list[dict[str, Any]]:
    """What became of each group; a plan settles them in the order of the table, or none."""
    return [_group(choices, s) for choices, s in zip(table.choices, plan.settled, strict=False)]


def _group(choices: Sequence[Choice], settled: Settled) -> dict[str, Any]:
    choice = next(c for c in choices if c.option.id == settled.option)
    acts = [{"measures": list(a.measures)} | _days(a) for a in settled.acts]
    return {
        "group": settled.group,
        "option": settled.option,
        "kind": str(choice.option.kind),
        "acts": acts,
        "lost": list(choice.lost),
        "value": settled.value / POINT,
        "cents": choice.cents,
    }


def _days(act: Held) -> dict[str, str | None]:
    if act.start is None:
        return {"starts": None, "ends": None}
    return {"starts": act.start.isoformat(), "ends": (act.start + timedelta(days=act.days - 1)).isoformat()}


def parse_claim(document: Any, name: str) -> Claim:
    """What a plan file claims. Errors: `agree.plan` for what is no plan."""
    if not isinstance(document, dict) or not isinstance(document.get("groups"), list):
        raise _error(name, say("the file has no list of groups"))
    value = document.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise _error(name, say("value is %(value)s, which is no number", value=f"{value!r}"[:80]))
    groups = tuple(_claimed(row, name) for row in document["groups"])
    return Claim(groups, None if value is None else round(value * POINT))


def _claimed(row: Any, name: str) -> Settled:
    try:
        acts = tuple(
            Held(tuple(map(str, act["measures"])), _day(act["starts"]), _length(act)) for act in row["acts"]
        )
        return Settled(str(row["group"]), str(row["option"]), acts, 0)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise _error(name, say("%(row)s is no group of a plan", row=f"{row!r}"[:80])) from None


def _day(said: Any) -> date | None:
    return None if said is None else date.fromisoformat(said)


def _length(act: dict[str, Any]) -> int:
    first, last = _day(act["starts"]), _day(act["ends"])
    return 1 if first is None or last is None else (last - first).days + 1


def _error(subject: str, text: str) -> NeisseError:
    return NeisseError("agree.plan", subject, text, say("write it with neisse agree plan --json"))
