"""Write the generated pages of `docs/reference` from the code: `python tools/docs.py [check]`.

With `check` nothing is written; the exit is 1 where a page differs from what the code says.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "neisse"
REFERENCE = ROOT / "docs" / "reference"
ERROR_CALLS = {
    "NeisseError": (0, 2, 3), "Finding": (0, 2, 3), "remark": (0, 2, 3), "note": (0, 1, 9), "warn": (0, 1, 9),
    "_UnreadableError": (0, 1, 2), "_BadIdentifierError": (0, 1, 9),
    "ending": (0, 1, 9),
}  # fmt: skip
ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser|HPND|Unlicense"
    r"|CC0|Public Domain|EUPL|Zlib|0BSD|CNRI)",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)


def errors_page() -> str:
    """Every code that the product can say, with its sentence and hint, as they stand in the code."""
    rows: dict[str, tuple[str, str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _named(tree)
        for call in _calls(tree):
            places = ERROR_CALLS[_called(call)]
            code, text, hint = (
                _text(call, i, k, named) for i, k in zip(places, ("code", "text", "hint"), strict=True)
            )
            if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", code):
                known = rows.get(code, ("", ""))
                rows[code] = (known[0] or text, known[1] or hint)
    lines = [f"| `{code}` | {_cell(text)} | {_cell(hint)} |" for code, (text, hint) in sorted(rows.items())]
    head = (
        "# Error codes\n\nWritten by `make docs` from the code. A user error has a code, a subject, a sentence and a hint; "
        "on the command line it ends with exit 2, in the API with status 4xx, or 503 where the "
        "storage is to blame.\n\n| code | says | hint |\n|---|---|---|\n"
    )
    return head + "\n".join(lines) + "\n"


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in ERROR_CALLS:
            yield node


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))


def _named(tree: ast.AST) -> dict[str, list[tuple[int, str]]]:
    """Texts that were given a name before they were used, each with the line where that happens."""
    named: dict[str, list[tuple[int, str]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _words(node.value):
            named.setdefault(node.targets[0].id, []).append((node.lineno, _words(node.value)))
    return named


def _text(call: ast.Call, position: int, name: str, named: dict[str, list[tuple[int, str]]]) -> str:
    node = next((k.value for k in call.keywords if k.arg == name), None)
    if node is None:
        node = call.args[position] if len(call.args) > position else None
    if not isinstance(node, ast.Name):
        return _words(node)
    return max((said for said in named.get(node.id, []) if said[0] <= call.lineno), default=(0, ""))[1]


def _words(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(v) if isinstance(v, ast.Constant) else "…" for v in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return re.sub(r"%\(\w+\)[sd]", "…", _words(node.left))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "say"}:
        return re.sub(r"%\(\w+\)[sd]", "…", _words(node.args[0])) if node.args else ""
    if isinstance(node, ast.IfExp):
        return _words(node.body)
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def commands_page() -> str:
    """Every command and option, from the command line itself."""
    import typer

    from neisse.cli.root import app

    root = typer.main.get_group(app)
    parts = ["# Command line\n\nWritten by `make docs` from the code.\n"]
    for path, command in _commands(root, ("neisse",)):
        about = (command.help or "").split("\f")[0].strip()
        parts.append(f"\n## `{' '.join(path)}`\n\n{about}\n")
        rows = [_option(p) for p in command.params if p.name != "help"]
        if rows:
            parts.append("\n| option | meaning | default |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "".join(parts)


def _commands(command: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    names = command.list_commands(None) if hasattr(command, "list_commands") else []  # type: ignore[attr-defined]
    if not names:
        yield path, command
    for name in names:
        yield from _commands(command.get_command(None, name), (*path, name))  # type: ignore[attr-defined]


def _option(param: object) -> str:
    names = ", ".join(f"`{o}`" for o in (*param.opts, *param.secondary_opts))  # type: ignore[attr-defined]
    default = param.default if not callable(param.default) else None  # type: ignore[attr-defined]
    shown = "" if default in (None, False, ()) or "Sentinel" in str(default) else f"`{default}`"
    return f"| {names} | {_cell(getattr(param, 'help', None) or '')} | {shown} |"


def licences_page() -> str:
    """The licences of everything that is installed with Neisse."""
    rows = [
        f"| {name} | {licence} |" for name, licence in sorted(licences().items(), key=lambda r: r[0].lower())
    ]
    head = (
        "# Licences of the dependencies\n\nWritten by `make docs` from the installed packages. Neisse itself is under the "
        "EUPL-1.2; nothing it installs at run time may forbid that. Data in the package: towns of GeoNames (CC BY 4.0), "
        "words of organisation names with their frequencies, counted in ROR (CC0).\n\n| package | licence |\n|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def licences() -> dict[str, str]:
    """Package name -> licence, for the run-time dependencies and all that they need."""
    found: dict[str, str] = {}
    queue = ["neisse"]
    while queue:
        name = queue.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        if package.name in found:
            continue
        found[package.name] = _licence(package.metadata)
        for text in package.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                queue.append(requirement.name)
    return found


def _licence(metadata: object) -> str:
    get_all = metadata.get_all  # type: ignore[attr-defined]
    expression = metadata.get("License-Expression")  # type: ignore[attr-defined]
    if expression:
        return str(expression)
    classifiers = [c.split(" :: ")[-1] for c in get_all("Classifier") or () if c.startswith("License ::")]
    if classifiers:
        return ", ".join(sorted(classifiers))
    return str(metadata.get("License") or "not stated").strip().splitlines()[0][:80]  # type: ignore[attr-defined]


PAGES = {"errors.md": errors_page, "command-line.md": commands_page, "licences.md": licences_page}


def main() -> int:
    """Write or compare the pages."""
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{'differ' if 'check' in sys.argv else 'written'}: {', '.join(stale) or 'nothing'}\n")
    return 1 if stale and "check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
