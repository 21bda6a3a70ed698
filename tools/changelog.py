"""Put the files of `changes/` into CHANGELOG.md under this version: `python tools/changelog.py [check]`.

With `check` nothing is written; the exit is 1 where a file has another name than `<short-name>.<kind>.md`, or no text.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    "security": "Security", "added": "Added", "changed": "Changed", "fixed": "Mended", "removed": "Removed",
}  # fmt: skip
NEWEST = "<!-- newest -->\n"


def fragments(folder: Path) -> dict[str, list[str]]:
    """Texts by kind, in the order of their names. `ValueError` names the file that is none."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in sorted(folder.glob("*")):
        kind = path.name.removesuffix(".md").rpartition(".")[2]
        text = " ".join(path.read_text(encoding="utf-8").split())
        if not path.name.endswith(f".{kind}.md") or kind not in KINDS or not text:
            raise ValueError(path.name)
        found[kind].append(text)
    return found


def section(version: str, day: str, found: dict[str, list[str]]) -> str:
    """A version as Markdown."""
    parts = [
        f"### {KINDS[kind]}\n\n" + "".join(f"- {text}\n" for text in texts)
        for kind, texts in found.items()
        if texts
    ]
    return f"## {version} ({day})\n\n" + "\n".join(parts)


def main() -> int:
    """Check, or write and take the files away."""
    folder, page = ROOT / "changes", ROOT / "CHANGELOG.md"
    try:
        found = fragments(folder)
    except ValueError as error:
        print(f"changes/{error}: its name is no <short-name>.<{'|'.join(KINDS)}>.md, or it has no text")
        return 1
    if sys.argv[1:] == ["check"] or not any(found.values()):
        return 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    head, tail = page.read_text(encoding="utf-8").split(NEWEST)
    new = section(project["version"], day, found)
    page.write_text(f"{head}{NEWEST}\n{new}{tail and chr(10)}{tail.lstrip()}", encoding="utf-8")
    for path in folder.glob("*.md"):
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
