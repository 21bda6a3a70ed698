"""PDFs: badges, name lists and briefing books, set by typst from plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import segno


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document `typst/<template>.typ` with `data`; texts are data there, never markup."""
    import typst

    source = files("neisse.web.meet").joinpath(f"typst/{template}.typ").read_bytes()
    written = json.dumps(data, ensure_ascii=False)
    return bytes(typst.compile(source, sys_inputs={"data": written}))


def qr_svg(text: str) -> str:
    """A QR code as SVG that stays readable when a tenth of it is scratched."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=1, scale=4))
