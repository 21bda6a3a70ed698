"""The pages that tell people how: which there are, of what each part of the product, and their text as HTML.

Texts lie in `help/<language>/<slug>.md`. A label of the interface is written `[[Import]]` there, by its English words,
and stands in the page as the reader sees it on the button.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import strip_tags
from django.utils.translation import gettext, override
from markdown_it import MarkdownIt

from neisse.web.core.bridge import words
from neisse.web.places import documents_folder

FOLDER = Path(__file__).parent / "help"
LABEL = re.compile(r"\[\[([^\]]+)\]\]")
# What is wider than a phone can be moved with the keyboard too.
WIDE = '<div class="scroll" tabindex="0">'
HEADING = re.compile(r"\A# (.+)\n")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s]+)\)")
# In the order in which one reads them.
SLUGS = (
    "first-steps", "who-sees-what", "directory", "import", "plans", "intake", "overlaps", "partners", "coordination",
    "events", "meetings", "delegations", "taking-out", "changes", "personal-data", "managers",
)  # fmt: skip
# The views that a page explains: the first that matches counts.
EXPLAINS: tuple[tuple[str, str], ...] = (
    ("first-steps", r"publish:|accounts:(setup|demo_as)|core:(help|language)"),
    ("personal-data", r"accounts:(?!users|user$|invite|tokens|setup|demo)|core:imprint|record:erase"),
    ("managers", r"core:(settings|test_mail|inbox|mails?|tasks|job|health)|accounts:(users|user|invite)|record:offices"),
    ("taking-out", r"accounts:tokens|core:download|api:"),
    ("changes", r"record:(history|restore|delete|removed)"),
    ("import", r"record:(import|calendar|announcement)"),
    ("intake", r"record:(intake|campaign)"),
    ("partners", r"intersect:(partners|answer|confirm|export_partners|fields|export_fields|partner|export_all)"),
    ("overlaps", r"intersect:"),
    ("coordination", r"agree:"),
    ("delegations", r"meet:delegation"),
    ("meetings", r"meet:(meeting|schedule|slots|remind|feedback|wish|request|participant|profile|absences|agenda|answer)"),
    ("events", r"meet:"),
    ("plans", r"record:(plans|timeline|month|measure|period|calendar)"),
    ("directory", r"record:|core:view_"),
)  # fmt: skip
# What only operators need stands in English, as it is written for them.
OPERATORS = (
    "how-to/install-on-a-server",
    "how-to/run-an-instance",
    "how-to/data-protection",
    "how-to/take-data-in",
    "reference/settings",
    "reference/command-line",
    "reference/file-formats",
    "reference/errors",
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: its title and its HTML in one language; `language` is that of the text."""

    slug: str
    title: str
    html: str
    language: str

    @property
    def words(self) -> str:
        """The folded words of the page, for search."""
        return " ".join(words(f"{self.title} {strip_tags(self.html)}"))


def slug_for(view: str) -> str:
    """The page that explains a view ("record:plans"); "" where the view has none."""
    return next((slug for slug, pattern in EXPLAINS if re.match(pattern, view)), "") if view else ""


@lru_cache(maxsize=256)
def page(slug: str, language: str) -> HelpPage | None:
    """A page for people in a language, else in English; None where there is no such page."""
    if slug not in SLUGS:
        return None
    found = [code for code in (language, "en") if (FOLDER / code / f"{slug}.md").is_file()]
    text = (FOLDER / found[0] / f"{slug}.md").read_text(encoding="utf-8")
    with override(found[0]):
        said = LABEL.sub(lambda m: f"**{gettext(m[1])}**", text)
    return _rendered(slug, said, found[0])


@lru_cache(maxsize=32)
def operators_page(slug: str) -> HelpPage | None:
    """A page for operators, in English; None where there is no such page."""
    place = next((place for place in OPERATORS if place.rpartition("/")[2] == slug), "")
    path = documents_folder() / f"{place}.md"
    return _rendered(slug, path.read_text(encoding="utf-8"), "en") if place and path.is_file() else None


def pages(language: str) -> list[HelpPage]:
    """All pages for people, in the order in which one reads them."""
    return [found for slug in SLUGS if (found := page(slug, language))]


def operators_pages() -> list[HelpPage]:
    """All pages for operators."""
    return [found for place in OPERATORS if (found := operators_page(place.rpartition("/")[2]))]


def search(query: str, language: str) -> Iterator[tuple[HelpPage, str]]:
    """Pages that hold every word of a query (beginnings count), titles first, with the sentence where one stands."""
    asked = words(query)
    known = [*pages(language), *operators_pages()]
    found = [one for one in known if asked and all(f" {word}" in f" {one.words}" for word in asked)]
    for one in sorted(found, key=lambda one: not set(asked) & set(words(one.title))):
        yield one, _sentence(one, asked)


def _sentence(found: HelpPage, asked: list[str]) -> str:
    """The line of a page that holds most of the words."""
    lines = [line.strip() for line in strip_tags(found.html).splitlines() if line.strip()]
    return max(
        lines, key=lambda line: sum(f" {word}" in f" {' '.join(words(line))}" for word in asked), default=""
    )


def _rendered(slug: str, text: str, language: str) -> HelpPage:
    """Markdown as HTML without the title; links to pages that the product has lead there, others are plain text."""
    title = HEADING.match(text)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = LINK.sub(
        lambda m: f"]({_target(Path(m[1].partition('#')[0]).stem)})", text[title.end() if title else 0 :]
    )
    html = reader.render(re.sub(r"\[([^\]]*)\]\(\)", r"\1", body))
    html = html.replace("<table>", f'{WIDE}<table class="table">').replace("</table>", "</table></div>")
    return HelpPage(slug, title[1] if title else slug, html.replace("<pre>", '<pre tabindex="0">'), language)


def _target(slug: str) -> str:
    if slug in SLUGS:
        return f"/help/{slug}/"
    is_known = any(place.rpartition("/")[2] == slug for place in OPERATORS)
    return f"/help/operators/{slug}/" if is_known else ""
