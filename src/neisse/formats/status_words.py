"""What a title says beside the title: that the thing is cancelled, or put off."""

from __future__ import annotations

import re

_WORDS = {
    "cancelled": r"abgesagt|fällt aus|entfällt|storniert|cancell?ed|called off|odwołan[eayo]|anulowan[eayo]|zrušeno|absage",
    "postponed": r"verschoben|verlegt|postponed|rescheduled|przełożon[eayo]|przeniesion[eayo]|przesunięt[eayo]|odroczon[eayo]",
}
_SIGNS = r"[\s:!|/*–—-]"
_MARK = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
# A mark stands in front with a sign behind it, or in brackets, or at the end behind a sign: in a sentence it is a word.
_FRONT = re.compile(rf"^\W*(?:{_MARK})\W*?(?:[\])}}]|[:!|/*–—-])(?:{_SIGNS})*", re.IGNORECASE)
_BEHIND = re.compile(
    rf"\s*(?:[\[({{*|/–—!-]+\s*)(?:wird |leider |jest |is )?(?:{_MARK})\b[^\w]*$", re.IGNORECASE
)
_SHOUTED = re.compile(rf"^(?:{_MARK})\s+", re.IGNORECASE)


def status_of(title: str) -> tuple[str, str]:
    """(`cancelled`, `postponed` or "", the title without the mark). Cost: linear in the title."""
    for form in (_FRONT, _BEHIND, _SHOUTED):
        found = form.search(title[:500])
        if found is None or (form is _SHOUTED and not found[0].isupper()):
            continue
        rest = f"{title[: found.start()]} {title[found.end() :]}".strip()
        status = next(name for name in _WORDS if found[name])
        return (status, rest) if rest else (status, title)
    return "", title
