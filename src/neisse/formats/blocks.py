"""Texts of BEGIN and END (iCalendar, vCard) taken apart line by line, in one pass, whatever is not closed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

DEEPEST = 8


@dataclass(slots=True)
class Blocks:
    """What a text holds: its blocks by name as (number among those of that name, text), and what is wrong with it.

    `head` are the lines outside of all blocks, `unclosed` the blocks that another one, or the end, cuts off.
    """

    found: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    begun: Counter[str] = field(default_factory=Counter)
    unclosed: Counter[str] = field(default_factory=Counter)
    head: list[str] = field(default_factory=list)
    is_cut_off: bool = False


def blocks_of(text: str, around: str = "") -> Blocks:
    """The outermost blocks of a text; one named `around` is not a block, its content is. Cost: linear.

    A block inside a block of its own name ends the outer one: nothing nests in itself in these formats.
    """
    taken = Blocks()
    name, depth, lines = "", 0, [""]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        mark, _, said = line.partition(":")
        verb = mark.upper() if len(mark) < 6 else ""
        what = said.strip().upper()
        if verb == "BEGIN" and (not name or what in {name, around}):
            if name:
                taken.unclosed[name] += 1
            if name := "" if what == around else what:
                taken.begun[name] += 1
                depth, lines = 0, [line]
        elif name:
            depth += (verb == "BEGIN") - (verb == "END")
            lines.append(line)
            if depth < 0:
                _close(taken, name, what, lines)
                name = ""
            elif depth > DEEPEST:
                taken.unclosed[name] += 1
                name = ""
        elif verb != "END":
            taken.head.append(line)
    if name:
        taken.is_cut_off = True
    return taken


def _close(taken: Blocks, name: str, what: str, lines: list[str]) -> None:
    if what == name:
        taken.found.setdefault(name, []).append((taken.begun[name], "\n".join(lines) + "\n"))
    else:
        taken.unclosed[name] += 1
