"""Requests of the same two people are one meeting, whoever asked first and however often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from neisse.engine.meet.instance import Instance, Request
from neisse.engine.values import NeisseError, say

KINDS = ("fixed", "session", "interpreter")


def joined(instance: Instance) -> Instance:
    """The event with one request for each pair of people; the first of a pair keeps its id, the others stand in `also`.

    The weight is what each side gives it at most, both added; `must`, `after`, `fixed`, `session`, `interpreter` of
    any of them count. `numbering` remembers the requests as they were. Errors: `meet.mutual` where requests of a pair
    contradict each other. O(M).
    """
    pairs: dict[frozenset[str], list[Request]] = {}
    for request in instance.requests:
        pairs.setdefault(frozenset((request.a, request.b)), []).append(request)
    if len(pairs) == len(instance.requests):
        return instance
    main = {r.id: group[0].id for group in pairs.values() for r in group}
    session = {slot.id: slot.session for slot in instance.slots}
    requests = tuple(_one(group, main, session) for group in pairs.values())
    order = instance.numbering.requests or tuple(r.id for r in instance.requests)
    numbering = replace(instance.numbering, requests=order)
    return replace(instance, requests=requests, numbering=numbering)


def _one(group: Sequence[Request], main: dict[str, str], session: dict[str, str]) -> Request:
    first = group[0]
    if len(group) == 1:
        return replace(first, after=_main(first.after, main))
    said = {kind: _said(kind, group) for kind in KINDS}
    if said["fixed"] and said["session"] and session.get(said["fixed"]) != said["session"]:
        _refuse(
            group,
            say(
                "they are fixed to slot %(slot)s, outside the session %(session)s",
                slot=said["fixed"],
                session=said["session"],
            ),
        )
    after = _main((e for r in group for e in r.after), main)
    if first.id in after:
        _refuse(group, say("they are one meeting, and one of them has to come after the other"))
    sides = ([r.weight for r in group if r.a == person] for person in (first.a, first.b))
    return replace(
        first,
        **said,
        weight=sum(max(side, default=0) for side in sides),
        must=any(r.must for r in group),
        after=after,
        also=tuple(r.id for r in group[1:]),
    )


def _main(ids: Iterable[str], main: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(main[e] for e in ids))


def _said(kind: str, group: Sequence[Request]) -> str:
    """What the requests say of a slot, a session or an interpreter; all that say something agree."""
    values = {value: r.id for r in reversed(group) if (value := getattr(r, kind))}
    if len(values) > 1:
        _refuse(
            group,
            say(
                "they are one meeting with different values of %(kind)s: %(all)s",
                kind=kind,
                all=", ".join(sorted(values)),
            ),
        )
    return next(iter(values), "")


def _refuse(group: Sequence[Request], text: str) -> None:
    ids = ", ".join(r.id for r in group)
    subject = f"requests {ids}"
    raise NeisseError(
        "meet.mutual",
        subject,
        say("requests %(ids)s: %(what)s", ids=ids, what=text),
        "let them say the same, or remove one",
    )
