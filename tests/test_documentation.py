"""Documents are compared with the code: commands, options, error codes, versions, figures, links."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
import typer

import neisse
from neisse.cli.root import app

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import docs as reference  # noqa: E402 - a tool beside the package

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
LANGUAGES_OF_GLOSSARY = 4


def command_lines() -> list[tuple[str, str]]:
    return [
        (str(page.relative_to(ROOT)), line.removeprefix("$ ").strip())
        for page in PAGES
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.removeprefix("$ ").strip().startswith(("make ", "neisse "))
    ]


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == neisse.__version__


def test_the_readme_names_the_two_commands() -> None:
    lines = [shlex.split(line, comments=True) for page, line in command_lines() if page == "README.md"]
    assert [line for line in lines if line[0] == "make"] == [["make", "run"], ["make", "test"]]


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    written = (reference.REFERENCE / name).read_text(encoding="utf-8")
    assert written == reference.PAGES[name](), f"docs/reference/{name} is old: run `make docs`"


def test_every_make_target_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {shlex.split(line, comments=True)[1] for _, line in command_lines() if line.startswith("make ")}
    assert named - targets == set()


def test_every_command_line_in_a_document_can_be_parsed() -> None:
    root = typer.main.get_group(app)
    wrong = {}
    for page, line in command_lines():
        if line.startswith("neisse "):
            words = shlex.split(line.split("|")[0].split(">")[0], comments=True)[1:]
            if problem := unknown(root, words):
                wrong[f"{page}: {line}"] = problem
    assert wrong == {}


def unknown(group: object, words: list[str]) -> str:
    """What a command line names that does not exist: a command or an option."""
    command = group
    while words and hasattr(command, "list_commands") and not words[0].startswith("-"):
        found = command.get_command(None, words[0])
        if found is None:
            return words[0]
        command, words = found, words[1:]
    options = {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
    return next((w for w in words if w.startswith("--") and w.split("=")[0] not in options), "")


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_glossary_has_every_term_in_three_languages() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]
    assert len(rows) > 20
    assert [row for row in rows if len(row) != LANGUAGES_OF_GLOSSARY or not all(row)] == []


def test_every_setting_of_the_environment_is_documented() -> None:
    used = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\"(NEISSE_[A-Z_]+|DATABASE_URL)\"", path.read_text(encoding="utf-8"))
    }
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert {name for name in used if f"`{name}`" not in page} == set()


def test_a_figure_in_a_stage_page_names_its_command() -> None:
    for page in (ROOT / "docs" / "stages").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert "bench/" in text or "make bench" in text, f"{page.name} names no command for its figures"


def test_no_dependency_forbids_our_licence() -> None:
    refused = {
        name: licence
        for name, licence in reference.licences().items()
        if reference.FORBIDDEN.search(licence) and not reference.ALLOWED.search(licence)
    }
    assert refused == {}
    unknown_licences = {
        n: text for n, text in reference.licences().items() if not reference.ALLOWED.search(text)
    }
    assert unknown_licences == {}


def test_decisions_are_short_and_numbered() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    assert [p.name for p in pages if len(p.read_text(encoding="utf-8").splitlines()) > 40] == []
