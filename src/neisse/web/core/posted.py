"""What was sent without a form of the product: the buttons that were pressed, and texts of one field.

Forms check their own texts. Everything else is read here and nowhere else, so that no sign comes in that a database
refuses, or that makes one line look like two; `tests/web/test_posted.py` holds the views to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest

from neisse.engine.values import NeisseError, say
from neisse.web.core.lines import foreign_sign, one_line, said_of

LONGEST_WORD = 300


def word(request: HttpRequest, name: str, most: int = LONGEST_WORD) -> str:
    """What a button or a choice said, to be compared with what is known: one line, other signs left out."""
    return one_line(request.POST.get(name, "")[:most])


def words(request: HttpRequest, name: str) -> list[str]:
    """All that was said under a name, line by line."""
    return [one_line(part) for value in request.POST.getlist(name) for part in value.splitlines()]


def line(request: HttpRequest, name: str, most: int = LONGEST_WORD) -> str:
    """A line that is kept: refused with `input.sign` where it holds what no line may hold, cut at `most` letters."""
    text = request.POST.get(name, "").strip()[:most]
    if sign := foreign_sign(text):
        said = say("%(sign)s cannot stand in one line of text.", sign=said_of(sign))
        raise NeisseError("input.sign", name, said, say("take the sign out, and send it again"))
    return text


def everything(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """All fields as they were sent, to show them once more; never to be kept."""
    for name, values in request.POST.lists():
        yield from ((name, str(value)) for value in values)
