"""Logo and colour of a network: what is taken, and what is readable."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 200_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG_SPACE = "{http://www.w3.org/2000/svg}"
DRAWN = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "title",
        "desc", "lineargradient", "radialgradient", "stop", "clippath", "mask", "symbol", "use", "style",
    }
)  # fmt: skip

ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|data:|//", re.IGNORECASE)
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True, slots=True)
class Logo:
    """What is kept of a picture: SVG as text or PNG in base64, and a short sign of its content."""

    text: str
    digest: str


def read_logo(data: bytes) -> Logo | None:
    """A picture that may stand on every page; None for what is too large, or no PNG, or no SVG that only draws.

    Scripts, references to elsewhere and what is no drawing are refused, not taken out: a picture that was changed
    in silence would be somebody else's.
    """
    if len(data) > MOST_BYTES:
        return None
    digest = hashlib.sha256(data).hexdigest()[:16]
    if data.startswith(PNG):
        return Logo(base64.b64encode(data).decode("ascii"), digest)
    try:
        root = fromstring(data)
        text = data.decode("utf-8-sig")
    except (ParseError, DefusedXmlException, UnicodeDecodeError, ValueError):
        return None
    return (
        Logo(text, digest) if root.tag == f"{SVG_SPACE}svg" and all(map(_only_draws, root.iter())) else None
    )


def _only_draws(element: object) -> bool:
    tag, attributes = str(getattr(element, "tag", "")), dict(getattr(element, "attrib", {}))
    name = tag.removeprefix(SVG_SPACE).lower()
    if tag.startswith("{") and not tag.startswith(SVG_SPACE):
        return True  # what drawing programs note for themselves is never drawn
    if name not in DRAWN or ELSEWHERE.search(str(getattr(element, "text", "") or "")):
        return False
    for attribute, value in attributes.items():
        local = attribute.rpartition("}")[2].lower()
        if local.startswith("on") or (local == "href" and not value.startswith("#")):
            return False
        if local != "href" and not attribute.startswith("{") and local != "xmlns" and ELSEWHERE.search(value):
            return False
    return True


def sent(text: str) -> tuple[bytes, str]:
    """The bytes and the type of a kept picture."""
    if text.lstrip().startswith("<"):
        return text.encode(), "image/svg+xml"
    return base64.b64decode(text), "image/png"


def contrast(one: str, other: str) -> float:
    """The ratio of luminances of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(ground: str, colour: str) -> str:
    """The colour, mixed with white or black until text in it is read on the ground."""
    towards = "#ffffff" if _luminance(ground) < 0.2 else "#000000"
    for step in range(21):
        mixed = _mixed(colour, towards, step / 20)
        if contrast(mixed, ground) >= LEAST_CONTRAST:
            return mixed
    return towards


def _mixed(one: str, other: str, share: float) -> str:
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
