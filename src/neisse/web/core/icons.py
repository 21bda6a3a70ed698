"""The product's own icons: strokes on a 24 x 24 grid, drawn for one line of text (`data/icons.tsv`)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _strokes() -> dict[str, str]:
    table = files("neisse.web.core").joinpath("data/icons.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in table.splitlines())


def icon_names() -> list[str]:
    """Every icon there is."""
    return sorted(_strokes())


def icon_svg(name: str) -> str:
    """The icon as inline SVG, hidden from screen readers: the words beside it say what it means."""
    return (
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{_strokes()[name]}</svg>'
    )
