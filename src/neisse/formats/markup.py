"""Plain text out of HTML: blocks become lines, links stay, and `<anna@example.org>` or `p<0.05` is no HTML."""

from __future__ import annotations

import re
from html import unescape

import nh3

# Only elements of HTML are markup; what else stands between < and > is text: addresses, placeholders, comparisons.
_ELEMENTS = (
    "html|head|body|title|meta|link|style|script|base|div|span|p|br|hr|a|b|i|u|s|em|strong|small|sub|sup|font|center|big|tt|q|del|ins"
    "|mark|abbr|cite|code|pre|kbd|samp|var|blockquote|ul|ol|li|dl|dt|dd|h[1-6]|table|thead|tbody|tfoot|tr|td|th|caption|col"
    "|colgroup|img|picture|source|svg|math|path|iframe|object|embed|param|form|input|button|select|option|textarea|label|fieldset"
    "|legend|section|article|aside|header|footer|nav|main|figure|figcaption|details|summary|video|audio|track|canvas|noscript"
    "|template|slot|area|map|wbr|o:p|strike|marquee|frame|frameset|applet|layer|isindex|xml|xmp|plaintext|keygen|bgsound|dialog"
    "|address|time|data|ruby|rt|rp|bdi|bdo|dir|menu|nobr|use|animate|set|foreignobject|image"
)
MARKUP = re.compile(
    rf"</?(?:{_ELEMENTS})(?:[\s/][^<>]*)?>|<!--.*?-->|<![a-z][^<>]*>|<\?[a-z][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_LINES = re.compile(
    r"<(?:br|hr)\b[^<>]*>|</?(?:p|div|ul|ol|tr|table|h[1-6]|blockquote|section|article|dl|dt|dd|pre)\b[^<>]*>|<li\b[^<>]*>",
    re.IGNORECASE,
)
_CELLS = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_LINK = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*([\"'])(https?://[^\"'<>\s]+)\1[^<>]*>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE
)
_OTHER = re.compile(r"<(?!/?(?:" + _ELEMENTS + r")(?:[\s/][^<>]*)?>|!--|![a-z]|\?[a-z])", re.IGNORECASE)


def has_markup(text: str) -> bool:
    """Whether a text holds elements of HTML. Cost: linear."""
    return "<" in text and MARKUP.search(text) is not None


def without_markup(text: str) -> str:
    """The text of some HTML, none of its elements; nothing of it can be taken for an element afterwards."""
    while has_markup(text):
        text = _LINK.sub(_linked, text)
        text = _CELLS.sub(" \\g<0>", _LINES.sub("\n", text))
        text = _OTHER.sub("&lt;", text)
        text = unescape(nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _linked(found: re.Match[str]) -> str:
    """A link as its words and its address, where the words do not say it."""
    address, said = found[2], found[3]
    return said if unescape(address) in unescape(said) else f"{said} ({address})"
